// What TensorFlow.js 4.22 refuses, when a layer is added or when the model runs, is told at the call that does it.
import { beforeAll, expect, it } from 'vitest';
import { renderMessage } from '../../../core/base/messages';
import { createAnalyzer } from '../../../core/index';
import type { Parser } from '../../../core/syntax/parser';
import { loadParser } from '../../support/parser';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

/** Each diagnostic as its code, the text it underlines and its message. */
function check(body: string): readonly (readonly [string, string, string])[] {
  const text = `import * as tf from '@tensorflow/tfjs';\nconst L = tf.layers;\n${body}`;
  const analyzer = createAnalyzer({ parser, host: { readText: () => undefined } });
  const { diagnostics, models } = analyzer.analyze({ file: '/w/model.ts', text });
  if (diagnostics.length > 0) expect(models.some(({ exact }) => exact)).toBe(false);
  return diagnostics.map((diagnostic) => [
    diagnostic.code,
    text.slice(diagnostic.location.start, diagnostic.location.end),
    renderMessage(diagnostic),
  ]);
}

const image = 'inputShape: [8, 8, 3]';

it.each([
  [
    'a kernel larger than its input',
    `const m = tf.sequential(); m.add(L.conv2d({ ${image}, filters: 4, kernelSize: 7 })); m.add(L.conv2d({ filters: 4, kernelSize: 3 }));`,
    ['CL1004', 'm.add(L.conv2d({ filters: 4, kernelSize: 3 }))', /effective size 3 .*size 2/],
  ],
  [
    'an activation that does not exist',
    `const m = tf.sequential({ layers: [L.dense({ units: 2, activation: 'rel', inputShape: [4] })] });`,
    ['CL1014', `L.dense({ units: 2, activation: 'rel', inputShape: [4] })`, /Unknown activation: rel/],
  ],
  [
    'a stack that does not know its input',
    `function createModel() { const m = tf.sequential(); m.add(L.dense({ units: 2 })); return m; } const m = createModel();`,
    ['CL1014', 'm.add(L.dense({ units: 2 }))', /inputShape/],
  ],
  [
    'an image where a vector stands',
    `const m = tf.sequential({ layers: [L.dense({ units: 2, inputShape: [4] }), L.conv2d({ filters: 2, kernelSize: 1 })] });`,
    ['CL1009', /^tf.sequential/, /Conv2D expects a tensor of 4 dimensions, but got 2/],
  ],
  [
    'a sum of different sizes',
    `const x = tf.input({ shape: [8, 8, 3] }); const y = L.maxPooling2d({}).apply(x); const z = L.add().apply([x, y]);`,
    ['CL1005', 'L.add().apply([x, y])', /8×8×3.*4×4×3/],
  ],
  [
    'a joint of different sizes',
    `const x = tf.input({ shape: [8, 8, 3] }); const y = L.maxPooling2d({}).apply(x); const z = L.concatenate().apply([x, y]);`,
    ['CL1006', 'L.concatenate().apply([x, y])', /cannot concatenate/],
  ],
  [
    'a shape of another size',
    `const m = tf.sequential({ layers: [L.reshape({ targetShape: [5, 5], inputShape: [24] })] });`,
    ['CL1007', /^tf.sequential/, /5×5/],
  ],
  [
    'strides and dilation at once',
    `const m = tf.sequential({ layers: [L.conv2d({ ${image}, filters: 2, kernelSize: 3, strides: 2, dilationRate: 2 })] });`,
    ['CL1012', /^tf.sequential/, /either strides or dilations must be 1/],
  ],
  [
    'causal padding, which TensorFlow.js has not',
    `const m = tf.sequential({ layers: [L.conv1d({ inputShape: [8, 2], filters: 2, kernelSize: 3, padding: 'causal' })] });`,
    ['CL1012', /^tf.sequential/, /causal/],
  ],
  [
    'two layers of one name',
    `const m = tf.sequential({ layers: [L.dense({ units: 2, inputShape: [4], name: 'd' }), L.dense({ units: 2, name: 'd' })] });`,
    ['CL1014', /^tf.sequential/, /The name "d" is used 2 times/],
  ],
  [
    'a graph without one of its inputs',
    `const a = tf.input({ shape: [2] }); const b = tf.input({ shape: [2] }); const m = tf.model({ inputs: a, outputs: L.add().apply([a, b]) });`,
    ['CL1014', /^tf.model/, /Graph disconnected/],
  ],
  [
    'half a filter',
    `const width = 5; const m = tf.sequential({ layers: [L.conv2d({ ${image}, filters: width / 2, kernelSize: 3 })] });`,
    ['CL1014', /^L.conv2d/, /filters to be a positive integer, but got 2.5/],
  ],
] as const)('%s', (_, body, [code, place, message]) => {
  const found = check(body);
  expect(found).toHaveLength(1);
  expect(found[0]).toEqual([
    code,
    typeof place === 'string' ? place : expect.stringMatching(place),
    expect.stringMatching(message),
  ]);
});

it.each([
  [
    'what a page and a server need',
    `document.title = 'x'; const fs = require('fs'); process.exit(0); window.onload = () => main();`,
  ],
  [
    'training',
    `const m = tf.sequential({ layers: [L.dense({ units: 2, inputShape: [4] })] }); m.compile({ optimizer: tf.train.adam(), loss: 'meanSquaredError' }); m.fit(tf.zeros([2, 4]), tf.zeros([2, 2])).then((h) => console.log(h.history.loss[0])); m.predict(tf.zeros([1, 4])).print();`,
  ],
  [
    'a layer that is not modelled',
    `const m = tf.sequential({ layers: [L.convLstm2d({ filters: 2, kernelSize: 3, inputShape: [4, 8, 8, 1] }), L.flatten(), L.dense({ units: 2 })] });`,
  ],
])('no alarm: %s', (_, body) => {
  expect(check(body)).toEqual([]);
});
