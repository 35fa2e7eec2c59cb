// Every operator against PyTorch: shape, dtype, small results, MACs, and whether PyTorch raises. The rows are measured by
// scripts/golden/operators.py.
import { describe, expect, it } from 'vitest';
import { allOperators } from '../../../core/ops/table';
import { describeResult, families, matches, operatorOf, readRows, type Row, runRow } from './golden';

/** What these yield depends on elements, or on the memory layout, which is not modelled: unknown is the right answer. */
const DATA_DEPENDENT = new Set(['unique', 'unique_consecutive', 'bincount', 'is_contiguous']);

/** Not to be measured without the device; no functions of PyTorch's but parts of some. */
const UNMEASURED = new Set(['cuda', 'autograd_function', 'linalg_lstsq', 'per_example', 'join_examples']);

/** What is wrong with the answer to one row, or undefined. */
function check(row: Row): string | undefined {
  const op = operatorOf(row.call);
  if (!op) return row.raises === undefined ? 'no operator' : undefined;
  const outcome = runRow(row, op);
  if (row.raises !== undefined) {
    return outcome.kind === 'wrong' ? undefined : `PyTorch raises "${row.raises}", but the answer is ${outcome.kind}`;
  }
  if (outcome.kind === 'unknown' && DATA_DEPENDENT.has(op.name)) return undefined;
  if (outcome.kind === 'unknown') return `unknown: ${outcome.reason}`;
  if (outcome.kind === 'wrong')
    return `a false alarm: ${outcome.problem.code} ${JSON.stringify(outcome.problem.details)}`;
  const actual = describeResult(outcome.value.result, row.out ?? null);
  if (!matches(actual, row.out ?? null)) return `${JSON.stringify(actual)} instead of ${JSON.stringify(row.out)}`;
  const macs = outcome.value.macs ?? 0;
  return macs === (row.macs ?? 0) ? undefined : `${String(macs)} MACs instead of ${row.macs ?? 0}`;
}

describe('operators against PyTorch', () => {
  it.each(families)('%s', (family) => {
    const failures = readRows(family).flatMap((row) => {
      const failure = check(row);
      return failure === undefined
        ? []
        : [`${row.call}(${JSON.stringify(row.args)} ${JSON.stringify(row.kw ?? {})}): ${failure}`];
    });
    expect(failures).toEqual([]);
  });

  it('covers every operator', () => {
    const covered = new Set(families.flatMap(readRows).map((row) => operatorOf(row.call)?.name));
    expect(allOperators.map((op) => op.name).filter((name) => !covered.has(name) && !UNMEASURED.has(name))).toEqual([]);
  });
});
