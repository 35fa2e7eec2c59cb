// Models as graphs: branches, shared layers, models within models, and TypeScript around them.
import * as tf from '@tensorflow/tfjs';
import { residualBlock, type BlockOptions } from './blocks';
import makeHead, { WIDTHS } from './blocks.js';

type Symbolic = tf.SymbolicTensor;

const left = tf.input({ shape: [16, 16, 4] });
const right = tf.input({ shape: [16, 16, 4], name: 'right' });
const shared = tf.layers.conv2d({ filters: 4, kernelSize: 3, padding: 'same', name: 'shared' });
const [a, b] = [left, right].map((x) => shared.apply(x) as Symbolic);
const sum = tf.layers.add().apply([a, b]) as Symbolic;
const product = tf.layers.multiply({ name: 'gate' }).apply([sum, a]) as Symbolic;
const joined = tf.layers.concatenate().apply([product, b, tf.layers.average().apply([a, b]) as Symbolic]) as Symbolic;
const largest = tf.layers.maximum().apply([joined, joined]) as Symbolic;
const pooled = tf.layers.globalAveragePooling2d({}).apply(largest) as Symbolic;

export const twoInputs = tf.model({
  inputs: [left, right],
  outputs: [tf.layers.dense({ units: 3, name: 'class' }).apply(pooled) as Symbolic, joined],
});

const encoder = tf.sequential({ name: 'encoder' });
for (const filters of WIDTHS) {
  encoder.add(
    encoder.layers.length === 0
      ? tf.layers.conv2d({ filters, kernelSize: 3, strides: 2, padding: 'same', inputShape: [32, 32, 1] })
      : tf.layers.conv2d({ filters, kernelSize: 3, strides: 2, padding: 'same' }),
  );
  if (filters > 8) encoder.add(tf.layers.batchNormalization());
}
const decoder = tf.sequential({ name: 'decoder' });
[...WIDTHS].reverse().forEach((filters, i) => {
  const options = { filters, kernelSize: 4, strides: 2, padding: 'same' as const };
  decoder.add(
    tf.layers.conv2dTranspose(i === 0 ? { ...options, inputShape: encoder.outputs[0].shape.slice(1) } : options),
  );
});

export const autoencoder = tf.sequential({
  layers: [encoder, decoder, tf.layers.conv2d({ filters: 1, kernelSize: 1 })],
});

class Builder {
  private counter = 0;
  static readonly defaults: BlockOptions = { filters: 8, strides: 1 };

  constructor(private readonly options: Partial<BlockOptions> = {}) {}

  block(x: Symbolic): Symbolic {
    this.counter += 1;
    return residualBlock(x, { ...Builder.defaults, ...this.options }, `block${this.counter}`);
  }

  get built(): number {
    return this.counter;
  }
}

const builder = new Builder({ strides: 2 });
const image = tf.input({ batchShape: [null, 24, 24, 8] });
let x: Symbolic = image;
let round = 0;
while (builder.built < 2) {
  x = builder.block(x);
  round++;
}
switch (round) {
  case 2:
    x = tf.layers.conv2d({ filters: 1 << 4, kernelSize: 24 / 6 / 4, name: `round_${round}` }).apply(x) as Symbolic;
    break;
  default:
    throw new Error('unreachable');
}

export const residual = tf.model({ inputs: image, outputs: makeHead(x) });

const backbone = tf.model({ inputs: residual.inputs, outputs: residual.getLayer('round_2').output as Symbolic });
backbone.trainable = false;
export const transfer = tf.sequential({
  layers: [backbone, tf.layers.flatten(), tf.layers.dense({ units: 2, activation: 'softmax' })],
});

export const open = tf.sequential({
  layers: [
    tf.layers.conv2d({
      inputShape: [null, null, 3] as unknown as number[],
      filters: 6,
      kernelSize: 3,
      strides: 2,
      padding: 'same',
    }),
    tf.layers.maxPooling2d({ poolSize: 3, strides: 2, padding: 'same' }),
    tf.layers.conv2d({ filters: 6, kernelSize: 3 }),
    tf.layers.globalAveragePooling2d({}),
  ],
});
