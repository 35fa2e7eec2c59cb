// try, except, else, finally. A handler may run, too, where it cannot be told whether its exception is raised.
import type { ExceptHandler, Try } from '../syntax/ast';
import { bindName, unbindName } from './scope';
import { isOfLibrary, PythonError, type Completion, type Frame, type Machine } from './values';

export function executeTry(machine: Machine, statement: Try, frame: Frame): Completion {
  let completion: Completion;
  const before = markRaises(machine);
  try {
    try {
      machine.tryDepth++;
      try {
        completion = machine.execute(statement.body, frame);
      } finally {
        machine.tryDepth--;
      }
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
      completion = handle(machine, statement, error, frame);
      return finish(machine, statement, frame, completion);
    }
    const possible = isOfLibrary(frame.scope.globals) ? [] : possibleHandlers(machine, statement, before, frame);
    if (completion === 'normal') completion = machine.execute(statement.otherwise, frame);
    if (possible.length > 0) completion = maybeHandle(machine, possible, frame, completion);
  } catch (error) {
    if (error instanceof PythonError && statement.finalizer.length > 0) {
      const last = machine.execute(statement.finalizer, frame);
      if (last !== 'normal') return last;
    }
    throw error;
  }
  return finish(machine, statement, frame, completion);
}

function finish(machine: Machine, statement: Try, frame: Frame, completion: Completion): Completion {
  const { returned } = frame;
  const last = machine.execute(statement.finalizer, frame);
  if (last !== 'normal') return last;
  frame.returned = returned;
  return completion;
}

function handle(machine: Machine, statement: Try, error: PythonError, frame: Frame): Completion {
  for (const handler of statement.handlers) {
    // an exception class that cannot be told is taken to be the right one
    if (!catches(machine, handler, error, frame)) continue;
    if (handler.name !== null) bindName(machine, frame.scope, handler.name, error.exception);
    const outer = machine.handled;
    machine.handled = error;
    try {
      return machine.execute(handler.body, frame);
    } finally {
      machine.handled = outer;
      if (handler.name !== null) unbindName(machine, frame.scope, handler.name);
    }
  }
  throw error;
}

/** Whether a handler takes an exception, or may. */
const catches = (machine: Machine, { type }: ExceptHandler, error: PythonError, frame: Frame): boolean =>
  type === null || machine.isInstance(error.exception, machine.evaluate(type, frame)) !== false;

/** What may have been raised so far. */
export interface RaiseMark {
  readonly unknownCalls: number;
  readonly maybeRaised: number;
}

export const markRaises = ({ unknownCalls, maybeRaised }: Machine): RaiseMark => ({
  unknownCalls,
  maybeRaised: maybeRaised.length,
});

/** The handlers of what may have been raised since: all where an unknown function was called, else those of what one way raises. */
export function possibleHandlers(
  machine: Machine,
  { handlers }: Try,
  before: RaiseMark,
  frame: Frame,
): readonly ExceptHandler[] {
  if (machine.unknownCalls > before.unknownCalls) return handlers;
  const errors = machine.maybeRaised.slice(before.maybeRaised);
  return handlers.filter((handler) => errors.some((error) => catches(machine, handler, error, frame)));
}

/** What a handler changes is unknown then; where it goes on after a body that returned, so is what comes next. */
function maybeHandle(
  machine: Machine,
  handlers: readonly ExceptHandler[],
  frame: Frame,
  completion: Completion,
): Completion {
  const unknown = machine.unknown('a handler of what a call that cannot be told may raise');
  const { returned } = frame;
  let goesOn = false;
  for (const { name, body } of handlers) {
    machine.maybe(unknown, frame, () => {
      if (name !== null) bindName(machine, frame.scope, name, unknown);
      const ended = machine.execute(body, frame);
      if (name !== null) unbindName(machine, frame.scope, name);
      goesOn ||= ended === 'normal';
      return ended;
    });
  }
  frame.returned = returned;
  if (completion !== 'return' || !goesOn) return completion;
  (frame.maybeReturned ??= []).push(returned);
  machine.inexact(unknown.reason);
  return 'normal';
}
