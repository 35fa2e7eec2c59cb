// Which channels of the model's input reach which channels of a tensor, exactly: through groups, shuffles, splits and joins. Of a
// value is held, along the axes that make a difference, the set of input channels that each place depends on; sets are shared,
// and where all places have the same one no axis is left.
//
//     conv2d(6, 6, groups=3)      [0 1] [0 1] [2 3] [2 3] [4 5] [4 5]
//     channel_shuffle(2)          [0 1] [2 3] [4 5] [0 1] [2 3] [4 5]        conv2d(6, 8)      [0..5] everywhere
import type { ChannelReach, Operation, ValueId } from '../graph/graph';
import { dimEquals, type Dim } from '../shape/dim';
import { channelRule } from './channelRules';
import { ChannelSets, settled, unite, type Reach } from './channelSets';
import { inputLayout } from './inputLayout';
import { forEachOperation, type WindowedExecution } from './receptiveField';

/** More is no picture of anything. */
const mostChannels = 4096;

/** By value; null where it does not depend on the input, where it cannot be told, and for models of several inputs. */
export function channelReaches(execution: WindowedExecution): (Reach | null)[] {
  const { values, inputs, operations } = execution;
  const reaches: (Reach | null)[] = values.map(() => null);
  const [input, ...others] = inputs;
  if (input === undefined || others.length > 0) return reaches;
  const shapes = (id: ValueId): readonly Dim[] => values[id].shape;
  const { channel } = inputLayout(operations, input, shapes);
  const count = shapes(input).at(channel);
  if (typeof count !== 'number' || count > mostChannels) return reaches;
  const sets = new ChannelSets();
  const ids = Int32Array.from({ length: count }, (_, i) => sets.single(i));
  reaches[input] = settled({ sets, axes: [channel], ids, count }, shapes(input));
  // what depends on the input in a way that is not told; what else is made of it is not told either
  const untold = new Set<ValueId>();
  forEachOperation(execution, (operation) => step(operation, shapes, reaches, untold));
  return reaches;
}

function step(
  operation: Operation<Dim>,
  shapes: (id: ValueId) => readonly Dim[],
  reaches: (Reach | null)[],
  untold: Set<ValueId>,
): void {
  const operands = Object.entries(operation.inputs).flatMap(([name, ids]) =>
    (ids === null ? [] : typeof ids === 'number' ? [ids] : ids).map((id) => ({
      name,
      id,
      shape: shapes(id),
      reach: reaches[id],
    })),
  );
  const isUntold = operands.some(({ id }) => untold.has(id));
  if (!isUntold && operands.every(({ reach }) => reach === null)) return;
  const rule = channelRule(operation);
  operation.outputs.forEach((output, index) => {
    const found = isUntold || rule === undefined ? null : rule({ operation, operands, index, shape: shapes(output) });
    if (found === undefined) return;
    if (found === null) untold.add(output);
    else reaches[output] = settled(found, shapes(output));
  });
}

/** Of a tensor with channels along `axis`: runs of channels that the same input channels reach. */
export function reachAlong(reach: Reach, shape: readonly Dim[], axis: number): ChannelReach | null {
  const length = shape.at(axis);
  if (typeof length !== 'number') return null;
  const at = reach.axes.indexOf(axis);
  const runs: { outputs: number; inputs: readonly (readonly [number, number])[]; id: number }[] = [];
  const along =
    at === -1
      ? [reach.sets.all(reach.ids)]
      : unite(
          reach,
          shape,
          reach.axes.filter((each) => each !== axis),
        ).ids;
  // where all channels are alike one of them is left
  for (let i = 0; i < along.length; i++) {
    const last = runs.at(-1);
    const outputs = along.length === 1 ? length : 1;
    if (last !== undefined && last.id === along[i]) last.outputs += outputs;
    else runs.push({ outputs, inputs: reach.sets.intervals(along[i]), id: along[i] });
  }
  return { of: reach.count, runs: runs.map(({ outputs, inputs }) => ({ outputs, inputs })) };
}

/** Where a tensor has its channels: the axis along which its reach differs, else the one that is no position. */
export function channelAxis({ axes }: Reach, shape: readonly Dim[], positions: readonly number[]): number {
  const isChannel = (axis: number): boolean => axis !== 0 && !positions.includes(axis);
  const free = axes.filter(isChannel);
  if (free.length === 1) return free[0];
  const plain = shape.flatMap((size, axis) => (isChannel(axis) && !dimEquals(size, 1) ? [axis] : []));
  return plain.includes(1) || plain.length === 0 ? Math.min(1, shape.length - 1) : plain[plain.length - 1];
}
