// Comprehensions and generator expressions.
import type { Comprehension, Expression } from '../syntax/ast';
import { keyIn, unknownIn } from './keys';
import { closureOf } from './scope';
import { runsUncounted } from './uncounted';
import type { UnknownValue } from './values';
import {
  DictValue,
  DONE,
  IteratorValue,
  ListValue,
  Scope,
  SetValue,
  type Frame,
  type Machine,
  type Value,
} from './values';

export function addToSet(machine: Machine, set: SetValue, item: Value): void {
  const key = keyIn(machine, set.entries, item);
  if (key === undefined) {
    set.open ??= unknownIn(item);
    return;
  }
  if (!set.entries.has(key)) set.entries.set(key, item);
}

export function evaluateComprehension(machine: Machine, node: Comprehension, frame: Frame): Value {
  // the first iterable belongs to the enclosing scope
  const first = machine.iterator(machine.evaluate(node.clauses[0].iterable, frame));
  const inner: Frame = { ...frame, scope: new Scope(closureOf(frame.scope)), enclosing: frame, callNode: null };
  if (node.form === 'generator') return lazyGenerator(machine, node, inner, first);
  if (first === null) return lose(machine, node, inner, 0, unknownIterable);
  const list: Value[] = [];
  const dict = new DictValue();
  const set = new SetValue(false);
  const caller = machine.frame;
  machine.frame = inner;
  try {
    const lost = forEachRound(machine, node, inner, 0, first, () => {
      const element = machine.evaluate(node.element, inner);
      if (node.form === 'list') list.push(element);
      else if (node.form === 'set') addToSet(machine, set, element);
      else machine.setItem(dict, element, node.value === null ? null : machine.evaluate(node.value, inner));
    });
    if (lost !== null) return lost;
  } finally {
    machine.frame = caller;
  }
  return node.form === 'list' ? new ListValue(list) : node.form === 'set' ? set : dict;
}

/** Whether the conditions of a clause hold; undefined where it cannot be told. */
function passes(machine: Machine, conditions: readonly Expression[], frame: Frame): boolean | undefined {
  for (const condition of conditions) {
    const truth = machine.truth(machine.evaluate(condition, frame));
    if (truth !== true) return truth;
  }
  return true;
}

/** The rounds of the clauses from `level` on cannot be told. */
function lose(machine: Machine, node: Comprehension, frame: Frame, level: number, reason: string): UnknownValue {
  const unknown = machine.unknown(reason);
  const caller = machine.frame;
  machine.frame = frame;
  try {
    return runsUncounted(machine, unknown, () => {
      for (const { target, conditions } of node.clauses.slice(level)) {
        machine.assign(target, unknown, frame);
        for (const condition of conditions) machine.evaluate(condition, frame);
      }
      machine.evaluate(node.element, frame);
      if (node.value !== null) machine.evaluate(node.value, frame);
    });
  } finally {
    machine.frame = caller;
  }
}

const unknownCondition = 'a comprehension whose condition cannot be told';
const unknownIterable = 'a comprehension over what cannot be told';

/** Visits once for every combination that passes the conditions; the unknown that ended it, or null. */
function forEachRound(
  machine: Machine,
  node: Comprehension,
  frame: Frame,
  level: number,
  iterator: IteratorValue,
  visit: () => void,
): UnknownValue | null {
  const clause = node.clauses[level];
  for (let item = iterator.next(); item !== DONE; item = iterator.next()) {
    machine.step();
    machine.assign(clause.target, item, frame);
    if (clause.conditions.length > 0) {
      const pass = passes(machine, clause.conditions, frame);
      if (pass === undefined) return lose(machine, node, frame, level, unknownCondition);
      if (!pass) continue;
    }
    if (level + 1 === node.clauses.length) {
      visit();
      continue;
    }
    const inner = machine.iterator(machine.evaluate(node.clauses[level + 1].iterable, frame));
    if (inner === null) return lose(machine, node, frame, level + 1, unknownIterable);
    const lost = forEachRound(machine, node, frame, level + 1, inner, visit);
    if (lost !== null) return lost;
  }
  return null;
}

/** The same one round at a time, for generator expressions: yields null for a round, a value where it cannot be told. */
function* rounds(
  machine: Machine,
  node: Comprehension,
  frame: Frame,
  level: number,
  iterator: IteratorValue,
): Generator<UnknownValue | null, void> {
  const clause = node.clauses[level];
  for (let item = iterator.next(); item !== DONE; item = iterator.next()) {
    machine.step();
    machine.assign(clause.target, item, frame);
    const pass = passes(machine, clause.conditions, frame);
    if (pass === undefined) {
      yield lose(machine, node, frame, level, unknownCondition);
      return;
    }
    if (!pass) continue;
    if (level + 1 === node.clauses.length) {
      yield null;
      continue;
    }
    const inner = machine.iterator(machine.evaluate(node.clauses[level + 1].iterable, frame));
    if (inner === null) {
      yield lose(machine, node, frame, level + 1, unknownIterable);
      return;
    }
    yield* rounds(machine, node, frame, level + 1, inner);
  }
}

function lazyGenerator(machine: Machine, node: Comprehension, frame: Frame, first: IteratorValue | null): Value {
  if (first === null) return lose(machine, node, frame, 0, 'a generator over what cannot be told');
  const produced = rounds(machine, node, frame, 0, first);
  return new IteratorValue(() => {
    const caller = machine.frame;
    machine.frame = frame;
    try {
      const round = produced.next();
      if (round.done === true) return DONE;
      return round.value ?? machine.evaluate(node.element, frame);
    } finally {
      machine.frame = caller;
    }
  }, 'generator');
}
