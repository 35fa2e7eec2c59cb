// Attributes of modules, classes and `super()`, each found by a rule of its own.
import { builtinMember } from './builtins/members';
import { attributesAsDict, liveDictionary } from './liveDictionary';
import { lookupStars } from './scope';
import {
  BoundMethod,
  ClassMethod,
  InstanceValue,
  LazyImport,
  ListValue,
  NativeFunction,
  StaticMethod,
  TensorValue,
  TupleValue,
  UnknownValue,
  type ClassValue,
  type Machine,
  type ModuleValue,
  type SuperValue,
  type Value,
} from './values';
import { tensorAttribute } from './torch/tensorAttributes';
import { lookupInClass, bindAttribute, openBase } from './binding';

export function moduleAttribute(machine: Machine, module: ModuleValue, name: string): Value | undefined {
  module.load?.();
  const value = module.attributes.get(name);
  if (value instanceof LazyImport && !value.resolving) {
    const resolved = value.resolve();
    if (module.attributes.get(name) === value && !(resolved instanceof UnknownValue)) {
      machine.resolving(module.attributes, module.madeIn, name, value);
      module.attributes.set(name, resolved);
    }
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
  if (name === '__dict__') return liveDictionary(module.attributes, module);
  const fallback = module.attributes.get('__getattr__');
  if (fallback !== undefined) return machine.call(fallback, [name]);
  return module.scope?.openStar ?? undefined;
}

export function classAttribute(machine: Machine, type: ClassValue, name: string): Value | undefined {
  const value = lookupInClass(type, name);
  if (value !== undefined) {
    if (value instanceof ClassMethod) return new BoundMethod(type, value.callable);
    if (value instanceof StaticMethod) return value.callable;
    if (value instanceof LazyImport) return value.resolve();
    const get = value instanceof InstanceValue ? lookupInClass(value.type, '__get__') : undefined;
    return get === undefined ? value : machine.call(get, [value, null, type]);
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
  const inMeta = type.meta === null ? undefined : lookupInClass(type.meta, name);
  if (type.meta !== null && inMeta !== undefined) return bindAttribute(machine, inMeta, type, type.meta);
  if (type.mro.includes(machine.types.Tensor)) {
    const method = tensorAttribute(machine, null, name);
    if (method !== undefined) return method;
  }
  return openBase(type) ?? builtinMember(machine, type, name);
}

export function superAttribute(machine: Machine, value: SuperValue, name: string): Value | undefined {
  const { self } = value;
  const throughClass = typeof self === 'object' && self !== null && self.kind === 'class';
  const { after } = value;
  if (throughClass && self.meta?.mro.includes(after) === true) {
    const inMeta = lookupInClass(self.meta, name, after);
    return inMeta === undefined ? undefined : bindAttribute(machine, inMeta, self, self.meta);
  }
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
