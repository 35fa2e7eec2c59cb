// Reading, writing and deleting properties, by name and by index. A property that is not there is undefined; of what the library
// models in part, and of modules, it is unknown.
import { Float } from '../../ops/operator';
import { SymbolicDim } from '../../shape/dim';
import { setDictItem } from '../subscripts';
import { exceptionText } from '../text';
import {
  BoundMethod,
  DictValue,
  FunctionValue,
  InstanceValue,
  ListValue,
  NativeFunction,
  TupleValue,
  UnknownValue,
  type Machine,
  type TensorValue,
  type Value,
} from '../values';
import { arrayMembers } from './arrays';
import { staticMembers } from './globals';
import { callBack, memberTable } from './members';
import { numberMembers, stringMembers } from './strings';
import { propertyKey, toInteger } from './values';

export function getProperty(machine: Machine, object: Value, name: string): Value {
  if (object === null) return machine.raise('TypeError', `Cannot read properties of undefined (reading '${name}')`);
  if (typeof object === 'string')
    return name === 'length'
      ? object.length
      : (bound(object, stringMembers.get(name)) ?? promised(object, name) ?? null);
  if (typeof object !== 'object' || object instanceof Float || object instanceof SymbolicDim) {
    return bound(object, numberMembers.get(name)) ?? promised(object, name) ?? null;
  }
  switch (object.kind) {
    case 'unknown':
      return object;
    case 'list':
    case 'tuple':
      if (name === 'length') return object.items.length;
      return (
        bound(object instanceof ListValue ? object : new ListValue([...object.items]), arrayMembers.get(name)) ??
        promised(object, name) ??
        own(machine, object, name) ??
        null
      );
    case 'dict': {
      if (object.type !== null) return own(machine, object, name) ?? null;
      const entry = object.entries.get(name);
      if (entry !== undefined) return entry.value;
      return bound(object, plainMembers.get(name)) ?? object.open ?? promised(object, name) ?? null;
    }
    case 'native':
      return staticMembers.get(object)?.get(name) ?? functionMember(machine, object, name) ?? null;
    case 'function':
    case 'method':
      return functionMember(machine, object, name) ?? own(machine, object, name) ?? null;
    case 'class':
      return name === 'name' && !object.attributes.has(name) ? object.name : (own(machine, object, name) ?? null);
    case 'tensor':
      return tensorProperty(machine, object, name);
    case 'module':
    case 'super':
      return machine.attribute(object, name);
    case 'instance':
      return instanceProperty(machine, object, name);
    default:
      return own(machine, object, name) ?? promised(object, name) ?? null;
  }
}

const bound = (self: Value, member: NativeFunction | undefined): Value | undefined =>
  member === undefined ? undefined : new BoundMethod(self, member);

const own = (machine: Machine, object: Value, name: string): Value | undefined =>
  name.startsWith('__') ? undefined : machine.lookup(object, name);

/** Promises are transparent: `value.then(f)` is `f(value)`. */
function promised(value: Value, name: string): Value | undefined {
  if (name === 'then')
    return new NativeFunction('then', (machine, [callback]) => callBack(machine, callback, [value]), false);
  if (name === 'catch' || name === 'finally') return new NativeFunction(name, () => value, false);
  return undefined;
}

const plainMembers = memberTable<DictValue>({
  hasOwnProperty: (machine: Machine, self: DictValue, [key]: readonly (Value | undefined)[]) => {
    const name = propertyKey(machine, key ?? null);
    return name === undefined
      ? machine.unknown('a property that cannot be told')
      : self.entries.has(name) || (self.open ?? false);
  },
});

function functionMember(machine: Machine, fn: Value, name: string): Value | undefined {
  switch (name) {
    case 'call':
      return new NativeFunction(name, (host, [, ...args]) => host.call(fn, args), false);
    case 'apply':
      return new NativeFunction(
        name,
        (host, [, args]) => host.call(fn, args === undefined || args === null ? [] : (host.elements(args) ?? [])),
        false,
      );
    case 'bind':
      return new NativeFunction(
        name,
        (_, [, ...first]) => new NativeFunction(name, (host, rest) => host.call(fn, [...first, ...rest]), false),
        false,
      );
    case 'name':
      return machine.lookup(fn, '__name__');
    case 'length':
      return fn instanceof FunctionValue
        ? fn.node.parameters.filter((parameter) => parameter.default === null).length
        : undefined;
    default:
      return undefined;
  }
}

