// TypeScript that cannot be told, that never ends, or that reaches for what is not there: an unknown with its reason, never a crash.
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type FileAnalysis } from '../../../core/index';
import type { Parser } from '../../../core/syntax/parser';
import { loadParser } from '../../support/parser';

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

function analyse(text: string, files: Readonly<Record<string, string>> = {}, file = '/w/model.ts'): FileAnalysis {
  const all: Readonly<Record<string, string>> = { ...files, [file]: text };
  const readText = (path: string): string | undefined => (Object.hasOwn(all, path) ? all[path] : undefined);
  const limits = { steps: 20_000, milliseconds: 2_000 };
  return createAnalyzer({ parser, host: { readText }, limits }).analyze({ file });
}

const head = `import * as tf from '@tensorflow/tfjs';\n`;
const dense = (units: string): string => `${head}
const units = ${units};
export const model = tf.sequential({ layers: [tf.layers.dense({ units: 4, inputShape: [2] }), tf.layers.dense({ units })] });`;

describe('a number of units that cannot be told', () => {
  it.each([
    ['Math.random() > 0.5 ? 3 : 4'],
    ['Number(prompt("units"))'],
    ['JSON.parse(text).units'],
    ['(globalThis as any).config?.units'],
    ['/(\\\\d+)/.exec("12")'],
    ['await import("./config")'],
    ['new Proxy({}, {}).units'],
    ['((n) => { while (true) n++; })(1)'],
    ['(function f(n: number): number { return f(n + 1); })(0)'],
    ['new Array(1e12).length'],
    ['"x".repeat(1e12).length'],
    ['[...Array(1e9).keys()].length'],
  ])('%s', (expression) => {
    const { models, diagnostics } = analyse(dense(expression));
    expect(models.every(({ exact }) => !exact)).toBe(true);
    expect(models.flatMap(({ unknowns }) => unknowns.map(({ reason }) => reason.length > 0))).not.toContain(false);
    expect(diagnostics).toEqual([]);
  });
});

it('names of the prototype are ordinary names', () => {
  const { models } = analyse(`${head}
const sizes: Record<string, number> = { constructor: 3, toString: 4, __proto__: 5 } as never;
const missing = ({} as any).constructor ?? 2;
export const model = tf.sequential({
  layers: [tf.layers.dense({ units: sizes.constructor + sizes['toString'], inputShape: [missing] })],
});`);
  expect(models[0].totals.params).toBe(2 * 7 + 7);
});

it('a half-typed layer leaves the others their figures', () => {
  const { models, constructions } = analyse(`${head}
const model = tf.sequential();
model.add(tf.layers.dense({ units: 8, inputShape: [4] }));
model.add(tf.layers.dense({ units:
`);
  expect(constructions.find(({ type }) => type === 'Dense')?.instances[0]?.params).toBe(40);
  expect([models[0].totals.params, models[0].totals.macs, models[0].exact]).toEqual([null, null, false]);
});

it('files that import each other, and files that are not there', () => {
  const { models } = analyse(
    `${head}
import { width } from './a';
import { gone } from './nowhere';
import something from 'some-package';
export const depth = 2;
export const model = tf.sequential({ layers: [tf.layers.dense({ units: width(), inputShape: [3] })] });
export const other = tf.sequential({ layers: [tf.layers.dense({ units: gone ?? something, inputShape: [3] })] });`,
    { '/w/a.ts': `import { depth } from './model';\nexport const width = () => depth * 2;` },
  );
  const params = Object.fromEntries(models.map(({ expression, totals }) => [expression, totals.params]));
  expect(params).toEqual({ model: 16, other: null });
});

it('a model that only lives inside a function is found', () => {
  const { models } = analyse(`${head}
async function run() {
  const net = tf.sequential();
  net.add(tf.layers.dense({ units: 3, inputShape: [5] }));
  await net.fit(await load(), null);
}
document.addEventListener('DOMContentLoaded', run);`);
  expect(models.map(({ expression, totals }) => [expression, totals.params])).toEqual([['net', 18]]);
});

it.each([
  ['/w/model.js', "const tf = require('@tensorflow/tfjs-node');"],
  ['/w/model.mjs', "import tf from '@tensorflow/tfjs';"],
  ['/w/page.js', '// a page with <script src=".../tf.min.js">'],
])('JavaScript: %s with %s', (file, first) => {
  const text = `${first}
const { layers } = tf;
class Agent {
  #model = null;
  constructor(units) { this.#model = tf.sequential(); this.#model.add(layers.dense({ units, inputShape: [4] })); }
  get model() { return this.#model; }
}
export const { model } = new Agent(8);`;
  const { models } = analyse(text, {}, file);
  expect(models.map(({ totals }) => totals.params)).toEqual([40]);
});

it("a layer of the user's own has the shape that it declares, and an unknown cost", () => {
  const { models } = analyse(`${head}
class Scale extends tf.layers.Layer {
  static className = 'Scale';
  private gain: tf.LayerVariable | null = null;
  constructor(private readonly factor: number) { super({}); }
  override build(inputShape: tf.Shape) { this.gain = this.addWeight('gain', [inputShape[inputShape.length - 1] as number]); super.build(inputShape); }
  override computeOutputShape(inputShape: tf.Shape) { return [inputShape[0], inputShape[1]! * this.factor]; }
  override call(inputs: tf.Tensor) { return tf.tile(inputs.mul(this.gain!.read()), [1, this.factor]); }
}
export const model = tf.sequential({ layers: [tf.layers.dense({ units: 6, inputShape: [2] }), new Scale(3) as never, tf.layers.dense({ units: 1 })] });`);
  const [{ totals, graph, exact, unknowns }] = models;
  expect(graph.calls.map(({ type, params }) => [type, params])).toEqual([
    ['Dense', 18],
    ['Scale', 6],
    ['Dense', 19],
  ]);
  expect([totals.params, totals.macs, exact]).toEqual([43, null, false]);
  expect(unknowns.map(({ reason }) => reason).join()).toContain('Scale');
});
