// Whether what an operation gives for one item of a batch depends on other items. Workers that share a batch then compute something
// else than one alone, so a graph with such an operation is computed by one. (A batch norm sums over the workers: it is none.)
//
//     x.mean(0)    softmax(x, 0)    x @ x.T    attention or an LSTM over [L, N, E] that is given [N, L, E]
//
// A graph derived for a batch of `PRIME` items tells where the batch is: in the axes whose extents are multiples of it. An operator
// that is not known here counts as item by item where its tensors' batch axes stand in line, counted from the last axis.
import { axisOf, flag, numberOf, optionalList, text } from '../layers/attributes';
import { lettersOf } from '../layers/einsum';
import { itemsOf, stepsOf } from '../layers/index-steps';
import type { DerivedGraph, PlanInputs, PlanOperation, PlanValue } from './ir';

export const PRIME = 10007;

/** Where the batch is in a tensor; null: nowhere; 'many': in several axes. */
function batchAxisOf({ shape }: PlanValue): number | null | 'many' {
  const axes = shape.flatMap((extent, axis) => (extent > 0 && extent % PRIME === 0 ? [axis] : []));
  return axes.length > 1 ? 'many' : (axes[0] ?? null);
}

interface Operand {
  readonly name: string;
  readonly shape: readonly number[];
  readonly axis: number;
  /** Parts of that axis that are slower than the batch: [T · N, E] has T. */
  readonly slower: number;
}

/** Of one operation: its tensors that have a batch. */
interface Call {
  readonly operation: PlanOperation;
  readonly operands: readonly Operand[];
  readonly output: Operand;
  attribute(name: string): PlanOperation['attributes'][string] | undefined;
}

/** Whether the call goes item by item. */
type Test = (c: Call) => boolean;

const fromEnd = ({ shape, axis }: Operand): number => axis - shape.length;

const inLine: Test = ({ operands, output }) => operands.every((each) => fromEnd(each) === fromEnd(output));

/** The one tensor with a batch is `name`, with the batch in its first axis. */
const first =
  (name = 'input'): Test =>
  ({ operands }) =>
    operands.length === 1 && operands[0].name === name && operands[0].axis === 0;

/** Nothing happens along the batch: the axis that the attribute names is another. */
const along =
  (attribute: string, missing: number | null): Test =>
  (c) => {
    const given = [c.attribute(attribute) ?? missing].flat(2);
    if (given[0] === null) return false;
    return (
      inLine(c) &&
      c.operands.every(({ shape, axis }) => !given.some((one) => axisOf(Number(one), shape.length) === axis))
    );
  };

const before = ({ shape, axis }: Pick<Operand, 'shape' | 'axis'>): number =>
  shape.slice(0, axis).reduce((a, b) => a * b, 1);

/** What is slower than the batch stays so: a view that takes the axes apart otherwise deals the items anew. */
const reshaped: Test = ({ output }) => output.slower >= 1 && Number.isInteger(output.slower);

/** Only views of the elements in their order. */
const RESHAPES = new Set('reshape view flatten unflatten ravel reshape_as view_as squeeze unsqueeze'.split(' '));

const always: Test = () => true;

/** Rows of matrices may be items, and so may be whole matrices; what is summed over may not. */
const matrices =
  (left: string, right: string): Test =>
  ({ operands }) => {
    const of = (name: string): Operand | undefined => operands.find((operand) => operand.name === name);
    const [a, b] = [of(left), of(right)];
    const others = operands.filter((operand) => operand !== a && operand !== b);
    if (a && b) {
      const whole = fromEnd(a) < -2 && fromEnd(a) === fromEnd(b);
      return whole && others.every((other) => fromEnd(other) === fromEnd(a));
    }
    const summed = (a && fromEnd(a) === -1) || (b && b.shape.length > 1 && fromEnd(b) === -2) || b?.shape.length === 1;
    return !summed && others.every((other) => fromEnd(other) === fromEnd(a ?? b ?? other));
  };

