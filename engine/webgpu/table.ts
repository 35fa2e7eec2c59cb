// Every operator that has WebGPU kernels, by the name the graph has for it. Operators that only move elements need no entry: their
// plain rules say where elements go. What is not here is refused for the device when a graph is planned.
import { namedFamilies } from '../layers/families';
import { gathers } from '../layers/getitem';
import { layerRule } from '../layers/table';
import type { GpuRule } from './context';
import { activations } from './rules/activation';
import { arithmetic } from './rules/arithmetic';
import * as assemble from './rules/assemble';
import { scaledDotProductAttention } from './rules/attention';
import { convolution, transposedConvolution } from './rules/convolution';
import { cumsum, localResponseNorm, logSoftmax, softmax, softmin } from './rules/lines';
import * as make from './rules/make';
import { movingRule } from './rules/move';
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
};

const moved = (operator: string): GpuRule | null => {
  const rule = layerRule(operator);
  return rule?.move ? movingRule(rule.move, rule.backward !== undefined) : null;
};

export function gpuRule(operator: string): GpuRule | null {
  if (Object.hasOwn(gpuRules, operator)) return gpuRules[operator];
  const rule = moved(operator);
  // Its moves are known before the step, or it has no kernels.
  const refuses: GpuRule['refuses'] = (c) => (gathers(c) ? 'positions that tensors or lists tell' : null);
  return rule && operator === 'getitem' ? { ...rule, refuses } : rule;
}
