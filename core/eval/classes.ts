// Classes: construction, C3 linearisation, instances, isinstance.
import { keyText } from './hashing';
import type { Location } from '../base/location';
import { Float } from '../ops/operator';
import { SymbolicDim } from '../shape/dim';
import { genericAttribute } from './attributes';
import { lookupInClass } from './binding';
import { setGenericAttribute } from './attributeAssignment';
import { attributesAsDict } from './liveDictionary';
import {
  BoundMethod,
  ClassMethod,
  ClassValue,
  FunctionValue,
  InstanceValue,
  NativeFunction,
  StaticMethod,
  heap,
  isOfLibrary,
  type Attributes,
  type Keywords,
  type Machine,
  type Value,
} from './values';

/** C3 linearisation (Python's MRO); null where the bases' orders contradict each other. */
export function linearise(type: ClassValue): readonly ClassValue[] | null {
  const sequences = [...type.bases.map((base) => [...base.mro]), [...type.bases]];
  const order: ClassValue[] = [type];
  for (;;) {
    const remaining = sequences.filter((sequence) => sequence.length > 0);
    if (remaining.length === 0) return order;
    const head = remaining.map((s) => s[0]).find((candidate) => !remaining.some((s) => s.indexOf(candidate, 1) > 0));
    if (head === undefined) return null;
    order.push(head);
    for (const sequence of remaining) if (sequence[0] === head) sequence.shift();
  }
}

/** Makes a class of what its body bound. */
export function createClass(
  machine: Machine,
  name: string,
  bases: readonly Value[],
  attributes: Attributes,
  module: string,
  definition: Location | null,
): ClassValue {
  const known: ClassValue[] = [];
  let open: Value | null = null;
  for (const base of bases) {
    if (base instanceof ClassValue) {
      if (!known.includes(base)) known.push(base);
    } else
      open =
        typeof base === 'object' && base !== null && base.kind === 'unknown'
          ? base
          : machine.unknown(`a base of class ${name}`);
  }
  if (known.length === 0) known.push(machine.types.object);
  // `object` last, as where a base could not be told beside it
  if (known.length > 1 && known.includes(machine.types.object)) known.splice(known.indexOf(machine.types.object), 1);
  const type = new ClassValue(name, known, module, null, definition);
  if (open !== null && typeof open === 'object' && open.kind === 'unknown') type.open = open;
  for (const [key, value] of attributes) {
    const isImplicit = value instanceof FunctionValue && implicitClassMethods.has(key);
    type.attributes.set(key, isImplicit ? new ClassMethod(value) : value);
  }
  const order = linearise(type);
  if (order === null)
    machine.raise('TypeError', `Cannot create a consistent method resolution order (MRO) for bases of ${name}`);
  type.mro = order;
  type.meta = order.find(({ meta }) => meta !== null)?.meta ?? null;
  for (const hooked of order) if (hooked.hooks !== null) type.hooks ??= hooked.hooks;
  type.interceptsAttributes = attributes.has('__getattribute__') || known.some((base) => base.interceptsAttributes);
  type.slots = slotsOf(machine, type);
  return type;
}

/** What a class body defines under these names is a class method, decorated or not. */
const implicitClassMethods = new Set(['__init_subclass__', '__class_getitem__']);

/** `__slots__` of the class and of all its bases; null where one has a dictionary. */
function slotsOf(machine: Machine, type: ClassValue): ReadonlySet<string> | null {
  if (!type.attributes.has('__slots__') || type.open !== null) return null;
  const names = new Set<string>();
  for (const candidate of type.mro) {
    if (candidate === machine.types.object) continue;
    const own = candidate.attributes.get('__slots__');
    if (own === undefined) return null;
    const listed = typeof own === 'string' ? [own] : machine.elements(own);
    for (const name of listed ?? ['__dict__']) if (typeof name === 'string') names.add(name);
  }
  return names.has('__dict__') ? null : names;
}

/** Calls `__set_name__` and `__init_subclass__`, as the class statement does when its body is done. */
export function finishClass(machine: Machine, type: ClassValue, keywords: Keywords): void {
  for (const [name, value] of type.attributes) {
    if (value instanceof InstanceValue) {
      const setName = lookupInClass(value.type, '__set_name__');
      if (setName !== undefined) machine.call(setName, [value, type, name]);
    }
  }
  const hook = lookupInClass(type, '__init_subclass__', type);
  if (hook === undefined) return;
  const callable = hook instanceof ClassMethod ? hook.callable : hook;
  machine.call(callable, [type], keywords);
}

/** `Class(...)`: `__new__`, then `__init__`. */
export function instantiate(machine: Machine, type: ClassValue, args: readonly Value[], keywords: Keywords): Value {
  if (type.hooks?.call !== undefined) return machine.call(type.hooks.call, [type, ...args], keywords);
  const isModule = type.mro.includes(machine.types.ModuleBase);
  const instance =
    isModule && isOfLibrary(type)
      ? machine.templates.instance(type, args, keywords, () => construct(machine, type, args, keywords))
      : construct(machine, type, args, keywords);
  if (isModule && instance instanceof InstanceValue && instance.type.mro.includes(type)) {
    heap.madeIn?.spoil();
    machine.onModuleMade?.(instance);
  }
  return instance;
}

