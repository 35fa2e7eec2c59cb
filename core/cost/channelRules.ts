// How each operator carries channels: what its result depends on along every axis. An operator without a rule is not told.
import { elementwiseOperators } from '../ops/elementwise/index';
import { dropouts } from '../ops/layers/dropout';
import { conversions } from '../ops/metadata/conversions';
import { pools } from '../ops/pooling/index';
import { extrema } from '../ops/reduction/extremum';
import { reductions } from '../ops/reduction/reductions';
import { resamplers } from '../ops/view/resample';
import type { Operation } from '../graph/graph';
import { dimEquals, type Dim } from '../shape/dim';
import { flip, indexed, join, narrow, permutation, pieces, repeated, shuffle, view } from './channelMoves';
import {
  alone,
  gather,
  last,
  reaching,
  regroupChannels,
  withoutAxes,
  type Operand,
  type Rule,
  type RuleContext,
} from './channelRule';
import { build, reader, unite, type Reach } from './channelSets';
import { axesOf, isView, permutationOf } from './positions';

/** Element by element, as broadcasting aligns them. */
const pointwise: Rule = (context) => {
  const { shape } = context;
  const operands = reaching(context).map(({ reach, shape: from }) => {
    const more = shape.length - from.length;
    const axes = reach.axes.map((axis) => axis + more);
    return { reach, axes, read: reader(reach, from), more };
  });
  // what is not aligned so is no broadcast
  const isAligned = reaching(context).every(({ reach, shape: from }) =>
    reach.axes.every((axis) => {
      const target = shape.at(axis + shape.length - from.length);
      return axis + shape.length >= from.length && target !== undefined && dimEquals(target, from[axis]);
    }),
  );
  if (!isAligned) return null;
  const [{ reach }] = operands;
  const axes = [...new Set(operands.flatMap((operand) => operand.axes))].sort((a, b) => a - b);
  if (operands.length === 1 && axes.length === reach.axes.length) return { ...reach, axes };
  return build(reach, axes, shape, (coordinates) =>
    reach.sets.all(operands.map(({ read, more }) => read((axis) => coordinates[axes.indexOf(axis + more)]))),
  );
};

/** The same elements: of `x.to(other)` the other one tells type and device alone. */
const converted: Rule = (context) => context.operands.find(({ name }) => name === 'input')?.reach ?? undefined;

/** Mixes along some axes, which stay. */
const mixes = (axes: (context: RuleContext, rank: number) => readonly number[]): Rule =>
  alone(({ reach, shape }, context) => unite(reach, shape, axes(context, shape.length)));

const reduction: Rule = alone(({ reach, shape }, { operation, shape: result }) => {
  const axes = axesOf(operation.attributes.dim, shape.length);
  const reduced = axes.length === 0 ? shape.map((_, axis) => axis) : axes;
  const united = unite(reach, shape, reduced);
  return result.length === shape.length ? united : withoutAxes(united, reduced);
});

/** Channels of the input in groups, each of which makes as many channels of the result. */
const convolution: Rule = alone(({ name, reach, shape }, { operation, shape: result }) => {
  const groups = operation.attributes.groups;
  if (name !== 'input' || typeof groups !== 'number') return null;
  const spatial = (operation.attributes.stride as readonly unknown[] | undefined)?.length ?? shape.length - 2;
  const channel = shape.length - spatial - 1;
  const united = unite(reach, shape, last(spatial, shape.length));
  if (groups === 1) return unite(united, shape, [channel]);
  return regroupChannels(united, shape, result, channel, groups);
});

const groupNorm: Rule = alone(({ reach, shape }, { operation, shape: result }) => {
  const groups = operation.attributes.num_groups;
  const united = unite(reach, shape, last(shape.length - 2, shape.length));
  return typeof groups === 'number' ? regroupChannels(united, shape, result, 1, groups) : null;
});

/** Letters of each operand and of the result: what is summed over is united. */
function product(context: RuleContext, letters: readonly string[], output: string): Reach | null {
  const parts = context.operands.flatMap((operand, i) => {
    if (operand.reach === null) return [];
    const summed = [...letters[i]].flatMap((letter, axis) => (output.includes(letter) ? [] : [axis]));
    const reach = unite(operand.reach, operand.shape, summed);
    return [{ reach, read: reader(reach, operand.shape), letters: letters[i], shape: operand.shape }];
  });
  const [{ reach }] = parts;
  const axes = [...new Set(parts.flatMap((part) => part.reach.axes.map((axis) => output.indexOf(part.letters[axis]))))];
  axes.sort((a, b) => a - b);
  return build(reach, axes, context.shape, (coordinates) =>
    reach.sets.all(
      parts.map(({ read, letters: own, shape }) =>
        read((axis) => (shape[axis] === 1 ? 0 : coordinates[axes.indexOf(output.indexOf(own[axis]))])),
      ),
    ),
  );
}

const batchLetters = 'abcdefgh';

