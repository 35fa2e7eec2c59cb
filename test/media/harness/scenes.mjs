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
};
