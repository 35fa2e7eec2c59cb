// Programs as plain objects, to be compared.
import { LazyFunction } from '../../../core/syntax/lazyFunction';

/** Plain objects throughout: the bodies of lazy functions are read. */
export function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof LazyFunction) {
    const { kind, start, end, name, nameStart, parameters, returns, decorators, isAsync } = value;
    const { body, isGenerator, docstring } = value;
    const fields = { kind, start, end, name, nameStart, parameters, returns, decorators, isAsync };
    return plain({ ...fields, body, isGenerator, docstring });
  }
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, plain(field)]));
}
