// Python's built-in functions.
import { functionOf } from '../functionParts';
import { isSymbolic } from '../../shape/dim';
import { ownAttributes, specialMethod } from '../attributes';
import { lookupInClass } from '../binding';
import { isUnmodelled } from '../missing';
import { isSubclass } from '../classes';
import { attributesAsDict, liveDictionary } from '../liveDictionary';
import { hashKey, identity } from '../hashing';
import { asInteger } from '../numbers';
import { lengthOf } from '../truth';
import { formatValue } from '../formatting';
import { asciiRepr } from '../text';
import {
  BoundMethod,
  ClassMethod,
  ClassValue,
  DictValue,
  InstanceValue,
  ListValue,
  ModuleValue,
  NativeFunction,
  NOT_IMPLEMENTED,
  ELLIPSIS,
  PropertyValue,
  PythonError,
  StaticMethod,
  SuperValue,
  TupleValue,
  UnknownValue,
  type Attributes,
  type BuiltinTypes,
  type Machine,
  type Value,
} from '../values';
import { defineAll } from './define';
import { installIterationFunctions, unknownSource } from './iterationFunctions';
import { installNumberFunctions } from './numberFunctions';

export function installFunctions(builtins: Attributes, types: BuiltinTypes): void {
  for (const name of [
    'object',
    'bool',
    'int',
    'float',
    'complex',
    'str',
    'bytes',
    'tuple',
    'list',
    'dict',
    'set',
    'frozenset',
    'range',
    'slice',
    'type',
    'property',
    'staticmethod',
    'classmethod',
    'super',
  ] as const) {
    builtins.set(name, types[name]);
  }
  builtins.set('NotImplemented', NOT_IMPLEMENTED);
  builtins.set('Ellipsis', ELLIPSIS);
  builtins.set('__debug__', true);
  installDescriptors(types);
  installIterationFunctions(builtins);
  installAttributeFunctions(builtins, types);
  installNumberFunctions(builtins);
  defineAll(builtins, {
    'len(value)': (machine, [value]) =>
      lengthOf(machine, value as Value) ??
      machine.raise('TypeError', `object of type '${machine.typeOf(value as Value).name}' has no len()`),
    'repr(value)': (machine, [value]) => (value instanceof UnknownValue ? value : machine.repr(value as Value)),
    'ascii(value)': (machine, [value]) => (value instanceof UnknownValue ? value : asciiRepr(machine, value as Value)),
    'format(value, spec)': (machine, [value, spec]) =>
      formatValue(machine, value as Value, typeof spec === 'string' ? spec : ''),
    'hash(value)': (machine, [value]) => {
      const method = specialMethod(machine, value as Value, '__hash__');
      if (method !== undefined) return machine.call(method, []);
      const key = hashKey(value as Value);
      if (key === undefined && !(value instanceof UnknownValue))
        return machine.raise('TypeError', `unhashable type: '${machine.typeOf(value as Value).name}'`);
      // small integers are their own; the others' differ from one run of Python to the next, or from one machine to the next
      return typeof key === 'number' && Number.isInteger(key) && key !== -1 ? key : machine.unknown('a hash');
    },
    'id(value)': (_, [value]) => (typeof value === 'object' && value !== null ? identity(value) : 0),
    'callable(value)': (machine, [value]) => isCallable(machine, value as Value),
    'chr(code)': (machine, [code]) => {
      const n = asInteger(code as Value);
      if (n === undefined || isSymbolic(n)) return machine.unknown('a character');
      return n >= 0 && n <= 0x10ffff
        ? String.fromCodePoint(Number(n))
        : machine.raise('ValueError', 'chr() arg not in range(0x110000)');
    },
    'ord(character)': (machine, [character]) => {
      if (typeof character !== 'string') return machine.unknown('a character code');
      const codes = [...character];
      return codes.length === 1
        ? (character.codePointAt(0) ?? 0)
        : machine.raise('TypeError', `ord() expected a character, but string of length ${codes.length} found`);
    },
    'input(prompt)': (machine) => machine.unknown('what the user types'),
    'open(file, mode, buffering, encoding, errors, newline, closefd, opener)': (machine) =>
      machine.unknown('the contents of a file'),
    'globals()': (machine) => {
      const scope = machine.frame?.scope.globals;
      return scope === undefined ? new DictValue() : liveDictionary(scope.names, scope);
    },
    'locals()': (machine) => attributesAsDict(machine.frame?.scope.names ?? new Map<string, Value>()),
    'eval(source, globals, locals)': (machine) => machine.unknown('eval is not evaluated'),
    'exec(source, globals, locals)': (machine) => {
      machine.inexact('exec is not evaluated');
      return null;
    },
    // without names to take from the module it is the outermost package
    '__import__(name, globals, locals, fromlist, level)': (machine, [name, , , names = null, level = 0]) => {
      if (typeof name !== 'string' || level !== 0) return machine.unknown('an import');
      const module = machine.importModule(name);
      return machine.truth(names) === true ? module : machine.importModule(name.split('.')[0]);
    },
    'breakpoint()': () => null,
  });
  builtins.set('print', new NativeFunction('print', () => null));
}

