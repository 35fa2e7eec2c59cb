// Hints and hover of TensorFlow.js models in TypeScript: the same as PyTorch's, in TensorFlow's layout N×H×W×C.
import { describe, it } from 'vitest';
import { check } from './surface';

const file = '/workspace/model.ts';
const source = (text: string): string => `import * as tf from '@tensorflow/tfjs';\n${text}`;

describe('hints and hover of TensorFlow.js', () => {
  it('a stack of layers', async () => {
    await check(
      source(`
const model = tf.sequential();
//    ^^^^^ lens: params
model.add(tf.layers.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, padding: 'same' }));
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 1→32 · 28² · 320
//                  ^^^^^^ hover: 32·1·3² + 32 = 320
//                  ^^^^^^ hover: 32·1·3²·28² = 225,792
//                  ^^^^^^ hover: same = 28
model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 32 · 28²→14²
model.add(tf.layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }));
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 32→64 · 14²→12² · 640
//                  ^^^^^^^^^ hover: 64·(32/32)·3² + 64 = 640
model.add(tf.layers.batchNormalization());
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 64 · 12² · 256
model.add(tf.layers.separableConv2d({ filters: 8, kernelSize: 3, useBias: false }));
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 64→8 · 12²→10² · 1.09K
//                  ^^^^^^^^^ hover: 3·3·64·1 + 1·1·64·8 = 1,088
model.add(tf.layers.flatten());
model.add(tf.layers.dense({ units: 10 }));
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 800→10 · 8.01K
`),
      { file },
    );
  });

  it('a graph of layers, built in a loop', async () => {
    await check(
      source(`
const image = tf.input({ shape: [16, 16, 3] });
//            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 3 · 16²
const shared = tf.layers.conv2d({ filters: 3, kernelSize: 3, padding: 'same' });
//             ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 3→3 · 16² · 84
let x = image;
for (let i = 0; i < 2; i++) x = shared.apply(x);
//                              ^^^^^^^^^^^^^^^ hint: N×16×16×3
const sum = tf.layers.add().apply([x, image]);
//          ^^^^^^^^^^^^^^^ hint: 3 · 16²
export const model = tf.model({ inputs: image, outputs: sum });
//           ^^^^^ lens: 84 params
`),
      { file },
    );
  });

  it('what does not fit is an error where it is added', async () => {
    await check(
      source(`
export function createModel() {
   const model = tf.sequential();
   model.add(tf.layers.conv2d({ inputShape: [4, 4, 1], filters: 8, kernelSize: 3 }));
   model.add(tf.layers.conv2d({ filters: 8, kernelSize: 3 }));
// ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: larger than the padded input
//           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: none
   return model;
}
`),
      { file },
    );
    await check(
      source(`
const model = tf.sequential();
if (model !== undefined) {
  model.add(tf.layers.dense({ units: 8, activation: 'rel', inputShape: [4] }));
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error: Unknown activation: rel
}
`),
      { file },
    );
  });

  it('what cannot be told is silence', async () => {
    await check(
      source(`
const units = Number(process.argv[2]);
const model = tf.sequential();
//    ^^^^^ lens: ?
model.add(tf.layers.dense({ units: 8, inputShape: [4] }));
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ hint: 4→8 · 40
model.add(tf.layers.dense({ units }));
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^ none: 
document.querySelector('button').addEventListener('click', () => model.predict(tf.zeros([1, 4])).print());
//^^^^^^^^ none: 
`),
      { file },
    );
  });
});