function construct(machine: Machine, type: ClassValue, args: readonly Value[], keywords: Keywords): Value {
  const creator = lookupInClass(type, '__new__');
  let instance: Value;
  if (creator !== undefined) {
    const callable = creator instanceof StaticMethod ? creator.callable : creator;
    instance = machine.call(callable, [type, ...args], keywords);
    if (machine.isInstance(instance, type) !== true) return instance;
  } else instance = allocate(machine, type, args, keywords);
  const initialiser = lookupInClass(type, '__init__');
  if (initialiser !== undefined) {
    const result = machine.call(new BoundMethod(instance, initialiser), args, keywords);
    if (result !== null && !(typeof result === 'object' && 'kind' in result && result.kind === 'unknown'))
      machine.raise('TypeError', `__init__() should return None, not '${machine.typeOf(result).name}'`);
  } else if (type.open !== null) return type.open;
  return instance;
}

/** `object.__new__`, or the constructor of the native type the class descends from. */
export function allocate(machine: Machine, type: ClassValue, args: readonly Value[], keywords: Keywords): Value {
  for (const candidate of type.mro) {
    if (candidate.construct !== null) return candidate.construct(machine, type, args, keywords);
  }
  const instance = new InstanceValue(type);
  if (type.mro.includes(machine.types.ModuleBase)) {
    const location = machine.place();
    if (location !== null) instance.created = { location };
  }
  return instance;
}

export function typeOf(machine: Machine, value: Value): ClassValue {
  const { types } = machine;
  if (value === null) return types.NoneType;
  switch (typeof value) {
    case 'boolean':
      return types.bool;
    case 'number':
    case 'bigint':
      return types.int;
    case 'string':
      return types.str;
    default:
      break;
  }
  if (value instanceof Float) return types.float;
  if (value instanceof SymbolicDim) return types.int;
  switch (value.kind) {
    case 'instance':
      return value.type;
    case 'tuple':
    case 'list':
    case 'dict':
      return value.type ?? types[value.kind];
    case 'set':
      return value.type ?? (value.frozen ? types.frozenset : types.set);
    case 'view':
      return types[`dict_${value.form}`];
    case 'tensor':
      return value.type ?? (value.isParameter ? types.Parameter : types.Tensor);
    case 'native':
    case 'function':
      return types.function;
    case 'class':
      return value.meta ?? types.type;
    case 'notImplemented':
      return types.NotImplementedType;
    case 'unknown':
    case 'lazy':
      return types.object;
    default:
      return types[value.kind];
  }
}

/** isinstance; undefined where it cannot be told. */
export function isInstance(machine: Machine, value: Value, type: Value): boolean | undefined {
  if (typeof type === 'object' && type !== null) {
    if (type.kind === 'tuple') {
      let answer: boolean | undefined = false;
      for (const item of type.items) {
        // `None` in a union
        const one = isInstance(machine, value, item ?? machine.types.NoneType);
        if (one === true) return true;
        if (one === undefined) answer = undefined;
      }
      return answer;
    }
    if (type instanceof ClassValue) {
      if (typeof value === 'object' && value !== null && value.kind === 'unknown') return undefined;
      const own = typeOf(machine, value);
      return isSubclass(machine, own, type);
    }
  }
  return undefined;
}

export function isSubclass(machine: Machine, own: ClassValue, type: ClassValue): boolean | undefined {
  if (own.mro.includes(type)) return true;
  if (type === machine.types.int && own === machine.types.bool) return true;
  const protocol = type.attributes.get('__instancehook__');
  if (protocol !== undefined) return machine.truth(machine.call(protocol, [own]));
  return own.mro.some((candidate) => candidate.open !== null) ? undefined : false;
}

/** The members of the type `object`. */
export function installObject(types: Machine['types']): void {
  const { attributes } = types.object;
  attributes.set(
    '__new__',
    new StaticMethod(
      new NativeFunction('__new__', (machine, args, keywords) => {
        const [type, ...rest] = args;
        return type instanceof ClassValue
          ? allocate(machine, type, rest, keywords)
          : machine.unknown('__new__ of an unknown class');
      }),
    ),
  );
  attributes.set(
    '__init__',
    new NativeFunction('__init__', (machine, args, keywords) => {
      // Python ignores surplus arguments only where __new__ is overridden
      const self = args[0];
      if (args.length + (keywords?.size ?? 0) > 1 && self instanceof InstanceValue && !hasNativePayload(self)) {
        const creator = lookupInClass(self.type, '__new__');
        if (
          creator === types.object.attributes.get('__new__') &&
          !self.type.mro.some((t) => t.construct !== null || t.open !== null)
        ) {
          machine.raise('TypeError', `${self.type.name}() takes no arguments`);
        }
      }
      return null;
    }),
  );
  attributes.set('__init_subclass__', new NativeFunction('__init_subclass__', () => null));
  attributes.set(
    '__setattr__',
    new NativeFunction('__setattr__', (machine, [self, name, value]) => {
      if (typeof name === 'string') setGenericAttribute(machine, self, name, value);
      return null;
    }),
  );
  attributes.set(
    '__getattribute__',
    new NativeFunction('__getattribute__', (machine, [self, name]) => {
      const key = keyText(name);
      const value = genericAttribute(machine, self, key);
      return value === undefined
        ? machine.raise('AttributeError', `'${machine.typeOf(self).name}' object has no attribute '${key}'`)
        : value;
    }),
  );
  attributes.set(
    '__repr__',
    new NativeFunction('__repr__', (machine, [self]) => `<${machine.typeOf(self).name} object>`),
  );
  attributes.set('__str__', new NativeFunction('__str__', (machine, [self]) => machine.repr(self)));
  attributes.set(
    '__dir__',
    new NativeFunction('__dir__', (machine, [self]) =>
      self instanceof InstanceValue ? attributesAsDict(self.attributes) : machine.unknown('dir()'),
    ),
  );
}

const hasNativePayload = (value: InstanceValue): boolean => value.payload !== undefined;

export const isFunction = (value: Value): value is FunctionValue => value instanceof FunctionValue;
