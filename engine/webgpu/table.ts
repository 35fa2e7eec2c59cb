// Every operator that has WebGPU kernels, by the name the graph has for it. Operators that only move elements need no entry: their
// plain rules say where elements go. What is not here is refused for the device when a graph is planned.
import { namedFamilies } from '../layers/families';
import { gathers } from '../layers/getitem';
import { layerRule } from '../layers/table';
import type { GpuContext, GpuRule } from './context';
import { activations } from './rules/activation';
import { arithmetic } from './rules/arithmetic';
import * as assemble from './rules/assemble';
import { scaledDotProductAttention } from './rules/attention';
import { convolution, transposedConvolution } from './rules/convolution';
import { cumsum, localResponseNorm, logSoftmax, softmax, softmin } from './rules/lines';
import * as make from './rules/make';
import { movingRule } from './rules/move';
import * as gather from './rules/gather';
import { batchNorm, groupNorm, instanceNorm, layerNorm, rmsNorm } from './rules/norm';
import { adaptiveAveragePool, adaptiveMaxPool, averagePool, lpPool, maxPool } from './rules/pool';
import { addedProduct, linear, matrixProduct } from './rules/product';
import { normalize, reductions } from './rules/reduce';

const gpuRules: Readonly<Record<string, GpuRule>> = {
  ...activations,
  ...arithmetic,
  ...reductions,
  ...make.creations,
  ...namedFamilies<GpuRule>({
    convolution,
    transposedConvolution,
    linear,
    matrixProduct,
    addedProduct,
    maxPool,
    averagePool,
    adaptiveAveragePool,
    adaptiveMaxPool,
    lpPool,
    dropout: make.dropout,
    featureDropout: make.featureDropout,
    interpolate: assemble.interpolate,
  }),
  batch_norm: batchNorm,
  layer_norm: layerNorm,
  rms_norm: rmsNorm,
  group_norm: groupNorm,
  instance_norm: instanceNorm,
  scaled_dot_product_attention: scaledDotProductAttention,
  local_response_norm: localResponseNorm,
  normalize,
  softmax,
  softmin,
  log_softmax: logSoftmax,
  cumsum,
  cat: assemble.cat,
  stack: assemble.stack,
  embedding: assemble.embedding,
  glu: assemble.glu,
  prelu: assemble.prelu,
  einsum: assemble.einsum,
  unfold: gather.unfold,
  fold: gather.fold,
  tensor_unfold: gather.axisWindows,
  setitem: gather.setitem,
};

const moved = (operator: string): GpuRule | null => {
  const rule = layerRule(operator);
  return rule?.move ? movingRule(rule.move, rule.backward !== undefined) : null;
};

/** An index that moves elements needs no table of positions. */
function indexing(moves: GpuRule): GpuRule {
  const of = (c: GpuContext): GpuRule | null => (gathers(c.shapes) ? gather.gatheringRule(c.shapes) : moves);
  return {
    forward: (c) => of(c)?.forward(c),
    backward: (c) => of(c)?.backward?.(c),
    refuses: (c) => (gathers(c) && !gather.gatheringRule(c) ? 'positions that several tensors tell' : null),
  };
}

export function gpuRule(operator: string): GpuRule | null {
  if (Object.hasOwn(gpuRules, operator)) return gpuRules[operator];
  const rule = moved(operator);
  return rule && operator === 'getitem' ? indexing(rule) : rule;
}
