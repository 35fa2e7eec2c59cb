// Generator functions. Their statements run as a JavaScript generator, so that a yield can pause them; everything else is left to
// the ordinary evaluator. A yield stands as a statement, as the value of an assignment, or as the argument of either.
import type { Expression, Statement, Yield } from '../syntax/ast';
import { DONE, IteratorValue, PythonError, type Completion, type Frame, type Machine, type Value } from './values';

type Running = Generator<Value, Completion, Value>;

export function makeGenerator(machine: Machine, body: readonly Statement[], frame: Frame, name: string): IteratorValue {
  let running: Running | null = runBlock(machine, body, frame);
  const resume = (sent: Value): Value | typeof DONE => {
    if (running === null) return DONE;
    const caller = machine.frame;
    machine.frame = frame;
    try {
      const { done, value } = running.next(sent);
      if (done !== true) return value;
      running = null;
      return DONE;
    } catch (error) {
      running = null;
      throw error;
    } finally {
      machine.frame = caller;
    }
  };
  return new IteratorValue(() => resume(null), name, {
    send: resume,
    close: () => {
      running = null;
    },
  });
}

function* runBlock(machine: Machine, body: readonly Statement[], frame: Frame): Running {
  for (const statement of body) {
    if (!containsYield(statement)) {
      const completion = machine.execute([statement], frame);
      if (completion !== 'normal') return completion;
      continue;
    }
    const completion = yield* runStatement(machine, statement, frame);
    if (completion !== 'normal') return completion;
  }
  return 'normal';
}

function* runStatement(machine: Machine, statement: Statement, frame: Frame): Running {
  machine.step();
  switch (statement.kind) {
    case 'expression':
      yield* valueOf(machine, statement.value, frame);
      return 'normal';
    case 'assign': {
      const value = yield* valueOf(machine, statement.value, frame);
      for (const target of statement.targets) machine.assign(target, value, frame);
      return 'normal';
    }
    case 'return':
      frame.returned = statement.value === null ? null : yield* valueOf(machine, statement.value, frame);
      return 'return';
    case 'if': {
      const test = machine.truth(machine.evaluate(statement.test, frame));
      // where it cannot be told, what the generator yields cannot be told either
      if (test === undefined) {
        yield machine.unknown('a generator that yields under a condition that cannot be told');
        return 'normal';
      }
      return yield* runBlock(machine, test ? statement.then : statement.otherwise, frame);
    }
    case 'while':
      for (;;) {
        machine.step();
        const test = machine.truth(machine.evaluate(statement.test, frame));
        if (test !== true) break;
        const completion = yield* runBlock(machine, statement.body, frame);
        if (completion === 'break') return 'normal';
        if (completion === 'return') return completion;
        if (statement.update !== undefined) machine.execute(statement.update, frame);
      }
      return yield* runBlock(machine, statement.otherwise, frame);
    case 'for': {
      const iterator = machine.iterator(machine.evaluate(statement.iterable, frame));
      if (iterator === null) {
        yield machine.unknown('a generator over what cannot be told');
        return 'normal';
      }
      for (let item = iterator.next(); item !== DONE; item = iterator.next()) {
        machine.step();
        machine.assign(statement.target, item, frame);
        const completion = yield* runBlock(machine, statement.body, frame);
        if (completion === 'break') return 'normal';
        if (completion === 'return') return completion;
      }
      return yield* runBlock(machine, statement.otherwise, frame);
    }
    case 'with':
      for (const { context, target } of statement.items) {
        const manager = machine.evaluate(context, frame);
        const enter = machine.lookup(manager, '__enter__');
        const value = enter === undefined ? manager : machine.call(enter, []);
        if (target !== null) machine.assign(target, value, frame);
      }
      return yield* runBlock(machine, statement.body, frame);
    case 'try': {
      let completion: Completion;
      try {
        completion = yield* runBlock(machine, statement.body, frame);
      } catch (error) {
        if (!(error instanceof PythonError) || statement.handlers.length === 0) throw error;
        const handler = statement.handlers.find(
          (candidate) =>
            candidate.type === null ||
            machine.isInstance(error.exception, machine.evaluate(candidate.type, frame)) !== false,
        );
        if (handler === undefined) throw error;
        if (handler.name !== null) frame.scope.names.set(handler.name, error.exception);
        completion = yield* runBlock(machine, handler.body, frame);
      }
      const last = yield* runBlock(machine, statement.finalizer, frame);
      return last === 'normal' ? completion : last;
    }
    default:
      yield machine.unknown('a yield inside this statement');
      return machine.execute([statement], frame);
  }
}

/** The value of an expression that is, or is not, a yield. */
function* valueOf(machine: Machine, expression: Expression, frame: Frame): Generator<Value, Value, Value> {
  if (expression.kind !== 'yield') return machine.evaluate(expression, frame);
  if (!expression.delegate)
    return (yield expression.value === null ? null : machine.evaluate(expression.value, frame)) ?? null;
  const iterator = machine.iterator(machine.evaluate(expression.value as Expression, frame));
  if (iterator === null) {
    yield machine.unknown('a generator over what cannot be told');
    return null;
  }
  for (let item = iterator.next(); item !== DONE; item = iterator.next()) yield item;
  return null;
}

const cache = new WeakMap<Statement, boolean>();

function containsYield(statement: Statement): boolean {
  let answer = cache.get(statement);
  if (answer === undefined) cache.set(statement, (answer = search(statement)));
  return answer;
}

/** Walks plain data for a yield, not into functions of its own. */
function search(node: unknown): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if (Array.isArray(node)) return node.some(search);
  const { kind } = node as { kind?: string };
  if (kind === 'yield') return (node as Yield).kind === 'yield';
  if (kind === 'function' || kind === 'lambda' || kind === 'class') return false;
  return Object.values(node).some(search);
}
