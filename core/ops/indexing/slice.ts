// Slices of Python over sizes that may be symbolic: start and stop count from the end where negative, and are clamped.
import {
  add,
  ceilDivide,
  compareDims,
  type Dim,
  dimBounds,
  isSymbolic,
  maximum,
  minimum,
  negate,
  subtract,
} from '../../shape/dim';
import { type ArgumentValue, type OperatorArguments, UnknownArgument } from '../arguments';
import { invalidArgument } from '../problems';
import { isTensor, typeName } from '../values';

export interface ResolvedSlice {
  readonly start: Dim;
  readonly length: Dim;
  readonly step: number;
}

export function resolveSlice(
  a: OperatorArguments,
  [start, stop, step]: readonly [ArgumentValue, ArgumentValue, ArgumentValue],
  size: Dim,
): ResolvedSlice {
  const stride = step === null ? 1 : bound(a, step);
  if (isSymbolic(stride)) return a.unknown(`the step of a slice is ${String(stride)}`);
  if (stride <= 0)
    return a.fail(invalidArgument(a.operatorName, 'slice step must be positive', { actual: String(stride) }));
  const from = start === null ? 0 : bound(a, start);
  if (stop === null && dimBounds(from).upper < 0) {
    // The last -start elements.
    return { start: clamp(a, from, size), length: ceilDivide(minimum(size, negate(from)), stride), step: stride };
  }
  const first = clamp(a, from, size);
  const end = stop === null ? size : clamp(a, bound(a, stop), size);
  const span = subtract(end, first);
  const length = dimBounds(span).lower >= 0 ? span : maximum(span, 0);
  return { start: first, length: ceilDivide(length, stride), step: stride };
}

function bound(a: OperatorArguments, value: ArgumentValue): Dim {
  if (value instanceof UnknownArgument) return a.unknown(value.reason);
  if (typeof value === 'number' || isSymbolic(value)) return value;
  if (typeof value === 'boolean') return Number(value);
  if (isTensor(value)) return value.data?.length === 1 ? value.data[0] : a.unknown('a bound of a slice is a tensor');
  if (value !== null && typeof value === 'object' && 'opaque' in value)
    return a.unknown('a bound of a slice is not known');
  const reason = 'slice indices must be integers or None or have an __index__ method';
  return a.fail(invalidArgument(a.operatorName, reason, { expected: 'int', actual: typeName(value) }));
}

/** Into [0, size]. */
function clamp(a: OperatorArguments, value: Dim, size: Dim): Dim {
  const { lower, upper } = dimBounds(value);
  if (lower >= 0) return compareDims(value, size) === 1 ? size : minimum(value, size);
  if (upper < 0) return maximum(add(size, value), 0);
  return a.unknown(`the sign of ${String(value)} in a slice cannot be told`);
}
