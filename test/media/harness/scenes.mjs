// What `shots.mjs` takes pictures of: an application, a theme, the message that opens it, and what to do before the picture.
const visualiser =
  (layer, locale = 'en') =>
  (origin) => ({
    type: 'open',
    locale,
    worker: `${origin}/visualiserWorker.js`,
    algebra: `${origin}/algebraWorker.js`,
    layer,
  });

const computed = (page) => page.locator('[data-testid="visualiser"][data-ready="true"]').waitFor();

const inSection = (name) => async (page) => {
  await computed(page);
  await page.getByTestId(`tab-${name}`).click();
};

const base = {
  type: 'Conv2d',
  path: 'ds_block2.depthwise',
  model: 'DSDilatedNet()',
  file: 'mnist_ds_dilated.py',
  location: { file: 'mnist_ds_dilated.py', start: 10, end: 20 },
  inChannels: 64,
  outChannels: 64,
  kernel: [3, 3],
  stride: [1, 1],
  padding: [2, 2],
  dilation: [2, 2],
  groups: 64,
  bias: false,
  input: [14, 14],
};
const standard = {
  ...base,
  path: 'features.3',
  inChannels: 64,
  outChannels: 128,
  padding: [1, 1],
  dilation: [1, 1],
  groups: 1,
  bias: true,
};

const graph = {
  version: 1,
  expression: 'DSDilatedNet()',
  training: true,
  values: [
    { shape: [1, 1, 28, 28], dtype: 'float32', source: { kind: 'input', index: 0 } },
    { shape: [1, 10], dtype: 'float32', source: { kind: 'operation', operation: 0, output: 0 } },
  ],
  inputs: [0],
  output: 1,
  parameters: [],
  initialisation: [],
  operations: [
    {
      operator: 'conv2d',
      inputs: { input: 0 },
      attributes: {},
      outputs: [1],
      macs: 5437984,
      call: null,
      location: null,
    },
  ],
  calls: [],
};

const settings = {
  epochs: 10,
  batchSize: 128,
  validationBatchSize: 256,
  learningRate: 0.001,
  optimizer: 'adam',
  momentum: 0,
  weightDecay: 0,
  scheduler: 'none',
  earlyStopPatience: null,
  seed: 0,
  device: 'auto',
  workers: 1,
  maxSteps: null,
  limit: null,
};

const trainer =
  (change = {}, locale = 'en') =>
  (origin) => ({
    type: 'open',
    locale,
    worker: `${origin}/fakeTrainingWorker.js`,
    kernels: [],
    saveLabel: 'mnist/best_model.pth',
    settings,
    folder: null,
    unfinished: null,
    model: { expression: 'DSDilatedNet()', file: 'mnist_ds_dilated.py', params: 49290, graph, evaluation: null },
    problem: null,
    ...change,
  });

const inState = (page, ...states) =>
  page.waitForFunction((wanted) => wanted.includes(document.querySelector('convlens-trainer')?.dataset.state), states, {
    timeout: 60_000,
  });

/** Answers as the extension would: checkpoints are saved. */
const answering = (page) =>
  page.evaluate(() => {
    window.answer = (message) => {
      if (message.type !== 'saveCheckpoint') return;
      const { role, epoch } = message;
      setTimeout(() => window.postMessage({ type: 'saved', role, epoch, label: 'mnist/best_model.pth' }, '*'), 20);
    };
  });

const started = async (page, change = async () => {}) => {
  await answering(page);
  await change(page);
  await page.getByTestId('start-training').click();
};

const finished = async (page) => {
  await started(page);
  await inState(page, 'done');
  await page.waitForTimeout(200);
};

const fill = (page, id, text) => page.getByTestId(id).locator('input').fill(text);