const attention: Test = (c) => {
  const { operands, output } = c;
  const keys = operands.filter(({ name }) => name !== 'query');
  const queryAlone = keys.length === 0 && fromEnd(output) === -2;
  if (numberOf(c, 'dropout_p', 0) > 0 && output.axis !== 0) return false;
  return queryAlone || operands.every((each) => fromEnd(each) < -2 && fromEnd(each) === fromEnd(output));
};

const rowsOfLastAxes: Test = (c) => {
  const axes = optionalList(c, 'normalized_shape')?.length ?? 1;
  return inLine(c) && c.operands.every((each) => fromEnd(each) < -axes);
};

const recurrent: Test = (c) => {
  const batchFirst = flag(c, 'batch_first', false);
  return c.operands.every(({ name, shape, axis }) =>
    name === 'input' ? shape.length === 3 && axis === (batchFirst ? 0 : 1) : axis === 1,
  );
};

const letters: Test = (c) => {
  const { operands: each, output } = lettersOf(text(c, 'equation', ''));
  const tensors = c.operation.inputs['operands'] as readonly PlanValue[];
  const batch = tensors.flatMap((tensor, i) => {
    const axis = batchAxisOf(tensor);
    return typeof axis === 'number' ? [each[i]?.[axis]] : [];
  });
  return batch.every((letter) => letter !== undefined && letter === batch[0] && output.includes(letter));
};

const indexed: Test = (c) => {
  const [input, ...others] = c.operands;
  if (c.attribute('index') === undefined) return c.operands.every(({ axis }) => axis === 0) && input.name === 'input';
  if (others.some(({ name }) => name === 'index') || input.name !== 'input') return false;
  const tensors = [c.operation.inputs['index'] ?? []].flat().length;
  const step = stepsOf(itemsOf(c, tensors), input.shape).find((each) => 'axis' in each && each.axis === input.axis);
  return step?.kind === 'slice' && step.start === 0 && step.step === 1 && step.length === input.shape[input.axis];
};

/** The extent stays what it was: parts and repetitions of the batch are other items. */
const sameExtent: Test = ({ operands: [input], output }) =>
  fromEnd(input) === fromEnd(output) && input.shape[input.axis] === output.shape[output.axis];

const named = (names: string, test: Test): Readonly<Record<string, Test>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, test]));

const tests: Readonly<Record<string, Test>> = {
  ...named([...RESHAPES].join(' '), reshaped),
  ...named('permute transpose swapdims swapaxes t T mT movedim expand expand_as broadcast_to', always),
  ...named('unfold fold', first()),
  ...named('conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d', first()),
  ...named('batch_norm group_norm instance_norm local_response_norm', first()),
  ...named('dropout1d dropout2d dropout3d pixel_shuffle pixel_unshuffle channel_shuffle interpolate upsample', first()),
  ...named(
    [1, 2, 3].map((n) => `max_pool${n}d avg_pool${n}d adaptive_max_pool${n}d adaptive_avg_pool${n}d`).join(' '),
    first(),
  ),
  ...named('lp_pool1d lp_pool2d', first()),
  ...named('dropout bernoulli rand_like', ({ operands }) =>
    operands.every(({ axis, slower }) => axis === 0 && slower === 1),
  ),
  cat: along('dim', 0),
  ...named('softmax log_softmax softmin', along('dim', null)),
  ...named('cumsum glu', along('dim', -1)),
  normalize: along('dim', 1),
  tensor_unfold: along('dimension', 0),
  roll: along('dims', null),
  flip: along('dims', 0),
  ...named('repeat tile narrow split split_with_sizes chunk tensor_split pad', sameExtent),
  ...named('unbind select stack sum mean amax amin max min var std norm linalg_vector_norm logsumexp', always),
  repeat_interleave: ({ operands: [input], output }) => fromEnd(input) === fromEnd(output),
  linear: (c) => c.operands.length === 1 && c.operands[0].name === 'input' && fromEnd(c.operands[0]) < -1,
  matmul: matrices('input', 'other'),
  ...named('mm bmm', matrices('input', 'mat2')),
  addmm: matrices('mat1', 'mat2'),
  baddbmm: matrices('batch1', 'batch2'),
  einsum: letters,
  scaled_dot_product_attention: attention,
  ...named('layer_norm rms_norm', rowsOfLastAxes),
  ...named('lstm gru rnn_tanh rnn_relu', recurrent),
  ...named('lstm_cell gru_cell rnn_tanh_cell rnn_relu_cell', ({ operands }) =>
    operands.every(({ axis }) => axis === 0),
  ),
  embedding: ({ operands }) => operands.every(({ name }) => name === 'input'),
  prelu: ({ operands }) => operands.length === 1,
  ...named('getitem setitem', indexed),
};

