// What the pages, their workers and the extension accept from one another: well-formed messages, and nothing else.
import { describe, expect, test } from 'vitest';
import { reduceLayer } from '../../core/lesson/reduction';
import { exampleScene, layerScene } from '../../core/lesson/scene';
import type { SerialisedGraph } from '../../core/graph/graph';
import { lessonReply, lessonRequest } from '../../protocol/lesson';
import { defaultSettings, trainingEvent, trainingRequest, trainingSettings } from '../../protocol/training';
import { problemOf, type Check } from '../../protocol/validate';
import { layerDescription, toVisualiser } from '../../protocol/webview';
import { fromTrainer, toTrainer, unfinishedRun } from '../../protocol/trainer';
import { exampleLayer } from '../../media/visualiser/layer';

const accepted = (check: Check<unknown>, value: unknown): void => {
  expect(problemOf(check, value)).toBeUndefined();
};
/** `place` is where the refusal points. */
const refused = (check: Check<unknown>, value: unknown, place: string): void => {
  expect(problemOf(check, value)).toMatch(new RegExp(`^${place.replace(/[.[\]]/g, '\\$&')}: `));
};

const layer = {
  type: 'Conv2d',
  path: 'stem.0',
  model: 'Net()',
  file: 'net.py',
  location: { file: 'net.py', start: 0, end: 9 },
  inChannels: 3,
  outChannels: 8,
  kernel: [3, 3],
  stride: [1, 1],
  padding: 'same',
  dilation: [1, 1],
  groups: 1,
  bias: true,
  input: null,
};

describe('a layer from the extension', () => {
  test('is accepted as it is described', () => {
    accepted(layerDescription, layer);
    accepted(layerDescription, { ...layer, padding: [0, 2], input: [28, 28] });
  });
  test.each([
    ['a missing field', { ...layer, groups: undefined }, '.groups'],
    ['a field too many', { ...layer, extra: 1 }, '.extra'],
    ['a fraction', { ...layer, inChannels: 1.5 }, '.inChannels'],
    ['NaN', { ...layer, outChannels: NaN }, '.outChannels'],
    ['a negative padding', { ...layer, padding: [-1, 0] }, '.padding[0]'],
    ['three sides', { ...layer, kernel: [3, 3, 3] }, '.kernel'],
    ['a path beyond bounds', { ...layer, path: 'x'.repeat(2_000) }, '.path'],
    ['a location that is none', { ...layer, location: { file: 'net.py', start: -1, end: 9 } }, '.location.start'],
  ])('%s is refused', (_, value, place) => {
    refused(layerDescription, value, place);
  });
});

describe('messages told apart by their type', () => {
  const open = { type: 'open', locale: 'en', worker: 'a', algebra: 'b', layer: null };
  test('known ones are accepted', () => {
    accepted(toVisualiser, open);
    accepted(fromTrainer, { type: 'ready' });
    accepted(fromTrainer, { type: 'state', state: 'running', epoch: 1, epochs: 10 });
  });
  test.each([null, 'open', 3, [], {}, { type: 'toString' }, { type: '__proto__' }, { type: 7 }])(
    '%j is none',
    (value) => {
      expect(problemOf(toVisualiser, value)).toBeDefined();
    },
  );
  test('an unknown language is refused', () => {
    refused(toVisualiser, { ...open, locale: 'fr' }, '.locale');
  });
});

describe('scenes and replies of the lesson', () => {
  test('every scene that the page makes passes the check of the worker', () => {
    accepted(lessonRequest, { request: 'load', id: 1, scene: exampleScene });
    const real = { ...exampleLayer, inChannels: 64, outChannels: 128, bias: true, input: [56, 56] } as const;
    const { shown } = reduceLayer(real);
    for (const groups of [1, 2, 4])
      accepted(lessonRequest, { request: 'load', id: 1, scene: layerScene(shown, groups) });
  });
  test('numbers that are not finite, or too few, are refused', () => {
    const { standard } = exampleScene;
    const spoiled = (data: Float64Array) => ({
      request: 'load',
      id: 1,
      scene: { ...exampleScene, standard: { ...standard, input: { ...standard.input, data } } },
    });
    refused(lessonRequest, spoiled(new Float64Array(48).fill(NaN)), '.scene.standard.input.data');
    refused(lessonRequest, spoiled(new Float64Array(47)), '.scene.standard.input.data');
  });
  test('a reply that is none is refused', () => {
    refused(lessonReply, { reply: 'loaded', id: 1 }, '.standard');
  });
});

