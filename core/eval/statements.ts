// Statements. A block ends normally, by return, break or continue; exceptions travel as PythonError.
import type { Statement, With } from '../syntax/ast';
import { executeImport, executeImportFrom } from './imports';
import { executeScriptStatement } from './javascript/statements';
import { openManager } from './managers';
import { matchPattern } from './patterns';
import { bindName, redirect, unbindName } from './scope';
import {
  ClassValue,
  DONE,
  InstanceValue,
  PythonError,
  TensorValue,
  UnknownValue,
  type Completion,
  type Frame,
  type Machine,
} from './values';
import { defineFunction, defineClass } from './definitions';
import { executeTry } from './tryStatement';

export function executeBlock(machine: Machine, body: readonly Statement[], frame: Frame): Completion {
  for (const statement of body) {
    machine.step();
    frame.statement = statement;
    const completion = executeStatement(machine, statement, frame);
    if (completion !== 'normal') return completion;
  }
  return 'normal';
}

function executeStatement(machine: Machine, statement: Statement, frame: Frame): Completion {
  if (frame.program.language === 'typescript') {
    const completion = executeScriptStatement(machine, statement, frame);
    if (completion !== null) return completion;
  }
  switch (statement.kind) {
    case 'expression':
      machine.evaluate(statement.value, frame);
      return 'normal';
    case 'assign': {
      const value = machine.evaluate(statement.value, frame);
      for (const target of statement.targets) machine.assign(target, value, frame);
      return 'normal';
    }
    case 'annotated':
      if (frame.scope.annotations !== null && statement.target.kind === 'name') {
        const { start, end } = statement.annotation;
        frame.scope.annotations.entries.set(statement.target.name, {
          key: statement.target.name,
          value: frame.program.text.slice(start, end),
        });
      }
      if (statement.value !== null) machine.assign(statement.target, machine.evaluate(statement.value, frame), frame);
      return 'normal';
    case 'augmented': {
      const current = machine.evaluate(statement.target, frame);
      const value = machine.evaluate(statement.value, frame);
      const result = machine.augment(statement.operator, current, value);
      // a part of a tensor is back in its place already
      const isBack = result === current && current instanceof TensorValue && current.part !== null;
      if (!(isBack && statement.target.kind === 'subscript')) machine.assign(statement.target, result, frame);
      return 'normal';
    }
    case 'return':
      frame.returned = statement.value === null ? null : machine.evaluate(statement.value, frame);
      return 'return';
    case 'if': {
      const test = machine.evaluate(statement.test, frame);
      const truth = machine.truth(test);
      if (truth === undefined) {
        return machine.forkBlocks(
          test,
          frame,
          () => executeBlock(machine, statement.then, frame),
          () => executeBlock(machine, statement.otherwise, frame),
        );
      }
      return executeBlock(machine, truth ? statement.then : statement.otherwise, frame);
    }
    case 'for':
      return executeFor(machine, statement, frame);
    case 'while':
      return executeWhile(machine, statement, frame);
    case 'function':
      bindName(machine, frame.scope, statement.name, defineFunction(machine, statement, frame));
      return 'normal';
    case 'class':
      bindName(machine, frame.scope, statement.name, defineClass(machine, statement, frame));
      return 'normal';
    case 'import':
      executeImport(machine, statement, frame);
      return 'normal';
    case 'importFrom':
      executeImportFrom(machine, statement, frame);
      return 'normal';
    case 'raise':
      return executeRaise(machine, statement, frame);
    case 'try':
      return executeTry(machine, statement, frame);
    case 'with':
      return executeWith(machine, statement, frame, 0);
    case 'assert': {
      const truth = machine.truth(machine.evaluate(statement.test, frame));
      if (truth === false) {
        const message = statement.message === null ? '' : machine.text(machine.evaluate(statement.message, frame));
        machine.raise('AssertionError', typeof message === 'string' ? message : '');
      }
      return 'normal';
    }
    case 'pass':
      return 'normal';
    case 'break':
      return 'break';
    case 'continue':
      return 'continue';
    case 'global':
    case 'nonlocal':
      redirect(frame.scope, statement.names, statement.kind);
      return 'normal';
    case 'delete':
      for (const target of statement.targets) deleteTarget(machine, target, frame);
      return 'normal';
    case 'match': {
      const subject = machine.evaluate(statement.subject, frame);
      for (const { pattern, guard, body } of statement.cases) {
        const matched = matchPattern(machine, pattern, subject, frame);
        if (matched === undefined) {
          machine.inexact('a match that cannot be told');
          return 'normal';
        }
        if (!matched) continue;
        if (guard !== null) {
          const holds = machine.truth(machine.evaluate(guard, frame));
          if (holds === undefined) {
            machine.inexact('a match whose guard cannot be told');
            return 'normal';
          }
          if (!holds) continue;
        }
        return executeBlock(machine, body, frame);
      }
      return 'normal';
    }
    case 'error':
      machine.inexact(statement.reason);
      return 'normal';
  }
}

