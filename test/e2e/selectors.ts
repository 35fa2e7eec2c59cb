// Every selector that the end-to-end tests use. The first part is VS Code's own DOM (seen in 1.139), the rest ConvLens's webviews,
// whose interactive elements carry a `data-testid`.

export const workbench = {
  ready: '.monaco-workbench .part.editor',
  quickInput: '.quick-input-widget:not([style*="display: none"]) .quick-input-box input',
  quickPickRow: '.quick-input-list .monaco-list-row',
  tab: '.tabs-container .tab',
  cursorPosition: '#status\\.editor\\.selection',
  notification: '.notification-toast .notification-list-item-message',
} as const;

export const editor = {
  line: '.view-lines > .view-line',
  lineNumberRow: '.margin-view-overlays > div',
  lineNumber: '.line-numbers',
  // An inlay hint is injected text: spans whose class is one of the generated `dyn-rule-…`, an empty one for each padding.
  injectedText: 'span[class*="dyn-rule-"]',
  hover: '.monaco-hover:not(.hidden)',
  hoverContent: '.monaco-hover-content',
  codeLens: '.codelens-decoration a',
  squiggle: '.cdr.squiggly-error, .cdr.squiggly-warning, .cdr.squiggly-info',
} as const;

// A webview is an iframe in an overlay beside the workbench, not inside its editor group; the group points to it by `aria-flowto`,
// whose value is also the frame's name. In it, `#active-frame` holds the extension's page.
export const webview = {
  editorInstance: '[aria-flowto]',
  outer: (name: string) => `iframe.webview.ready[name="${name}"]`,
  inner: 'iframe#active-frame',
} as const;

const testId = (id: string) => `[data-testid="${id}"]`;

export const visualiser = {
  root: testId('visualiser'),
  ready: `${testId('visualiser')}[data-ready="true"]`,
  layer: testId('layer-text'),
  showExample: testId('show-example'),
  position: testId('position-text'),
  first: testId('step-first'),
  next: testId('step-next'),
  result: (form: 'standard' | 'separable') => `${testId(`form-${form}`)} ${testId('result')}`,
  sum: (form: 'standard' | 'separable') => `${testId(`form-${form}`)} ${testId('products-sum')}`,
} as const;

export const trainer = {
  root: testId('trainer'),
  model: testId('model-text'),
  params: testId('params-text'),
  synthetic: testId('dataset-synthetic'),
  epochs: testId('setting-epochs'),
  more: 'details > summary',
  limit: testId('setting-limit'),
  start: testId('start-training'),
  stop: testId('stop-training'),
  newRun: testId('new-run'),
  status: testId('train-status'),
  progress: testId('progress-text'),
  loss: testId('train-loss'),
  accuracy: testId('val-accuracy'),
  lossCurve: testId('loss-curve'),
  checkpoint: testId('checkpoint-text'),
  digitCanvas: testId('digit-canvas'),
  digitSample: testId('digit-sample'),
  digitPrediction: testId('digit-prediction'),
  digitLayers: `${testId('digit-layers')} convlens-activation`,
} as const;
