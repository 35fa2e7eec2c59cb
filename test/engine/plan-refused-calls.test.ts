// Calls of operators that have a rule, with arguments that it does not cover: refused at their place, never computed without them.
import { beforeAll, describe, expect, it } from 'vitest';
import { createAnalyzer, type Analyzer } from '../../core/index';
import { serialiseGraph } from '../../core/report/serialise';
import { createEngine } from '../../engine/session';
import { loadParser } from '../support/parser';
import { backends } from './backends';

const HEAD = `import torch
import torch.nn as nn
import torch.nn.functional as F
class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.zeros(4, 6, 5))
        self.e = nn.Embedding(9, 5, max_norm=1.0)
        self.g = nn.Embedding(9, 5, scale_grad_by_freq=True)
        self.n = nn.BatchNorm2d(4)
    def forward(self, x):
        x = x + self.p
        return `;
/** Of the expression in `forward`. */
const LINE = HEAD.split('\n').length;

/** An expression, and what is said of it. */
const calls: Readonly<Record<string, string>> = {
  "torch.div(x, 0.3, rounding_mode='trunc')": 'a quotient that is rounded',
  "F.normalize(x, p=float('inf'))": 'this order of a norm',
  'x * self.e(torch.tensor([1, 2, 3, 4, 1, 1]))': 'rows that are shortened',
  'x * self.g(torch.tensor([1, 2, 3, 4, 1, 1]))': 'how often a row is read',
  'x * x.max(1, keepdim=True)[1]': 'positions, rather than values',
  'F.max_pool2d(x, 2, return_indices=True)[1] * x.mean()': 'positions, rather than values',
  'x[:, torch.tensor([True, False, True, False])]': 'truth values',
  'F.dropout(x, 0.5)': 'drops in evaluation too',
  'x * torch.rand(x.shape[0], 1, 1)': 'random numbers in evaluation',
  'F.batch_norm(x, self.n.running_mean, self.n.running_var, training=True)': 'uses the batch in evaluation too',
};

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
});

describe.each(backends)('$device refuses', (backend) => {
  it.each(Object.entries(calls))('%s', async (call, said) => {
    const text = `${HEAD}${call}\n`;
    const graphOf = (training: boolean) => {
      const request = { file: 'net.py', text, model: 'Model()', inputs: ['Nx4x6x5'], training };
      return serialiseGraph(analyzer.analyze(request).models[0].graph);
    };
    const made = await createEngine({
      graph: graphOf(true),
      evaluation: graphOf(false),
      ...backend,
      batchSize: 2,
      loss: { kind: 'mse' },
      random: {
        bernoulli: () => undefined,
        uniform: () => undefined,
        readState: () => new Uint8Array(),
        writeState: () => undefined,
      },
    });
    if (made.kind === 'known') throw new Error('not refused');
    expect(made.problem.code).toBe('CL3001');
    expect(made.problem.actual).toContain(said);
    expect(text.slice(0, made.location?.start).split('\n')).toHaveLength(LINE);
  });
});