function executeFor(machine: Machine, statement: Extract<Statement, { kind: 'for' }>, frame: Frame): Completion {
  const iterable = machine.evaluate(statement.iterable, frame);
  const iterator = machine.iterator(iterable);
  if (iterator === null) {
    const unknown = iterable instanceof UnknownValue ? iterable : machine.unknown('a loop over what cannot be told');
    machine.maybe(unknown, frame, () => {
      machine.assign(statement.target, unknown, frame);
      return executeBlock(machine, statement.body, frame);
    });
    return 'normal';
  }
  for (let item = iterator.next(); item !== DONE; item = iterator.next()) {
    machine.step();
    machine.assign(statement.target, item, frame);
    const completion = executeBlock(machine, statement.body, frame);
    if (completion === 'break') return 'normal';
    if (completion === 'return') return completion;
  }
  return executeBlock(machine, statement.otherwise, frame);
}

function executeWhile(machine: Machine, statement: Extract<Statement, { kind: 'while' }>, frame: Frame): Completion {
  for (;;) {
    machine.step();
    const test = machine.evaluate(statement.test, frame);
    const truth = machine.truth(test);
    if (truth === undefined) {
      machine.maybe(test, frame, () => executeBlock(machine, statement.body, frame));
      return 'normal';
    }
    if (!truth) break;
    const completion = executeBlock(machine, statement.body, frame);
    if (completion === 'break') return 'normal';
    if (completion === 'return') return completion;
    if (statement.update !== undefined) executeBlock(machine, statement.update, frame);
  }
  return executeBlock(machine, statement.otherwise, frame);
}

function executeRaise(machine: Machine, statement: Extract<Statement, { kind: 'raise' }>, frame: Frame): never {
  if (statement.exception === null) {
    const handled = machine.handled;
    if (handled !== null) throw handled;
    return machine.raise('RuntimeError', 'No active exception to reraise');
  }
  let exception = machine.evaluate(statement.exception, frame);
  if (exception instanceof ClassValue) exception = machine.call(exception, []);
  if (exception !== null && typeof exception === 'object' && 'kind' in exception && exception.kind === 'unknown')
    return machine.raise('Exception', 'an exception that cannot be told');
  if (!(exception instanceof InstanceValue) || !exception.type.mro.some(({ name }) => name === 'BaseException'))
    return machine.raise('TypeError', 'exceptions must derive from BaseException');
  if (statement.cause !== null) {
    const cause = machine.evaluate(statement.cause, frame);
    exception.attributes.set('__cause__', cause instanceof ClassValue ? machine.call(cause, []) : cause);
    exception.attributes.set('__suppress_context__', true);
  }
  if (machine.handled !== null && machine.handled.exception !== exception)
    exception.attributes.set('__context__', machine.handled.exception);
  throw new PythonError(exception, machine.place(), null);
}

function executeWith(machine: Machine, statement: With, frame: Frame, index: number): Completion {
  if (index === statement.items.length) return executeBlock(machine, statement.body, frame);
  const { context, target } = statement.items[index];
  const manager = openManager(machine, machine.evaluate(context, frame));
  if (target !== null) machine.assign(target, manager.entered, frame);
  let completion: Completion;
  if (manager.isHandler) machine.handlerDepth++;
  try {
    completion = executeWith(machine, statement, frame, index + 1);
  } catch (error) {
    if (!(error instanceof PythonError) || !manager.swallows(error)) throw error;
    return 'normal';
  } finally {
    if (manager.isHandler) machine.handlerDepth--;
  }
  manager.leave();
  return completion;
}

function deleteTarget(
  machine: Machine,
  target: Extract<Statement, { kind: 'delete' }>['targets'][number],
  frame: Frame,
): void {
  switch (target.kind) {
    case 'name':
      if (!unbindName(machine, frame.scope, target.name))
        machine.raise('NameError', `name '${target.name}' is not defined`);
      return;
    case 'attribute':
      machine.deleteAttribute(machine.evaluate(target.object, frame), target.name);
      return;
    case 'subscript':
      machine.deleteItem(machine.evaluate(target.object, frame), machine.evaluate(target.index, frame));
      return;
    case 'tuple':
    case 'list':
      for (const element of target.elements) deleteTarget(machine, element, frame);
      return;
    default:
      return;
  }
}