const matmul: Rule = (context) => {
  const { operands, shape } = context;
  if (operands.length !== 2 || operands.some((operand) => operand.shape.length < 2)) return null;
  const batch = (rank: number): string => batchLetters.slice(shape.length - rank, shape.length - 2);
  const [left, right] = operands.map((operand) => operand.shape.length);
  return product(context, [`${batch(left)}mk`, `${batch(right)}kn`], `${batch(shape.length)}mn`);
};

const einsum: Rule = (context) => {
  const [inputs, output] = String(context.operation.attributes.equation).replaceAll(' ', '').split('->');
  const letters = inputs.split(',');
  return output === undefined || inputs.includes('.') ? null : product(context, letters, output);
};

const attention: Rule = (context) => {
  const wanted = ['query', 'key', 'value'].map((name) => context.operands.find((operand) => operand.name === name));
  if (wanted.some((operand) => operand?.shape.length !== context.shape.length)) return null;
  const [query, key, value] = wanted as Operand[];
  const batch = batchLetters.slice(0, context.shape.length - 2);
  // heads that share keys and values are counted otherwise
  const shared = query.shape.slice(0, -2).some((size, i) => !dimEquals(size, key.shape[i]));
  if (shared || context.operands.some(({ name, reach }) => name === 'attn_mask' && reach !== null)) return null;
  return product(
    { ...context, operands: [query, key, value] },
    [`${batch}le`, `${batch}se`, `${batch}sv`],
    `${batch}lv`,
  );
};

const gated: Rule = alone(({ reach, shape }, { operation, shape: result }) => {
  const [axis] = axesOf(operation.attributes.dim, shape.length);
  const half = result[axis];
  if (!reach.axes.includes(axis)) return reach;
  if (typeof half !== 'number') return null;
  const read = reader(reach, shape);
  const at = reach.axes.indexOf(axis);
  const side = (coordinates: readonly number[], more: number): number =>
    read((other) => (other === axis ? coordinates[at] + more : coordinates[reach.axes.indexOf(other)]));
  return build(reach, reach.axes, result, (c) => reach.sets.union(side(c, 0), side(c, half)));
});

const pixelShuffle: Rule = alone(({ reach, shape }, { operation, shape: result }) => {
  const channel = shape.length - 3;
  const united = unite(reach, shape, last(2, shape.length));
  if (operation.operator === 'pixel_shuffle')
    return regroupChannels(united, shape, result, channel, Number(result[channel]));
  const factor = Number(operation.attributes.downscale_factor) ** 2;
  return gather(united, shape, result, channel, (i) => Math.floor(i / factor));
});

const padding: Rule = alone(({ reach, shape }, { operation }) => {
  const pads = (operation.attributes.pad as readonly unknown[] | undefined)?.length ?? 0;
  const padded = last(Math.ceil(pads / 2), shape.length);
  return reach.axes.some((axis) => padded.includes(axis)) ? null : reach;
});

const rules = new Map<string, Rule>();
const add = (rule: Rule, names: readonly string[]): void => names.forEach((name) => rules.set(name, rule));
const namesOf = (operators: readonly { readonly name: string }[]): readonly string[] =>
  operators.map(({ name }) => name);

add(pointwise, [...namesOf(elementwiseOperators), ...namesOf(dropouts)]);
add(converted, namesOf(conversions));
add(pointwise, [
  'batch_norm',
  'contiguous',
  'clone',
  'detach',
  'expand',
  'expand_as',
  'broadcast_to',
  'masked_fill',
  'where',
]);
add(reduction, [...namesOf(reductions), ...namesOf(extrema)]);
add(
  mixes((_, rank) => last(rank - 2, rank)),
  [...namesOf(pools), ...namesOf(resamplers), 'instance_norm'],
);
add(
  mixes(({ operation }, rank) => axesOf(operation.attributes.dim, rank)),
  ['softmax', 'log_softmax', 'softmin', 'normalize'],
);
add(
  mixes(({ operation }, rank) => last((operation.attributes.normalized_shape as readonly unknown[]).length, rank)),
  ['layer_norm', 'rms_norm'],
);
add(
  mixes((_, rank) => [rank - 1]),
  ['linear'],
);
add(
  convolution,
  [1, 2, 3].flatMap((n) => [`conv${n}d`, `conv_transpose${n}d`]),
);
add(groupNorm, ['group_norm']);
add(shuffle, ['channel_shuffle']);
add(join(false), ['cat', 'concat', 'concatenate']);
add(join(true), ['stack']);
add(pieces, ['chunk', 'split', 'tensor_split', 'unbind']);
add(narrow, ['narrow', 'select']);
add(indexed, ['getitem']);
add(flip, ['flip']);
add(repeated, ['repeat', 'tile']);
add(matmul, ['matmul', 'bmm', 'mm']);
add(einsum, ['einsum']);
add(attention, ['scaled_dot_product_attention']);
add(gated, ['glu']);
add(pixelShuffle, ['pixel_shuffle', 'pixel_unshuffle']);
add(padding, ['pad']);
add(
  () => undefined,
  [
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
  ],
);

export function channelRule(operation: Operation<Dim>): Rule | undefined {
  if (isView(operation)) return view;
  return permutationOf(operation) === undefined ? rules.get(operation.operator) : permutation;
}
