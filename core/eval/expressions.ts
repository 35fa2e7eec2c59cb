// Expressions: one function a kind, dispatched by `evaluateExpression`.
import { withoutFraction } from './fractions';
import type { Expression, Template } from '../syntax/ast';
import { Float } from '../ops/operator';
import { closureOf, lookupName } from './scope';
import { formatValue } from './formatting';
import { localNames } from './localNames';
import { asciiRepr, textOf } from './text';
import { addToSet, evaluateComprehension } from './comprehensions';
import { compare } from './comparison';
import { unary } from './operators';
import {
  BytesValue,
  DictValue,
  ELLIPSIS,
  FunctionValue,
  LazyImport,
  ListValue,
  SetValue,
  SliceValue,
  TupleValue,
  UnknownValue,
  type Frame,
  type Machine,
  type Value,
} from './values';
import { evaluateCall, runningClass, spreadMapping } from './calls';

export function evaluateExpression(machine: Machine, node: Expression, frame: Frame): Value {
  switch (node.kind) {
    case 'name':
      return nameValue(machine, node.name, frame);
    case 'literal':
      return node.value;
    case 'attribute': {
      const object = machine.evaluate(node.object, frame);
      if (node.optional === true && object === null) return null;
      return machine.attribute(object, node.name, node);
    }
    case 'call':
      return evaluateCall(machine, node, frame);
    case 'binary':
      return machine.binary(node.operator, machine.evaluate(node.left, frame), machine.evaluate(node.right, frame));
    case 'float':
      return node.imaginary === true ? machine.unknown('a complex number') : new Float(node.value);
    case 'compare':
      return evaluateCompare(machine, node, frame);
    case 'logical':
      return evaluateLogical(machine, node, frame);
    case 'unary':
      return evaluateUnary(machine, node, frame);
    case 'subscript':
      return machine.getItem(machine.evaluate(node.object, frame), machine.evaluate(node.index, frame));
    case 'conditional': {
      const test = machine.evaluate(node.test, frame);
      const truth = machine.truth(test);
      if (truth === undefined)
        return machine.fork(
          test,
          () => machine.evaluate(node.then, frame),
          () => machine.evaluate(node.otherwise, frame),
        );
      return machine.evaluate(truth ? node.then : node.otherwise, frame);
    }
    case 'tuple': {
      const items = evaluateElements(machine, node.elements, frame);
      return items instanceof UnknownValue ? items : new TupleValue(items);
    }
    case 'list': {
      const items = evaluateElements(machine, node.elements, frame);
      return items instanceof UnknownValue ? items : new ListValue(items);
    }
    case 'set': {
      const items = evaluateElements(machine, node.elements, frame);
      if (items instanceof UnknownValue) return items;
      const set = new SetValue(false);
      for (const item of items) addToSet(machine, set, item);
      return set;
    }
    case 'dict':
      return evaluateDict(machine, node, frame);
    case 'slice':
      return new SliceValue(
        node.lower === null ? null : machine.evaluate(node.lower, frame),
        node.upper === null ? null : machine.evaluate(node.upper, frame),
        node.step === null ? null : machine.evaluate(node.step, frame),
      );
    case 'lambda':
      return new FunctionValue(
        '<lambda>',
        '<lambda>',
        node,
        closureOf(frame.scope),
        frame.program,
        node.parameters.map((p) => (p.default === null ? undefined : machine.evaluate(p.default, frame))),
        { class: null },
      );
    case 'comprehension':
      return evaluateComprehension(machine, node, frame);
    case 'template':
      return evaluateTemplate(machine, node, frame);
    case 'named': {
      const value = machine.evaluate(node.value, frame);
      // in a comprehension it binds in the function around
      let target = frame;
      while (target.enclosing !== undefined && !target.scope.isClassBody) target = target.enclosing;
      machine.assign(node.target, value, target);
      return value;
    }
    case 'starred':
      return machine.evaluate(node.value, frame);
    case 'ellipsis':
      return ELLIPSIS;
    case 'bytes':
      return new BytesValue(node.value);
    case 'await':
      return machine.evaluate(node.value, frame);
    case 'yield':
      return sentTo(machine, node, frame);
    case 'error':
      return machine.unknown(node.reason);
  }
}

function sentTo(machine: Machine, node: Expression, frame: Frame): Value {
  const value = frame.sent?.get(node);
  return value === undefined ? machine.unknown('the value sent to a generator') : value;
}

/** A name of the function's own that nothing is bound to yet, though there is one further out. */
function isUnbound({ function: fn, scope, enclosing }: Frame, name: string): boolean {
  if (fn === null || enclosing !== undefined || fn.node.kind !== 'function') return false;
  if (scope.redirected?.has(name) === true) return false;
  return localNames(fn.node).has(name);
}

const unbound = (machine: Machine, name: string): never =>
  machine.raise('UnboundLocalError', `cannot access local variable '${name}' where it is not associated with a value`);

const unmodelledBuiltins = new Set(['bytearray', 'memoryview', 'compile', 'aiter', 'anext', 'help', 'exit', 'quit']);

