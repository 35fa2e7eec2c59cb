// What an operation does to what its operands see of the input: windows slide, contractions see along the axes that they sum
// over, views carry positions elsewhere, and where operands meet, both are seen.
import type { Operation, ValueId } from '../graph/graph';
import type { WindowMotion } from '../ops/operator';
import type { Dim } from '../shape/dim';
import { axesOf, indexItems, isView, permutationOf, regroup } from './positions';
import { aligned, contract, contractAll, lose, loseAt, shifted, slide, union, type Seen } from './seen';

export interface WindowedOperation extends Operation<Dim> {
  readonly window?: WindowMotion | 'global' | null;
}

const normalisations = new Set([
  'batch_norm',
  'group_norm',
  'layer_norm',
  'instance_norm',
  'rms_norm',
  'local_response_norm',
]);

/** They mix along an axis that stays. */
const mixing = new Set(['softmax', 'log_softmax', 'softmin', 'cumsum', 'cumprod', 'logcumsumexp', 'sort', 'normalize']);

/** Their result is of the operand's form, not of its elements. */
const formOnly = new Set([
  'zeros_like',
  'ones_like',
  'full_like',
  'empty_like',
  'rand_like',
  'randn_like',
  'new_zeros',
  'new_ones',
  'new_full',
  'new_empty',
  'shape',
  'size',
  'numel',
]);

export function propagate(
  operation: WindowedOperation,
  shapes: (id: ValueId) => readonly Dim[],
  seen: readonly (Seen | null)[],
  output: ValueId,
): Seen | null {
  if (formOnly.has(operation.operator)) return null;
  let merged: Seen | null = null;
  for (const [name, ids] of Object.entries(operation.inputs)) {
    if (ids === null) continue;
    for (const id of typeof ids === 'number' ? [ids] : ids) {
      const item = seen.at(id) ?? null;
      if (item === null) continue;
      const moved = move(operation, name, item, shapes(id), shapes(output));
      merged = merged === null ? moved : union(merged, moved);
    }
  }
  return merged;
}

function move(
  operation: WindowedOperation,
  operand: string,
  item: Seen,
  shape: readonly Dim[],
  result: readonly Dim[],
): Seen {
  const { operator, attributes, window } = operation;
  const rank = shape.length;
  if (isView(operation)) {
    const layout = regroup(item.layout, shape, result);
    return layout === null ? lose(item, result.length) : { ...item, layout };
  }
  const order = permutationOf(operation);
  if (order !== undefined) return { ...item, layout: order.map((axis) => item.layout[axis]) };
  switch (operator) {
    case 'linear':
      return contract(item, [rank - 1], shape);
    case 'matmul':
    case 'bmm':
    case 'mm':
    case 'baddbmm':
      if (operand === 'input' && operator === 'baddbmm') break;
      return aligned(
        contract(item, [isLeft(operand, operator) || rank === 1 ? rank - 1 : rank - 2], shape),
        shape,
        result,
      );
    case 'scaled_dot_product_attention':
      if (operand === 'query') return contract(item, [rank - 1], shape);
      if (operand === 'key') return contract(item, [rank - 1, rank - 2], shape);
      if (operand === 'value') return contract(item, [rank - 2], shape);
      return contract(item, [rank - 1], shape);
    case 'einsum':
      return einsum(operation, item, shape, result);
    case 'getitem':
      return index(operation, item, shape, result);
    case 'roll':
      return roll(operation, item, rank);
    case 'flip':
      return loseAt(item, axesOf(attributes.dims, rank), result);
    case 'stack': {
      const [at] = axesOf(attributes.dim, result.length);
      return { ...item, layout: [...item.layout.slice(0, at), [], ...item.layout.slice(at)] };
    }
    case 'cat':
    case 'concat':
    case 'concatenate':
      return loseAt(item, axesOf(attributes.dim, rank), result);
  }
  if (normalisations.has(operator)) return item;
  if (mixing.has(operator)) return contract(item, axesOf(attributes.dim, rank), shape);
  if (window !== undefined && window !== null && window !== 'global') return slide(item, window, shape, result);
  const named = axesOf(attributes.dim, rank);
  // a reduction: of the axes it names, or of all
  if (named.length > 0 && 'keepdim' in attributes) {
    const reduced = contract(item, named, shape);
    if (result.length === rank) return reduced;
    return { ...reduced, layout: reduced.layout.filter((_, axis) => !named.includes(axis)) };
  }
  if (window === 'global') return contractAll(item, shape, result.length);
  if (result.length < rank) {
    const dropped = loseAt(item, named);
    return { ...dropped, layout: dropped.layout.filter((_, axis) => !named.includes(axis)).slice(-result.length) };
  }
  // along an axis that is cut, the first piece begins where it began, the others elsewhere
  if (['chunk', 'split', 'tensor_split', 'narrow', 'index_select', 'unfold', 'repeat_interleave'].includes(operator))
    return loseAt(item, axesOf(attributes.dim ?? attributes.dimension ?? 0, rank), result);
  return aligned(item, shape, result);
}

const isLeft = (operand: string, operator: string): boolean =>
  operator === 'baddbmm' ? operand === 'batch1' : operand === 'input';

function einsum({ attributes }: WindowedOperation, item: Seen, shape: readonly Dim[], result: readonly Dim[]): Seen {
  const [operands, output] = String(attributes.equation).replaceAll(' ', '').split('->');
  const labels = operands.split(',').filter((each) => each.length === shape.length);
  // the same letters for all operands of this rank, else it is not told here which operand this is
  if (output === undefined || operands.includes('.') || new Set(labels).size !== 1)
    return contractAll(item, shape, result.length);
  const summed = [...labels[0]].flatMap((letter, axis) => (output.includes(letter) ? [] : [axis]));
  const left = contract(item, summed, shape);
  return { ...left, layout: [...output].map((letter) => left.layout[labels[0].indexOf(letter)] ?? []) };
}

function index({ attributes }: WindowedOperation, item: Seen, shape: readonly Dim[], result: readonly Dim[]): Seen {
  const items = indexItems(attributes.index, shape);
  let current = item;
  const kept: (number | null)[] = [];
  let axis = 0;
  for (const each of items) {
    if (each.kind === 'new') {
      kept.push(null);
      continue;
    }
    const factors = current.layout.at(axis) ?? [];
    if (each.kind === 'slice') {
      const isWhole = each.start === 0 && each.step === 1;
      if (factors.length > 0 && !isWhole) current = shifted(current, axis, each.start, each.step);
      kept.push(axis);
    } else if (factors.length > 0) current = loseAt(current, [axis]);
    if (each.kind === 'other') kept.push(axis);
    axis++;
  }
  const layout = kept.map((each) => (each === null ? [] : current.layout[each]));
  return layout.length === result.length ? { ...current, layout } : lose(current, result.length);
}

/** Away from the seam, `roll` moves an image as a whole. */
function roll({ attributes }: WindowedOperation, item: Seen, rank: number): Seen {
  const axes = axesOf(attributes.dims, rank);
  const shifts = typeof attributes.shifts === 'number' ? [attributes.shifts] : attributes.shifts;
  if (axes.length === 0 || !Array.isArray(shifts)) return lose(item, rank);
  return axes.reduce((current, axis, i) => {
    const shift = (shifts as readonly unknown[])[i];
    if ((current.layout.at(axis) ?? []).length === 0) return current;
    return shifted(current, axis, typeof shift === 'number' ? -shift : null, 1);
  }, item);
}
