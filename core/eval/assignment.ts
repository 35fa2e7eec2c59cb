// Assignment to names, attributes, items, and by unpacking; augmented assignment.
import type { Expression } from '../syntax/ast';
import { Float } from '../ops/operator';
import { specialMethod } from './attributes';
import { updateDict } from './builtins/mappings';
import { bindName } from './scope';
import {
  DictValue,
  ListValue,
  NOT_IMPLEMENTED,
  SetValue,
  TensorValue,
  UnknownValue,
  type Frame,
  type Machine,
  type Value,
} from './values';

export function assignTarget(machine: Machine, target: Expression, value: Value, frame: Frame): void {
  switch (target.kind) {
    case 'name': {
      // a walrus inside a comprehension binds in the enclosing function; its own variable does not leave it
      bindName(machine, frame.scope, target.name, value);
      return;
    }
    case 'attribute':
      machine.setAttribute(machine.evaluate(target.object, frame), target.name, value);
      return;
    case 'subscript':
      machine.setItem(machine.evaluate(target.object, frame), machine.evaluate(target.index, frame), value);
      return;
    case 'tuple':
    case 'list':
      unpack(machine, target.elements, value, frame);
      return;
    case 'starred':
      assignTarget(machine, target.value, value, frame);
      return;
    default:
      return;
  }
}

function unpack(machine: Machine, targets: readonly Expression[], value: Value, frame: Frame): void {
  const elements = value instanceof UnknownValue ? null : unpacked(machine, value);
  if (elements === null) {
    const unknown = value instanceof UnknownValue ? value : machine.unknown('unpacking of what cannot be told');
    for (const target of targets) assignTarget(machine, target, unknown, frame);
    return;
  }
  const star = targets.findIndex((target) => target.kind === 'starred');
  const counts = targets.length - (star === -1 ? 0 : 1);
  if (elements.length < counts) {
    const least = star === -1 ? '' : 'at least ';
    machine.raise('ValueError', `not enough values to unpack (expected ${least}${counts}, got ${elements.length})`);
  }
  if (star === -1 && elements.length > counts) {
    machine.raise('ValueError', `too many values to unpack (expected ${counts})`);
  }
  const rest = star === -1 ? 0 : elements.length - counts;
  targets.forEach((target, i) => {
    if (i === star) assignTarget(machine, target, new ListValue(elements.slice(i, i + rest)), frame);
    else assignTarget(machine, target, elements[star !== -1 && i > star ? i + rest - 1 : i], frame);
  });
}

function unpacked(machine: Machine, value: Value): readonly Value[] | null {
  if (value === null || typeof value === 'number' || typeof value === 'boolean' || value instanceof Float)
    return machine.raise('TypeError', `cannot unpack non-iterable ${machine.typeOf(value).name} object`);
  return machine.elements(value);
}

/** The value of `target op= value`: in place where the object has such a method. */
export function augmentValue(machine: Machine, operator: string, current: Value, value: Value): Value {
  if (current instanceof UnknownValue) return current;
  if (current instanceof ListValue && operator === '+' && current.type === null)
    return extendList(machine, current, value);
  if (current instanceof TensorValue) {
    const name = tensorMethods[operator];
    // what the operator writes to keeps its shape and type
    if (
      name !== undefined &&
      !(typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'instance')
    )
      return machine.call(machine.attribute(current, name), [value]);
    const result = machine.binary(operator, current, value);
    if (!(result instanceof TensorValue)) return result;
    machine.rebind(current, result);
    machine.putBack(current);
    return current;
  }
  const name = inPlaceNames[operator];
  const method = name === undefined ? undefined : specialMethod(machine, current, name);
  if (method !== undefined) {
    const result = machine.call(method, [value]);
    if (result !== NOT_IMPLEMENTED) return result;
  }
  if (current instanceof ListValue && operator === '+') return extendList(machine, current, value);
  if (isChangedInPlace(current, operator)) return changeInPlace(machine, operator, current, value);
  return machine.binary(operator, current, value);
}

/** `list.extend(iterable)`. */
export function extendList(machine: Machine, list: ListValue, iterable: Value): ListValue {
  const elements = machine.elements(iterable);
  machine.touch(list);
  if (elements === null)
    list.open ??=
      iterable instanceof UnknownValue ? iterable : machine.unknown('a list extended by what cannot be told');
  else for (const element of [...elements]) list.items.push(element);
  return list;
}

type Container = ListValue | SetValue | DictValue;

const isChangedInPlace = (value: Value, operator: string): value is Container =>
  (value instanceof ListValue && operator === '*') ||
  (value instanceof SetValue && !value.frozen && '|&-^'.includes(operator)) ||
  (value instanceof DictValue && operator === '|');

/** Whatever else is bound to the container sees the change. */
function changeInPlace(machine: Machine, operator: string, current: Container, value: Value): Value {
  machine.touch(current);
  if (current instanceof DictValue) {
    updateDict(machine, current, value);
    return current;
  }
  const result = machine.binary(operator, current, value);
  if (current instanceof SetValue && result instanceof SetValue) {
    current.entries = result.entries;
    current.open = result.open;
  } else if (current instanceof ListValue && result instanceof ListValue) {
    current.items = result.items;
    current.open = result.open;
  } else current.open = result instanceof UnknownValue ? result : machine.unknown('a container that cannot be told');
  return current;
}

const tensorMethods: Readonly<Record<string, string>> = {
  '+': 'add_',
  '-': 'sub_',
  '*': 'mul_',
  '/': 'div_',
  '//': 'floor_divide_',
  '%': 'remainder_',
  '**': 'pow_',
  '&': 'bitwise_and_',
  '|': 'bitwise_or_',
  '^': 'bitwise_xor_',
};

const inPlaceNames: Readonly<Record<string, string>> = {
  '+': '__iadd__',
  '-': '__isub__',
  '*': '__imul__',
  '/': '__itruediv__',
  '//': '__ifloordiv__',
  '%': '__imod__',
  '**': '__ipow__',
  '@': '__imatmul__',
  '&': '__iand__',
  '|': '__ior__',
  '^': '__ixor__',
};
