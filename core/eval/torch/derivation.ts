// What an operator makes of a tensor that user code drew before the model runs, where the engine can do the same:
//
//     self.position = nn.Parameter(torch.randn(1, 197, 768) * 0.02)      self.fc.weight.data.mul_(0.5)      p.data.copy_(q)
import type { ArgumentValue } from '../../ops/arguments';
import { Float, type Operator } from '../../ops/operator';
import { isSymbolic, type Dim } from '../../shape/dim';
import type { Derivation, TensorValue } from '../values';
import { isTensorArgument } from './arguments';

const operations: Readonly<Partial<Record<string, Derivation['operation']>>> = {
  mul: 'multiply',
  div: 'divide',
  true_divide: 'divide',
  add: 'add',
  sub: 'subtract',
  clone: 'copy',
};

/** Axes change places: the elements of a result lie in another order than in the memory that was filled. */
const reorders = new Set([
  't',
  'T',
  'mT',
  'transpose',
  'swapaxes',
  'swapdims',
  'permute',
  'movedim',
  'moveaxis',
  'flip',
]);

export const isReordered = (operator: Operator): boolean => reorders.has(operator.name);

/** undefined: not one of these, or not by a number that is known. */
export function derivationOf(
  operator: Operator,
  bound: ReadonlyMap<string, ArgumentValue>,
  result: TensorValue,
): Derivation | undefined {
  if (operator.name === 'copy') {
    const source = bound.get('src') ?? bound.get('other');
    return isTensorArgument(source) ? from(source.source, result, 'copy', 0) : undefined;
  }
  const operation = operations[operator.name];
  const input = bound.get('input');
  if (operation === undefined || !isTensorArgument(input)) return undefined;
  if (operation === 'copy') return from(input.source, result, 'copy', 0);
  const value = numberOf(bound.get('other'));
  const alpha = bound.has('alpha') ? numberOf(bound.get('alpha')) : 1;
  if (value === undefined || alpha !== 1 || (bound.get('rounding_mode') ?? null) !== null) return undefined;
  return from(input.source, result, operation, value);
}

function from(
  source: TensorValue,
  result: TensorValue,
  operation: Derivation['operation'],
  value: number,
): Derivation | undefined {
  const { shape, dtype } = source.tensor;
  const alike = dtype === result.tensor.dtype && shape.join() === result.tensor.shape.join();
  return alike ? { kind: 'from', source: source.storage, operation, value } : undefined;
}

function numberOf(value: ArgumentValue | undefined): number | undefined {
  if (value instanceof Float) return value.value;
  return typeof value === 'number' ? value : undefined;
}

/** Elements before `x[index]` where that lies in one piece: a whole number, or a slice by steps of 1, on the first axis. */
export function partOffset(shape: readonly Dim[], index: ArgumentValue | undefined): number | null {
  const part = rowsOf(shape, index);
  return part && part.from * part.each;
}

/** `x[index] = number`, where the part lies in one piece. */
export function assignedPart(
  target: TensorValue,
  bound: ReadonlyMap<string, ArgumentValue>,
): { readonly offset: number; readonly elements: number; readonly value: number } | undefined {
  const part = rowsOf(target.tensor.shape, bound.get('index'));
  const value = numberOf(bound.get('value'));
  if (part === null || value === undefined) return undefined;
  return { offset: part.from * part.each, elements: part.count * part.each, value };
}

function rowsOf(
  shape: readonly Dim[],
  given: ArgumentValue | undefined,
): { readonly from: number; readonly count: number; readonly each: number } | null {
  if (shape.length === 0 || shape.some(isSymbolic)) return null;
  const [rows, ...rest] = shape as readonly number[];
  const each = rest.reduce((product, size) => product * size, 1);
  const index: unknown = Array.isArray(given) && given.length === 1 ? given[0] : given;
  if (typeof index === 'number') return { from: index < 0 ? index + rows : index, count: 1, each };
  if (typeof index !== 'object' || index === null || Array.isArray(index) || !('slice' in index)) return null;
  const [start, stop, step] = index.slice as readonly unknown[];
  const bound = (value: unknown, fallback: number): number | null => {
    if (value === null || value === undefined) return fallback;
    return typeof value === 'number' ? Math.min(rows, Math.max(0, value < 0 ? value + rows : value)) : null;
  };
  const [from, to] = [bound(start, 0), bound(stop, rows)];
  if (from === null || to === null || (step ?? 1) !== 1) return null;
  return { from, count: Math.max(0, to - from), each };
}
