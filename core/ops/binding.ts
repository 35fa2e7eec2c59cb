// Python's call rules for one operator: positional and keyword arguments to values by parameter name.
//
//     bindArguments('conv2d', parseSignature('input, weight, stride=1'), [x, w], new Map([['stride', 2]]))
import { known, type Outcome, wrong } from '../base/outcome';
import type { ArgumentValue } from './arguments';
import type { Parameter, Signature } from './signature';

/** NumPy's names, which PyTorch accepts for its own, and those of other overloads of the same operator. */
const ALIASES: Readonly<Record<string, string>> = {
  axis: 'dim',
  keepdims: 'keepdim',
  x: 'input',
  a: 'input',
  A: 'input',
  self: 'input',
  indices: 'indices_or_sections',
  sections: 'indices_or_sections',
  tensor_indices_or_sections: 'indices_or_sections',
  element: 'elements',
  test_element: 'test_elements',
};

/** Keywords of torch functions that change neither shape nor cost. */
const IGNORED = new Set([
  'out',
  'generator',
  'device',
  'layout',
  'pin_memory',
  'memory_format',
  'requires_grad',
  'names',
]);

/** Values by name, defaults filled in; wrong (CL1013) where Python would raise a TypeError. */
export function bindArguments(
  operatorName: string,
  signature: Signature,
  positional: readonly ArgumentValue[],
  keyword: ReadonlyMap<string, ArgumentValue> = new Map(),
): Outcome<Map<string, ArgumentValue>> {
  const bound = new Map<string, ArgumentValue>();
  const failure = (reason: string): Outcome<Map<string, ArgumentValue>> =>
    wrong({ code: 'CL1013', details: { operator: operatorName, reason: `${operatorName}() ${reason}` } });

  const places = signature.parameters.filter((p) => p.kind !== 'keywordOnly');
  let next = 0;
  for (const parameter of places) {
    if (parameter.kind === 'star') {
      if (next < positional.length) bound.set(parameter.name, positional.slice(next));
      next = positional.length;
    } else if (next < positional.length) bound.set(parameter.name, positional[next++]);
  }
  if (next < positional.length) {
    return failure(
      `takes ${places.length} positional argument${places.length === 1 ? '' : 's'} but ${positional.length} were given`,
    );
  }

  for (const [name, value] of keyword) {
    const parameter = resolve(signature, name);
    if (parameter) {
      if (bound.has(parameter.name)) return failure(`got multiple values for argument '${name}'`);
      bound.set(parameter.name, value);
    } else if (!IGNORED.has(name)) return failure(`got an unexpected keyword argument '${name}'`);
  }

  const missing = signature.parameters.filter((p) => p.default === undefined && !bound.has(p.name));
  if (missing.length > 0) {
    const names = missing.map((p) => `'${p.name}'`).join(' and ');
    const kind = missing[0].kind === 'keywordOnly' ? 'keyword-only' : 'positional';
    return failure(`missing ${missing.length} required ${kind} argument${missing.length === 1 ? '' : 's'}: ${names}`);
  }
  for (const { name, default: value } of signature.parameters) {
    if (value !== undefined && !bound.has(name)) bound.set(name, value);
  }
  return known(bound);
}

function resolve(signature: Signature, name: string): Parameter | undefined {
  const parameter = signature.byName.get(name);
  if (parameter && parameter.kind !== 'positionalOnly') return parameter;
  const alias = signature.byName.get(ALIASES[name] ?? '');
  return alias ?? signature.byName.get(name);
}
