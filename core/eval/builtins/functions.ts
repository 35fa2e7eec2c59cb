// Python's built-in functions.
import { Float } from '../../ops/operator';
import { isSymbolic, maximum, minimum } from '../../shape/dim';
import { attributesAsDict, lookupInClass, ownAttributes, specialMethod } from '../attributes';
import { isSubclass } from '../classes';
import { hashKey, identity } from '../hashing';
import { iteratorOf } from '../iteration';
import { asInteger, asNumber } from '../numbers';
import { compare, lengthOf } from '../operators';
import { formatValue } from '../text';
import {
  ClassMethod,
  ClassValue,
  DONE,
  InstanceValue,
  IteratorValue,
  ListValue,
  ModuleValue,
  NativeFunction,
  NOT_IMPLEMENTED,
  ELLIPSIS,
  PropertyValue,
  PythonError,
  StaticMethod,
  SuperValue,
  TensorValue,
  TupleValue,
  UnknownValue,
  type Attributes,
  type BuiltinTypes,
  type Machine,
  type Value,
} from '../values';
import { sortValues } from './containers';
import { defineAll } from './define';

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
    'ascii(value)': (machine, [value]) => machine.repr(value as Value),
    'format(value, spec)': (machine, [value, spec]) =>
      formatValue(machine, value as Value, typeof spec === 'string' ? spec : ''),
    'hash(value)': (machine, [value]) => {
      const key = hashKey(value as Value);
      return key === undefined
        ? machine.raise('TypeError', `unhashable type: '${machine.typeOf(value as Value).name}'`)
        : machine.unknown('a hash');
    },
    'id(value)': (_, [value]) => (typeof value === 'object' && value !== null ? identity(value) : 0),
    'callable(value)': (machine, [value]) => isCallable(machine, value as Value),
    'chr(code)': (machine, [code]) => {
      const n = asInteger(code as Value);
      return typeof n === 'number' ? String.fromCodePoint(n) : machine.unknown('a character');
    },
    'ord(character)': (machine, [character]) =>
      typeof character === 'string' ? (character.codePointAt(0) ?? 0) : machine.unknown('a character code'),
    'input(prompt)': (machine) => machine.unknown('what the user types'),
    'open(file, mode, buffering, encoding)': (machine) => machine.unknown('the contents of a file'),
    'globals()': (machine) => attributesAsDict(machine.frame?.scope.globals.names ?? new Map()),
    'locals()': (machine) => attributesAsDict(machine.frame?.scope.names ?? new Map()),
    'eval(source)': (machine) => machine.unknown('eval is not evaluated'),
    'exec(source)': (machine) => machine.unknown('exec is not evaluated'),
    '__import__(name)': (machine, [name]) =>
      typeof name === 'string' ? machine.importModule(name) : machine.unknown('an import'),
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
  defineAll(types.property.attributes, {
    'setter(self, function)': (_, [self, setter]) =>
      new PropertyValue(self instanceof PropertyValue ? self.getter : null, setter as Value),
    'getter(self, function)': (_, [self, getter]) =>
      new PropertyValue(getter as Value, self instanceof PropertyValue ? self.setter : null),
    'deleter(self, function)': (_, [self]) => self as Value,
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

function installIterationFunctions(builtins: Attributes): void {
  const lazily = (
    machine: Machine,
    sources: readonly Value[],
    what: string,
    make: (iterators: IteratorValue[]) => () => Value | typeof DONE,
  ): Value => {
    const iterators = sources.map((source) => iteratorOf(machine, source));
    return iterators.some((iterator) => iterator === null)
      ? (sources.find((source) => source instanceof UnknownValue) ?? machine.unknown(`${what} of what cannot be told`))
      : new IteratorValue(make(iterators as IteratorValue[]), what);
  };
  const variadic = (name: string, call: NativeFunction['call']): void =>
    void builtins.set(name, new NativeFunction(name, call));
  variadic('zip', (machine, sources) =>
    lazily(machine, sources, 'zip', (iterators) => () => {
      const items: Value[] = [];
      for (const iterator of iterators) {
        const item = iterator.next();
        if (item === DONE) return DONE;
        items.push(item);
      }
      return items.length === 0 ? DONE : new TupleValue(items);
    }),
  );
  variadic('map', (machine, [callable, ...sources]) =>
    lazily(machine, sources, 'map', (iterators) => () => {
      const items: Value[] = [];
      for (const iterator of iterators) {
        const item = iterator.next();
        if (item === DONE) return DONE;
        items.push(item);
      }
      return machine.call(callable, items);
    }),
  );
  variadic('filter', (machine, [callable, source]) =>
    lazily(machine, [source], 'filter', ([iterator]) => () => {
      for (let item = iterator.next(); item !== DONE; item = iterator.next()) {
        const keep = machine.truth(callable === null ? item : machine.call(callable, [item]));
        if (keep === undefined) return machine.unknown('a filter that cannot be told');
        if (keep) return item;
      }
      return DONE;
    }),
  );
  defineAll(builtins, {
    'enumerate(iterable, start)': (machine, [iterable, start]) =>
      lazily(machine, [iterable as Value], 'enumerate', ([iterator]) => {
        let count = start === undefined ? 0 : (asInteger(start) ?? 0);
        return () => {
          const item = iterator.next();
          if (item === DONE) return DONE;
          const pair = new TupleValue([count, item]);
          count = typeof count === 'number' ? count + 1 : count;
          return pair;
        };
      }),
    'reversed(sequence)': (machine, [sequence]) => {
      const method = specialMethod(machine, sequence as Value, '__reversed__');
      if (method !== undefined) return machine.call(method, []);
      const items = machine.elements(sequence as Value);
      return items === null
        ? machine.unknown('the reverse of what cannot be told')
        : (iteratorOf(machine, new ListValue([...items].reverse())) as Value);
    },
    'iter(value, sentinel)': (machine, [value]) => iteratorOf(machine, value as Value) ?? (value as Value),
    'next(iterator, default)': (machine, [value, fallback]) => {
      if (value instanceof UnknownValue) return value;
      if (value instanceof IteratorValue) {
        const item = value.next();
        return item !== DONE ? item : fallback !== undefined ? fallback : machine.raise('StopIteration', '');
      }
      const method = specialMethod(machine, value as Value, '__next__');
      if (method === undefined)
        return machine.raise('TypeError', `'${machine.typeOf(value as Value).name}' object is not an iterator`);
      try {
        return machine.call(method, []);
      } catch (error) {
        if (fallback !== undefined && error instanceof PythonError && error.exception.type.name === 'StopIteration')
          return fallback;
        throw error;
      }
    },
    'all(iterable)': (machine, [iterable]) => quantify(machine, iterable as Value, false),
    'any(iterable)': (machine, [iterable]) => quantify(machine, iterable as Value, true),
    'sum(iterable, start)': (machine, [iterable, start]) => {
      const items = machine.elements(iterable as Value);
      return items === null
        ? unknownSource(machine, iterable, 'a sum')
        : items.reduce<Value>((a, b) => machine.binary('+', a, b), start ?? 0);
    },
  });
  variadic('sorted', (machine, [iterable], keywords) => {
    const items = machine.elements(iterable);
    if (items === null) return unknownSource(machine, iterable, 'an order');
    const sorted = sortValues(
      machine,
      items,
      keywords?.get('key') ?? null,
      machine.truth(keywords?.get('reverse') ?? false) === true,
    );
    return sorted instanceof UnknownValue ? sorted : new ListValue(sorted);
  });
  for (const [name, operator] of [
    ['min', '<'],
    ['max', '>'],
  ] as const) {
    variadic(name, (machine, args, keywords) => extremum(machine, name, operator, args, keywords ?? new Map()));
  }
}

const unknownSource = (machine: Machine, source: Value | undefined, what: string): Value =>
  source instanceof UnknownValue ? source : machine.unknown(`${what} of what cannot be told`);

function quantify(machine: Machine, iterable: Value, until: boolean): Value {
  const iterator = iteratorOf(machine, iterable);
  if (iterator === null) return unknownSource(machine, iterable, 'a truth');
  let open = false;
  for (let item = iterator.next(); item !== DONE; item = iterator.next()) {
    machine.step();
    const truth = machine.truth(item);
    if (truth === until) return until;
    if (truth === undefined) open = true;
  }
  return open ? machine.unknown('a truth that cannot be told') : !until;
}

function extremum(
  machine: Machine,
  name: string,
  operator: string,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
): Value {
  const items = args.length === 1 ? machine.elements(args[0]) : args;
  if (items === null) return unknownSource(machine, args[0], `the ${name}`);
  if (items.length === 0)
    return keywords.get('default') ?? machine.raise('ValueError', `${name}() iterable argument is empty`);
  const key = keywords.get('key') ?? null;
  const keyOf = (item: Value): Value => (key === null ? item : machine.call(key, [item]));
  let best = items[0];
  let bestKey = keyOf(best);
  for (const item of items.slice(1)) {
    const itemKey = keyOf(item);
    const better = machine.truth(compare(machine, operator, itemKey, bestKey));
    if (better === undefined) {
      const [a, b] = [asInteger(item), asInteger(best)];
      // max(1, N - 2) of a symbol stays an expression
      if (key === null && a !== undefined && b !== undefined && typeof a !== 'bigint' && typeof b !== 'bigint') {
        bestKey = best = name === 'max' ? maximum(a, b) : minimum(a, b);
        continue;
      }
      return (
        [item, best].find((value) => value instanceof UnknownValue) ?? machine.unknown(`a ${name} that cannot be told`)
      );
    }
    if (better) [best, bestKey] = [item, itemKey];
  }
  return best;
}

function installAttributeFunctions(builtins: Attributes, types: BuiltinTypes): void {
  const nameOf = (machine: Machine, name: Value | undefined): string =>
    typeof name === 'string' ? name : machine.raise('TypeError', 'attribute name must be string');
  const find = (machine: Machine, object: Value, name: string): Value | undefined => {
    try {
      return machine.lookup(object, name);
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
      return value instanceof UnknownValue && !(ownAttributes(object as Value)?.has(name as string) ?? false)
        ? value
        : value !== undefined;
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
      return own === null ? machine.unknown('vars()') : attributesAsDict(own);
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
      return own === null ? machine.unknown('dir()') : new ListValue([...own.keys()].sort());
    },
  });
}

function installNumberFunctions(builtins: Attributes): void {
  defineAll(builtins, {
    'abs(x)': (machine, [x]) => {
      if (x instanceof TensorValue) return machine.applyOperator('abs', [x], null);
      if (x instanceof UnknownValue) return x;
      const method = specialMethod(machine, x as Value, '__abs__');
      if (method !== undefined) return machine.call(method, []);
      if (x instanceof Float) return new Float(Math.abs(x.value));
      const negative = machine.truth(compare(machine, '<', x as Value, 0));
      if (negative === undefined) return machine.unknown('the magnitude of a symbol');
      return negative ? machine.binary('-', 0, x as Value) : (x as Value);
    },
    'divmod(a, b)': (machine, [a, b]) =>
      new TupleValue([machine.binary('//', a as Value, b as Value), machine.binary('%', a as Value, b as Value)]),
    'pow(a, b, mod)': (machine, [a, b, mod]) => {
      const power = machine.binary('**', a as Value, b as Value);
      return mod === undefined ? power : machine.binary('%', power, mod);
    },
    'round(x, digits)': (machine, [x, digits]) => {
      if (x instanceof UnknownValue) return x;
      if (x instanceof TensorValue) return machine.applyOperator('round', [x], null);
      const method = specialMethod(machine, x as Value, '__round__');
      if (method !== undefined) return machine.call(method, digits === undefined ? [] : [digits]);
      if (isSymbolic(x)) return x;
      const value = asNumber(x as Value);
      const places = digits === undefined || digits === null ? 0 : asInteger(digits);
      if (value === undefined || typeof places !== 'number')
        return machine.raise('TypeError', `type ${machine.typeOf(x as Value).name} doesn't define __round__ method`);
      const rounded = roundHalfEven(value, places);
      if (!(x instanceof Float)) return x as Value;
      return digits === undefined || digits === null ? rounded : new Float(rounded);
    },
    'bin(x)': (_, [x]) => `0b${Number(asInteger(x as Value)).toString(2)}`,
    'hex(x)': (_, [x]) => `0x${Number(asInteger(x as Value)).toString(16)}`,
    'oct(x)': (_, [x]) => `0o${Number(asInteger(x as Value)).toString(8)}`,
  });
}

/** Ties go to the even neighbour, as in Python 3; decimal places as the shortest text of the number has them. */
function roundHalfEven(value: number, places: number): number {
  if (places !== 0) return Number(value.toFixed(Math.max(0, Math.min(100, places))));
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
