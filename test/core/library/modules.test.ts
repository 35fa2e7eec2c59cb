// Every torch.nn module over a grid of arguments, as measured in PyTorch (scripts/golden/modules.py): the names, shapes and order
// of its state, the output's shape, the multiply-accumulates, the calls of leaf modules, or that it raises.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { createAnalyzer, type Analyzer, type ModelAnalysis } from '../../../core/index';
import type { Tree } from '../../../core/graph/graph';
import { loadParser } from '../../support/parser';

interface Row {
  readonly module: string;
  readonly inputs: readonly string[];
  readonly call: string;
  readonly train: boolean;
  readonly raises?: string;
  readonly state?: Readonly<Record<string, readonly [readonly number[] | null, string]>>;
  readonly output?: unknown;
  readonly macs?: number;
  readonly calls?: readonly (readonly [string, string])[];
}

const folder = join(import.meta.dirname, '..', '..', 'golden', 'modules');
const families = readdirSync(folder).map((file) => {
  const golden = JSON.parse(readFileSync(join(folder, file), 'utf8')) as { readonly rows: readonly Row[] };
  return { name: file.replace('.json', ''), rows: golden.rows };
});

/** The same program that the golden was measured with. */
const source = ({ module, inputs, call }: Row): string => `import torch
import torch.nn as nn
import torch.nn.functional as F


class Probe(nn.Module):
    def __init__(self):
        super().__init__()
        self.m = ${module}

    def forward(self, ${inputs.map((_, i) => `x${i}`).join(', ')}):
        return ${call}
`;

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

function measured({ graph, totals }: ModelAnalysis): Pick<Row, 'state' | 'output' | 'macs' | 'calls'> {
  const shapes = (tree: Tree<number>): unknown => {
    if (tree === null) return null;
    if (typeof tree === 'number') return graph.values[tree].shape;
    return (Array.isArray(tree) ? (tree as readonly Tree<number>[]) : Object.values(tree)).map(shapes);
  };
  const state: Record<string, [readonly number[] | null, string]> = {};
  for (const { name, aliases, shape, kind, persistent } of graph.parameters) {
    for (const own of persistent ? [name, ...aliases] : []) state[own.slice('m.'.length)] = [shape, kind];
  }
  return {
    state,
    output: shapes(graph.output),
    macs: totals.macs as number,
    calls: graph.calls.map((call) => [call.path, call.type] as const),
  };
}

describe.each(families)('$name', ({ rows }) => {
  test.each(rows)('$module $inputs $call', (row) => {
    const { models, diagnostics } = analyzer.analyze({
      file: '/probe.py',
      text: source(row),
      model: 'Probe()',
      inputs: row.inputs,
      training: row.train,
    });
    const raised = diagnostics.some((d) => d.severity === 'error');
    expect(raised, 'raises').toBe(row.raises !== undefined);
    if (raised) return;
    const { state, output, macs, calls } = row;
    expect(measured(models[0])).toEqual({ state, output, macs, calls });
    const named = models[0].graph.parameters.filter((p) => p.persistent).map((p) => p.name.slice('m.'.length));
    expect(named, 'order').toEqual(Object.keys(state ?? {}).filter((name) => named.includes(name)));
    expect(models[0].exact).toBe(true);
  });
});
