// Comprehensions and generator expressions.
import type { Comprehension } from '../syntax/ast';
import { hashKey } from './hashing';
import {
  DictValue,
  DONE,
  IteratorValue,
  ListValue,
  Scope,
  SetValue,
  UnknownValue,
  type Frame,
  type Machine,
  type Value,
} from './values';

export function addToSet(machine: Machine, set: SetValue, item: Value): void {
  const key = hashKey(item);
  if (key === undefined) {
    if (item instanceof UnknownValue) return;
    machine.raise('TypeError', `unhashable type: '${machine.typeOf(item).name}'`);
  }
  if (!set.entries.has(key)) set.entries.set(key, item);
}

export function evaluateComprehension(machine: Machine, node: Comprehension, frame: Frame): Value {
  // the first iterable belongs to the enclosing scope
  const first = machine.iterator(machine.evaluate(node.clauses[0].iterable, frame));
  const inner: Frame = { ...frame, scope: new Scope(frame.scope), enclosing: frame, callNode: null };
  if (node.form === 'generator') return lazyGenerator(machine, node, inner, first);
  if (first === null) return machine.unknown('a comprehension over what cannot be told');
  const list: Value[] = [];
  const dict = new DictValue();
  const set = new SetValue(false);
  const produced = runClauses(machine, node, inner, first);
  const caller = machine.frame;
  machine.frame = inner;
  try {
    for (let round = produced.next(); round.done !== true; round = produced.next()) {
      if (round.value !== null) return round.value;
      const element = machine.evaluate(node.element, inner);
      if (node.form === 'list') list.push(element);
      else if (node.form === 'set') addToSet(machine, set, element);
      else machine.setItem(dict, element, node.value === null ? null : machine.evaluate(node.value, inner));
    }
  } finally {
    machine.frame = caller;
  }
  return node.form === 'list' ? new ListValue(list) : node.form === 'set' ? set : dict;
}

/** Yields once for every combination that passes the conditions; a value where it cannot be told. */
function* runClauses(
  machine: Machine,
  node: Comprehension,
  frame: Frame,
  first: IteratorValue,
): Generator<UnknownValue | null, void> {
  yield* runClause(machine, node, frame, 0, first);
}

function* runClause(
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
    let pass = true;
    for (const condition of clause.conditions) {
      const truth = machine.truth(machine.evaluate(condition, frame));
      if (truth === undefined) {
        yield machine.unknown('a comprehension whose condition cannot be told');
        return;
      }
      if (!truth) {
        pass = false;
        break;
      }
    }
    if (!pass) continue;
    if (level + 1 === node.clauses.length) {
      yield null;
      continue;
    }
    const inner = machine.iterator(machine.evaluate(node.clauses[level + 1].iterable, frame));
    if (inner === null) {
      yield machine.unknown('a comprehension over what cannot be told');
      return;
    }
    yield* runClause(machine, node, frame, level + 1, inner);
  }
}

function lazyGenerator(machine: Machine, node: Comprehension, frame: Frame, first: IteratorValue | null): Value {
  if (first === null) return machine.unknown('a generator over what cannot be told');
  const produced = runClauses(machine, node, frame, first);
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
