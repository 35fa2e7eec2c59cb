// fvcore 0.1.5: operators, wherever they are called. One multiply-accumulate is one "flop"; biases are not counted, batch norms,
// other normalisations, up-sampling and adaptive average pooling are; attention in one operator is not.
import type { Operation } from '../../graph/graph';
import { isSymbolic, multiply, type Dim } from '../../shape/dim';
import { argumentShape, elements, resultShape, type ConventionRule, type CountedGraph } from './rule';

type Count = (operation: Operation<Dim>, graph: CountedGraph) => Dim | null;

const macs: Count = (operation) => operation.macs;

const times =
  (factor: number, count: Count): Count =>
  (operation, graph) => {
    const figure = count(operation, graph);
    return figure === null ? null : multiply(factor, figure);
  };

const input: Count = (operation, graph) => elements(argumentShape(operation, graph, 'input'));
const output: Count = (operation, graph) => elements(resultShape(operation, graph));

/** One operation more for each element where there are weights. */
const normalisation =
  (base: number): Count =>
  (operation, graph) =>
    times(base + (argumentShape(operation, graph, 'weight') === null ? 0 : 1), input)(operation, graph);

const batchNorm: Count = (operation, graph) =>
  normalisation(operation.attributes.training === true ? 4 : 1)(operation, graph);

const interpolation: Count = (operation, graph) => {
  if (resultShape(operation, graph).length !== 4) return 0;
  const mode = String(operation.attributes.mode ?? 'nearest');
  return mode === 'nearest' ? output(operation, graph) : mode === 'bilinear' ? times(4, output)(operation, graph) : 0;
};

/** Two formulas of batched products are known by heart; the others' FLOPs are read from a text with four digits, and halved. */
const einsum: Count = ({ attributes, inputs, macs: figure }) => {
  if (figure === null || isSymbolic(figure)) return figure;
  const equation = String(attributes.equation ?? '').replaceAll(' ', '');
  const letters = new Map<string, string>();
  const renamed = equation.replace(/[A-Za-z]/g, (letter) => {
    if (!letters.has(letter)) letters.set(letter, String.fromCharCode(97 + letters.size));
    return letters.get(letter)!;
  });
  if (renamed === 'abc,abd->acd' || renamed === 'abc,adc->adb') return figure;
  const operands = Object.values(inputs).flatMap((ids) => (ids === null ? [] : ids));
  return operands.length === 2 ? Math.floor(Number((2 * figure).toExponential(3)) / 2) : null;
};

const products = [
  ...['conv1d', 'conv2d', 'conv3d', 'conv_transpose1d', 'conv_transpose2d', 'conv_transpose3d'],
  ...['linear', 'matmul', 'mm', 'bmm', 'addmm'],
  ...['lstm_cell', 'gru_cell', 'rnn_tanh_cell', 'rnn_relu_cell'],
];

const counts: Readonly<Record<string, Count>> = {
  ...Object.fromEntries(products.map((name) => [name, macs])),
  einsum,
  batch_norm: batchNorm,
  group_norm: normalisation(4),
  layer_norm: normalisation(4),
  instance_norm: normalisation(4),
  interpolate: interpolation,
  upsample: interpolation,
  upsample_nearest: output,
  upsample_bilinear: times(4, output),
  adaptive_avg_pool2d: input,
  grid_sample: times(4, output),
};

export const fvcore: ConventionRule = {
  call: () => 0,
  operation: (operation, graph) =>
    counts[operation.operator]?.(operation, graph) ?? (operation.operator in counts ? null : 0),
};
