// TypeScript in the evaluator against the machine's own JavaScript: every `r_*` that a case exports has the value that running the
// case gives it. Undefined counts as null, as the evaluator has it.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { Interpreter } from '../../../core/eval/interpreter';
import { createPrograms } from '../../../core/eval/programs';
import { DictValue, ListValue, SetValue, TupleValue, type Attributes, type Value } from '../../../core/eval/values';
import { Float } from '../../../core/ops/operator';
import type { Parser } from '../../../core/syntax/parser';
import { loadParser } from '../../support/parser';
import * as language from './script/language';
import * as library from './script/library';

const folder = join(import.meta.dirname, 'script');
let parser: Parser;
beforeAll(async () => {
  parser = await loadParser();
});

function evaluate(name: string): Attributes {
  const file = join(folder, name);
  const readText = (path: string): string | undefined => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  };
  const interpreter = new Interpreter(createPrograms(parser, () => false));
  interpreter.begin({ host: { readText }, roots: [] });
  const module = interpreter.modules.addFile(file, interpreter.parse(file, readText(file) ?? ''));
  module.load?.();
  expect(interpreter.modules.failures.get(file) ?? []).toEqual([]);
  return module.attributes;
}

/** A value of the evaluator as plain data; what is unknown as its reason. */
function plain(value: Value | undefined): unknown {
  if (value === undefined || value === null) return null;
  if (value instanceof Float) return value.value;
  if (value instanceof ListValue || value instanceof TupleValue) return value.items.map(plain);
  if (value instanceof SetValue) return [...value.entries.values()].map(plain);
  if (value instanceof DictValue)
    return Object.fromEntries([...value.entries.values()].map((e) => [e.key as string, plain(e.value)]));
  if (typeof value === 'object' && 'reason' in value) return `unknown: ${value.reason}`;
  return value;
}

function comparable(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (Array.isArray(value)) return Array.from(value, comparable);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, comparable(item)]));
  return value;
}

describe.each([
  ['language.ts', language],
  ['library.ts', library],
] as const)('%s', (name, real) => {
  let attributes: Attributes;
  beforeAll(() => {
    attributes = evaluate(name);
  });
  const results = Object.entries(real).filter(([key]) => key.startsWith('r_'));
  it.each(results)('%s', (key, value) => {
    expect(plain(attributes.get(key))).toEqual(comparable(value));
  });
});
