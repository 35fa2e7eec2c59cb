// Attribute access by Python's rules: data descriptors of the class, the object itself, the class, `__getattr__`.
import { dtypeBytes } from '../shape/dtype';
import { lookupStars } from './scope';
import {
  BoundMethod,
  ClassMethod,
  DictValue,
  FunctionValue,
  InstanceValue,
  LazyImport,
  ListValue,
  NativeFunction,
  PropertyValue,
  SetValue,
  StaticMethod,
  TensorValue,
  TupleValue,
  UnknownValue,
  type Attributes,
  type ClassValue,
  type Machine,
  type ModuleValue,
  type SuperValue,
  type Value,
} from './values';
import { moduleMember } from './torch/moduleMembers';
import { tensorAttribute } from './torch/tensorAttributes';

/** The attribute as it stands in the first class of the MRO that has it, unbound. */
export function lookupInClass(type: ClassValue, name: string, after: ClassValue | null = null): Value | undefined {
  let skip = after !== null;
  for (const candidate of type.mro) {
    if (skip) {
      if (candidate === after) skip = false;
      continue;
    }
    const value = candidate.attributes.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The first class of the MRO (after `after`) that could not be told, so that a missing attribute is unknown. */
function openBase(type: ClassValue): Value | undefined {
  for (const candidate of type.mro) if (candidate.open !== null) return candidate.open;
  return undefined;
}

/** The objects that carry attributes of their own. */
export function ownAttributes(value: Value): Attributes | null {
  if (typeof value !== 'object' || value === null) return null;
  switch (value.kind) {
    case 'instance':
    case 'class':
    case 'module':
      return value.attributes;
    case 'list':
    case 'dict':
    case 'set':
    case 'tuple':
    case 'function':
    case 'tensor':
      return value.attributes;
    default:
      return null;
  }
}

/** Binds what a class holds to the object it is read through. */
export function bindAttribute(machine: Machine, value: Value, self: Value, type: ClassValue): Value {
  if (typeof value !== 'object' || value === null) return value;
  switch (value.kind) {
    case 'function':
      return new BoundMethod(self, value);
    case 'native':
      return value.binds ? new BoundMethod(self, value) : value;
    case 'staticmethod':
      return value.callable;
    case 'classmethod':
      return new BoundMethod(type, value.callable);
    case 'property':
      return machine.call(value.getter, [self]);
    case 'lazy':
      return value.resolve();
    case 'instance': {
      const get = lookupInClass(value.type, '__get__');
      return get === undefined ? value : machine.call(get, [value, self, type]);
    }
    default:
      return value;
  }
}

export function lookupAttribute(machine: Machine, object: Value, name: string): Value | undefined {
  if (typeof object === 'object' && object !== null) {
    switch (object.kind) {
      case 'unknown':
        return object;
      case 'module':
        return moduleAttribute(machine, object, name);
      case 'class':
        return classAttribute(machine, object, name);
      case 'super':
        return superAttribute(machine, object, name);
      case 'tensor': {
        const own = object.attributes?.get(name);
        if (own !== undefined) return own;
        const found = tensorAttribute(machine, object, name);
        if (found !== undefined) return found;
        break;
      }
      case 'function':
        if (name === '__name__') return object.attributes?.get(name) ?? object.name;
        if (name === '__qualname__') return object.qualifiedName;
        if (name === '__doc__') return object.node.kind === 'function' ? object.node.docstring : null;
        if (name === '__module__') return object.closure.globals.names.get('__name__') ?? null;
        break;
      case 'method':
        if (name === '__self__') return object.self;
        if (name === '__func__') return object.callable;
        if (name.startsWith('__') || ownAttributes(object.callable) !== null) {
          const inner = lookupAttribute(machine, object.callable, name);
          if (inner !== undefined) return inner;
        }
        break;
      case 'dtype':
        if (name === 'is_floating_point') return /float/.test(object.dtype);
        if (name === 'is_complex') return /complex/.test(object.dtype);
        if (name === 'itemsize') return dtypeBytes[object.dtype];
        break;
      case 'slice':
        if (name === 'start') return object.lower;
        if (name === 'stop') return object.upper;
        if (name === 'step') return object.step;
        break;
      case 'range':
        if (name === 'start' || name === 'stop' || name === 'step') return object[name];
        break;
      case 'native':
        if (name === '__name__' || name === '__qualname__') return object.name;
        if (name === '__doc__') return null;
        break;
      default:
        break;
    }
  }
  return genericAttribute(machine, object, name);
}

function genericAttribute(machine: Machine, object: Value, name: string): Value | undefined {
  const type = machine.typeOf(object);
  const inClass = lookupInClass(type, name);
  if (inClass instanceof PropertyValue) return machine.call(inClass.getter, [object]);
  const own = ownAttributes(object)?.get(name);
  if (own !== undefined) return own instanceof LazyImport ? own.resolve() : own;
  if (inClass !== undefined) return bindAttribute(machine, inClass, object, type);
  if (name === '__class__') return type;
  if (name === '__dict__') return attributesAsDict(ownAttributes(object) ?? new Map<string, Value>());
  if (name === '__doc__') return lookupInClass(type, '__doc__') ?? null;
  if (name === '__module__') return type.module;
  if (object instanceof InstanceValue) {
    const member = moduleMember(object, name);
    if (member !== undefined) return member;
  }
  const fallback = lookupInClass(type, '__getattr__');
  // the one of nn.Module would look for what was not found just now, and raise
  const isModules = fallback === machine.types.ModuleBase.attributes.get('__getattr__');
  if (fallback !== undefined && !isModules) return machine.call(fallback, [object, name]);
  return openBase(type);
}

function moduleAttribute(machine: Machine, module: ModuleValue, name: string): Value | undefined {
  module.load?.();
  const value = module.attributes.get(name);
  if (value instanceof LazyImport && !value.resolving) {
    const resolved = value.resolve();
    if (module.attributes.get(name) === value && !(resolved instanceof UnknownValue))
      module.attributes.set(name, resolved);
    return resolved;
  }
  if (value !== undefined && !(value instanceof LazyImport)) return value;
  if (module.scope !== null) {
    const starred = lookupStars(machine, module.scope, name);
    if (starred !== undefined) return starred;
  }
  const further = machine.moduleFallback(module, name);
  if (further !== undefined) return further;
  if (name === '__name__') return module.name;
  if (name === '__file__') return module.file;
  if (name === '__dict__') return attributesAsDict(module.attributes);
  const fallback = module.attributes.get('__getattr__');
  if (fallback !== undefined) return machine.call(fallback, [name]);
  return module.scope?.openStar ?? undefined;
}

function classAttribute(machine: Machine, type: ClassValue, name: string): Value | undefined {
  const value = lookupInClass(type, name);
  if (value !== undefined) {
    if (value instanceof ClassMethod) return new BoundMethod(type, value.callable);
    if (value instanceof StaticMethod) return value.callable;
    if (value instanceof LazyImport) return value.resolve();
    return value;
  }
  switch (name) {
    case '__name__':
    case '__qualname__':
      return type.name;
    case '__module__':
      return type.module;
    case '__mro__':
      return new TupleValue(type.mro);
    case '__bases__':
      return new TupleValue(type.bases);
    case '__dict__':
      return attributesAsDict(type.attributes);
    case '__doc__':
      return null;
    case '__class__':
      return machine.types.type;
    case 'mro':
      return new NativeFunction('mro', () => new ListValue([...type.mro]));
    case '__subclasses__':
      return new NativeFunction('__subclasses__', (m) => m.unknown('the subclasses of a class'));
    default:
      break;
  }
  if (type.mro.includes(machine.types.Tensor)) {
    const method = tensorAttribute(machine, null, name);
    if (method !== undefined) return method;
  }
  return openBase(type);
}

function superAttribute(machine: Machine, value: SuperValue, name: string): Value | undefined {
  const { self } = value;
  const throughClass = typeof self === 'object' && self !== null && self.kind === 'class';
  const type = throughClass ? self : machine.typeOf(self);
  const found = lookupInClass(type, name, value.after);
  if (found === undefined) {
    const after = type.mro.indexOf(value.after);
    for (const candidate of type.mro.slice(after + 1)) if (candidate.open !== null) return candidate.open;
    if (self instanceof TensorValue) return tensorAttribute(machine, self, name);
    return undefined;
  }
  if (name === '__new__') return found instanceof StaticMethod ? found.callable : found;
  if (throughClass) {
    if (found instanceof ClassMethod) return new BoundMethod(self, found.callable);
    return found instanceof StaticMethod ? found.callable : found;
  }
  return bindAttribute(machine, found, self, type);
}

/** A dict over live attributes: a copy, since nobody writes through `__dict__` in model code. */
export function attributesAsDict(attributes: Attributes): DictValue {
  const dict = new DictValue();
  for (const [key, value] of attributes)
    dict.entries.set(key, { key, value: value instanceof LazyImport ? value.resolve() : value });
  return dict;
}

/** The plain way to set an attribute: `object.__setattr__`. */
export function setOwnAttribute(machine: Machine, object: Value, name: string, value: Value): void {
  if (typeof object !== 'object' || object === null) {
    machine.raise('AttributeError', `'${machine.typeOf(object).name}' object has no attribute '${name}'`);
  }
  switch (object.kind) {
    case 'unknown':
      return;
    case 'instance':
    case 'class':
    case 'module':
      machine.touch(object);
      object.attributes.set(name, value);
      return;
    case 'list':
    case 'dict':
    case 'set':
    case 'tuple':
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

export function setAttribute(machine: Machine, object: Value, name: string, value: Value): void {
  if (
    typeof object === 'object' &&
    object !== null &&
    object.kind !== 'class' &&
    object.kind !== 'module' &&
    object.kind !== 'unknown'
  ) {
    const type = machine.typeOf(object);
    const hook = lookupInClass(type, '__setattr__');
    if (hook !== undefined && hook !== machine.types.object.attributes.get('__setattr__')) {
      machine.call(hook, [object, name, value]);
      return;
    }
    const inClass = lookupInClass(type, name);
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
    tensor.requiresGrad = value === true;
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
  if (typeof object === 'object' && object !== null && object.kind === 'instance') {
    const hook = lookupInClass(object.type, '__delattr__');
    if (hook !== undefined) {
      machine.call(hook, [object, name]);
      return;
    }
  }
  const own = ownAttributes(object);
  if (own === null || !own.has(name)) {
    machine.raise('AttributeError', `'${machine.typeOf(object).name}' object has no attribute '${name}'`);
  }
  machine.touch(object as never);
  own.delete(name);
}

/** A method of Python's protocol (`__len__`), looked up on the type as Python does; bound. */
export function specialMethod(machine: Machine, object: Value, name: string): Value | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  if (object.kind !== 'instance' && !('type' in object && object.type !== null)) return undefined;
  const type = machine.typeOf(object);
  const found = lookupInClass(type, name);
  if (found === undefined || found === null) return undefined;
  return found instanceof FunctionValue || found instanceof NativeFunction
    ? new BoundMethod(object, found)
    : bindAttribute(machine, found, object, type);
}

/** True for values of a user's class: their operators go through special methods. */
export const isContainer = (value: Value): value is ListValue | TupleValue | DictValue | SetValue =>
  value instanceof ListValue || value instanceof TupleValue || value instanceof DictValue || value instanceof SetValue;
