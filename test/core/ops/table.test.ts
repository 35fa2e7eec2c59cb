// The table of operators holds together: unique names and keys, signatures that parse, documentation that is up to date.
import { describe, expect, it } from 'vitest';
import { parseSignature } from '../../../core/ops/apply';
import { allOperators, operators } from '../../../core/ops/table';

const duplicates = (values: readonly string[]): readonly string[] => values.filter((v, i) => values.indexOf(v) !== i);

describe('the table', () => {
  it('has unique names', () => {
    expect(duplicates(allOperators.map((op) => op.name))).toEqual([]);
    expect(Object.keys(operators)).toHaveLength(allOperators.length);
  });

  it('reaches each operator by unique keys', () => {
    expect(duplicates(allOperators.flatMap((op) => op.functions))).toEqual([]);
    expect(duplicates(allOperators.flatMap((op) => op.methods))).toEqual([]);
    expect(duplicates(allOperators.flatMap((op) => op.properties ?? []))).toEqual([]);
  });

  it.each(allOperators.map((op) => [op.name, op] as const))('%s has a signature and a way to it', (_, op) => {
    expect(parseSignature(op.signature).parameters.length).toBeGreaterThan(0);
    if (op.methodSignature !== undefined) parseSignature(op.methodSignature);
    expect([...op.functions, ...op.methods, ...(op.properties ?? [])].length).toBeGreaterThan(0);
  });
});
