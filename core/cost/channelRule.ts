// What a rule of channels is given, and what all of them use.
import type { Operation, ValueId } from '../graph/graph';
import type { Dim } from '../shape/dim';
import { build, reader, type Reach } from './channelSets';

export interface Operand {
  /** The operator's parameter. */
  readonly name: string;
  readonly id: ValueId;
  readonly shape: readonly Dim[];
  /** null: it does not depend on the input. */
  readonly reach: Reach | null;
}

export interface RuleContext {
  readonly operation: Operation<Dim>;
  readonly operands: readonly Operand[];
  /** Which of the operation's outputs, and its shape. */
  readonly index: number;
  readonly shape: readonly Dim[];
}

/** null: not told; undefined: it does not depend on the input. */
export type Rule = (context: RuleContext) => Reach | null | undefined;

export const reaching = ({ operands }: RuleContext): readonly (Operand & { readonly reach: Reach })[] =>
  operands.flatMap((operand) => (operand.reach === null ? [] : [{ ...operand, reach: operand.reach }]));

/** Of an operator whose one operand alone depends on the input. */
export const alone =
  (rule: (operand: Operand & { readonly reach: Reach }, context: RuleContext) => Reach | null): Rule =>
  (context) => {
    const [first, ...others] = reaching(context);
    return others.length > 0 ? null : rule(first, context);
  };

export const last = (count: number, rank: number): readonly number[] =>
  Array.from({ length: count }, (_, i) => rank - count + i);

export const withoutAxes = (reach: Reach, gone: readonly number[]): Reach => ({
  ...reach,
  axes: reach.axes.map((axis) => axis - gone.filter((other) => other < axis).length),
});

/** Index i of the result along `axis` is the operand's `from(i)`. */
export function gather(
  reach: Reach,
  shape: readonly Dim[],
  result: readonly Dim[],
  axis: number,
  from: (i: number) => number,
): Reach | null {
  const at = reach.axes.indexOf(axis);
  if (at === -1) return reach;
  const read = reader(reach, shape);
  return build(reach, reach.axes, result, (coordinates) =>
    read((other) => (other === axis ? from(coordinates[at]) : coordinates[reach.axes.indexOf(other)])),
  );
}

/** Each of the result's channels in a group depends on all of the operand's in it. */
export function regroupChannels(
  reach: Reach,
  shape: readonly Dim[],
  result: readonly Dim[],
  channel: number,
  groups: number,
): Reach | null {
  const [from, to] = [shape[channel], result[channel]];
  if (!reach.axes.includes(channel)) return reach;
  if (typeof from !== 'number' || typeof to !== 'number') return null;
  const read = reader(reach, shape);
  const at = reach.axes.indexOf(channel);
  const [width, made] = [from / groups, to / groups];
  return build(reach, reach.axes, result, (coordinates) => {
    const first = Math.floor(coordinates[at] / made) * width;
    return reach.sets.all(
      Array.from({ length: width }, (_, i) =>
        read((axis) => (axis === channel ? first + i : coordinates[reach.axes.indexOf(axis)])),
      ),
    );
  });
}
