// The TypeScript examples, as they are opened: found without being named, exact, and with hints at every layer. Their figures are
// compared with TensorFlow.js in test/core/tfjs.
import { beforeAll, expect, it } from 'vitest';
import { formatDim } from '../../core/shape/dim';
import type { Analyzer } from '../../core/index';
import { examplesWith, exampleText, repositoryAnalyzer } from '../support/examples';

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await repositoryAnalyzer();
});

/** By formula: kernel elements × channels in × channels out × output positions, for each layer with weights. */
const figures: Readonly<Record<string, { expression: string; params: number; macs: string }>> = {
  'tfjs_mnist.ts': {
    expression: 'createModel()',
    params: 24_682,
    // 9·32·28² + (9·32 + 32·64)·14² + 9·128·4² + 2048·10
    macs: `${9 * 32 * 28 ** 2 + (9 * 32 + 32 * 64) * 14 ** 2 + 9 * 128 * 4 ** 2 + 2048 * 10}·N`,
  },
  'tfjs_functional.ts': { expression: 'model', params: 53_482, macs: '8833424·N' },
};

it('has a figure for each example', () => {
  expect(examplesWith('.ts')).toEqual(Object.keys(figures).sort());
});

it.each(examplesWith('.ts'))('%s is found and exact', (name) => {
  const { models, diagnostics, constructions } = analyzer.analyze({ file: `examples/${name}` });
  expect(diagnostics).toEqual([]);
  expect(models).toHaveLength(1);
  const [{ expression, definition, totals, exact, unknowns }] = models;
  expect([exact, unknowns]).toEqual([true, []]);
  const text = exampleText(name);
  expect(text.slice(definition?.start, definition?.end)).toBe(expression.replace('()', ''));
  const macs = totals.macs === null ? '' : formatDim(totals.macs);
  expect({ expression, params: totals.params, macs: macs.replace(/[*\s]/g, '·') }).toEqual(figures[name]);
  // Every layer that the text constructs has a place with what it does there.
  const layers = [...text.matchAll(/\btf\.layers\.\w+\(/g)].map(({ index }) => index);
  const sites = new Map(constructions.map((site) => [site.location.start, site]));
  expect(layers.filter((start) => (sites.get(start)?.instances[0]?.output ?? null) === null)).toEqual([]);
});
