// The receptive field of every value on the model's input (Araujo, Norris, Sim, "Computing receptive fields of convolutional
// neural networks", Distill 2019). Per axis, from the input on, with kernel k of effective size k' = dilation·(k - 1) + 1:
//
//     size   += (k' - 1)·jump          offset += ((k' - 1)/2 - padding)·jump          jump *= stride
//
// Where paths meet, the field is the smallest that holds the field of each. Statistics of normalisation layers do not count as
// seeing; a mean over all positions, attention and a linear layer over flattened positions see the whole input.
import type { GraphValue, Operation, ReceptiveField, ValueId } from '../graph/graph';
import type { WindowMotion } from '../ops/operator';
import type { Dim } from '../shape/dim';
import { followAxes, type Axes } from './positions';
import { inputsOf } from './storage';

export interface WindowedOperation extends Operation<Dim> {
  readonly window?: WindowMotion | 'global' | null;
}

export interface WindowedExecution {
  readonly values: readonly GraphValue<Dim>[];
  readonly inputs: readonly ValueId[];
  readonly operations: readonly WindowedOperation[];
}

interface Seen {
  /** Which of the model's inputs. */
  readonly origin: ValueId;
  readonly field: ReceptiveField;
  readonly isGlobal: boolean;
  readonly axes: Axes;
}

const normalisations = new Set([
  'batch_norm',
  'group_norm',
  'layer_norm',
  'instance_norm',
  'rms_norm',
  'local_response_norm',
]);

/** By value; null where there is no spatial input, more than one is mixed, or a size is not known. */
export function receptiveFields(execution: WindowedExecution): (ReceptiveField | null)[] {
  const { values, inputs, operations } = execution;
  const seen: (Seen | null)[] = values.map(() => null);
  for (const id of inputs) seen[id] = start(id, values[id]);
  for (const operation of operations) {
    for (const id of operation.outputs) seen[id] = follow(operation, values, seen, values[id].shape);
  }
  return seen.map((item) => item?.field ?? null);
}

/** An input of fewer than three axes has no positions. */
function start(origin: ValueId, { shape }: GraphValue<Dim>): Seen | null {
  const axes = shape.slice(2);
  if (axes.length === 0) return null;
  const field = { size: axes.map(() => 1), jump: axes.map(() => 1), offset: axes.map(() => 0) };
  return { origin, field, isGlobal: false, axes: axes.map((_, i) => i + 2) };
}

function follow(
  operation: WindowedOperation,
  values: readonly GraphValue<Dim>[],
  seen: readonly (Seen | null)[],
  result: readonly Dim[],
): Seen | null {
  let merged: Seen | null = null;
  for (const id of inputsOf(operation)) {
    const item = seen.at(id) ?? null;
    if (item === null) continue;
    const { shape } = values[id];
    const axes = followAxes(operation, shape, item.axes, result);
    const moved = move(operation, values, item, shape, axes);
    if (moved === null) return null;
    const both: Seen | null = merged === null ? moved : union(merged, moved);
    if (both === null) return null;
    merged = both;
  }
  return merged;
}

function move(
  operation: WindowedOperation,
  values: readonly GraphValue<Dim>[],
  item: Seen,
  shape: readonly Dim[],
  axes: Axes,
): Seen | null {
  const { operator, window } = operation;
  if (item.isGlobal) return { ...item, axes };
  const isOverPositions =
    operator === 'linear' && item.axes.includes(shape.length - 1) && shape[shape.length - 1] !== 1;
  if (isOverPositions || (window === 'global' && !normalisations.has(operator))) return everything(item, values, axes);
  if (window === undefined || window === null || window === 'global') return { ...item, axes };
  if (window.kernel.length !== item.field.size.length) return null;
  return { ...item, axes, field: slide(item.field, window) };
}

/** The whole of the input. */
function everything(item: Seen, values: readonly GraphValue<Dim>[], axes: Axes): Seen | null {
  const size = values[item.origin].shape.slice(2);
  if (!size.every((d): d is number => typeof d === 'number')) return null;
  return {
    ...item,
    axes,
    isGlobal: true,
    field: { size, jump: size.map(() => 0), offset: size.map((d) => (d - 1) / 2) },
  };
}

function slide(
  { size, jump, offset }: ReceptiveField,
  { kernel, stride, padding, dilation, transposed }: WindowMotion,
): ReceptiveField {
  const span = kernel.map((k, i) => dilation[i] * (k - 1));
  if (transposed) {
    // Output o has input (o + padding - m·dilation) / stride for every m that divides.
    return {
      size: size.map((s, i) => s + (Math.ceil((span[i] + 1) / stride[i]) - 1) * jump[i]),
      jump: jump.map((j, i) => j / stride[i]),
      offset: offset.map((o, i) => o + ((padding[i] - span[i] / 2) / stride[i]) * jump[i]),
    };
  }
  return {
    size: size.map((s, i) => s + span[i] * jump[i]),
    jump: jump.map((j, i) => j * stride[i]),
    offset: offset.map((o, i) => o + (span[i] / 2 - padding[i]) * jump[i]),
  };
}

/** The smallest field that holds both; null where they are of different inputs. */
function union(a: Seen, b: Seen): Seen | null {
  if (a.origin !== b.origin) return null;
  if (a.isGlobal || b.isGlobal) return a.isGlobal ? { ...a, axes: b.axes } : b;
  const low = a.field.size.map((size, i) =>
    Math.min(a.field.offset[i] - (size - 1) / 2, b.field.offset[i] - (b.field.size[i] - 1) / 2),
  );
  const high = a.field.size.map((size, i) =>
    Math.max(a.field.offset[i] + (size - 1) / 2, b.field.offset[i] + (b.field.size[i] - 1) / 2),
  );
  return {
    ...a,
    field: {
      size: low.map((from, i) => high[i] - from + 1),
      jump: a.field.jump.map((jump, i) => Math.max(jump, b.field.jump[i])),
      offset: low.map((from, i) => (from + high[i]) / 2),
    },
  };
}
