// What matrix products keep. They run over batches of matrices: an operand whose axes cannot be merged into batch, rows and
// columns where they stand in memory is copied, and the copy is kept.
//
//     q, a part of qkv.permute(...), as [B, H, L, D] with strides (3·L·E, D, 3·E, 1): B and H do not merge: copied
import type { Operation } from '../graph/graph';
import { multiply, type Dim } from '../shape/dim';
import type { Operand, SavedItem } from './saving-facts';

/** The axes stand one after another in memory, so that they are one axis. What cannot be told is taken to do so. */
function merge({ shape, strides }: Pick<Operand, 'shape' | 'strides'>, axes: readonly number[]): boolean {
  if (strides === null) return true;
  const real = axes.filter((axis) => shape[axis] !== 1);
  return real.every((axis, i) => {
    if (i === real.length - 1) return true;
    const [outer, inner, size] = [strides[axis], strides[real[i + 1]], shape[real[i + 1]]];
    return typeof outer !== 'number' || typeof inner !== 'number' || typeof size !== 'number' || outer === inner * size;
  });
}

const keep = (operand: Operand, groups: readonly (readonly number[])[]): SavedItem =>
  groups.every((axes) => merge(operand, axes)) ? operand.kept : operand.copy;

/** A factor of a product of two batches of matrices. */
export const keptFactor = (operand: Operand): SavedItem =>
  keep(operand, [operand.shape.slice(0, -2).map((_, axis) => axis)]);

/** `left @ right`: each is kept for the other's gradient; the axes before the last two are one batch. */
export function keptByProduct(left: Operand, right: Operand): readonly SavedItem[] {
  return [...(right.needsGradient ? [keptFactor(left)] : []), ...(left.needsGradient ? [keptFactor(right)] : [])];
}

/** `linear(input, weight)`: all axes of the input before the last are rows. */
export function keptByLinear(input: Operand, weight: Operand): readonly SavedItem[] {
  const rows = input.shape.slice(0, -1).map((_, axis) => axis);
  return [...(weight.needsGradient ? [keep(input, [rows])] : []), ...(input.needsGradient ? [weight.kept] : [])];
}

/** Of two operands, by the letters that they share; null: of another number, or with an ellipsis. */
export function keptByEinsum(
  { attributes }: Operation<Dim>,
  operands: readonly Operand[],
): readonly SavedItem[] | null {
  const [terms, result] = String(attributes.equation).replaceAll(' ', '').split('->');
  const [left, right] = (terms ?? '').split(',');
  if (operands.length !== 2 || result === undefined || right === undefined || terms.includes('.')) return null;
  const kept = (operand: Operand, own: string, other: string): SavedItem => {
    const axes = (letters: readonly string[]): number[] => letters.map((letter) => own.indexOf(letter));
    const batch = [...result].filter((letter) => own.includes(letter) && other.includes(letter));
    const outer = [...result].filter((letter) => own.includes(letter) && !other.includes(letter));
    const summed = [...own].filter((letter) => !result.includes(letter));
    return keep(operand, [axes(batch), axes(outer), axes(summed)]);
  };
  const [a, b] = operands;
  return [...(b.needsGradient ? [kept(a, left, right)] : []), ...(a.needsGradient ? [kept(b, right, left)] : [])];
}

/** The bytes of a tensor's rows, one number each. */
export const rowBytes = (shape: readonly Dim[], bytes: number): Dim =>
  shape.slice(0, -1).reduce<Dim>((product, size) => multiply(product, size), bytes);
