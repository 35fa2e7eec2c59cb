// One lowering for each operator that has kernels. A lowering answers false where this call of the operator has none.
import { numberOf } from '../layers/attributes';
import { elementwiseOperators } from './elementwise';
import type { LoweringTable } from './lowering';
import { attributesOf, firstOf } from './rules/common';
import { convolution, convolve, linear } from './rules/convolutions';
import { batchNorm, clamping, maxPool2d } from './rules/lazies';
import { attention, binary, layerNorm, product, softmax, unary } from './rules/rows';
import { add, cat, elementwise, gate, globalAverage, mean, parts, pool, sameElements } from './rules/stored';

export const lowerings: LoweringTable = {
  ...Object.fromEntries(elementwiseOperators.map((operator) => [operator, firstOf(elementwise, unary)])),
  conv1d: convolution,
  conv2d: convolution,
  conv_transpose1d: convolve(true),
  conv_transpose2d: convolve(true),
  linear,
  matmul: product('other'),
  mm: product('mat2'),
  bmm: product('mat2'),
  scaled_dot_product_attention: attention,
  layer_norm: layerNorm,
  softmax,
  batch_norm: batchNorm,
  relu: clamping(() => [0, Infinity]),
  relu6: clamping(() => [0, 6]),
  hardtanh: clamping((operation) => [
    numberOf(attributesOf(operation), 'min_val', -1),
    numberOf(attributesOf(operation), 'max_val', 1),
  ]),
  max_pool1d: pool('max'),
  max_pool2d: firstOf(maxPool2d, pool('max')),
  avg_pool1d: pool('average'),
  avg_pool2d: pool('average'),
  adaptive_max_pool1d: pool('max'),
  adaptive_max_pool2d: pool('max'),
  adaptive_avg_pool1d: firstOf(globalAverage, pool('average')),
  adaptive_avg_pool2d: firstOf(globalAverage, pool('average')),
  mean,
  flatten: sameElements,
  reshape: sameElements,
  view: sameElements,
  squeeze: sameElements,
  add: firstOf(add, binary('add')),
  sub: binary('sub'),
  mul: firstOf(gate, binary('mul')),
  cat,
  chunk: parts('input'),
  tensor_split: parts('input'),
  split: parts('tensor'),
  split_with_sizes: parts('tensor'),
};
