// No argument breaks an operator: whatever stands in the place of a good argument, the answer is one of the three outcomes,
// and it comes at once. The calls are those of golden.test.ts, with one argument at a time replaced.
import { describe, expect, it } from 'vitest';
import { callOperator } from '../../../core/ops/apply';
import { type ArgumentValue, UnknownArgument } from '../../../core/ops/arguments';
import { Float, type Result } from '../../../core/ops/operator';
import { symbol, SymbolicDim } from '../../../core/shape/dim';
import { decode, families, operatorOf, readRows, type Row } from './golden';

const odd: readonly ArgumentValue[] = [
  null,
  true,
  'nonsense',
  0,
  -1,
  3,
  10 ** 12,
  Number.MAX_SAFE_INTEGER,
  symbol('n'),
  new Float(2.5),
  new Float(NaN),
  new UnknownArgument('because'),
  { opaque: 'Thing' },
  { ellipsis: true },
  { slice: [null, -1, null] },
  { dtype: 'int64' },
  [],
  [2, 3],
  [[1], [2, 3]],
  [null, 'a', new Float(1)],
  { shape: [], dtype: 'float32' },
  { shape: [0, 5], dtype: 'bool' },
  { shape: [10 ** 9, 10 ** 9], dtype: 'float32' },
  { shape: [symbol('n'), symbol('m'), 3], dtype: 'int64' },
  { shape: [2], dtype: 'int64', data: [7, -7] },
];

/** Sizes are whole numbers from 0 on, or symbolic; a tuple is not without end. */
function badResults(result: Result): readonly string[] {
  if ('tuple' in result) return result.tuple.length > 5000 ? ['a huge tuple'] : result.tuple.flatMap(badResults);
  if (!('shape' in result)) return [];
  const bad = result.shape.filter((d) => !(d instanceof SymbolicDim) && !(Number.isSafeInteger(d) && d >= 0));
  const count = result.data?.length ?? 0;
  return [...bad.map((d) => `a size of ${String(d)}`), ...(count > 4096 ? [`${count} elements`] : [])];
}

/** Each third row, with each argument replaced by each odd value in turn (a few of them a row, to stay fast). */
function check(row: Row, index: number): readonly string[] {
  const op = operatorOf(row.call);
  if (!op) return [];
  const args = row.args.map(decode);
  const keyword = new Map(Object.entries(row.kw ?? {}).map(([name, value]) => [name, decode(value)] as const));
  const method = row.call.startsWith('.');
  const failures: string[] = [];
  const attempt = (positional: readonly ArgumentValue[], named: ReadonlyMap<string, ArgumentValue>): void => {
    try {
      const outcome = callOperator(op, positional, named, { method, calledAs: row.call });
      if (outcome.kind === 'known') {
        const found = badResults(outcome.value.result);
        failures.push(...found.map((bad) => `${row.call}(${JSON.stringify(positional)}): ${bad}`));
      }
    } catch (error) {
      failures.push(`${row.call}(${JSON.stringify(positional)} ${JSON.stringify([...named])}): ${String(error)}`);
    }
  };
  for (let i = 0; i < args.length; i++) {
    for (let k = 0; k < 5; k++) {
      const value = odd[(index * 7 + i * 5 + k * 5) % odd.length];
      attempt(
        args.map((arg, j) => (j === i ? value : arg)),
        keyword,
      );
    }
  }
  for (const name of keyword.keys()) {
    for (let k = 0; k < 3; k++) attempt(args, new Map([...keyword, [name, odd[(index + k * 9) % odd.length]]]));
  }
  return failures;
}

describe('odd arguments', () => {
  it.each(families)('%s', (family) => {
    const failures = readRows(family).flatMap((row, i) => (i % 3 === 0 ? check(row, i) : []));
    expect(failures).toEqual([]);
  });
});
