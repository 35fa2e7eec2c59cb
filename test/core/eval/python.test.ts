// The evaluator against CPython: every name `r_*` that a case binds has the repr that CPython gives it (scripts/golden/python.py).
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Interpreter } from '../../../core/eval/interpreter';
import { createPrograms } from '../../../core/eval/programs';
import type { Parser } from '../../../core/syntax/parser';
import { loadParser } from '../../support/parser';

const root = join(import.meta.dirname, '..', '..');
const cases = readdirSync(join(import.meta.dirname, 'cases')).filter((name) => name.endsWith('.py'));

let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

describe.each(cases)('%s', (name) => {
  const text = readFileSync(join(import.meta.dirname, 'cases', name), 'utf8');
  const golden = JSON.parse(
    readFileSync(join(root, 'golden', 'python', name.replace('.py', '.json')), 'utf8'),
  ) as Record<string, string>;
  let values: ReadonlyMap<string, string> | undefined;
  const evaluate = (): ReadonlyMap<string, string> => {
    if (values !== undefined) return values;
    const interpreter = new Interpreter(createPrograms(parser, () => false));
    interpreter.begin({ host: { readText: () => undefined }, roots: [] });
    const file = `cases/${name}`;
    const module = interpreter.modules.addFile(file, interpreter.parse(file, text));
    module.load?.();
    values = new Map(
      [...module.attributes]
        .filter(([key]) => key.startsWith('r_'))
        .map(([key, value]) => [key, interpreter.repr(value)]),
    );
    return values;
  };
  it.each(Object.entries(golden))('%s', (key, expected) => {
    expect(evaluate().get(key)).toBe(expected);
  });
});
