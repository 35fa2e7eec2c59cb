// Every layer once or more, with the options that decide its weights and its shape.
import * as tf from '@tensorflow/tfjs';

const image = { inputShape: [29, 30, 3] };

export const convolutions = tf.sequential({
  layers: [
    tf.layers.conv2d({ ...image, filters: 8, kernelSize: 3 }),
    tf.layers.conv2d({
      filters: 8,
      kernelSize: [5, 3],
      padding: 'same',
      strides: 2,
      useBias: false,
      activation: 'relu6',
    }),
    tf.layers.conv2d({ filters: 12, kernelSize: [3, 3], dilationRate: 2, activation: 'linear' }),
    tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 3, padding: 'same', strides: [2, 2] }),
    tf.layers.depthwiseConv2d({ kernelSize: [3, 3], dilationRate: 2, useBias: false }),
    tf.layers.separableConv2d({ filters: 10, kernelSize: 3, padding: 'same', depthMultiplier: 2, useBias: false }),
    tf.layers.conv2dTranspose({ filters: 6, kernelSize: 3, strides: 2, padding: 'same' }),
    tf.layers.conv2dTranspose({ filters: 5, kernelSize: [2, 5], strides: [3, 2] }),
    tf.layers.zeroPadding2d({
      padding: [
        [1, 2],
        [0, 3],
      ],
    }),
    tf.layers.cropping2D({ cropping: [1, 2] }),
    tf.layers.upSampling2d({ size: [2, 3] }),
  ],
});

export const separable = tf.sequential({
  layers: [
    tf.layers.separableConv2d({ inputShape: [17, 17, 4], filters: 10, kernelSize: [3, 5], dilationRate: 2 }),
    tf.layers.separableConv2d({ filters: 3, kernelSize: 3, strides: 2, padding: 'same', activation: 'sigmoid' }),
  ],
});

export const pools = tf.sequential({
  layers: [
    tf.layers.maxPooling2d({ ...image }),
    tf.layers.averagePooling2d({ poolSize: 3, strides: 1, padding: 'same' }),
    tf.layers.maxPooling2d({ poolSize: [3, 2], strides: [2, 1], padding: 'same' }),
    tf.layers.averagePooling2d({ poolSize: 2, strides: 1, padding: 'same' }),
    tf.layers.maxPool2d({ poolSize: [1, 3], strides: 2 }),
    tf.layers.globalMaxPooling2d({}),
  ],
});

export const channelsFirst = tf.sequential({
  layers: [
    tf.layers.conv2d({
      batchInputShape: [4, 3, 16, 16],
      filters: 8,
      kernelSize: 3,
      padding: 'same',
      dataFormat: 'channelsFirst',
    }),
    tf.layers.batchNormalization({ axis: 1 }),
    tf.layers.maxPooling2d({ poolSize: 2, dataFormat: 'channelsFirst' }),
    tf.layers.upSampling2d({ dataFormat: 'channelsFirst' }),
    tf.layers.flatten({ dataFormat: 'channelsFirst' }),
    tf.layers.dense({ units: 5, useBias: false }),
  ],
});

export const normalised = tf.sequential({
  layers: [
    tf.layers.batchNormalization({ inputShape: [8, 8, 6] }),
    tf.layers.batchNormalization({ scale: false }),
    tf.layers.batchNormalization({ center: false, axis: 2 }),
    tf.layers.layerNormalization(),
    tf.layers.layerNormalization({ axis: [2, 3], center: false }),
    tf.layers.dropout({ rate: 0.5 }),
    tf.layers.gaussianNoise({ stddev: 0.1 }),
  ],
});

export const activations = tf.sequential({
  layers: [
    tf.layers.activation({ activation: 'relu', inputShape: [4, 4, 2] }),
    tf.layers.reLU(),
    tf.layers.reLU({ maxValue: 6 }),
    tf.layers.leakyReLU({ alpha: 0.1 }),
    tf.layers.elu(),
    tf.layers.thresholdedReLU({ theta: 0.5 }),
    tf.layers.prelu(),
    tf.layers.prelu({ sharedAxes: [1, 2] }),
    tf.layers.softmax({ axis: -1 }),
    tf.layers.activation({ activation: 'swish' }),
    tf.layers.activation({ activation: 'hardSigmoid' }),
  ],
});

export const shapes = tf.sequential({
  layers: [
    tf.layers.reshape({ targetShape: [4, 6, 2], inputShape: [48] }),
    tf.layers.permute({ dims: [3, 1, 2] }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 7, activation: 'tanh' }),
    tf.layers.repeatVector({ n: 3 }),
    tf.layers.dense({ units: 8 }),
    tf.layers.reshape({ targetShape: [-1, 4] }),
  ],
});

export const sequences = tf.sequential({
  layers: [
    tf.layers.embedding({ inputDim: 100, outputDim: 16, inputLength: 20 }),
    tf.layers.spatialDropout1d({ rate: 0.1 }),
    tf.layers.conv1d({ filters: 8, kernelSize: 3, padding: 'same', strides: 2 }),
    tf.layers.conv1d({ filters: 8, kernelSize: 2, dilationRate: 2, useBias: false }),
    tf.layers.maxPooling1d({ poolSize: 2, padding: 'same' }),
    tf.layers.averagePooling1d({ poolSize: 2, strides: 1 }),
    tf.layers.globalAveragePooling1d(),
  ],
});

export const recurrent = tf.sequential({
  layers: [
    tf.layers.lstm({ units: 5, returnSequences: true, inputShape: [12, 4] }),
    tf.layers.gru({ units: 6, returnSequences: true }),
    tf.layers.simpleRNN({ units: 3 }),
  ],
});

export const volumes = tf.sequential({
  layers: [
    tf.layers.conv3d({ filters: 4, kernelSize: 3, padding: 'same', inputShape: [8, 8, 8, 2] }),
    tf.layers.maxPooling3d({ poolSize: 2 }),
    tf.layers.averagePooling3d({ poolSize: 2 }),
  ],
});
