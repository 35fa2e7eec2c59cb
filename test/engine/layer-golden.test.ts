// Every operator's forward and backward pass on every backend, against PyTorch (scripts/golden/engine_ops.py): the graphs are those
// that the evaluator makes of the same models, so that names and arguments are what users' code yields.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Analyzer } from '../../core/index';
import { gpuRule } from '../../engine/webgpu/table';
import { allBackends, type BackendOptions } from './backends';
import { runOperator, type OperatorGolden } from './operator-case';
import { caseOf, goldens, openAnalyzer } from './operator-goldens';

/** Relative to the tensor's largest element: a device sums in float32, and its functions are good to a few units in the last place. */
const toleranceOf = ({ device }: BackendOptions): number => (device === 'webgpu' ? 5e-5 : 1e-5);

let analyzer: Analyzer;
beforeAll(async () => {
  analyzer = await openAnalyzer();
});

async function check(backend: BackendOptions, golden: OperatorGolden): Promise<void> {
  const result = await runOperator(backend, caseOf(analyzer, golden));
  if ('kind' in result) {
    const { problem } = result;
    expect(backend.device, `${problem.code} ${JSON.stringify(problem.details)}`).toBe('webgpu');
    expect(problem.code).toBe('CL3001');
    const rule = gpuRule(String(problem.details['operator']));
    return expect(rule === null || rule.refuses !== undefined).toBe(true);
  }
  for (const { what, difference } of result)
    expect(difference, `${what}: largest difference over largest element`).toBeLessThan(toleranceOf(backend));
}

describe.each(allBackends)('$device', (backend) => {
  it.each(goldens)('$name', (golden) => check(backend, golden));
});
