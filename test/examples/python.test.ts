// The Python examples: what they make evident is exact, their figures are those of PyTorch (scripts/golden/examples.py), and the
// mistakes are told where they are made.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { LineIndex } from '../../core/base/location';
import type { Analyzer } from '../../core/index';
import { examplesWith, exampleText, repositoryAnalyzer } from '../support/examples';

interface GoldenModel {
  readonly file: string;
  readonly expr: string;
  readonly input: readonly number[];
  readonly output: unknown;
  readonly params: number;
  readonly trainable: number;
  readonly macs: number;
  readonly calls: readonly unknown[];
}

const golden = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'golden', 'examples.json'), 'utf8')) as {
  readonly models: readonly GoldenModel[];
};

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await repositoryAnalyzer();
});

const whole = examplesWith('.py').filter((name) => name !== 'mistakes.py');

it.each(whole)('%s: every model that it makes evident is exact', (name) => {
  const { models, diagnostics } = analyzer.analyze({ file: `examples/${name}` });
  expect(models.map(({ expression, unknowns }) => [expression, unknowns])).toEqual(
    models.map(({ expression }) => [expression, []]),
  );
  expect(models.every(({ exact }) => exact)).toBe(true);
  expect(diagnostics).toEqual([]);
  // A golden of what the file is opened for: the first model is the one that the user sees.
  expect(golden.models.some(({ file, expr }) => file === name && expr === models[0].expression)).toBe(true);
});

describe.each(golden.models)('$file $expr', ({ file, expr, input, output, params, trainable, macs, calls }) => {
  it('equals PyTorch in every leaf call and in all totals', () => {
    const { models } = analyzer.analyze({ file: `examples/${file}`, model: expr, inputs: [input.join('x')] });
    const [{ graph, totals }] = models;
    expect(
      graph.calls.map((call) => ({
        path: call.path,
        type: call.type,
        in: call.inputs,
        out: call.output,
        params: call.params,
        macs: call.macs,
      })),
    ).toEqual(calls);
    expect([totals.params, totals.trainable, totals.macs]).toEqual([params, trainable, macs]);
    const shapeOf = (id: unknown): unknown => graph.values[id as number].shape;
    expect(typeof graph.output === 'number' ? shapeOf(graph.output) : (graph.output as unknown[]).map(shapeOf)).toEqual(
      output,
    );
  });
});

it('mistakes.py: each mistake is told at its place', () => {
  const text = exampleText('mistakes.py');
  const lines = new LineIndex(text);
  const { models, diagnostics } = analyzer.analyze({ file: 'examples/mistakes.py' });
  const errors = diagnostics
    .map(({ code, severity, location, hint }) => ({
      code,
      severity,
      line: text.split('\n')[lines.place(location.start).line - 1].trim(),
      hint,
    }))
    .sort((a, b) => text.indexOf(a.line) - text.indexOf(b.line));
  const error = (code: string, line: string) => ({ code, severity: 'error', line });
  expect(errors.map(({ hint: _, ...rest }) => rest)).toEqual([
    error('CL1001', 'self.grouped = nn.Conv2d(64, 96, 3, padding=1, groups=6)'),
    error('CL1003', 'return self.fc(torch.flatten(x, 1))'),
    error('CL1010', 'self.squeeze = nn.Conv2d(channels, channels / 2, 1)'),
    error('CL1002', 'return self.conv2(x)'),
    error('CL1004', 'return self.wide(x)'),
    error('CL1005', 'return x + self.body(x)'),
  ]);
  // The right number is named, and none of the models is called exact.
  expect(errors.find(({ code }) => code === 'CL1003')?.hint).toContain('2704');
  expect(errors.find(({ code }) => code === 'CL1010')?.hint).toContain('16');
  expect(models.some(({ exact }) => exact)).toBe(false);
});
