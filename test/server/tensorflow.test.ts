// The same surfaces for TensorFlow.js.
import { it } from 'vitest';
import { check } from './surface';

it('shows hints, hovers and lenses of a sequential model', () =>
  check(
    `
    import * as tf from '@tensorflow/tfjs';

    export const model = tf.sequential({
      layers: [
        tf.layers.conv2d({ inputShape: [28, 28, 3], filters: 8, kernelSize: 3, padding: 'same' }),
        //        ^^^^^^ hover: (3, 3, 3, 8)
        //        ^^^^^^ hover: 8·3·3² + 8 = 224
        //        ^^^^^^ hover: 8·3·3²·28² = 169,344
        //        ^^^^^^ hover: ⌈28/1⌉ = 28
        //        ^^^^^^ hover: depthwise separable
        //        ^^^^^^ hover: ! groups=
        //                                                                                      ^ hint: 3→8 · 28² · 224
        tf.layers.depthwiseConv2d({ kernelSize: 3, strides: 2 }),
        //        ^^^^^^ hover: depthwise · groups 8
        //        ^^^^^^ hover: ⌊(28 + 2·0 − 1·(3−1) − 1)/2⌋ + 1 = 13
        //                                                     ^ hint: 8→8 · 28²→13² · 80
        tf.layers.flatten(),
        //                ^ hint: 1352
        tf.layers.dense({ units: 10 }),
        //                           ^ hint: 1352→10 · 13.5K
      ],
    });
    `,
    { file: '/workspace/model.ts' },
  ));
