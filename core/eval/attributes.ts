// Attribute access by Python's rules: data descriptors of the class, the object itself, the class, `__getattr__`.
import { withoutFraction } from './fractions';
import { dtypeBytes } from '../shape/dtype';
import { annotationsOf } from './annotations';
import { boundMember } from './builtins/members';
import { codeOf } from './functionParts';
import { liveDictionary } from './liveDictionary';
import {
  BoundMethod,
  DictValue,
  FunctionValue,
  InstanceValue,
  LazyImport,
  ListValue,
  NativeFunction,
  PropertyValue,
  PythonError,
  SetValue,
  TupleValue,
  isOfLibrary,
  type Attributes,
  type ClassValue,
  type Machine,
  type Mutable,
  type Value,
} from './values';
import { moduleMember } from './torch/moduleMembers';
import { tensorAttribute } from './torch/tensorAttributes';
import { moduleAttribute, classAttribute, superAttribute } from './attributesOf';
import { lookupInClass, bindAttribute, openBase } from './binding';

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

export function lookupAttribute(machine: Machine, object: Value, name: string): Value | undefined {
  if (typeof object === 'object' && object !== null) {
    switch (object.kind) {
      case 'unknown':
        return withoutFraction(object);
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
        if (name === '__doc__') return object.attributes?.get(name) ?? docstringOf(machine, object);
        if (name === '__annotations__') return object.attributes?.get(name) ?? annotationsOf(machine, object);
        if (name === '__module__') return object.closure.globals.names.get('__name__') ?? null;
        if (name === '__code__') return codeOf(machine, object);
        if (name === '__globals__') return liveDictionary(object.closure.globals.names, object.closure.globals);
        if (name === '__closure__') return machine.unknown('the variables that a function encloses');
        if (name === '__defaults__' || name === '__kwdefaults__') return defaultsOf(object, name === '__kwdefaults__');
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
      case 'property':
        if (name === '__isabstractmethod__') return lookupAttribute(machine, object.getter, name);
        if (name === 'fget') return object.getter;
        if (name === '__doc__') return lookupAttribute(machine, object.getter, name);
        if (name === 'fset') return object.setter;
        if (name === 'fdel') return object.deleter;
        break;
      case 'staticmethod':
      case 'classmethod':
        if (name === '__isabstractmethod__') return lookupAttribute(machine, object.callable, name);
        if (name === '__func__' || name === '__wrapped__') return object.callable;
        break;
      case 'native':
        if (name === '__name__' || name === '__qualname__') return object.name;
        if (name === '__doc__') return null;
        break;
      default:
        break;
    }
  }
  if (object instanceof InstanceValue && object.type.interceptsAttributes) return intercepted(machine, object, name);
  return genericAttribute(machine, object, name);
}

/** Through the class's own `__getattribute__`. */
function intercepted(machine: Machine, object: InstanceValue, name: string): Value | undefined {
  const { type } = object;
  const fallback = lookupInClass(type, '__getattr__');
  try {
    return machine.call(lookupInClass(type, '__getattribute__') ?? null, [object, name]);
  } catch (error) {
    if (fallback === undefined || !isAttributeError(error)) throw error;
    return machine.call(fallback, [object, name]);
  }
}

const isAttributeError = (error: unknown): boolean =>
  error instanceof PythonError && error.exception.type.mro.some((type) => type.name === 'AttributeError');

/** `function.__defaults__`, or `__kwdefaults__`. */
function docstringOf(machine: Machine, fn: FunctionValue): Value {
  const { documented, node } = fn;
  if (documented !== null) return lookupAttribute(machine, documented, '__doc__') ?? null;
  if (!isOfLibrary(fn)) machine.consulted.add(node);
  return node.kind === 'function' ? node.docstring : null;
}

function defaultsOf(fn: FunctionValue, keywordOnly: boolean): Value {
  const dict = new DictValue();
  const items: Value[] = [];
  fn.node.parameters.forEach(({ name, kind }, i) => {
    const value = fn.defaults[i];
    if (value === undefined) return;
    if (kind === 'keywordOnly') dict.entries.set(name, { key: name, value });
    else items.push(value);
  });
  if (keywordOnly) return dict.entries.size > 0 ? dict : null;
  return items.length > 0 ? new TupleValue(items) : null;
}

/** `object.__getattribute__`. */
export function genericAttribute(machine: Machine, object: Value, name: string): Value | undefined {
  const type = machine.typeOf(object);
  const inClass = lookupInClass(type, name);
  if (inClass instanceof PropertyValue) return propertyValue(machine, inClass, object, name, type);
  // a data descriptor comes before the object's own
  if (inClass instanceof InstanceValue && lookupInClass(inClass.type, '__set__') !== undefined)
    return bindAttribute(machine, inClass, object, type);
  const own = ownAttributes(object)?.get(name);
  if (own !== undefined) return own instanceof LazyImport ? own.resolve() : own;
  const item = object instanceof DictValue && isItsOwnDictionary(object) ? object.entries.get(name) : undefined;
  if (item !== undefined) return item.value;
  if (inClass !== undefined) return bindAttribute(machine, inClass, object, type);
  if (name === '__class__') return type;
  if (name === '__dict__') return dictionaryOf(object);
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
  return openBase(type) ?? boundMember(machine, object, type, name);
}

function dictionaryOf(object: Value): Value {
  if (isItsOwnDictionary(object)) return object;
  const own = ownAttributes(object);
  return own === null ? new DictValue() : liveDictionary(own, object as Mutable);
}

/** `self.__dict__ = self` in a subclass of dict: its items are its attributes. */
export const isItsOwnDictionary = (object: Value): boolean =>
  object instanceof DictValue && object.attributes?.get('__dict__') === object;

/** What a property gives; where its getter raises AttributeError, `__getattr__` is asked. */
function propertyValue(
  machine: Machine,
  property: PropertyValue,
  object: Value,
  name: string,
  type: ClassValue,
): Value {
  const fallback = lookupInClass(type, '__getattr__');
  if (fallback === undefined || fallback === machine.types.ModuleBase.attributes.get('__getattr__'))
    return machine.call(property.getter, [object]);
  try {
    return machine.call(property.getter, [object]);
  } catch (error) {
    if (!isAttributeError(error)) throw error;
    return machine.call(fallback, [object, name]);
  }
}

/** A method of Python's protocol (`__len__`), looked up on the type as Python does; bound. */
export function specialMethod(machine: Machine, object: Value, name: string): Value | undefined {
  if (typeof object !== 'object' || object === null) return undefined;
  if (object.kind === 'class') {
    const own = object.meta === null ? undefined : lookupInClass(object.meta, name);
    return own instanceof FunctionValue ? new BoundMethod(object, own) : undefined;
  }
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
