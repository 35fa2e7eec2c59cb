// Python's subscripts as a list of steps over the axes of a tensor, as PyTorch reads them.
//
//     x[0, ..., None, 1:-1, [2, 3]]   is   select 0 · keep … · new axis · slice · gather
import type { Dim } from '../../shape/dim';
import { certainlyDiffer, compareDims, isSymbolic } from '../../shape/dim';
import { elementCount, formatShape, type Shape } from '../../shape/shape';
import { type ArgumentValue, type OperatorArguments, UnknownArgument } from '../arguments';
import { tensorOf } from '../data';
import type { TensorType } from '../operator';
import { invalidArgument } from '../problems';
import { isEllipsis, isList, isSlice, isTensor, typeName } from '../values';
import { type ResolvedSlice, resolveSlice } from './slice';

export type IndexStep =
  | { readonly kind: 'select'; readonly axis: number; readonly index: Dim }
  | { readonly kind: 'slice'; readonly axis: number; readonly slice: ResolvedSlice }
  | { readonly kind: 'newAxis' }
  /** Positions along one axis (or several, for a mask), replaced by the shape of the index. */
  | { readonly kind: 'gather'; readonly axis: number; readonly axes: number; readonly index: TensorType };

export function indexSteps(a: OperatorArguments, shape: Shape, raw: ArgumentValue): readonly IndexStep[] {
  const items = (isList(raw) ? unpack(raw) : [raw]).map((item) => toItem(a, item));
  const used = items.reduce<number>((sum, item) => sum + axesOf(item), 0);
  let open = shape.length - used;
  if (open < 0) {
    a.fail(
      invalidArgument(a.operatorName, `too many indices for a tensor of dimension ${shape.length}`, {
        expected: `at most ${shape.length} indices`,
        actual: `${used} indices for ${formatShape(shape)}`,
      }),
    );
  }
  const steps: IndexStep[] = [];
  let axis = 0;
  const keep = (count: number): void => {
    for (let i = 0; i < count; i++, axis++) {
      steps.push({ kind: 'slice', axis, slice: { start: 0, length: shape[axis], step: 1 } });
    }
  };
  for (const item of items) {
    if (isEllipsis(item)) {
      keep(open);
      // A second ellipsis stands for nothing.
      open = 0;
    } else if (item === null) steps.push({ kind: 'newAxis' });
    else {
      steps.push(toStep(a, shape, axis, item));
      axis += axesOf(item);
    }
  }
  keep(shape.length - axis);
  return steps;
}

/** A lone list that holds lists, slices, tensors or None stands for a tuple: an old custom that PyTorch keeps. */
function unpack(raw: readonly ArgumentValue[]): readonly ArgumentValue[] {
  const only = raw.length === 1 ? raw[0] : undefined;
  if (only === undefined || !isList(only) || only.length >= 32) return raw;
  const isSequence = only.some((v) => v === null || isList(v) || isSlice(v) || isEllipsis(v) || isTensor(v));
  return isSequence ? only : raw;
}

/** Lists become tensors; scalar tensors that are known become numbers. */
function toItem(a: OperatorArguments, raw: ArgumentValue): ArgumentValue {
  if (raw instanceof UnknownArgument) return a.unknown(raw.reason);
  if (isList(raw)) return literalTensor(a, raw);
  if (isTensor(raw) && raw.shape.length === 0 && raw.dtype !== 'bool' && raw.data) return raw.data[0];
  return raw;
}

function axesOf(item: ArgumentValue): number {
  if (item === null || isEllipsis(item) || typeof item === 'boolean') return 0;
  if (isTensor(item) && (item.dtype === 'bool' || item.dtype === 'uint8')) return item.shape.length;
  return 1;
}