export const scenes = {
  'step-example-dark': {
    app: 'visualiser',
    open: visualiser(null),
    ready: async (page) => {
      await computed(page);
      await page.getByTestId('step-next').click();
      await page.getByTestId('form-standard').getByText('The arithmetic').click();
    },
  },
  'step-example-light': { app: 'visualiser', theme: 'light', open: visualiser(null), ready: computed },
  'step-example-hc': { app: 'visualiser', theme: 'high-contrast', open: visualiser(null), ready: computed },
  'step-example-hcl': { app: 'visualiser', theme: 'high-contrast-light', open: visualiser(null), ready: computed },
  'step-example-zh': { app: 'visualiser', theme: 'light', open: visualiser(null, 'zh-cn'), ready: computed },
  'step-example-narrow': { app: 'visualiser', width: 480, open: visualiser(null), ready: computed },
  'step-editing': {
    app: 'visualiser',
    open: visualiser(null),
    ready: async (page) => {
      await computed(page);
      await page.getByTestId('edit-numbers').click();
      await page.getByTestId('input-cell-0-0-0').fill('-7.5');
      await page.keyboard.press('Enter');
      await page.keyboard.press('Tab');
    },
  },
  'step-depthwise': { app: 'visualiser', open: visualiser(base), ready: computed },
  'step-standard': { app: 'visualiser', theme: 'light', open: visualiser(standard), ready: computed },
  'connections-depthwise': { app: 'visualiser', open: visualiser(base), ready: inSection('connections') },
  'connections-example': { app: 'visualiser', theme: 'light', open: visualiser(null), ready: inSection('connections') },
  proof: { app: 'visualiser', open: visualiser(base), ready: inSection('proof') },
  costs: { app: 'visualiser', open: visualiser(standard), ready: inSection('costs') },
  'costs-light': { app: 'visualiser', theme: 'light', open: visualiser(standard), ready: inSection('costs') },
  receptive: { app: 'visualiser', open: visualiser(base), ready: inSection('receptive') },
  'train-form-dark': { app: 'trainer', open: trainer(), ready: (page) => page.getByTestId('start-training').waitFor() },
  'train-form-light': {
    app: 'trainer',
    theme: 'light',
    open: trainer({
      folder: { label: 'data/mnist', missing: [] },
      unfinished: {
        settings,
        dataset: 'folder',
        epochs: [
          { epoch: 1, trainLoss: 0.3, trainAcc: 92, valLoss: 0.1, valAcc: 97.91, seconds: 90, imagesPerSecond: 660 },
        ],
      },
    }),
    ready: (page) => page.getByTestId('start-training').waitFor(),
  },
  'train-form-problems': {
    app: 'trainer',
    open: trainer({ folder: { label: 'data', missing: ['t10k-labels-idx1-ubyte'] } }),
    ready: async (page) => {
      await page.getByTestId('dataset-folder').check();
      await fill(page, 'setting-epochs', 'ten');
      await fill(page, 'setting-learning-rate', '0');
      await page.getByText('More settings').click();
    },
  },
  'train-running-dark': {
    app: 'trainer',
    open: trainer(),
    ready: async (page) => {
      await started(page, (each) => fill(each, 'setting-seed', '3'));
      await page.getByTestId('val-accuracy').filter({ hasText: '%' }).waitFor();
      await page.getByTestId('pause-training').click();
      await inState(page, 'paused');
    },
  },
  'train-done-dark': { app: 'trainer', open: trainer(), ready: finished },
  'train-done-light': { app: 'trainer', theme: 'light', open: trainer(), ready: finished },
  'train-done-hc': { app: 'trainer', theme: 'high-contrast', open: trainer(), ready: finished },
  'train-done-hcl': { app: 'trainer', theme: 'high-contrast-light', open: trainer(), ready: finished },
  'train-done-zh': { app: 'trainer', theme: 'light', open: trainer({}, 'zh-cn'), ready: finished },
  'train-digit-drawn': {
    app: 'trainer',
    open: trainer(),
    ready: async (page) => {
      await finished(page);
      const canvas = page.getByTestId('digit-canvas');
      await canvas.scrollIntoViewIfNeeded();
      const { x, y, width } = await canvas.boundingBox();
      await page.mouse.move(x + width * 0.3, y + width * 0.3);
      await page.mouse.down();
      await page.mouse.move(x + width * 0.7, y + width * 0.3, { steps: 8 });
      await page.mouse.move(x + width * 0.45, y + width * 0.8, { steps: 8 });
      await page.mouse.up();
      await page.getByTestId('digit-prediction').waitFor();
      await canvas.press('ArrowLeft');
    },
  },
  'train-digit-sample': {
    app: 'trainer',
    theme: 'light',
    width: 560,
    open: trainer({}, 'zh-cn'),
    ready: async (page) => {
      await finished(page);
      await page.getByTestId('digit-sample').click();
      await page.getByTestId('digit-prediction').waitFor();
    },
  },
  'train-done-narrow': { app: 'trainer', width: 480, open: trainer(), ready: finished },
  'train-crashed': {
    app: 'trainer',
    open: trainer(),
    ready: async (page) => {
      await started(page, (each) => fill(each, 'setting-seed', '666'));
      await inState(page, 'failed');
    },
  },
  'train-killed': {
    app: 'trainer',
    open: trainer(),
    ready: async (page) => {
      await started(page, (each) => fill(each, 'setting-seed', '667'));
      await inState(page, 'failed');
    },
  },
  'train-nothing': {
    app: 'trainer',
    theme: 'light',
    open: trainer({ model: null, problem: 'This file has no model whose arguments and input are known.' }),
  },
};
