// Every operator that has WebGPU kernels, by the name the graph has for it. Operators that only move elements need no entry: their
// plain rules say where elements go. What is not here is refused for the device when a graph is planned.
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
  conv1d: convolution,
  conv2d: convolution,
  conv3d: convolution,
  conv_transpose1d: transposedConvolution,
  conv_transpose2d: transposedConvolution,
  conv_transpose3d: transposedConvolution,
  linear,
  matmul: matrixProduct('input', 'other'),
  mm: matrixProduct('input', 'mat2'),
  bmm: matrixProduct('input', 'mat2'),
  addmm: addedProduct('mat1', 'mat2'),
  baddbmm: addedProduct('batch1', 'batch2'),
  batch_norm: batchNorm,
  layer_norm: layerNorm,
  rms_norm: rmsNorm,
  group_norm: groupNorm,
  instance_norm: instanceNorm,
  max_pool1d: maxPool(1),
  max_pool2d: maxPool(2),
  max_pool3d: maxPool(3),
  avg_pool1d: averagePool(1),
  avg_pool2d: averagePool(2),
  avg_pool3d: averagePool(3),
  adaptive_avg_pool1d: adaptiveAveragePool(1),
  adaptive_avg_pool2d: adaptiveAveragePool(2),
  adaptive_avg_pool3d: adaptiveAveragePool(3),
  adaptive_max_pool1d: adaptiveMaxPool(1),
  adaptive_max_pool2d: adaptiveMaxPool(2),
  adaptive_max_pool3d: adaptiveMaxPool(3),
  lp_pool1d: lpPool(1),
  lp_pool2d: lpPool(2),
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
  interpolate: assemble.interpolate,
  upsample: assemble.interpolate,
  dropout: make.dropout,
  dropout1d: make.featureDropout,
  dropout2d: make.featureDropout,
  dropout3d: make.featureDropout,
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
