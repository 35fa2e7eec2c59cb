// Operators that carry channels elsewhere and mix none: views, permutations, joins, pieces, indices, copies.
import { dimEquals, multiply, type Dim } from '../shape/dim';
import { alone, gather, withoutAxes, type Rule } from './channelRule';
import { build, reader, sizesOf, uniform, unite, type Reach } from './channelSets';
import { axesOf, indexItems, permutationOf } from './positions';

export const shuffle: Rule = alone(({ reach, shape }, { operation, shape: result }) => {
  const { groups } = operation.attributes;
  const count = shape[1];
  if (typeof groups !== 'number' || typeof count !== 'number') return null;
  return gather(reach, shape, result, 1, (i) => (i % groups) * (count / groups) + Math.floor(i / groups));
});

export const view: Rule = alone(({ reach, shape }, { shape: result }) => regroupSets(reach, shape, result));

/** Axes are split and merged in stretches of equal size; within one, places keep their order. */
function regroupSets(reach: Reach, shape: readonly Dim[], result: readonly Dim[]): Reach | null {
  const [from, to]: [number[], number[]] = [[], []];
  let [i, j] = [0, 0];
  while (i < shape.length || j < result.length) {
    const start = { i, j };
    let [left, right]: [Dim, Dim] = [shape[i++] ?? 1, result[j++] ?? 1];
    while (!dimEquals(left, right) && (i < shape.length || j < result.length)) {
      const growsLeft = typeof left === 'number' && typeof right === 'number' ? left < right : i < shape.length;
      if ((growsLeft && i < shape.length) || j >= result.length) left = multiply(left, shape[i++]);
      else right = multiply(right, result[j++]);
    }
    if (!reach.axes.some((axis) => axis >= start.i && axis < i)) continue;
    for (let axis = start.i; axis < Math.min(i, shape.length); axis++) from.push(axis);
    for (let axis = start.j; axis < Math.min(j, result.length); axis++) to.push(axis);
  }
  const read = reader(reach, shape);
  const full =
    sizesOf(shape, from) &&
    build0(reach, from, shape, (coordinates) => read((axis) => coordinates[from.indexOf(axis)]));
  return full && sizesOf(result, to) ? uniform({ ...full, axes: to }) : null;
}

/** As `build`, with all the axes kept. */
function build0(
  like: Reach,
  axes: readonly number[],
  shape: readonly Dim[],
  at: (c: readonly number[]) => number,
): Reach | null {
  const ids: number[] = [];
  const built = build(like, axes, shape, (coordinates) => {
    const id = at(coordinates);
    ids.push(id);
    return id;
  });
  return built && { ...like, axes, ids: Int32Array.from(ids) };
}

export const permutation: Rule = alone(({ reach, shape }, { operation, shape: result }) => {
  const order = permutationOf(operation)!;
  const axes = order.flatMap((from, to) => (reach.axes.includes(from) ? [to] : []));
  const read = reader(reach, shape);
  return build(reach, axes, result, (coordinates) => read((from) => coordinates[axes.indexOf(order.indexOf(from))]));
});

/** Joins along an axis, the new one of `stack` included. */
export const join =
  (isNew: boolean): Rule =>
  ({ operation, operands, shape }) => {
    const [axis] = axesOf(operation.attributes.dim ?? 0, shape.length);
    const starts: number[] = [];
    let total = 0;
    for (const operand of operands) {
      starts.push(total);
      const size = isNew ? 1 : operand.shape[axis];
      if (typeof size !== 'number') return null;
      total += size;
    }
    const like = operands.find(({ reach }) => reach !== null)?.reach;
    if (!like) return undefined;
    const place = (other: number): number => (isNew && other >= axis ? other + 1 : other);
    const varied = operands.flatMap(({ reach }) => reach?.axes.map(place) ?? []);
    const axes = [...new Set([...varied, axis])].sort((a, b) => a - b);
    const at = axes.indexOf(axis);
    const reads = operands.map(({ reach, shape: from }) => (reach === null ? () => 0 : reader(reach, from)));
    return build(like, axes, shape, (coordinates) => {
      const which = starts.filter((start) => start <= coordinates[at]).length - 1;
      return reads[which]((other) =>
        other === axis && !isNew ? coordinates[at] - starts[which] : coordinates[axes.indexOf(place(other))],
      );
    });
  };