function installDescriptors(types: BuiltinTypes): void {
  const define = (
    type: ClassValue,
    make: (args: readonly Value[], keywords: ReadonlyMap<string, Value> | null) => Value,
  ): void => {
    type.attributes.set(
      '__new__',
      new StaticMethod(new NativeFunction('__new__', (_, [, ...args], keywords) => make(args, keywords))),
    );
    type.attributes.set('__init__', new NativeFunction('__init__', () => null));
  };
  define(
    types.property,
    (args, keywords) =>
      new PropertyValue(args[0] ?? keywords?.get('fget') ?? null, args[1] ?? keywords?.get('fset') ?? null),
  );
  define(types.function, ([code, , name], keywords) => functionOf(code, name ?? keywords?.get('name')));
  define(types.staticmethod, ([callable]) => new StaticMethod(callable));
  define(types.classmethod, ([callable]) => new ClassMethod(callable));
  types.super.attributes.set(
    '__new__',
    new StaticMethod(
      new NativeFunction('__new__', (machine, [, type, self]) =>
        type instanceof ClassValue && self !== undefined
          ? new SuperValue(type, self)
          : machine.unknown('super() outside of a method'),
      ),
    ),
  );
  types.method.attributes.set(
    '__new__',
    new StaticMethod(
      new NativeFunction('__new__', (machine, [, callable, self]) =>
        self === undefined ? machine.unknown('a method') : new BoundMethod(self, callable),
      ),
    ),
  );
  types.method.attributes.set('__init__', new NativeFunction('__init__', () => null));
  types.function.attributes.set(
    '__get__',
    new NativeFunction('__get__', (_, [self, instance]) =>
      instance === undefined || instance === null ? self : new BoundMethod(instance, self),
    ),
  );
  defineAll(types.property.attributes, {
    'setter(self, function)': (_, [self, setter]) =>
      new PropertyValue(self instanceof PropertyValue ? self.getter : null, setter as Value, deleterOf(self)),
    'getter(self, function)': (_, [self, getter]) =>
      new PropertyValue(getter as Value, self instanceof PropertyValue ? self.setter : null, deleterOf(self)),
    'deleter(self, function)': (_, [self, deleter]) =>
      self instanceof PropertyValue ? new PropertyValue(self.getter, self.setter, deleter) : null,
  });
}

export function isCallable(machine: Machine, value: Value): Value {
  if (typeof value !== 'object' || value === null) return false;
  switch (value.kind) {
    case 'function':
    case 'native':
    case 'method':
    case 'class':
    case 'staticmethod':
      return true;
    case 'unknown':
      return value;
    default:
      return lookupInClass(machine.typeOf(value), '__call__') !== undefined;
  }
}

function installAttributeFunctions(builtins: Attributes, types: BuiltinTypes): void {
  const nameOf = (machine: Machine, name: Value | undefined): string =>
    typeof name === 'string' ? name : machine.raise('TypeError', 'attribute name must be string');
  const find = (machine: Machine, object: Value, name: string): Value | undefined => {
    try {
      const value = machine.lookup(object, name);
      return value === undefined && isUnmodelled(machine, object, name)
        ? machine.unknown(`the attribute '${name}' is not modelled`)
        : value;
    } catch (error) {
      if (error instanceof PythonError && error.exception.type.mro.some((type) => type.name === 'AttributeError'))
        return undefined;
      throw error;
    }
  };
  defineAll(builtins, {
    'getattr(object, name, default)': (machine, [object, name, fallback]) => {
      if (name instanceof UnknownValue) return name;
      const value =
        fallback === undefined
          ? machine.attribute(object as Value, nameOf(machine, name))
          : find(machine, object as Value, nameOf(machine, name));
      return value ?? (value === null ? null : (fallback ?? null));
    },
    'hasattr(object, name)': (machine, [object, name]) => {
      if (object instanceof UnknownValue) return object;
      if (name instanceof UnknownValue) return name;
      const value = find(machine, object as Value, nameOf(machine, name));
      if (!(value instanceof UnknownValue)) return value !== undefined;
      const isThere =
        ownAttributes(object as Value)?.has(name as string) === true || isUnmodelled(machine, object as Value, name);
      return isThere || value;
    },
    'setattr(object, name, value)': (machine, [object, name, value]) => {
      if (typeof name === 'string') machine.setAttribute(object as Value, name, value as Value);
      return null;
    },
    'delattr(object, name)': (machine, [object, name]) => {
      machine.deleteAttribute(object as Value, nameOf(machine, name));
      return null;
    },
    'isinstance(object, type)': (machine, [object, type]) =>
      machine.isInstance(object as Value, type as Value) ?? unknownSource(machine, object, 'the class'),
    'issubclass(type, base)': (machine, [type, base]) => {
      if (!(type instanceof ClassValue)) return unknownSource(machine, type, 'the bases');
      const candidates = base instanceof TupleValue ? base.items : [base as Value];
      for (const candidate of candidates) {
        const answer = candidate instanceof ClassValue ? isSubclass(machine, type, candidate) : undefined;
        if (answer === undefined) return machine.unknown('the bases of a class');
        if (answer) return true;
      }
      return false;
    },
    'vars(object)': (machine, [object]) => {
      const own = ownAttributes(object ?? null);
      return own === null ? machine.unknown('vars()') : machine.attribute(object ?? null, '__dict__');
    },
    'dir(object)': (machine, [object]) => {
      const method = specialMethod(machine, object ?? null, '__dir__');
      if (
        method !== undefined &&
        object instanceof InstanceValue &&
        lookupInClass(object.type, '__dir__') !== types.object.attributes.get('__dir__')
      ) {
        return machine.call(method, []);
      }
      if (object instanceof ModuleValue) {
        object.load?.();
        return new ListValue([...new Set([...object.attributes.keys(), ...machine.moduleNames(object)])].sort());
      }
      const own = ownAttributes(object ?? null);
      if (own === null) return machine.unknown('dir()');
      const inherited = object instanceof ClassValue ? object.mro : machine.typeOf(object ?? null).mro;
      return new ListValue(
        [...new Set([own, ...inherited.map((type) => type.attributes)].flatMap((names) => [...names.keys()]))].sort(),
      );
    },
  });
}

const deleterOf = (property: Value | undefined): Value => (property instanceof PropertyValue ? property.deleter : null);
