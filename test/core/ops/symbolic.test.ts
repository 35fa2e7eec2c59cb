// Symbols are sound: a call that PyTorch executes is never called wrong when some of its sizes are unknown, and what is
// inferred has PyTorch's value once the symbols take the true sizes. The rows are those of golden.test.ts.
import { describe, expect, it } from 'vitest';
import type { Inference, Result } from '../../../core/ops/operator';
import { type Dim, isSymbolic, substitute } from '../../../core/shape/dim';
import { describeResult, families, matches, operatorOf, type Plain, readRows, type Row, runRow } from './golden';

/** How sizes become symbols: the name for a size (at a place), or undefined to keep the number. */
type Naming = (size: number, tensor: number, axis: number) => string | undefined;

const namings: Readonly<Record<string, Naming>> = {
  'equal sizes share a symbol': (size) => (size > 1 ? `s${size}` : undefined),
  'every size has its own symbol': (size, tensor, axis) => `t${tensor}_${axis}_${size}`,
  'the first tensor alone': (size, tensor) => (tensor === 0 ? `s${size}` : undefined),
  'the batch alone': (size, tensor, axis) => (tensor === 0 && axis === 0 ? `n${size}` : undefined),
  'the last two axes of the first tensor': (size, tensor, axis) => (tensor === 0 && axis >= 2 ? `s${size}` : undefined),
};

/** The row with symbols for sizes of tensors whose elements it does not give; sizes of 0 stay. */
function withSymbols(row: Row, naming: Naming): { row: Row; values: Map<string, number> } {
  const values = new Map<string, number>();
  let tensors = 0;
  const visit = (value: Plain): Plain => {
    if (Array.isArray(value)) return (value as readonly Plain[]).map(visit);
    if (value === null || typeof value !== 'object' || !('t' in value)) return value;
    const tensor = tensors++;
    if ('v' in value) return value;
    const shape = (value['t'] as readonly number[]).map((size, axis) => {
      const name = size === 0 ? undefined : naming(size, tensor, axis);
      if (name === undefined) return size;
      values.set(name, size);
      return { symbol: name };
    });
    return { ...value, t: shape };
  };
  const args = row.args.map(visit);
  const kw = Object.fromEntries(Object.entries(row.kw ?? {}).map(([name, value]) => [name, visit(value)]));
  return { row: { ...row, args, kw }, values };
}

function concrete(inference: Inference, values: ReadonlyMap<string, number>): { result: Result; macs: Dim } {
  const at = (d: Dim): Dim => substitute(d, (name) => values.get(name));
  const visit = (result: Result): Result => {
    if ('shape' in result) return { ...result, shape: result.shape.map(at) };
    if ('tuple' in result) return { ...result, tuple: result.tuple.map(visit) };
    return isSymbolic(result.scalar) ? { scalar: at(result.scalar) } : result;
  };
  return { result: visit(inference.result), macs: at(inference.macs ?? 0) };
}

/** What is wrong, `unknown`, or undefined. */
function check(original: Row, naming: Naming): string | undefined {
  const op = operatorOf(original.call);
  if (!op || original.raises !== undefined) return undefined;
  const { row, values } = withSymbols(original, naming);
  if (values.size === 0) return undefined;
  const outcome = runRow(row, op);
  if (outcome.kind === 'unknown') return 'unknown';
  if (outcome.kind === 'wrong')
    return `a false alarm: ${outcome.problem.code} ${JSON.stringify(outcome.problem.details)}`;
  const { result, macs } = concrete(outcome.value, values);
  const actual = describeResult(result, original.out ?? null);
  if (!matches(actual, original.out ?? null))
    return `${JSON.stringify(actual)} instead of ${JSON.stringify(original.out)}`;
  return macs === (original.macs ?? 0) ? undefined : `${String(macs)} MACs instead of ${original.macs ?? 0}`;
}

describe.each(Object.entries(namings))('%s', (_, naming) => {
  it.each(families)('%s', (family) => {
    // Long families repeat themselves: every third row of them is enough here.
    const all = readRows(family);
    const rows = all.filter((_, i) => all.length < 1000 || i % 3 === 0);
    const failures: string[] = [];
    let unknown = 0;
    for (const row of rows) {
      const failure = check(row, naming);
      if (failure === 'unknown') unknown++;
      else if (failure !== undefined)
        failures.push(`${row.call}(${JSON.stringify(row.args)} ${JSON.stringify(row.kw ?? {})}): ${failure}`);
    }
    expect(failures).toEqual([]);
    if (process.env['SHOW_UNKNOWN']) console.log(`${family}: ${unknown} of ${rows.length} unknown`);
  });
});

it('makes symbols', () => {
  const row = { call: '.view', args: [{ t: [2, 3], d: 'float32' }, -1], out: null };
  expect(withSymbols(row, namings['the batch alone']).row.args[0]).toEqual({ t: [{ symbol: 'n2' }, 3], d: 'float32' });
});
