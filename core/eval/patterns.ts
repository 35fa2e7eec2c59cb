// `match`: structural patterns (PEP 634).
import type { Pattern } from '../syntax/ast';
import { hashKey } from './hashing';
import { bindName } from './scope';
import {
  ClassValue,
  DictValue,
  ListValue,
  TupleValue,
  UnknownValue,
  type Frame,
  type Machine,
  type Value,
} from './values';

/** Whether the subject matches, binding as it goes; undefined where it cannot be told. */
export function matchPattern(machine: Machine, pattern: Pattern, subject: Value, frame: Frame): boolean | undefined {
  switch (pattern.kind) {
    case 'capture':
      if (pattern.name !== null) bindName(machine, frame.scope, pattern.name, subject);
      return true;
    case 'as': {
      const matched = matchPattern(machine, pattern.pattern, subject, frame);
      if (matched === true) bindName(machine, frame.scope, pattern.name, subject);
      return matched;
    }
    case 'value':
      return machine.equal(subject, machine.evaluate(pattern.value, frame));
    case 'or':
      for (const alternative of pattern.alternatives) {
        const matched = matchPattern(machine, alternative, subject, frame);
        if (matched !== false) return matched;
      }
      return false;
    case 'sequence':
      return matchSequence(machine, pattern, subject, frame);
    case 'mapping':
      return matchMapping(machine, pattern, subject, frame);
    case 'class':
      return matchClass(machine, pattern, subject, frame);
  }
}

function all(results: Iterable<boolean | undefined>): boolean | undefined {
  for (const result of results) if (result !== true) return result;
  return true;
}

function matchSequence(
  machine: Machine,
  pattern: Extract<Pattern, { kind: 'sequence' }>,
  subject: Value,
  frame: Frame,
): boolean | undefined {
  if (subject instanceof UnknownValue) return undefined;
  if (!(subject instanceof ListValue || subject instanceof TupleValue)) return false;
  if (subject instanceof ListValue && subject.open !== null) return undefined;
  const { items } = subject;
  const { patterns, star } = pattern;
  if (star === -1 ? items.length !== patterns.length : items.length < patterns.length - 1) return false;
  const rest = items.length - patterns.length + 1;
  function* parts(): Generator<boolean | undefined> {
    for (let i = 0; i < patterns.length; i++) {
      if (i === star) yield matchPattern(machine, patterns[i], new ListValue(items.slice(i, i + rest)), frame);
      else yield matchPattern(machine, patterns[i], items[star !== -1 && i > star ? i + rest - 1 : i], frame);
    }
  }
  return all(parts());
}

function matchMapping(
  machine: Machine,
  pattern: Extract<Pattern, { kind: 'mapping' }>,
  subject: Value,
  frame: Frame,
): boolean | undefined {
  if (subject instanceof UnknownValue) return undefined;
  if (!(subject instanceof DictValue)) return false;
  const taken = new Set<unknown>();
  for (const { key, pattern: inner } of pattern.entries) {
    const hash = hashKey(machine.evaluate(key, frame));
    const entry = subject.entries.get(hash);
    if (entry === undefined) return subject.open === null ? false : undefined;
    taken.add(hash);
    const matched = matchPattern(machine, inner, entry.value, frame);
    if (matched !== true) return matched;
  }
  if (pattern.rest !== null) {
    const rest = new DictValue();
    for (const [hash, entry] of subject.entries) if (!taken.has(hash)) rest.entries.set(hash, entry);
    bindName(machine, frame.scope, pattern.rest, rest);
  }
  return true;
}

function matchClass(
  machine: Machine,
  pattern: Extract<Pattern, { kind: 'class' }>,
  subject: Value,
  frame: Frame,
): boolean | undefined {
  const type = machine.evaluate(pattern.class, frame);
  const fits = machine.isInstance(subject, type);
  if (fits !== true) return fits;
  const names = type instanceof ClassValue ? machine.lookup(type, '__match_args__') : undefined;
  const order = names === undefined ? [] : (machine.elements(names) ?? []);
  function* parts(): Generator<boolean | undefined> {
    for (let i = 0; i < pattern.positional.length; i++) {
      const name = order[i];
      const value = typeof name === 'string' ? machine.lookup(subject, name) : i === 0 ? subject : undefined;
      yield value === undefined ? false : matchPattern(machine, pattern.positional[i], value, frame);
    }
    for (const { name, pattern: inner } of pattern.keyword) {
      const value = machine.lookup(subject, name);
      yield value === undefined ? false : matchPattern(machine, inner, value, frame);
    }
  }
  return all(parts());
}
