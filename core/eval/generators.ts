// Generator functions. Their statements run as a JavaScript generator, so that a yield can pause them; what contains no yield is left
// to the ordinary evaluator. The yields of an expression run first, in order; then it is evaluated with what they were sent.
import type { Expression, Statement, Try, With, Yield } from '../syntax/ast';
import { markRaises, possibleHandlers } from './tryStatement';
import { openManager, type OpenManager } from './managers';
import {
  DONE,
  InstanceValue,
  IteratorValue,
  PythonError,
  type Completion,
  type Frame,
  type Machine,
  type Value,
} from './values';

type Running<T = Completion> = Generator<Value, T, Value>;

export function makeGenerator(machine: Machine, body: readonly Statement[], frame: Frame, name: string): IteratorValue {
  let running: Running | null = runBlock(machine, body, frame);
  let begun = false;
  const resume = (step: (generator: Running) => IteratorResult<Value, Completion>): Value | typeof DONE => {
    if (running === null) return DONE;
    const caller = machine.frame;
    machine.frame = frame;
    begun = true;
    try {
      const { done, value } = step(running);
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
  const fail = (error: PythonError): Value | typeof DONE => {
    if (begun && running !== null) return resume((generator) => generator.throw(error));
    running = null;
    throw error;
  };
  return new IteratorValue(() => resume((generator) => generator.next(null)), name, {
    send: (sent) => resume((generator) => generator.next(sent)),
    throw: fail,
    close: () => {
      if (!begun || running === null) {
        running = null;
        return;
      }
      const exit = machine.call(machine.builtins.get('GeneratorExit') ?? null, []);
      if (!(exit instanceof InstanceValue)) return;
      try {
        fail(new PythonError(exit, machine.place(), null));
      } catch (error) {
        if (!(error instanceof PythonError && ['GeneratorExit', 'StopIteration'].includes(error.exception.type.name)))
          throw error;
      }
      running = null;
    },
    result: () => (running === null ? frame.returned : null),
  });
}

function* runBlock(machine: Machine, body: readonly Statement[], frame: Frame): Running {
  for (const statement of body) {
    const completion = containsYield(statement)
      ? yield* runStatement(machine, statement, frame)
      : machine.execute([statement], frame);
    if (completion !== 'normal') return completion;
  }
  return 'normal';
}

function* runStatement(machine: Machine, statement: Statement, frame: Frame): Running {
  machine.step();
  frame.statement = statement;
  switch (statement.kind) {
    case 'expression':
      yield* valueOf(machine, statement.value, frame);
      return 'normal';
    case 'assign': {
      const value = yield* valueOf(machine, statement.value, frame);
      for (const target of statement.targets) machine.assign(target, value, frame);
      return 'normal';
    }
    case 'augmented': {
      const current = machine.evaluate(statement.target, frame);
      const value = yield* valueOf(machine, statement.value, frame);
      machine.assign(statement.target, machine.augment(statement.operator, current, value), frame);
      return 'normal';
    }
    case 'return':
      frame.returned = statement.value === null ? null : yield* valueOf(machine, statement.value, frame);
      return 'return';
    case 'if': {
      const test = machine.truth(yield* valueOf(machine, statement.test, frame));
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
        const test = machine.truth(yield* valueOf(machine, statement.test, frame));
        if (test === undefined) yield machine.unknown('a generator that yields while a condition that cannot be told');
        if (test !== true) break;
        const completion = yield* runBlock(machine, statement.body, frame);
        if (completion === 'break') return 'normal';
        if (completion === 'return') return completion;
        if (statement.update !== undefined) machine.execute(statement.update, frame);
      }
      return yield* runBlock(machine, statement.otherwise, frame);
    case 'for': {
      const iterator = machine.iterator(yield* valueOf(machine, statement.iterable, frame));
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
      return yield* runWith(machine, statement, frame, 0);
    case 'try':
      return yield* runTry(machine, statement, frame);
    default:
      yield machine.unknown('a yield inside this statement');
      return machine.execute([statement], frame);
  }
}

function* runWith(machine: Machine, statement: With, frame: Frame, index: number): Running {
  if (index === statement.items.length) return yield* runBlock(machine, statement.body, frame);
  const { context, target } = statement.items[index];
  const manager: OpenManager = openManager(machine, yield* valueOf(machine, context, frame));
  if (target !== null) machine.assign(target, manager.entered, frame);
  let completion: Completion;
  try {
    completion = yield* runWith(machine, statement, frame, index + 1);
  } catch (error) {
    if (!(error instanceof PythonError) || !manager.swallows(error)) throw error;
    return 'normal';
  }
  manager.leave();
  return completion;
}

function* runTry(machine: Machine, statement: Try, frame: Frame): Running {
  let completion: Completion;
  const before = markRaises(machine);
  try {
    try {
      completion = yield* runBlock(machine, statement.body, frame);
      // what a handler would yield nobody knows
      if (possibleHandlers(machine, statement, before, frame).length > 0)
        machine.inexact('a handler in a generator, of what may be raised there');
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      const handler = statement.handlers.find(
        ({ type }) => type === null || machine.isInstance(error.exception, machine.evaluate(type, frame)) !== false,
      );
      if (handler === undefined) throw error;
      if (handler.name !== null) frame.scope.names.set(handler.name, error.exception);
      completion = yield* runBlock(machine, handler.body, frame);
      return yield* runFinally(machine, statement, frame, completion);
    }
    if (completion === 'normal') completion = yield* runBlock(machine, statement.otherwise, frame);
  } catch (error) {
    if (error instanceof PythonError && statement.finalizer.length > 0) {
      const last = yield* runBlock(machine, statement.finalizer, frame);
      if (last !== 'normal') return last;
    }
    throw error;
  }
  return yield* runFinally(machine, statement, frame, completion);
}

function* runFinally(machine: Machine, statement: Try, frame: Frame, completion: Completion): Running {
  const { returned } = frame;
  const last = yield* runBlock(machine, statement.finalizer, frame);
  if (last !== 'normal') return last;
  frame.returned = returned;
  return completion;
}

/** The value of an expression that may be, or hold, yields. */
function* valueOf(machine: Machine, expression: Expression, frame: Frame): Running<Value> {
  if (expression.kind === 'yield') return yield* yielded(machine, expression, frame);
  const inner = yieldsOf(expression);
  if (inner.length === 0) return machine.evaluate(expression, frame);
  const sent = new Map<Expression, Value>();
  for (const node of inner) {
    // an inner yield may stand inside of an outer one
    frame.sent = sent;
    const value = yield* yielded(machine, node, frame);
    sent.set(node, value);
  }
  frame.sent = sent;
  const value = machine.evaluate(expression, frame);
  frame.sent = null;
  return value;
}

function* yielded(machine: Machine, node: Yield, frame: Frame): Running<Value> {
  if (!node.delegate) return (yield node.value === null ? null : yield* valueOf(machine, node.value, frame)) ?? null;
  const iterator = machine.iterator(yield* valueOf(machine, node.value as Expression, frame));
  if (iterator === null) {
    yield machine.unknown('a generator over what cannot be told');
    return machine.unknown('the result of a generator that cannot be told');
  }
  let item = iterator.next();
  while (item !== DONE) {
    let sent: Value;
    try {
      sent = yield item;
    } catch (error) {
      if (!(error instanceof PythonError) || iterator.generator === null) throw error;
      item = iterator.generator.throw(error);
      continue;
    }
    item = sent === null || iterator.generator === null ? iterator.next() : iterator.generator.send(sent);
  }
  return iterator.generator?.result() ?? null;
}

const found = new WeakMap<object, readonly Yield[]>();

const containsYield = (statement: Statement): boolean => yieldsOf(statement).length > 0;

/** The yields in a node's own evaluation order, those inside of a yield left to it. */
function yieldsOf(node: Statement | Expression): readonly Yield[] {
  let answer = found.get(node);
  if (answer === undefined) {
    const list: Yield[] = [];
    if (node.kind === 'yield') for (const child of Object.values(node)) search(child, list);
    else search(node, list);
    found.set(node, (answer = list));
  }
  return answer;
}

/** Walks plain data for yields, not into functions of its own. */
function search(node: unknown, into: Yield[]): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const item of node) search(item, into);
    return;
  }
  const { kind } = node as { kind?: string };
  if (kind === 'yield') into.push(node as Yield);
  else if (kind !== 'function' && kind !== 'lambda' && kind !== 'class')
    for (const child of Object.values(node)) search(child, into);
}
