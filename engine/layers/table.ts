// Every operator that the engine computes, by the name the graph has for it. An operator without an entry is refused when a
// graph is planned (CL3001), at its place in the source.
import { activations } from './activation';
import { arithmetic, power } from './arithmetic';
import { scaledDotProductAttention } from './attention';
import { batchNorm } from './batch-norm';
import { cat, stack } from './cat';
import { clamp } from './clamp';
import { addcdiv, addcmul, addedProduct, glu, lerp } from './combined';
import { comparisons, maskedFill, where } from './compare';
import { convolution, transposedConvolution } from './convolution';
import * as copy from './copy';
import { creations } from './create';
import { dropout, featureDropout } from './dropout';
import { einsum } from './einsum';
import { embedding } from './embedding';
import { namedFamilies } from './families';
import { axisWindows, fold, unfold } from './fold';
import { getitem, setitem } from './getitem';
import { groupNorm, instanceNorm, layerNorm, rmsNorm } from './group-norm';
import { linear } from './linear';
import { matrixProduct } from './matmul';
import { adaptiveAveragePool, adaptiveMaxPool, averagePool, lpPool, maxPool } from './pool';
import { prelu } from './prelu';
import { normalize, reductions } from './reduce';
import { recurrents } from './recurrent';
import type { LayerRule } from './rule';
import { cumsum, localResponseNorm } from './scan';
import { logSoftmax, softmax, softmin } from './softmax';
import { interpolate } from './upsample';

export const layerRules: Readonly<Record<string, LayerRule>> = {
  ...activations,
  ...arithmetic,
  ...reductions,
  ...comparisons,
  ...creations,
  ...recurrents,
  ...namedFamilies<LayerRule>({
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
    dropout,
    featureDropout,
    interpolate,
  }),
  pow: power,
  clamp,
  clamp_min: clamp,
  clamp_max: clamp,
  addcmul,
  addcdiv,
  lerp,
  einsum,
  scaled_dot_product_attention: scaledDotProductAttention,
  batch_norm: batchNorm,
  layer_norm: layerNorm,
  rms_norm: rmsNorm,
  group_norm: groupNorm,
  instance_norm: instanceNorm,
  local_response_norm: localResponseNorm,
  prelu,
  glu,
  where,
  masked_fill: maskedFill,
  cumsum,
  softmax,
  softmin,
  log_softmax: logSoftmax,
  normalize,
  pixel_shuffle: copy.pixelShuffle,
  pixel_unshuffle: copy.pixelUnshuffle,
  channel_shuffle: copy.channelShuffle,
  cat,
  stack,
  split: copy.split,
  split_with_sizes: copy.split,
  chunk: copy.chunk,
  tensor_split: copy.chunk,
  unbind: copy.unbind,
  select: copy.select,
  narrow: copy.narrow,
  getitem,
  setitem,
  flatten: copy.reshape,
  unflatten: copy.reshape,
  ravel: copy.reshape,
  reshape: copy.reshape,
  reshape_as: copy.reshape,
  view: copy.reshape,
  view_as: copy.reshape,
  squeeze: copy.reshape,
  unsqueeze: copy.reshape,
  contiguous: copy.reshape,
  clone: copy.reshape,
  to: copy.reshape,
  to_float: copy.reshape,
  detach: copy.detached,
  permute: copy.permute,
  transpose: copy.permute,
  swapdims: copy.permute,
  swapaxes: copy.permute,
  t: copy.permute,
  T: copy.permute,
  mT: copy.permute,
  movedim: copy.permute,
  expand: copy.expand,
  expand_as: copy.expand,
  broadcast_to: copy.expand,
  copy: copy.copy,
  repeat: copy.repeat,
  tile: copy.repeat,
  repeat_interleave: copy.repeatInterleave,
  roll: copy.roll,
  pad: copy.pad,
  flip: copy.flip,
  embedding,
  unfold,
  fold,
  tensor_unfold: axisWindows,
};

export const layerRule = (operator: string): LayerRule | null =>
  Object.hasOwn(layerRules, operator) ? layerRules[operator] : null;