/** Random numbers for a batch that is not in the first axis: workers draw one part each, in a row. */
const drawsApart = ({ operator, outputs }: PlanOperation): boolean =>
  operator === 'rand' && ![0, null].includes(batchAxisOf(outputs[0]) as number | null);

/** Their elements do not matter, or they have none. */
const UNREAD = new Set(
  'new_zeros new_ones new_full new_empty zeros_like ones_like full_like empty_like zero fill'.split(' '),
);

const listed = (entry: PlanInputs[string]): readonly PlanValue[] =>
  entry === null ? [] : Array.isArray(entry) ? (entry as readonly PlanValue[]) : [entry as PlanValue];

/** By value: `Operand.slower`, where it is not 1. */
type Slower = Map<number, number>;

function callOf(operation: PlanOperation, slower: Slower): Call | 'none' | 'mixed' {
  const operands: Operand[] = [];
  for (const [name, entry] of Object.entries(operation.inputs))
    for (const value of listed(entry)) {
      const axis = batchAxisOf(value);
      if (axis === 'many') return 'mixed';
      if (axis !== null) operands.push({ name, shape: value.shape, axis, slower: slower.get(value.id) ?? 1 });
    }
  if (operands.length === 0) return drawsApart(operation) ? 'mixed' : 'none';
  const axes = operation.outputs.map(batchAxisOf);
  const [axis] = axes;
  if (typeof axis !== 'number' || axes.includes('many')) return 'mixed';
  const [input, ...others] = operands;
  if (others.some((other) => other.slower !== input.slower)) return 'mixed';
  const { shape } = operation.outputs[0];
  const kept = RESHAPES.has(operation.operator)
    ? (before(input) * input.slower) / before({ shape, axis })
    : input.slower;
  for (const { id } of operation.outputs) slower.set(id, kept);
  const output = { name: 'output', shape, axis, slower: kept };
  return { operation, operands, output, attribute: (name) => operation.attributes[name] };
}

/** Attributes that only repeat what the output's shape says. */
const SIZES = new Set(['size', 'shape', 'sizes', 'repeats']);

/** A number that depends on how many items there are: x / x.shape[0]. */
const countsItems = ({ attributes }: PlanOperation): boolean =>
  Object.entries(attributes).some(
    ([name, value]) => !SIZES.has(name) && typeof value === 'number' && value !== 0 && value % PRIME === 0,
  );

function isItemByItem(operation: PlanOperation, slower: Slower): boolean {
  if (UNREAD.has(operation.operator)) return true;
  if (countsItems(operation)) return false;
  const call = callOf(operation, slower);
  if (typeof call === 'string') return call === 'none';
  const test = Object.hasOwn(tests, operation.operator) ? tests[operation.operator] : inLine;
  return test(call);
}

/** @param graph derived for `PRIME` items */
export function mixesItems({ operations, output, auxiliary }: DerivedGraph): boolean {
  const outputs = [output, ...auxiliary.map(({ value }) => value)];
  const slower: Slower = new Map();
  if (!operations.every((operation) => isItemByItem(operation, slower))) return true;
  return outputs.some((value) => batchAxisOf(value) !== 0 || (slower.get(value.id) ?? 1) !== 1);
}
