// A small classifier of handwritten digits in TensorFlow.js: a convolution, then a separable one, which does the work of a
// second convolution with far fewer weights. Hover over the layers to compare them.
import * as tf from '@tensorflow/tfjs';

const IMAGE_SIZE = 28;
const CLASSES = 10;

/** Input: a batch of 28×28 grey images, as N×28×28×1. Output: the probability of each digit. */
export function createModel(): tf.Sequential {
  const model = tf.sequential();

  // 3·3·1·32 + 32 weights
  model.add(
    tf.layers.conv2d({
      inputShape: [IMAGE_SIZE, IMAGE_SIZE, 1],
      filters: 32,
      kernelSize: 3,
      padding: 'same',
      activation: 'relu',
    }),
  );
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));

  // depthwise 3·3·32, pointwise 32·64, bias 64; a standard convolution would have 3·3·32·64 + 64
  model.add(tf.layers.separableConv2d({ filters: 64, kernelSize: 3, padding: 'same', useBias: false }));
  model.add(tf.layers.batchNormalization());
  model.add(tf.layers.reLU());
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));

  // each channel by itself, with two filters of its own
  model.add(
    tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same', activation: 'relu' }),
  );

  model.add(tf.layers.flatten());
  model.add(tf.layers.dropout({ rate: 0.25 }));
  model.add(tf.layers.dense({ units: CLASSES, activation: 'softmax' }));
  return model;
}

export interface Digits {
  images: tf.Tensor4D;
  labels: tf.Tensor2D;
}

/** Trains in the browser or under Node, whichever back end is loaded. */
export async function train(digits: Digits, epochs = 5): Promise<tf.Sequential> {
  const model = createModel();
  model.compile({ optimizer: tf.train.adam(1e-3), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  await model.fit(digits.images, digits.labels, {
    epochs,
    batchSize: 128,
    validationSplit: 0.1,
    callbacks: { onEpochEnd: (epoch, logs) => console.log(`epoch ${epoch + 1}: accuracy ${logs?.acc}`) },
  });
  return model;
}
