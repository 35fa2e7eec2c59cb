// The receptive field of every value on the model's input (Araujo, Norris, Sim, "Computing receptive fields of convolutional
// neural networks", Distill 2019). Per axis, from the input on, with kernel k of effective size k' = dilation·(k - 1) + 1:
//
//     size   += (k' - 1)·jump          offset += ((k' - 1)/2 - padding)·jump          jump *= stride
//
// Where paths meet, the field is the smallest that holds the field of each. Statistics of normalisation layers do not count as
// seeing; a mean over all positions, attention and a linear layer over flattened positions see the whole input.
import type { GraphValue, ReceptiveField, ValueId } from '../graph/graph';
import type { Dim } from '../shape/dim';
import { inputLayout } from './inputLayout';
import { holds } from './positions';
import { propagate, type WindowedOperation } from './propagation';
import type { AxisField, Seen } from './seen';

export type { WindowedOperation } from './propagation';

export interface WindowedExecution {
  readonly values: readonly GraphValue<Dim>[];
  readonly inputs: readonly ValueId[];
  readonly operations: readonly WindowedOperation[];
  /** Called now and then; what it throws ends the computation. */
  readonly pause?: () => void;
}

/** Operations between two pauses. */
const pauseInterval = 512;

/** The operations in order, with a pause now and then. */
export function forEachOperation(
  { operations, pause }: WindowedExecution,
  visit: (operation: WindowedOperation) => void,
): void {
  operations.forEach((operation, i) => {
    if (i % pauseInterval === 0) pause?.();
    visit(operation);
  });
}

/** By value; null where there is no spatial input, more than one is mixed, or a size is not known. */
export const receptiveFields = (execution: WindowedExecution): (ReceptiveField | null)[] =>
  followPositions(execution).map((item) => (item === null ? null : receptiveFieldOf(item)));

/** What each value sees of the input, and along which of its axes the input's positions run; null: nothing that has positions. */
export function followPositions(execution: WindowedExecution): (Seen | null)[] {
  const { values, inputs, operations } = execution;
  const seen: (Seen | null)[] = values.map(() => null);
  const shapes = (id: ValueId): readonly Dim[] => values[id].shape;
  for (const id of inputs) seen[id] = start(id, shapes(id), inputLayout(operations, id, shapes).positions);
  forEachOperation(execution, (operation) => {
    for (const id of operation.outputs) seen[id] = propagate(operation, shapes, seen, id);
  });
  return seen;
}

function start(origin: ValueId, shape: readonly Dim[], positions: readonly number[]): Seen | null {
  if (positions.length === 0) return null;
  return {
    origin,
    lengths: positions.map((axis) => shape[axis]),
    layout: shape.map((size, axis) => {
      const of = positions.indexOf(axis);
      return of === -1 ? [] : [{ size, of, step: 1 }];
    }),
    fields: positions.map((): AxisField => ({ kind: 'window', size: 1, offset: 0 })),
  };
}

export function receptiveFieldOf({ origin, fields, layout, lengths }: Seen): ReceptiveField | null {
  if (origin === null) return null;
  const size: number[] = [];
  const jump: number[] = [];
  const offset: number[] = [];
  for (const [axis, field] of fields.entries()) {
    const length = lengths[axis];
    if (field.kind === 'window') {
      const steps = layout.flat().flatMap((factor) => (factor.of === axis ? [factor.step] : []));
      // of outputs between pixels, those count that see most
      size.push(Math.ceil(field.size - 1e-9));
      jump.push(holds(layout, axis) ? Math.min(...steps) : 0);
      offset.push(field.offset);
    } else if (field.kind === 'whole' && typeof length === 'number') {
      size.push(length);
      jump.push(0);
      offset.push((length - 1) / 2);
    } else return null;
  }
  return { size, jump, offset };
}