const graph: SerialisedGraph = {
  version: 1,
  expression: 'Net()',
  training: true,
  values: [
    { shape: ['N', 1, 28, 28], dtype: 'float32', source: { kind: 'input', index: 0 } },
    { shape: [4, 1, 3, 3], dtype: 'float32', source: { kind: 'parameter', parameter: 0 } },
    { shape: ['N', 4, 26, 26], dtype: 'float32', source: { kind: 'operation', operation: 0, output: 0 } },
  ],
  inputs: [0],
  output: { logits: 2, features: [2, null] },
  parameters: [
    {
      name: 'w',
      aliases: [],
      kind: 'parameter',
      shape: [4, 1, 3, 3],
      dtype: 'float32',
      trainable: true,
      persistent: true,
    },
  ],
  initialisation: [{ parameter: 0, elements: 36, initialiser: { kind: 'uniform', low: -0.5, high: 0.5 } }],
  operations: [
    {
      operator: 'conv2d',
      inputs: { input: 0, weight: 1, bias: null },
      attributes: { stride: [1, 1], padding: 'valid' },
      outputs: [2],
      macs: '24336*N',
      call: null,
      location: null,
    },
  ],
  calls: [],
};

describe('a model graph', () => {
  const start = (change: Partial<SerialisedGraph>) => ({
    request: 'start',
    graph: { ...graph, ...change },
    evaluation: null,
    settings: defaultSettings,
    dataset: { kind: 'synthetic' },
    kernels: {},
    resumeFrom: null,
  });
  test('is accepted with symbols, trees and nulls', () => {
    accepted(trainingRequest, start({}));
  });
  test('references that point to nothing are refused', () => {
    refused(trainingRequest, start({ inputs: [3] }), '.graph.inputs');
    refused(trainingRequest, start({ parameters: [] }), '.graph.values[1].source');
    const [operation] = graph.operations;
    refused(trainingRequest, start({ operations: [{ ...operation, outputs: [9] }] }), '.graph.operations[0]');
  });
  test('an output nested without end is refused, not followed', () => {
    let output: SerialisedGraph['output'] = 2;
    for (let i = 0; i < 100; i++) output = [output];
    expect(problemOf(trainingRequest, start({ output }))).toContain('nested too deep');
  });
});

describe('training', () => {
  test('the defaults are settings', () => {
    accepted(trainingSettings, defaultSettings);
  });
  test.each([
    [{ seed: -1 }, '.seed'],
    [{ learningRate: Infinity }, '.learningRate'],
    [{ optimizer: 'lion' }, '.optimizer'],
    [{ epochs: 0 }, '.epochs'],
  ])('%j is refused', (change, place) => {
    refused(trainingSettings, { ...defaultSettings, ...change }, place);
  });
  test('a loss that is not a number never reaches the page', () => {
    const progress = { event: 'progress', phase: 'train', epoch: 1, batch: 1, batches: 2, imagesPerSecond: null };
    accepted(trainingEvent, { ...progress, steps: [{ step: 1, loss: 2.3 }] });
    refused(trainingEvent, { ...progress, steps: [{ step: 1, loss: NaN }] }, '.steps[0].loss');
  });
  test('a confusion matrix is square', () => {
    const matrix = { event: 'confusion', epoch: 1, classes: ['0', '1'] };
    accepted(trainingEvent, { ...matrix, counts: [[1, 2], [3, 4]] }); // prettier-ignore
    refused(trainingEvent, { ...matrix, counts: [[1, 2]] }, '.counts');
  });
  test('bytes are an ArrayBuffer', () => {
    const checkpoint = { event: 'checkpoint', role: 'best', epoch: 1, valAcc: 98 };
    accepted(trainingEvent, { ...checkpoint, bytes: new ArrayBuffer(8) });
    refused(trainingEvent, { ...checkpoint, bytes: new Uint8Array(8) }, '.bytes');
    refused(toTrainer, { type: 'checkpoint', bytes: 'AAAA' }, '.bytes');
  });
  test('an unfinished run has finished an epoch', () => {
    refused(unfinishedRun, { settings: defaultSettings, dataset: 'synthetic', epochs: [] }, '.epochs');
  });
});