function nameValue(machine: Machine, name: string, frame: Frame): Value {
  const own = frame.scope.names.get(name);
  if (own !== undefined && !(own instanceof LazyImport)) return own;
  const value = lookupName(machine, frame.scope, name);
  if (value !== undefined) {
    if (own === undefined && isUnbound(frame, name)) return unbound(machine, name);
    return value;
  }
  if (name === '__class__') {
    const owner = runningClass(frame)?.function?.owner.class ?? null;
    if (owner !== null) return owner;
  }
  // an unresolvable star import may have brought it
  const { openStar } = frame.scope.globals;
  if (openStar !== null) return openStar;
  if (unmodelledBuiltins.has(name)) return machine.unknown(`the built-in '${name}' is not modelled`);
  return frame.function !== null && isUnbound(frame, name)
    ? unbound(machine, name)
    : machine.raise('NameError', `name '${name}' is not defined`);
}

export function evaluateElements(machine: Machine, nodes: readonly Expression[], frame: Frame): Value[] | UnknownValue {
  const items: Value[] = [];
  for (const node of nodes) {
    if (node.kind !== 'starred') {
      items.push(machine.evaluate(node, frame));
      continue;
    }
    const value = machine.evaluate(node.value, frame);
    const elements = machine.elements(value);
    if (elements === null)
      return value instanceof UnknownValue ? value : machine.unknown('a starred value whose length cannot be told');
    for (const element of elements) items.push(element);
  }
  return items;
}

function evaluateDict(machine: Machine, node: Extract<Expression, { kind: 'dict' }>, frame: Frame): Value {
  const dict = new DictValue();
  for (const { key, value } of node.entries) {
    if (key !== null) {
      const k = machine.evaluate(key, frame);
      machine.setItem(dict, k, machine.evaluate(value, frame));
      continue;
    }
    const spread = machine.evaluate(value, frame);
    if (spread instanceof DictValue) {
      for (const [hash, entry] of spread.entries) dict.entries.set(hash, { ...entry });
      dict.open ??= spread.open;
    } else if (spread instanceof UnknownValue) dict.open = spread;
    else if (spread !== null) spreadMapping(machine, dict, spread);
  }
  return dict;
}

function evaluateCompare(machine: Machine, node: Extract<Expression, { kind: 'compare' }>, frame: Frame): Value {
  let left = machine.evaluate(node.left, frame);
  let result: Value = true;
  for (let i = 0; i < node.operators.length; i++) {
    const right = machine.evaluate(node.rights[i], frame);
    const one = compare(machine, node.operators[i], left, right);
    if (node.operators.length === 1) return one;
    const truth = machine.truth(one);
    if (truth === false) return one;
    if (truth === undefined) result = one;
    else if (result === true) result = one;
    left = right;
  }
  return result;
}

function evaluateLogical(machine: Machine, node: Extract<Expression, { kind: 'logical' }>, frame: Frame): Value {
  const left = machine.evaluate(node.left, frame);
  if (node.operator === '??') return left === null ? machine.evaluate(node.right, frame) : left;
  const truth = machine.truth(left);
  if (truth === undefined) {
    const right = machine.fork(
      left,
      () => machine.evaluate(node.right, frame),
      () => left,
    );
    // `unknown and False` is false whatever the unknown is
    const decided = right instanceof UnknownValue ? undefined : machine.truth(right);
    return decided === (node.operator === 'or')
      ? right
      : left instanceof UnknownValue
        ? withoutFraction(left)
        : machine.unknown('a condition');
  }
  if (node.operator === 'and') return truth ? machine.evaluate(node.right, frame) : left;
  return truth ? left : machine.evaluate(node.right, frame);
}

function evaluateUnary(machine: Machine, node: Extract<Expression, { kind: 'unary' }>, frame: Frame): Value {
  const operand = machine.evaluate(node.operand, frame);
  if (node.operator === 'void') return null;
  if (node.operator === 'typeof') {
    if (operand instanceof UnknownValue) return operand;
    if (operand === null) return 'undefined';
    const name = machine.typeOf(operand).name;
    return { str: 'string', bool: 'boolean', int: 'number', float: 'number', function: 'function' }[name] ?? 'object';
  }
  return unary(machine, node.operator, operand);
}

/** `{value!r}` */
export function convert(machine: Machine, value: Value, conversion: string | null): Value {
  if (conversion === null || value instanceof UnknownValue) return value;
  if (conversion === 's') return textOf(machine, value);
  return conversion === 'r' ? machine.repr(value) : asciiRepr(machine, value);
}

function evaluateTemplate(machine: Machine, node: Template, frame: Frame): Value {
  let text = '';
  let unknown: UnknownValue | null = null;
  for (const part of node.parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const value = machine.evaluate(part.value, frame);
    const spec = part.format === null ? '' : evaluateTemplate(machine, part.format, frame);
    if (part.debugText !== null) text += part.debugText;
    const conversion = part.conversion ?? (part.debugText !== null && spec === '' ? 'r' : null);
    const shown = typeof spec !== 'string' ? spec : formatValue(machine, convert(machine, value, conversion), spec);
    if (typeof shown === 'string') text += shown;
    else if (shown instanceof UnknownValue) unknown = shown;
  }
  return unknown === null ? text : withoutFraction(unknown);
}