/** A tensor of numbers: its shape is known, what computes with it is not modelled. */
function tensorProperty(machine: Machine, tensor: TensorValue, name: string): Value {
  const { shape, dtype } = tensor.tensor;
  if (tensor.uninitialised) return machine.unknown(tensor.whyUninitialised);
  switch (name) {
    case 'shape':
      return new ListValue([...shape]);
    case 'rank':
      return shape.length;
    case 'dtype':
      return dtype;
    case 'read':
    case 'clone':
      return new NativeFunction(name, () => tensor, false);
    case 'dispose':
    case 'print':
      return new NativeFunction(name, () => null, false);
    default:
      return machine.unknown(`the tensor operation '${name}' is not modelled`);
  }
}

function instanceProperty(machine: Machine, object: InstanceValue, name: string): Value {
  const found = own(machine, object, name);
  if (found !== undefined) return found;
  const chain = object.type.mro;
  if (chain.some((type) => type.name === 'BaseException')) {
    if (name === 'message') return exceptionText(machine, object);
    if (name === 'name') return object.type.name;
    return name === 'stack' ? machine.unknown('a stack trace') : null;
  }
  // a class of the library is modelled in part
  const modelled = chain.find((type) => type.module.startsWith('tfjs') || type.module.startsWith('torch'));
  if (modelled !== undefined) return machine.unknown(`'${name}' of ${modelled.name} is not modelled`);
  return promised(object, name) ?? null;
}

export function setProperty(machine: Machine, object: Value, name: string, value: Value): void {
  if (object === null) machine.raise('TypeError', `Cannot set properties of undefined (setting '${name}')`);
  if (object instanceof DictValue && object.type === null) {
    setDictItem(machine, object, name, value);
    return;
  }
  if (object instanceof ListValue && name === 'length') {
    const length = toInteger(value);
    machine.touch(object);
    if (length !== undefined) object.items = object.items.slice(0, Math.max(length, 0));
    return;
  }
  machine.setAttribute(object, name, value);
}

export function deleteProperty(machine: Machine, object: Value, key: Value): void {
  const name = propertyKey(machine, key);
  if (object instanceof DictValue) {
    machine.touch(object);
    if (name === undefined) object.open = machine.unknown('an object of which an unknown property was deleted');
    else object.entries.delete(name);
  } else if (object instanceof InstanceValue && name !== undefined) {
    machine.touch(object);
    object.attributes.delete(name);
  }
}

/** `object[key]` */
export function getElement(machine: Machine, object: Value, key: Value): Value {
  if (object instanceof UnknownValue) return object;
  if (key instanceof UnknownValue) return key;
  const index = indexOf(key);
  if (index !== undefined && (object instanceof ListValue || object instanceof TupleValue))
    return object.items[index] ?? null;
  if (index !== undefined && typeof object === 'string') return object[index] ?? null;
  const name = propertyKey(machine, key);
  return name === undefined
    ? machine.unknown('a property whose name cannot be told')
    : getProperty(machine, object, name);
}

/** An index of an array: a whole number, also as text. */
function indexOf(key: Value): number | undefined {
  if (typeof key === 'number') return key;
  return typeof key === 'string' && /^\d+$/.test(key) ? Number(key) : undefined;
}

export function setElement(machine: Machine, object: Value, key: Value, value: Value): void {
  if (object instanceof UnknownValue) return;
  const index = indexOf(key);
  if (object instanceof ListValue) {
    machine.touch(object);
    if (index === undefined || index < 0 || index > object.items.length + 100_000) {
      const unknown = key instanceof UnknownValue ? key : machine.unknown('an element whose index cannot be told');
      object.items = object.items.map(() => unknown);
      return;
    }
    const items = [...object.items];
    while (items.length < index) items.push(null);
    items[index] = value;
    object.items = items;
    return;
  }
  const name = propertyKey(machine, key);
  if (name !== undefined) setProperty(machine, object, name, value);
  else if (object instanceof DictValue) {
    machine.touch(object);
    object.open = key instanceof UnknownValue ? key : machine.unknown('a property whose name cannot be told');
  }
}
