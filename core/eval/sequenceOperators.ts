// `+`, `*`, `%`, `|`, `&`, `-`, `^` on strings, lists, tuples, sets and dicts.
import { SymbolicDim } from '../shape/dim';
import { addToSet } from './comprehensions';
import { percentFormat } from './formatting';
import { asInteger } from './numbers';
import { asSet } from './views';
import type { UnknownValue } from './values';
import {
  BytesValue,
  ClassValue,
  DictValue,
  DictView,
  ListValue,
  SetValue,
  TupleValue,
  type Machine,
  type Value,
} from './values';

/** undefined: no operation on sequences. */
export function sequenceOperation(machine: Machine, operator: string, a: Value, b: Value): Value | undefined {
  if (operator === '+') {
    if (typeof a === 'string' && typeof b === 'string')
      return a.length + b.length > maximumElements ? machine.unknown('a text too long to evaluate') : a + b;
    if (a instanceof ListValue && b instanceof ListValue)
      return list(machine, [...a.items, ...b.items], a.open ?? b.open);
    if (a instanceof TupleValue && b instanceof TupleValue) return new TupleValue([...a.items, ...b.items]);
    if (typeof a === 'string' || typeof b === 'string') return undefined;
  }
  if (operator === '*') {
    const repeated = repeat(machine, a, b) ?? repeat(machine, b, a);
    if (repeated !== undefined) return repeated;
  }
  if (operator === '%' && typeof a === 'string') return percentFormat(machine, a, b);
  if (a instanceof DictView || b instanceof DictView) return viewOperation(machine, operator, a, b);
  if (a instanceof SetValue && b instanceof SetValue) return setOperation(operator, a, b);
  if (a instanceof BytesValue && b instanceof BytesValue && operator === '+') return new BytesValue(a.text + b.text);
  if (a instanceof DictValue && b instanceof DictValue && operator === '|') {
    const merged = new DictValue(a.type);
    for (const source of [a, b]) for (const [key, entry] of source.entries) merged.entries.set(key, { ...entry });
    merged.open = a.open ?? b.open;
    return merged;
  }
  // `int | None` in an annotation that is evaluated
  if (operator === '|') {
    if (isType(a) || isType(b)) return new TupleValue([...alternatives(a), ...alternatives(b)]);
  }
  return undefined;
}

/** A class, or the union of several. */
const isType = (value: Value): boolean =>
  value instanceof ClassValue ||
  (value instanceof TupleValue && value.items.length > 1 && value.items.every((item) => item === null || isType(item)));

const alternatives = (value: Value): readonly Value[] =>
  value instanceof TupleValue && isType(value) ? value.items : [value];

function list(machine: Machine, items: Value[], open: UnknownValue | null = null): ListValue {
  machine.step(items.length >> 3);
  const made = new ListValue(items);
  made.open = open;
  return made;
}

/** The most elements a repetition may make. */
const maximumElements = 1_000_000;

function repeat(machine: Machine, sequence: Value, count: Value): Value | undefined {
  const times = asInteger(count);
  if (times === undefined) return undefined;
  if (sequence instanceof BytesValue) {
    const text = repeat(machine, sequence.text, count);
    return typeof text === 'string' ? new BytesValue(text) : text;
  }
  if (!(typeof sequence === 'string' || sequence instanceof ListValue || sequence instanceof TupleValue))
    return undefined;
  if (times instanceof SymbolicDim) return machine.unknown('a sequence repeated a symbolic number of times');
  const n = Math.max(0, Number(times));
  const length = typeof sequence === 'string' ? sequence.length : sequence.items.length;
  if (length * n > maximumElements) return machine.unknown('a sequence too long to evaluate');
  if (typeof sequence === 'string') return sequence.repeat(n);
  const items: Value[] = [];
  for (let i = 0; i < n; i++) for (const item of sequence.items) items.push(item);
  return sequence instanceof ListValue ? list(machine, items, sequence.open) : new TupleValue(items);
}

/** `d.keys() & names`: a set, with any iterable. */
function viewOperation(machine: Machine, operator: string, a: Value, b: Value): Value | undefined {
  const setOf = (value: Value): SetValue | undefined => {
    const set = asSet(value);
    if (set instanceof SetValue) return set;
    const made = new SetValue(false);
    const items = machine.elements(value);
    if (items === null) made.open = machine.unknown('a set of what cannot be told');
    for (const item of items ?? []) addToSet(machine, made, item);
    return made;
  };
  if (!'|&-^'.includes(operator)) return undefined;
  if ((a instanceof DictView ? a : (b as DictView)).form === 'values') return undefined;
  const [left, right] = [setOf(a), setOf(b)];
  return left === undefined || right === undefined ? undefined : setOperation(operator, left, right);
}

function setOperation(operator: string, a: SetValue, b: SetValue): Value | undefined {
  const result = new SetValue(a.frozen);
  result.open = a.open ?? b.open;
  const keep = (source: SetValue, test: (key: unknown) => boolean): void => {
    for (const [key, value] of source.entries) if (test(key)) result.entries.set(key, value);
  };
  switch (operator) {
    case '|':
      keep(a, () => true);
      keep(b, () => true);
      return result;
    case '&':
      keep(a, (key) => b.entries.has(key));
      return result;
    case '-':
      keep(a, (key) => !b.entries.has(key));
      return result;
    case '^':
      keep(a, (key) => !b.entries.has(key));
      keep(b, (key) => !a.entries.has(key));
      return result;
    default:
      return undefined;
  }
}