function toStep(a: OperatorArguments, shape: Shape, axis: number, item: ArgumentValue): IndexStep {
  if (isSlice(item)) return { kind: 'slice', axis, slice: resolveSlice(a, item.slice, shape[axis]) };
  if (typeof item === 'number' || isSymbolic(item)) {
    requireIndex(a, item, shape[axis], axis);
    return { kind: 'select', axis, index: item };
  }
  if (typeof item === 'boolean') {
    return { kind: 'gather', axis, axes: 0, index: { shape: [Number(item)], dtype: 'int64' } };
  }
  if (!isTensor(item)) {
    const reason =
      'only integers, slices (`:`), ellipsis (`...`), None and long, byte or bool tensors are valid indices';
    return a.fail(invalidArgument(a.operatorName, reason, { actual: typeName(item) }));
  }
  if (item.dtype === 'bool' || item.dtype === 'uint8') return maskStep(a, shape, axis, item);
  if (!item.dtype.startsWith('int')) {
    const reason = 'tensors used as indices must be long, int, byte or bool tensors';
    return a.fail(invalidArgument(a.operatorName, reason, { actual: item.dtype }));
  }
  if (item.shape.length === 0) return { kind: 'gather', axis, axes: 1, index: item };
  for (const index of item.data ?? []) requireIndex(a, index, shape[axis], axis);
  return { kind: 'gather', axis, axes: 1, index: item };
}

/** A mask selects as many positions as it has true elements. */
function maskStep(a: OperatorArguments, shape: Shape, axis: number, mask: TensorType): IndexStep {
  mask.shape.forEach((d, i) => {
    if (!certainlyDiffer(d, shape[axis + i])) return;
    const reason = `the shape of the mask ${formatShape(mask.shape)} at index ${i} does not match the shape of the indexed tensor ${formatShape(shape)} at index ${axis + i}`;
    a.fail(invalidArgument(a.operatorName, reason, { expected: String(shape[axis + i]), actual: String(d) }));
  });
  if (!mask.data) return a.unknown('the number of true elements of a mask is known at run time alone');
  const chosen = mask.data.flatMap((x, i) => (x === 0 ? [] : [i]));
  const index = { shape: [chosen.length], dtype: 'int64' as const };
  return {
    kind: 'gather',
    axis,
    axes: mask.shape.length,
    index: mask.shape.length === 1 ? { ...index, data: chosen } : index,
  };
}

export function requireIndex(a: OperatorArguments, index: Dim, size: Dim, axis: number): void {
  const tooLarge = compareDims(index, size);
  const tooSmall = typeof index === 'number' && index < 0 ? compareDims(-index, size) : undefined;
  if (tooLarge !== 0 && tooLarge !== 1 && tooSmall !== 1) return;
  a.fail(
    invalidArgument(
      a.operatorName,
      `index ${String(index)} is out of bounds for dimension ${axis} with size ${String(size)}`,
      {
        expected: `an index below ${String(size)}`,
        actual: String(index),
      },
    ),
  );
}

/** A nested list of numbers or booleans as a tensor. */
function literalTensor(a: OperatorArguments, list: readonly ArgumentValue[]): TensorType {
  const shape: number[] = [];
  for (let level: ArgumentValue = list; isList(level); level = level[0]) {
    shape.push(level.length);
    if (level.length === 0) break;
  }
  const flat: ArgumentValue[] = [];
  const visit = (value: ArgumentValue): void => (isList(value) ? value.forEach(visit) : void flat.push(value));
  visit(list);
  const dtype = flat.length > 0 && flat.every((v) => typeof v === 'boolean') ? 'bool' : 'int64';
  if (flat.some(isTensor)) {
    const tensors = flat.filter(isTensor);
    const inner = tensors.length === flat.length ? tensors[0].shape : [];
    if (elementCount(inner) !== 1) return a.unknown('a list of tensors as an index');
    return { shape, dtype: 'int64' };
  }
  const values: number[] = [];
  for (const value of flat) {
    if (typeof value === 'number' || typeof value === 'boolean') values.push(Number(value));
    else if (!isSymbolic(value)) a.fail(invalidArgument(a.operatorName, `${typeName(value)} is no valid index`));
  }
  return tensorOf(shape, dtype, () => values);
}
