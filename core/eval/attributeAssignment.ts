// Setting and deleting attributes by Python's rules: `__setattr__`, the class's properties, the object itself.
import { isItsOwnDictionary, ownAttributes } from './attributes';
import { lookupInClass } from './binding';
import { DictValue, InstanceValue, PropertyValue, TensorValue, UnknownValue, type Machine, type Value } from './values';

/** Among the attributes that the object itself has. */
export function setOwnAttribute(machine: Machine, object: Value, name: string, value: Value): void {
  if (typeof object !== 'object' || object === null) {
    machine.raise('AttributeError', `'${machine.typeOf(object).name}' object has no attribute '${name}'`);
  }
  if (name === '__dict__' && object instanceof InstanceValue && value instanceof DictValue) {
    machine.touch(object);
    const items = [...value.entries.values()];
    object.attributes.clear();
    for (const { key, value: item } of items) if (typeof key === 'string') object.attributes.set(key, item);
    return;
  }
  if (isItsOwnDictionary(object)) {
    machine.setItem(object, name, value);
    return;
  }
  switch (object.kind) {
    case 'unknown':
      return;
    case 'instance':
      if (object.type.slots?.has(name) === false)
        machine.raise('AttributeError', `'${object.type.name}' object has no attribute '${name}'`);
      machine.touch(object);
      object.attributes.set(name, value);
      return;
    case 'class':
    case 'module':
      // its body would bind the name later, and has been run by now in Python
      if (object.kind === 'module') object.load?.();
      machine.touch(object);
      object.attributes.set(name, value);
      return;
    case 'list':
    case 'dict':
    case 'set':
    case 'tuple':
      if (object.type === null)
        machine.raise('AttributeError', `'${machine.typeOf(object).name}' object has no attribute '${name}'`);
      machine.touch(object);
      object.attributes ??= new Map();
      object.attributes.set(name, value);
      return;
    case 'function':
    case 'tensor':
      machine.touch(object);
      object.attributes ??= new Map();
      object.attributes.set(name, value);
      return;
    case 'method':
      setOwnAttribute(machine, object.callable, name, value);
      return;
    case 'native':
      return;
    default:
      machine.raise('AttributeError', `'${machine.typeOf(object).name}' object has no attribute '${name}'`);
  }
}

/** A descriptor with `__set__` in the class takes the value. */
export function setThroughDescriptor(
  machine: Machine,
  inClass: Value | undefined,
  object: Value,
  value: Value,
): boolean {
  if (!(inClass instanceof InstanceValue)) return false;
  const set = lookupInClass(inClass.type, '__set__');
  if (set === undefined) return false;
  machine.call(set, [inClass, object, value]);
  return true;
}

export function setAttribute(machine: Machine, object: Value, name: string, value: Value): void {
  if (isPlainObject(object)) {
    const hook = lookupInClass(machine.typeOf(object), '__setattr__');
    if (hook !== undefined && hook !== machine.types.object.attributes.get('__setattr__')) {
      machine.call(hook, [object, name, value]);
      return;
    }
  }
  setGenericAttribute(machine, object, name, value);
}

const isPlainObject = (object: Value): boolean =>
  typeof object === 'object' &&
  object !== null &&
  object.kind !== 'class' &&
  object.kind !== 'module' &&
  object.kind !== 'unknown';

/** `object.__setattr__`: what the class has under the name answers first. */
export function setGenericAttribute(machine: Machine, object: Value, name: string, value: Value): void {
  if (isPlainObject(object)) {
    const type = machine.typeOf(object);
    const inClass = lookupInClass(type, name);
    if (setThroughDescriptor(machine, inClass, object, value)) return;
    if (inClass instanceof PropertyValue) {
      if (inClass.setter === null)
        machine.raise('AttributeError', `property '${name}' of '${type.name}' object has no setter`);
      machine.call(inClass.setter, [object, value]);
      return;
    }
    if (object instanceof TensorValue && setTensorAttribute(machine, object, name, value)) return;
  }
  setOwnAttribute(machine, object, name, value);
}

/** `x.data = y` and `x.requires_grad = False`. */
function setTensorAttribute(machine: Machine, tensor: TensorValue, name: string, value: Value): boolean {
  if (name === 'requires_grad') {
    machine.touch(tensor);
    tensor.requiresGrad = machine.truth(value) === true;
    tensor.undecided = value instanceof UnknownValue ? value : null;
    return true;
  }
  if (name === 'data' && value instanceof TensorValue) {
    machine.touch(tensor);
    tensor.tensor = value.tensor;
    tensor.storage = value.storage;
    return true;
  }
  return name === 'grad';
}

export function deleteAttribute(machine: Machine, object: Value, name: string): void {
  if (typeof object === 'object' && object !== null && 'type' in object && object.type !== null) {
    const hook = lookupInClass(machine.typeOf(object), '__delattr__');
    if (hook !== undefined) {
      machine.call(hook, [object, name]);
      return;
    }
  }
  const inClass = lookupInClass(machine.typeOf(object), name);
  if (inClass instanceof PropertyValue && inClass.deleter !== null) {
    machine.call(inClass.deleter, [object]);
    return;
  }
  if (inClass instanceof PropertyValue)
    machine.raise('AttributeError', `property '${name}' of '${machine.typeOf(object).name}' object has no deleter`);
  const remove = inClass instanceof InstanceValue ? lookupInClass(inClass.type, '__delete__') : undefined;
  if (remove !== undefined) {
    machine.call(remove, [inClass as Value, object]);
    return;
  }
  if (typeof object === 'object' && object?.kind === 'module') object.load?.();
  const own = ownAttributes(object);
  if (own === null || !own.has(name)) {
    machine.raise('AttributeError', `'${machine.typeOf(object).name}' object has no attribute '${name}'`);
  }
  machine.touch(object as never);
  own.delete(name);
}
