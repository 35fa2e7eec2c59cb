// A residual network in TensorFlow.js's functional API: inverted bottlenecks as in MobileNetV2 (Sandler et al., 2018), built in
// a loop from a table. Where the shapes agree, a block adds its input to its output.
import * as tf from '@tensorflow/tfjs';

interface Stage {
  filters: number;
  blocks: number;
  strides: number;
}

const STAGES: Stage[] = [
  { filters: 16, blocks: 1, strides: 1 },
  { filters: 24, blocks: 2, strides: 2 },
  { filters: 40, blocks: 3, strides: 2 },
];

/** Convolution, normalisation and an activation, as they always come together. */
function convolution(x: tf.SymbolicTensor, filters: number, kernelSize: number, strides = 1): tf.SymbolicTensor {
  const y = tf.layers.conv2d({ filters, kernelSize, strides, padding: 'same', useBias: false }).apply(x);
  const z = tf.layers.batchNormalization().apply(y);
  return tf.layers.reLU({ maxValue: 6 }).apply(z) as tf.SymbolicTensor;
}

/** Widens by `expansion`, filters each channel by itself, narrows again. */
function invertedBottleneck(x: tf.SymbolicTensor, filters: number, strides: number, expansion = 4): tf.SymbolicTensor {
  const channels = x.shape[x.shape.length - 1] as number;
  let y = convolution(x, channels * expansion, 1);
  y = tf.layers
    .depthwiseConv2d({ kernelSize: 3, strides, padding: 'same', useBias: false })
    .apply(y) as tf.SymbolicTensor;
  y = tf.layers.batchNormalization().apply(y) as tf.SymbolicTensor;
  y = tf.layers.reLU({ maxValue: 6 }).apply(y) as tf.SymbolicTensor;
  y = tf.layers.conv2d({ filters, kernelSize: 1, useBias: false }).apply(y) as tf.SymbolicTensor;
  y = tf.layers.batchNormalization().apply(y) as tf.SymbolicTensor;
  const keepsShape = strides === 1 && channels === filters;
  return keepsShape ? (tf.layers.add().apply([x, y]) as tf.SymbolicTensor) : y;
}

const input = tf.input({ shape: [32, 32, 3], name: 'image' });
let features = convolution(input, 16, 3);
for (const { filters, blocks, strides } of STAGES) {
  for (let i = 0; i < blocks; i++) {
    features = invertedBottleneck(features, filters, i === 0 ? strides : 1);
  }
}
const pooled = tf.layers.globalAveragePooling2d({ dataFormat: 'channelsLast' }).apply(features);
const scores = tf.layers.dense({ units: 10, name: 'scores' }).apply(pooled) as tf.SymbolicTensor;

export const model = tf.model({ inputs: input, outputs: scores });
model.summary();
