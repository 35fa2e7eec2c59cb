// ptflops 0.7.5 with its PyTorch backend: a formula for each type of module of torch.nn, and one for each function of
// torch.nn.functional that it replaces while the model runs. A module that calls such a function (nn.ReLU, nn.MaxPool2d,
// nn.GELU, nn.Upsample) therefore counts twice. Convolutions and linear layers count their bias; as functions they count nothing.
// Sums and products count where they are called by name (`torch.add`, `a.matmul(b)`), not where they are written `a + b`.
import type { LeafCall } from '../../graph/graph';
import { add, multiply, product, type Dim } from '../../shape/dim';
import { ptflopsRecurrent } from './recurrent';
import {
  argumentShape,
  elements,
  firstShape,
  isTrue,
  listAttribute,
  numberAttribute,
  resultShape,
  type ConventionRule,
  type CountedGraph,
  type CountedOperation,
} from './rule';

type Count = (call: LeafCall<Dim>, input: readonly Dim[], output: readonly Dim[]) => Dim | null;

const inputElements: Count = (_call, input) => product(input);
const outputElements: Count = (_call, _input, output) => product(output);

const convolution =
  (transposed: boolean): Count =>
  (call, input, output) => {
    const kernel = listAttribute(call, 'kernel_size');
    const inputs = numberAttribute(call, 'in_channels');
    const outputs = numberAttribute(call, 'out_channels');
    const groups = numberAttribute(call, 'groups');
    if (kernel === null || inputs === null || outputs === null || groups === null) return null;
    const positions = (transposed ? input : output).slice(2);
    const products = product([input[0], ...positions, ...kernel, inputs * Math.floor(outputs / groups)]);
    return isTrue(call.attributes.bias) ? add(products, multiply(input[0], product(output.slice(1)))) : products;
  };

const linear: Count = (call, input, output) => {
  const width = output[output.length - 1];
  const step = multiply(width, input[input.length - 1]);
  return multiply(isTrue(call.attributes.bias) ? add(step, width) : step, product(input.slice(0, -1)));
};

const normalisation: Count = (call, input) => multiply(isTrue(call.attributes.affine) ? 2 : 1, product(input));

const each = (names: readonly string[], count: Count): Readonly<Record<string, Count>> =>
  Object.fromEntries(names.map((name) => [name, count]));
const inEachDimension = (name: string): readonly string[] => [1, 2, 3].map((n) => `${name}${n}d`);

const counts: Readonly<Record<string, Count>> = {
  ...each(inEachDimension('Conv'), convolution(false)),
  ...each(inEachDimension('ConvTranspose'), convolution(true)),
  ...each(['ReLU', 'PReLU', 'ELU', 'LeakyReLU', 'ReLU6', 'GELU', 'Upsample'], outputElements),
  ...each(['MaxPool', 'AvgPool', 'AdaptiveMaxPool', 'AdaptiveAvgPool'].flatMap(inEachDimension), inputElements),
  ...each(
    [...inEachDimension('BatchNorm'), ...inEachDimension('InstanceNorm'), 'GroupNorm', 'LayerNorm'],
    normalisation,
  ),
  ...each(['RNN', 'GRU', 'LSTM', 'RNNCell', 'GRUCell', 'LSTMCell'], ptflopsRecurrent),
  Linear: linear,
};

type Function = (operation: CountedOperation, graph: CountedGraph) => Dim | null;

const elementwise: Function = (operation, graph) => elements(argumentShape(operation, graph, 'input'));
const result: Function = (operation, graph) => elements(resultShape(operation, graph));
const macs: Function = (operation) => operation.macs;
/** The first operand's elements, or the larger shape's where both are tensors. */
const sumOrProduct: Function = (operation, graph) => elements(resultShape(operation, graph));

const named = (names: readonly string[], count: Function): Readonly<Record<string, Function>> =>
  Object.fromEntries(names.map((name) => [name, count]));

/** The functions that it replaces, by how they are called. Operators (`a + b`, `a @ b`) pass it by. */
const functions: Readonly<Record<string, Function>> = {
  ...named(
    [
      ...['relu', 'prelu', 'elu', 'relu6', 'gelu', 'silu', 'softmax'],
      ...['avg_pool', 'max_pool', 'adaptive_avg_pool', 'adaptive_max_pool'].flatMap(inEachDimension),
    ].map((name) => `torch.nn.functional.${name}`),
    elementwise,
  ),
  ...named(['torch.nn.functional.interpolate', 'torch.nn.functional.upsample'], result),
  ...named(
    ['matmul', 'mm', 'bmm'].flatMap((name) => [`torch.${name}`, `.${name}`]),
    macs,
  ),
  ...named(
    ['add', 'mul'].flatMap((name) => [`torch.${name}`, `.${name}`]),
    sumOrProduct,
  ),
};

export const ptflops: ConventionRule = {
  call(call) {
    const count = counts[call.type];
    if (count === undefined) return 0;
    const input = call.inputs[0] as readonly Dim[] | undefined;
    const output = firstShape(call.output);
    return input === undefined || output === null ? null : count(call, input, output);
  },
  operation(operation, graph) {
    const spelling = operation.spelling ?? null;
    return spelling === null ? 0 : (functions[spelling] ?? nothing)(operation, graph);
  },
  // nn.MultiheadAttention has a formula of its own; it is no leaf, so the graph does not name its calls.
  fails: (graph) => graph.parameters.some(({ name }) => name.endsWith('in_proj_weight')),
};

const nothing: Function = () => 0;
