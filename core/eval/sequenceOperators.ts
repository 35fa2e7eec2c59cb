// `+`, `*`, `%`, `|`, `&`, `-`, `^` on strings, lists, tuples, sets and dicts.
import { Float } from '../ops/operator';
import { SymbolicDim } from '../shape/dim';
import { asInteger } from './numbers';
import {
  ClassValue,
  DictValue,
  ListValue,
  SetValue,
  TupleValue,
  UnknownValue,
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
  if (a instanceof SetValue && b instanceof SetValue) return setOperation(operator, a, b);
  if (a instanceof DictValue && b instanceof DictValue && operator === '|') {
    const merged = new DictValue(a.type);
    for (const source of [a, b]) for (const [key, entry] of source.entries) merged.entries.set(key, { ...entry });
    merged.open = a.open ?? b.open;
    return merged;
  }
  // `int | None` in an annotation that is evaluated
  if (operator === '|' && (a instanceof ClassValue || b instanceof ClassValue)) return new TupleValue([a, b]);
  return undefined;
}

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

function setOperation(operator: string, a: SetValue, b: SetValue): Value | undefined {
  const result = new SetValue(a.frozen, a.type);
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

/** `'%s: %d' % (a, b)`: the common conversions. */
function percentFormat(machine: Machine, template: string, argument: Value): Value {
  const values = argument instanceof TupleValue ? [...argument.items] : [argument];
  let next = 0;
  let unknown: UnknownValue | null = null;
  const text = template.replace(
    /%(?:\((\w+)\))?([-+ #0]*)(\d*)(?:\.(\d+))?([sdifrgexX%])/g,
    (_, key: string | undefined, _flags, width: string, precision: string | undefined, type: string) => {
      if (type === '%') return '%';
      const value = key !== undefined ? machine.getItem(argument, key) : next < values.length ? values[next++] : null;
      if (value instanceof UnknownValue) {
        unknown = value;
        return '';
      }
      const number = value instanceof Float ? value.value : asInteger(value);
      let shown: string;
      if (type === 's' || number === undefined || number instanceof SymbolicDim) {
        const t = machine.text(value);
        shown = typeof t === 'string' ? t : '';
      } else if (type === 'd' || type === 'i') shown = String(typeof number === 'number' ? Math.trunc(number) : number);
      else if (type === 'f') shown = Number(number).toFixed(precision === undefined ? 6 : Number(precision));
      else if (type === 'x') shown = number.toString(16);
      else shown = String(number);
      return shown.padStart(Number(width || 0));
    },
  );
  return unknown ?? text;
}
