// thop 0.1.1: a formula for each type of module of torch.nn, functions count nothing. A convolution counts its outputs times
// input channels / groups times kernel — for a transposed one too, which is wrong by stride² · groups — without its bias; a batch
// norm two operations for each element, four with weights.
import type { LeafCall } from '../../graph/graph';
import { add, floorDivide, multiply, product, subtract, type Dim } from '../../shape/dim';
import { thopRecurrent } from './recurrent';
import { elements, firstShape, isTrue, listAttribute, numberAttribute, type ConventionRule } from './rule';

type Count = (call: LeafCall<Dim>, input: readonly Dim[], output: readonly Dim[]) => Dim | null;

/** With the weight's own sizes: of a transposed convolution, its outputs all the same. */
const convolution: Count = (call, input, output) => {
  const kernel = listAttribute(call, 'kernel_size');
  const groups = numberAttribute(call, 'groups');
  if (kernel === null || groups === null) return null;
  return product([...output, floorDivide(input[1], groups), ...kernel]);
};

const normalisation: Count = (call, input) =>
  multiply(isTrue(call.attributes.affine) || isTrue(call.attributes.elementwise_affine) ? 4 : 2, product(input));

const inputElements: Count = (_call, input) => product(input);
const outputElements: Count = (_call, _input, output) => product(output);

/** An exponential and a division for each feature, and the additions between them. */
const softmax: Count = (call, input) => {
  const dim = numberAttribute(call, 'dim');
  if (dim === null) return null;
  const features = input[dim < 0 ? dim + input.length : dim];
  return multiply(floorDivide(product(input), features), subtract(multiply(3, features), 1));
};

/** The window's elements and a division, for each output. The window is input / output, a fraction where that does not divide. */
const adaptiveAverage: Count = (_call, input, output) => {
  if (![...input, ...output].every((d): d is number => typeof d === 'number')) return adaptiveSymbols(input, output);
  const window = (input.slice(2) as readonly number[]).reduce(
    (size, d, i) => size * (d / (output[i + 2] as number)),
    1,
  );
  return Math.trunc((window + 1) * (output as readonly number[]).reduce((a, b) => a * b, 1));
};

const adaptiveSymbols = (input: readonly Dim[], output: readonly Dim[]): Dim =>
  add(multiply(product(input.slice(2)), product(output.slice(0, 2))), product(output));

const upsampling: Readonly<Record<string, number>> = { nearest: 1, linear: 5, bilinear: 11, bicubic: 259 };

const upsample: Count = (call, _input, output) => {
  const mode = call.type === 'UpsamplingBilinear2d' ? 'bilinear' : (call.attributes.mode ?? 'nearest');
  return multiply(upsampling[String(mode)] ?? 0, product(output));
};

const linear: Count = (call, _input, output) => {
  const width = numberAttribute(call, 'in_features');
  return width === null ? null : multiply(width, product(output));
};

const each = (names: readonly string[], count: Count): Readonly<Record<string, Count>> =>
  Object.fromEntries(names.map((name) => [name, count]));
const inEachDimension = (name: string): readonly string[] => [1, 2, 3].map((n) => `${name}${n}d`);

const counts: Readonly<Record<string, Count>> = {
  ...each([...inEachDimension('Conv'), ...inEachDimension('ConvTranspose')], convolution),
  ...each(
    [...inEachDimension('BatchNorm'), ...inEachDimension('InstanceNorm'), 'LayerNorm', 'SyncBatchNorm'],
    normalisation,
  ),
  ...each(inEachDimension('AvgPool'), outputElements),
  ...each(inEachDimension('AdaptiveAvgPool'), adaptiveAverage),
  ...each(['Upsample', 'UpsamplingNearest2d', 'UpsamplingBilinear2d'], upsample),
  ...each(['RNN', 'GRU', 'LSTM', 'RNNCell', 'GRUCell', 'LSTMCell'], thopRecurrent),
  PReLU: inputElements,
  Softmax: softmax,
  Linear: linear,
};

export const thop: ConventionRule = {
  call(call) {
    const count = counts[call.type];
    if (count === undefined) return 0;
    const input = call.inputs[0] as readonly Dim[] | undefined;
    const output = firstShape(call.output);
    return input === undefined || elements(output) === null || output === null ? null : count(call, input, output);
  },
  operation: () => 0,
};
