// Modules as torch.nn builds them, on top of GraphBuilder: parameters in state order with PyTorch's default initialisation.
import type { ValueId } from '../../core/graph/graph';
import type { GraphBuilder } from './graphs';

export interface ConvolutionSettings {
  readonly kernel: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly dilation?: number;
  readonly groups?: number;
  readonly bias?: boolean;
}

const uniform = (bound: number) => ({ kind: 'uniform', low: -bound, high: bound }) as const;

export function conv2d(b: GraphBuilder, path: string, x: ValueId, channels: number, s: ConvolutionSettings): ValueId {
  const [batch, inside, height, width] = b.shape(x);
  const { kernel, stride = 1, padding = 0, dilation = 1, groups = 1 } = s;
  const bound = 1 / Math.sqrt((inside / groups) * kernel * kernel);
  const weight = b.parameter(`${path}.weight`, [channels, inside / groups, kernel, kernel], uniform(bound));
  const bias = s.bias ? b.parameter(`${path}.bias`, [channels], uniform(bound)) : null;
  const size = (extent: number): number =>
    Math.floor((extent + 2 * padding - dilation * (kernel - 1) - 1) / stride) + 1;
  const attributes = {
    stride: [stride, stride],
    padding: [padding, padding],
    dilation: [dilation, dilation],
    groups,
  };
  return b.operation(
    'conv2d',
    { input: x, weight, bias },
    attributes,
    [batch, channels, size(height), size(width)],
    path,
  );
}

export interface NormState {
  readonly weight: ValueId;
  readonly bias: ValueId;
  readonly mean: ValueId;
  readonly variance: ValueId;
}

export function batchNormState(b: GraphBuilder, path: string, channels: number): NormState {
  const weight = b.parameter(`${path}.weight`, [channels], { kind: 'constant', value: 1 });
  const bias = b.parameter(`${path}.bias`, [channels], { kind: 'constant', value: 0 });
  const mean = b.buffer(`${path}.running_mean`, [channels], 0);
  const variance = b.buffer(`${path}.running_var`, [channels], 1);
  b.buffer(`${path}.num_batches_tracked`, [], 0, 'int64');
  return { weight, bias, mean, variance };
}

export function applyBatchNorm(b: GraphBuilder, path: string, x: ValueId, state: NormState): ValueId {
  const inputs = {
    input: x,
    running_mean: state.mean,
    running_var: state.variance,
    weight: state.weight,
    bias: state.bias,
  };
  return b.operation('batch_norm', inputs, { training: true, momentum: 0.1, eps: 1e-5 }, b.shape(x), path);
}

export const batchNorm = (b: GraphBuilder, path: string, x: ValueId): ValueId =>
  applyBatchNorm(b, path, x, batchNormState(b, path, b.shape(x)[1]));

export const elementwise = (b: GraphBuilder, operator: string, x: ValueId, path: string | null = null): ValueId =>
  b.operation(operator, { input: x }, {}, b.shape(x), path);

export const relu = (b: GraphBuilder, x: ValueId): ValueId => elementwise(b, 'relu', x);

export const add = (b: GraphBuilder, x: ValueId, other: ValueId): ValueId =>
  b.operation('add', { input: x, other }, { alpha: 1 }, b.shape(x));

export function maxPool2d(b: GraphBuilder, x: ValueId, kernel: number): ValueId {
  const [batch, channels, height, width] = b.shape(x);
  const attributes = {
    kernel_size: [kernel, kernel],
    stride: [kernel, kernel],
    padding: [0, 0],
    dilation: [1, 1],
    ceil_mode: false,
  };
  const output = [batch, channels, Math.floor(height / kernel), Math.floor(width / kernel)];
  return b.operation('max_pool2d', { input: x }, attributes, output);
}

export function globalAverage(b: GraphBuilder, x: ValueId): ValueId {
  const [batch, channels] = b.shape(x);
  return b.operation('adaptive_avg_pool2d', { input: x }, { output_size: [1, 1] }, [batch, channels, 1, 1]);
}

export function flatten(b: GraphBuilder, x: ValueId): ValueId {
  const [batch, ...rest] = b.shape(x);
  return b.operation('flatten', { input: x }, { start_dim: 1, end_dim: -1 }, [batch, rest.reduce((p, q) => p * q, 1)]);
}

export function linear(b: GraphBuilder, path: string, x: ValueId, outputs: number): ValueId {
  const [batch, inputs] = b.shape(x);
  const bound = 1 / Math.sqrt(inputs);
  const weight = b.parameter(`${path}.weight`, [outputs, inputs], uniform(bound));
  const bias = b.parameter(`${path}.bias`, [outputs], uniform(bound));
  return b.operation('linear', { input: x, weight, bias }, {}, [batch, outputs], path);
}
