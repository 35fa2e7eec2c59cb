// Expressions of a TypeScript file: those that mean something else than in Python. The others are evaluated as Python's.
import type { Call, Expression, Template } from '../../syntax/ast';
import { evaluateElements, evaluateExpression } from '../expressions';
import { closureOf } from '../scope';
import { lookupInClass } from '../binding';
import { lookupName } from '../scope';
import {
  ClassValue,
  DictValue,
  FunctionValue,
  ListValue,
  UnknownValue,
  type Frame,
  type Machine,
  type Value,
} from '../values';
import { scriptGlobals } from './globals';
import { scriptBinary, scriptCompare, scriptUnary } from './operators';
import { getElement, getProperty } from './properties';
import { isTruthy, numberValue, propertyKey, toText } from './values';

export function evaluateScript(machine: Machine, node: Expression, frame: Frame): Value {
  switch (node.kind) {
    case 'name': {
      const value = lookupName(machine, frame.scope, node.name, scriptGlobals(machine));
      if (value !== undefined) return value;
      // what a page's script tag brings
      return node.name === 'tf'
        ? machine.importModule('tfjs')
        : machine.unknown(`the name '${node.name}' is not known here`);
    }
    case 'float':
      return numberValue(node.value);
    case 'attribute':
      return getProperty(machine, machine.evaluate(node.object, frame), node.name);
    case 'subscript':
      return getElement(machine, machine.evaluate(node.object, frame), machine.evaluate(node.index, frame));
    case 'call':
      return evaluateCall(machine, node, frame);
    case 'binary':
      return scriptBinary(
        machine,
        node.operator,
        machine.evaluate(node.left, frame),
        machine.evaluate(node.right, frame),
      );
    case 'compare':
      return scriptCompare(
        machine,
        node.operators[0],
        machine.evaluate(node.left, frame),
        machine.evaluate(node.rights[0], frame),
      );
    case 'unary':
      return scriptUnary(machine, node.operator, machine.evaluate(node.operand, frame));
    case 'logical':
      return evaluateLogical(machine, node, frame);
    case 'conditional': {
      const test = machine.evaluate(node.test, frame);
      const truth = isTruthy(test);
      if (truth === undefined)
        return machine.fork(
          test,
          () => machine.evaluate(node.then, frame),
          () => machine.evaluate(node.otherwise, frame),
        );
      return machine.evaluate(truth ? node.then : node.otherwise, frame);
    }
    case 'list': {
      const items = evaluateElements(machine, node.elements, frame);
      return items instanceof UnknownValue ? items : new ListValue(items);
    }
    case 'dict':
      return evaluateObject(machine, node, frame);
    case 'template':
      return evaluateTemplate(machine, node, frame);
    case 'lambda':
      // defaults are evaluated at each call
      return new FunctionValue('<anonymous>', '<anonymous>', node, closureOf(frame.scope), frame.program, [], {
        class: null,
      });
    default:
      return evaluateExpression(machine, node, frame);
  }
}

function evaluateCall(machine: Machine, node: Call, frame: Frame): Value {
  if (node.callee.kind === 'name' && node.callee.name === 'super') return evaluateExpression(machine, node, frame);
  const callee = machine.evaluate(node.callee, frame);
  const args: Value[] = [];
  for (const argument of node.arguments) {
    const value = machine.evaluate(argument.value, frame);
    if (argument.kind !== 'star') {
      args.push(value);
      continue;
    }
    const elements = machine.elements(value);
    if (elements === null)
      return value instanceof UnknownValue ? value : machine.unknown('a spread argument whose length cannot be told');
    args.push(...elements);
  }
  const outer = frame.callNode;
  frame.callNode = node;
  try {
    if (callee === null)
      return machine.raise(
        'TypeError',
        `${frame.program.text.slice(node.callee.start, node.callee.end)} is not a function`,
      );
    return machine.observe(node, frame, machine.call(callee, takesNothing(machine, callee) ? [] : args));
  } finally {
    frame.callNode = outer;
  }
}

/** A class without a constructor ignores what it is given. */
const takesNothing = (machine: Machine, callee: Value): boolean =>
  callee instanceof ClassValue &&
  callee.construct === null &&
  lookupInClass(callee, '__init__') === machine.types.object.attributes.get('__init__');

function evaluateLogical(machine: Machine, node: Extract<Expression, { kind: 'logical' }>, frame: Frame): Value {
  const left = machine.evaluate(node.left, frame);
  const right = (): Value => machine.evaluate(node.right, frame);
  if (node.operator === '??') {
    if (left instanceof UnknownValue) return machine.fork(left, () => left, right);
    return left === null ? right() : left;
  }
  const truth = isTruthy(left);
  if (truth === undefined)
    return machine.fork(
      left,
      node.operator === 'and' ? right : () => left,
      node.operator === 'and' ? () => left : right,
    );
  return truth === (node.operator === 'and') ? right() : left;
}

function evaluateObject(machine: Machine, node: Extract<Expression, { kind: 'dict' }>, frame: Frame): Value {
  const object = new DictValue();
  for (const { key, value } of node.entries) {
    if (key === null) {
      spread(machine, object, machine.evaluate(value, frame));
      continue;
    }
    const k = machine.evaluate(key, frame);
    const name = propertyKey(machine, k);
    const item = machine.evaluate(value, frame);
    if (name !== undefined) object.entries.set(name, { key: name, value: item });
    else object.open = k instanceof UnknownValue ? k : machine.unknown('a property whose name cannot be told');
  }
  return object;
}

/** `{ ...source }` */
function spread(machine: Machine, object: DictValue, source: Value): void {
  if (source === null || typeof source === 'boolean' || typeof source === 'number') return;
  if (source instanceof DictValue) {
    for (const [hash, entry] of source.entries) object.entries.set(hash, { ...entry });
    object.open ??= source.open;
  } else if (source instanceof ListValue)
    source.items.forEach((value, i) => object.entries.set(String(i), { key: String(i), value }));
  else object.open = source instanceof UnknownValue ? source : machine.unknown('the properties of an object');
}

function evaluateTemplate(machine: Machine, node: Template, frame: Frame): Value {
  let text = '';
  for (const part of node.parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = machine.evaluate(part.value, frame);
    const shown = toText(machine, value);
    if (shown === undefined)
      return value instanceof UnknownValue ? value : machine.unknown('a text of what cannot be told');
    text += shown;
  }
  return text;
}
