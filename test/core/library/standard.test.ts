// The standard library, einops and numpy as modelled in core/library, against CPython (scripts/golden/library.py): each program's
// `result`, as repr() prints it, or the exception that it raises.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../../core/index';
import { loadParser } from '../../support/parser';

interface Row {
  readonly source: string;
  readonly repr?: string;
  readonly raises?: string;
}

const folder = join(import.meta.dirname, '..', '..', 'golden', 'library');
const modules = readdirSync(folder).map((file) => {
  const golden = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly rows: readonly Row[] };
  return { name: file.replace('.json', ''), rows: golden.rows };
});

const indented = (text: string): string => text.replace(/^(?=.)/gm, '    ');

/** The program, then a model whose forward pass raises what was answered where it is not what CPython answers. */
function probe(row: Row): string {
  const future = /^from __future__.*\n/.exec(row.source)?.[0] ?? '';
  const expected = JSON.stringify(row.repr ?? `raises ${row.raises}`);
  return `${future}import torch
try:
${indented(row.source.slice(future.length))}
    answer = repr(result)
except Exception as error:
    answer = 'raises ' + type(error).__name__


class Probe(torch.nn.Module):
    def forward(self, x):
        if answer != ${expected}:
            raise AssertionError(answer)
        return x
`;
}

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

describe.each(modules)('$name', ({ rows }) => {
  test.each(rows)('$source', (row) => {
    const { models, diagnostics } = analyzer.analyze({
      file: '/program.py',
      text: probe(row),
      model: 'Probe()',
      inputs: ['1x1'],
    });
    expect(diagnostics.filter((d) => d.severity === 'error').map((d) => d.details['message'])).toEqual([]);
    expect(models[0].unknowns).toEqual([]);
    expect(models[0].exact).toBe(true);
  });
});
