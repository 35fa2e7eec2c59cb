// Statements of a TypeScript file: those that mean something else than in Python. A block has its own names; an assignment changes
// the name where it was declared.
import type { Expression, For, Statement, While } from '../../syntax/ast';
import { bindName, lookupName } from '../scope';
import { membersOf } from '../torch/moduleMembers';
import {
  DictValue,
  DONE,
  InstanceValue,
  ListValue,
  Scope,
  UnknownValue,
  type Completion,
  type Frame,
  type Machine,
  type Value,
} from '../values';
import { executeScriptImport, executeScriptImportFrom, type ScriptImportHost } from './imports';
import { scriptBinary } from './operators';
import { deleteProperty, setElement, setProperty } from './properties';
import { isTruthy } from './values';

/** null: the statement means what it means in Python. */
export function executeScriptStatement(machine: Machine, statement: Statement, frame: Frame): Completion | null {
  switch (statement.kind) {
    case 'assign': {
      const value = machine.evaluate(statement.value, frame);
      for (const target of statement.targets) {
        if (target.kind === 'name' && statement.declares === true) bindName(machine, frame.scope, target.name, value);
        else assignScript(machine, target, value, frame);
      }
      return 'normal';
    }
    case 'augmented': {
      const current = machine.evaluate(statement.target, frame);
      assignScript(
        machine,
        statement.target,
        scriptBinary(machine, statement.operator, current, machine.evaluate(statement.value, frame)),
        frame,
      );
      return 'normal';
    }
    case 'if': {
      const test = machine.evaluate(statement.test, frame);
      const truth = isTruthy(test);
      const then = (): Completion => executeInBlock(machine, statement.then, frame);
      const otherwise = (): Completion => executeInBlock(machine, statement.otherwise, frame);
      return truth === undefined ? machine.forkBlocks(test, frame, then, otherwise) : truth ? then() : otherwise();
    }
    case 'while':
      return executeWhile(machine, statement, frame);
    case 'for':
      return executeFor(machine, statement, frame);
    case 'import':
      executeScriptImport(machine as ScriptImportHost, statement, frame);
      return 'normal';
    case 'importFrom':
      executeScriptImportFrom(machine as ScriptImportHost, statement, frame);
      return 'normal';
    case 'delete':
      for (const target of statement.targets) deleteScript(machine, target, frame);
      return 'normal';
    case 'expression':
      if (statement.value.kind !== 'error') return null;
      disturb(machine, statement, statement.value.reason, frame);
      return 'normal';
    case 'error':
      disturb(machine, statement, statement.reason, frame);
      return null;
    default:
      return null;
  }
}

/** A statement that could not be read may have changed whatever it names: a model may lack a layer, an array an element. */
function disturb(machine: Machine, { start, end }: Statement, reason: string, frame: Frame): void {
  const unknown = machine.unknown(reason);
  for (const [name] of frame.program.text.slice(start, end).matchAll(/[A-Za-z_$][\w$]*/g)) {
    const value = lookupName(machine, frame.scope, name, new Map());
    const object = value instanceof InstanceValue ? membersOf(value, '_modules') : value;
    if (object instanceof DictValue && object.open === null) {
      machine.touch(object);
      object.open = unknown;
    } else if (object instanceof ListValue && object.items.at(-1) !== unknown) {
      machine.touch(object);
      object.items = [...object.items, unknown];
    }
  }
}

/** Assignment to a target that is declared elsewhere. */
export function assignScript(machine: Machine, target: Expression, value: Value, frame: Frame): void {
  switch (target.kind) {
    case 'name':
      bindName(machine, holderOf(frame.scope, target.name), target.name, value);
      return;
    case 'attribute':
      setProperty(machine, machine.evaluate(target.object, frame), target.name, value);
      return;
    case 'subscript':
      setElement(machine, machine.evaluate(target.object, frame), machine.evaluate(target.index, frame), value);
      return;
    default:
      return;
  }
}

/** The scope that has the name; a class's body has its members, the module what is declared nowhere. */
function holderOf(scope: Scope, name: string): Scope {
  if (scope.isClassBody) return scope;
  for (let current: Scope | null = scope; current !== null; current = current.parent)
    if (current.names.has(name)) return current;
  return scope.globals;
}

function deleteScript(machine: Machine, target: Expression, frame: Frame): void {
  if (target.kind === 'attribute') deleteProperty(machine, machine.evaluate(target.object, frame), target.name);
  else if (target.kind === 'subscript')
    deleteProperty(machine, machine.evaluate(target.object, frame), machine.evaluate(target.index, frame));
}

/** Runs a body with names of its own. */
function inBlock<T>(frame: Frame, run: () => T): T {
  const outer = frame.scope;
  frame.scope = new Scope(outer);
  try {
    return run();
  } finally {
    frame.scope = outer;
  }
}

const executeInBlock = (machine: Machine, body: readonly Statement[], frame: Frame): Completion =>
  body.length === 0 ? 'normal' : inBlock(frame, () => machine.execute(body, frame));

function executeWhile(machine: Machine, statement: While, frame: Frame): Completion {
  for (;;) {
    machine.step();
    const test = machine.evaluate(statement.test, frame);
    const truth = isTruthy(test);
    if (truth === undefined) {
      machine.maybe(test, frame, () => executeInBlock(machine, statement.body, frame));
      return 'normal';
    }
    if (!truth) return 'normal';
    const completion = executeInBlock(machine, statement.body, frame);
    if (completion === 'break') return 'normal';
    if (completion === 'return') return completion;
    if (statement.update !== undefined) machine.execute(statement.update, frame);
  }
}

/** `for (const x of xs)`: each round has its own `x`, which closures keep. */
function executeFor(machine: Machine, statement: For, frame: Frame): Completion {
  const iterable = machine.evaluate(statement.iterable, frame);
  const round = (item: Value): Completion =>
    inBlock(frame, () => {
      if (statement.target.kind === 'name') bindName(machine, frame.scope, statement.target.name, item);
      else assignScript(machine, statement.target, item, frame);
      return machine.execute(statement.body, frame);
    });
  const iterator = machine.iterator(iterable);
  if (iterator === null) {
    const unknown = iterable instanceof UnknownValue ? iterable : machine.unknown('a loop over what cannot be told');
    machine.maybe(unknown, frame, () => round(unknown));
    return 'normal';
  }
  for (let item = iterator.next(); item !== DONE; item = iterator.next()) {
    machine.step();
    const completion = round(item);
    if (completion === 'break') return 'normal';
    if (completion === 'return') return completion;
  }
  return 'normal';
}
