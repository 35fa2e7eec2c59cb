// Decorators that put together the documentation of what they decorate, and give it back: nothing else comes of them, and the
// work can be a hundred times that of the rest of a module. They are told by their bodies, and not run:
//
//     def documented(fn):
//         fn.__doc__ = ''.join(parts) + fn.__doc__
//         return fn
import type { Expression, FunctionDefinition, Statement } from '../syntax/ast';
import { localNames } from './localNames';
import { lookupName } from './scope';
import { FunctionValue, isOfLibrary, type Machine, type Scope, type Value } from './values';

/** Where the decorator only documents, it is done: what the documentation says is not known. */
export function isDocumented(machine: Machine, decorator: Value, decorated: Value): boolean {
  if (!isDocumenting(machine, decorator)) return false;
  machine.setAttribute(decorated, '__doc__', machine.unknown('documentation that is put together'));
  return true;
}

/** Whether the function does nothing to its first argument but documenting it, and returns it. */
function isDocumenting(machine: Machine, fn: Value): boolean {
  if (!(fn instanceof FunctionValue) || fn.node.kind !== 'function' || isOfLibrary(fn)) return false;
  machine.entered.add(fn.node);
  return documents(machine, fn.node, fn.closure, 0);
}

/** Functions that hand their argument on are followed so far. */
const mostFollowed = 4;

/** Methods of loggers and of `warnings`. */
const messages = new Set(['debug', 'info', 'warn', 'warning', 'warning_once', 'error']);

function documents(machine: Machine, node: FunctionDefinition, scope: Scope, depth: number): boolean {
  if (depth > mostFollowed || node.isGenerator || node.parameters.length === 0) return false;
  const subject = node.parameters[0].name;
  const found = { documents: false, returns: false };
  const inner = new Map<string, FunctionDefinition>();
  const named = (name: string): boolean => {
    const nested = inner.get(name);
    if (nested !== undefined) return documents(machine, nested, scope, depth + 1);
    const value = lookupName(machine, scope, name);
    return (
      value instanceof FunctionValue &&
      value.node.kind === 'function' &&
      documents(machine, value.node, value.closure, depth + 1)
    );
  };
  const isSubject = (value: Expression | null): boolean => value?.kind === 'name' && value.name === subject;
  /** `return fn`, `return document(fn, ...)`; without a first argument a decorator with options returns the decorator proper. */
  const givesBack = (value: Expression | null): boolean => {
    if (isSubject(value)) return true;
    if (value?.kind === 'name')
      return node.parameters[0].default !== null && inner.has(value.name) && named(value.name);
    if (value?.kind !== 'call' || value.callee.kind !== 'name' || value.arguments.length === 0) return false;
    const [first] = value.arguments;
    if (first.kind !== 'positional' || !isSubject(first.value) || !named(value.callee.name)) return false;
    found.documents = true;
    return true;
  };
  const own = localNames(node);
  /** A name of the function's own, or something in what such a name holds: but for the first argument, nobody else's. */
  const isOwn = (target: Expression): boolean => {
    if (target.kind === 'name') return own.has(target.name);
    if (target.kind === 'tuple' || target.kind === 'list') return target.elements.every(isOwn);
    return (target.kind === 'attribute' || target.kind === 'subscript') && isOwn(target.object);
  };
  /** Text, a message, or a call on what is the function's own: nobody is handed the first argument. */
  const isHarmless = (value: Expression): boolean => {
    if (value.kind !== 'call') return value.kind === 'literal' || value.kind === 'ellipsis';
    const { callee } = value;
    if (value.arguments.some((argument) => isSubject(argument.value))) return false;
    if (callee.kind === 'name') return callee.name === 'print';
    return callee.kind === 'attribute' && (isOwn(callee.object) || messages.has(callee.name));
  };
  const keeps = (body: readonly Statement[]): boolean => body.every(keepsIn);
  const keepsIn = (statement: Statement): boolean => {
    switch (statement.kind) {
      case 'return':
        found.returns = true;
        return givesBack(statement.value);
      case 'function':
        inner.set(statement.name, statement);
        return true;
      case 'assign':
        return statement.targets.every((target) => {
          const isItsText = target.kind === 'attribute' && target.name === '__doc__' && isSubject(target.object);
          found.documents ||= isItsText;
          return isItsText || (target.kind !== 'name' && isSubject(statement.value) ? false : isOwn(target));
        });
      case 'annotated':
      case 'augmented':
        return isOwn(statement.target);
      case 'expression':
        return isHarmless(statement.value);
      case 'if':
        return keeps(statement.then) && keeps(statement.otherwise);
      case 'for':
      case 'while':
        return keeps(statement.body) && keeps(statement.otherwise);
      case 'with':
        return keeps(statement.body);
      case 'try':
        return (
          keeps(statement.body) &&
          statement.handlers.every(({ body }) => keeps(body)) &&
          keeps(statement.otherwise) &&
          keeps(statement.finalizer)
        );
      case 'raise':
      case 'assert':
      case 'import':
      case 'importFrom':
      case 'pass':
      case 'break':
      case 'continue':
        return true;
      default:
        return false;
    }
  };
  return keeps(node.body) && found.documents && found.returns;
}
