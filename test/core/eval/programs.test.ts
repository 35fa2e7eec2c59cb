// Programs that take, wrap, freeze, trace and compile models: everything that the analysis says of them is what PyTorch measured
// (scripts/golden/programs.py), in eval and in training mode.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../../core/index';
import { createPlaces } from '../../../core/report/places';
import { reportFile } from '../../../core/report/reportFile';
import { loadParser } from '../../support/parser';

interface Pass {
  readonly output: unknown;
  readonly macs: number;
  readonly calls: readonly object[];
}

interface Row {
  readonly expr: string;
  readonly input: readonly (readonly number[])[];
  readonly params: number;
  readonly trainable: number;
  readonly eval: Pass;
  readonly train: Pass;
  /** null: not to be told. */
  readonly saved: number | null;
}

const folder = join(import.meta.dirname, '..', '..', 'golden', 'programs');
const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
const programs = readdirSync(folder)
  .filter((name) => name.endsWith('.py'))
  .map((name) => ({ name, rows: JSON.parse(read(name.replace('.py', '.json'))) as readonly Row[] }));

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

describe.each(programs)('$name', ({ name, rows }) => {
  test.each(rows)('$expr', ({ expr, input, params, trainable, saved, ...passes }) => {
    for (const mode of ['eval', 'train'] as const) {
      const analysis = analyzer.analyze({
        file: `/workspace/${name}`,
        text: read(name),
        model: expr,
        inputs: input.map((shape) => shape.join('x')),
        training: mode === 'train',
      });
      const { diagnostics, models } = reportFile(analysis, {
        convention: 'macs',
        places: createPlaces(() => undefined),
      });
      expect(diagnostics).toEqual([]);
      const [model] = models;
      const { output, macs, calls } = passes[mode];
      expect(model).toMatchObject({ exact: true, unknowns: [], params, trainable, macs, output });
      expect(
        model.layers.map((layer) => ({
          path: layer.path,
          type: layer.type,
          in: layer.in,
          out: layer.out,
          params: layer.params,
          macs: layer.macs,
        })),
      ).toEqual(calls);
      if (mode === 'train') expect(model.activationBytes.trainingSaved).toBe(saved);
    }
  });
});
