// All kernels. Tensors are channel blocks: [channels / 8][positions][8 channels], float32; one position of one block is two
// vectors, 32 bytes. Pointers and strides are in bytes, counts in positions. Lanes past the last channel hold zeros.
export { addRows, affine, affineAdd, affineMean, affinePool, copyRows, moments } from './forward';
export {
  channelSums, maskByOutput, maskStatistics, maskStatisticsPool, normGradient, normGradientPool, scaled,
} from './backward';
export { gemm } from './gemm';
export { gemmWeights } from './gemm-weights';
export { depthwise3 } from './depthwise3';
export { depthwise3Weights } from './depthwise3-weights';
export { depthwise, depthwiseWeights } from './depthwise';
export { blockFromPlain, plainFromBlock } from './layout';
export { gatherRows, pack, unpack } from './gather';
export { multiplyRows, packColumns, packLeft } from './matrix';
export { peak } from './peak';
export { averagePool, averagePoolGradient, maxPool, maxPoolGradient } from './pool';
export { layerNormGradientRows, layerNormRows, multiplyElements, softmaxGradientRows, softmaxRows } from './rows';
export { unary, unaryGradient } from './unary';
export { gate, gateGradient } from './gate';
export { adam, addScaled, rmsprop, scaleBy, sumOfSquares } from './update';
