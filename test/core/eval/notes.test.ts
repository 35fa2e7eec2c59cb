// The notes' script, unchanged, against PyTorch: every leaf call and the totals, at three settings. The script and its goldens
// stand beside the repository; where they are absent the test is skipped.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../../core/index';
import { loadParser } from '../../support/parser';

const shared = join(import.meta.dirname, '..', '..', '..', '..', 'shared');
const script = join(shared, 'corpus', 'mnist_ds_dilated.py');
const goldenFile = join(shared, 'golden', 'mnist_ds_dilated.json');
const present = existsSync(script) && existsSync(goldenFile);
if (!present) console.log('skipped: the notes’ script and its goldens are not beside the repository');

interface Golden {
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly params: number;
  readonly trainable: number;
  readonly macs: number;
  readonly calls: readonly unknown[];
}

const models = present
  ? Object.entries((JSON.parse(readFileSync(goldenFile, 'utf8')) as { models: Record<string, Golden> }).models)
  : [];

describe.skipIf(!present)('mnist_ds_dilated.py', () => {
  it.each(models)('%s', async (model, golden) => {
    const host = { readText: (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined) };
    const analyzer = createAnalyzer({ parser: await loadParser(), host });
    const { models: found, diagnostics } = analyzer.analyze({ file: script, model, inputs: [golden.input.join('x')] });
    expect(diagnostics).toEqual([]);
    const { graph, totals, exact } = found[0];
    const calls = graph.calls.map(({ path, type, inputs, output, params, macs }) => ({
      path,
      type,
      in: inputs,
      out: output,
      params,
      macs,
    }));
    expect(calls).toEqual(golden.calls);
    expect({ exact, params: totals.params, trainable: totals.trainable, macs: totals.macs }).toEqual({
      exact: true,
      params: golden.params,
      trainable: golden.trainable,
      macs: golden.macs,
    });
  });
});