/** One of several pieces along an axis: they follow one another. */
export const pieces: Rule = alone(({ reach, shape }, { operation, index, shape: result }) => {
  const { attributes, operator } = operation;
  const [axis] = axesOf(attributes.dim ?? 0, shape.length);
  if (operator === 'unbind') {
    const selected = gather(reach, shape, [...shape.slice(0, axis), 1, ...shape.slice(axis + 1)], axis, () => index);
    return (
      selected && withoutAxes(unite(selected, [...shape.slice(0, axis), 1, ...shape.slice(axis + 1)], [axis]), [axis])
    );
  }
  const [whole, size] = [shape[axis], result[axis]];
  if (typeof whole !== 'number' || typeof size !== 'number') return reach.axes.includes(axis) ? null : reach;
  const given = attributes.split_size_or_sections ?? attributes.indices_or_sections;
  const sections = Array.isArray(given) ? (given as readonly unknown[]) : null;
  if (sections !== null && !sections.every((each): each is number => typeof each === 'number')) return null;
  let start: number;
  if (sections === null && operator === 'tensor_split') {
    const [parts, more] = [Number(given), whole % Number(given)];
    start = index * Math.floor(whole / parts) + Math.min(index, more);
  } else if (sections === null) {
    // all pieces but the last are of one size
    const each = operator === 'chunk' ? Math.ceil(whole / Number(attributes.chunks)) : Number(given);
    start = index * each;
  } else
    start = operator === 'tensor_split' ? [0, ...sections][index] : sections.slice(0, index).reduce((a, b) => a + b, 0);
  return Number.isFinite(start) ? gather(reach, shape, result, axis, (i) => i + start) : null;
});

export const narrow: Rule = alone(({ reach, shape }, { operation, shape: result }) => {
  const { dim, start, index } = operation.attributes;
  const [axis] = axesOf(dim, shape.length);
  const first = operation.operator === 'select' ? index : start;
  const size = shape[axis];
  if (!reach.axes.includes(axis)) return operation.operator === 'select' ? withoutAxes(reach, [axis]) : reach;
  if (typeof first !== 'number' || typeof size !== 'number') return null;
  const from = first < 0 ? first + size : first;
  if (operation.operator === 'narrow') return gather(reach, shape, result, axis, (i) => i + from);
  const one = [...shape.slice(0, axis), 1, ...shape.slice(axis + 1)];
  const selected = gather(reach, shape, one, axis, () => from);
  return selected && withoutAxes(selected, [axis]);
});

export const indexed: Rule = alone(({ reach, shape }, { operation, shape: result }) => {
  const items = indexItems(operation.attributes.index, shape);
  const raw = listed(operation.attributes.index);
  const lists = raw.filter((item) => Array.isArray(item) && item[0] !== 'slice');
  // one list of numbers stands where it stood; of several the rules are others
  if (lists.length > 1 || operation.inputs.indices !== undefined) return null;
  const sources: { readonly axis: number; readonly at: (i: number) => number }[] = [];
  const places = new Map<number, number>();
  let [axis, to] = [0, 0];
  for (const item of items) {
    const size = shape[axis];
    if (item.kind === 'new') {
      to++;
      continue;
    }
    if (item.kind === 'one')
      sources.push({ axis, at: () => (item.index < 0 ? item.index + Number(size) : item.index) });
    else if (item.kind === 'slice') {
      if (item.start === null && reach.axes.includes(axis)) return null;
      const { start, step } = item;
      sources.push({ axis, at: (i) => (start ?? 0) + i * step });
      places.set(axis, to++);
    } else {
      const list = lists.at(0) as readonly unknown[] | undefined;
      if (!list?.every((each): each is number => typeof each === 'number')) return null;
      sources.push({ axis, at: (i) => (list[i] < 0 ? list[i] + Number(size) : list[i]) });
      places.set(axis, to++);
    }
    axis++;
  }
  if (to !== result.length) return null;
  const axes = reach.axes.flatMap((each) => places.get(each) ?? []);
  const read = reader(reach, shape);
  return build(reach, axes, result, (coordinates) =>
    read((each) => {
      const place = places.get(each);
      return sources[each].at(place === undefined ? 0 : coordinates[axes.indexOf(place)]);
    }),
  );
});

const listed = (index: unknown): readonly unknown[] =>
  Array.isArray(index) && index[0] !== 'slice' ? (index as readonly unknown[]) : [index];

export const flip: Rule = alone(({ reach, shape }, { operation }) =>
  axesOf(operation.attributes.dims, shape.length).reduce<Reach | null>(
    (flipped, axis) => flipped && gather(flipped, shape, shape, axis, (i) => (shape[axis] as number) - 1 - i),
    reach,
  ),
);

/** Copies: an axis of the result runs over the operand's again and again. */
export const repeated: Rule = alone(({ reach, shape }, { shape: result }) => {
  const more = result.length - shape.length;
  const axes = reach.axes.map((axis) => axis + more);
  const read = reader(reach, shape);
  return build(reach, axes, result, (coordinates) =>
    read((axis) => coordinates[axes.indexOf(axis + more)] % (shape[axis] as number)),
  );
});
