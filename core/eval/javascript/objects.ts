// `Object.*`, and the classes Map, Set and Error. A plain object is a DictValue without a class; a Map and a Set are dicts and
// sets of a class of their own, so that a loop over them yields what JavaScript's yields.
import { hashKey } from '../hashing';
import {
  ClassValue,
  DictValue,
  ListValue,
  NativeFunction,
  PropertyValue,
  SetValue,
  UnknownValue,
  type Attributes,
  type Machine,
  type Value,
} from '../values';
import { callBack, namespace } from './members';
import { propertyKey, toText } from './values';

const pair = (key: Value, value: Value): ListValue => new ListValue([key, value]);

/** The entries of an object or an array; unknown where they cannot be told. */
function entriesOf(machine: Machine, object: Value | undefined): readonly (readonly [string, Value])[] | UnknownValue {
  if (object instanceof UnknownValue) return object;
  if (object instanceof DictValue)
    return (
      object.open ?? [...object.entries.values()].map(({ key, value }) => [toText(machine, key) ?? '', value] as const)
    );
  if (object instanceof ListValue) return object.items.map((value, i) => [String(i), value] as const);
  return machine.unknown('the properties of an object');
}

function fromEntries(machine: Machine, source: Value | undefined): Value {
  const pairs = source === undefined ? null : machine.elements(source);
  if (pairs === null) return machine.unknown('an object of what cannot be told');
  const object = new DictValue();
  for (const item of pairs) {
    const key = item instanceof ListValue ? propertyKey(machine, item.items[0] ?? null) : undefined;
    if (key === undefined) return machine.unknown('an object whose keys cannot be told');
    object.entries.set(key, { key, value: (item as ListValue).items[1] ?? null });
  }
  return object;
}

const listOf = (machine: Machine, object: Value | undefined, pick: (key: string, value: Value) => Value): Value => {
  const entries = entriesOf(machine, object);
  return entries instanceof UnknownValue ? entries : new ListValue(entries.map(([key, value]) => pick(key, value)));
};

const same = (_machine: Machine, [object]: readonly (Value | undefined)[]): Value => object ?? null;

export const objectNamespace = namespace({
  keys: (machine, [object]) => listOf(machine, object, (key) => key),
  values: (machine, [object]) => listOf(machine, object, (_, value) => value),
  entries: (machine, [object]) => listOf(machine, object, pair),
  fromEntries: (machine, [source]) => fromEntries(machine, source),
  assign: (machine, [target, ...sources]) => {
    if (!(target instanceof DictValue))
      return target instanceof UnknownValue ? target : machine.unknown('Object.assign to what is no plain object');
    machine.touch(target);
    for (const source of sources) {
      if (source === undefined || source === null) continue;
      const entries = entriesOf(machine, source);
      if (entries instanceof UnknownValue) target.open = entries;
      else for (const [key, value] of entries) target.entries.set(key, { key, value });
    }
    return target;
  },
  freeze: same,
  seal: same,
  preventExtensions: same,
});

const keyOf = (key: Value | undefined): unknown => hashKey(key ?? null) ?? key;

function mapOf(machine: Machine, self: Value): DictValue {
  return self instanceof DictValue
    ? self
    : machine.raise('TypeError', 'Method of Map called on an incompatible receiver');
}

function setOf(machine: Machine, self: Value): SetValue {
  return self instanceof SetValue
    ? self
    : machine.raise('TypeError', 'Method of Set called on an incompatible receiver');
}

type Definitions = Readonly<Record<string, (machine: Machine, args: readonly Value[]) => Value>>;

function makeClass(
  name: string,
  base: ClassValue,
  construct: ClassValue['construct'],
  definitions: Definitions,
): ClassValue {
  const type = new ClassValue(name, [base], 'builtins', construct);
  type.mro = [type, ...base.mro];
  for (const [method, body] of Object.entries(definitions))
    type.attributes.set(method, new NativeFunction(method, (machine, args) => body(machine, args)));
  return type;
}

export function makeMapClass(object: ClassValue): ClassValue {
  const entries = (machine: Machine, self: Value): Value =>
    mapOf(machine, self).open ??
    new ListValue([...mapOf(machine, self).entries.values()].map(({ key, value }) => pair(key, value)));
  const type = makeClass('Map', object, (_, own) => new DictValue(own), {
    __init__: (machine, [self, source]) => {
      if (source === undefined || source === null) return null;
      const map = mapOf(machine, self);
      const items = machine.elements(source);
      if (items === null) map.open = machine.unknown('a map of what cannot be told');
      for (const item of items ?? []) {
        if (item instanceof ListValue)
          map.entries.set(keyOf(item.items[0]), { key: item.items[0] ?? null, value: item.items[1] ?? null });
      }
      return null;
    },
    __iter__:
      entries.length === 2
        ? (machine, [self]) => machine.iterator(entries(machine, self)) ?? machine.unknown('a map that cannot be told')
        : () => null,
    get: (machine, [self, key]) => mapOf(machine, self).entries.get(keyOf(key))?.value ?? mapOf(machine, self).open,
    has: (machine, [self, key]) => mapOf(machine, self).entries.has(keyOf(key)) || (mapOf(machine, self).open ?? false),
    set: (machine, [self, key, value]) => {
      machine.touch(mapOf(machine, self));
      mapOf(machine, self).entries.set(keyOf(key), { key: key ?? null, value: value ?? null });
      return self;
    },
    delete: (machine, [self, key]) => {
      machine.touch(mapOf(machine, self));
      return mapOf(machine, self).entries.delete(keyOf(key));
    },
    clear: (machine, [self]) => {
      machine.touch(mapOf(machine, self));
      mapOf(machine, self).entries.clear();
      return null;
    },
    entries: (machine, [self]) => entries(machine, self),
    keys: (machine, [self]) =>
      mapOf(machine, self).open ?? new ListValue([...mapOf(machine, self).entries.values()].map(({ key }) => key)),
    values: (machine, [self]) =>
      mapOf(machine, self).open ?? new ListValue([...mapOf(machine, self).entries.values()].map(({ value }) => value)),
    forEach: (machine, [self, callback]) => {
      for (const { key, value } of [...mapOf(machine, self).entries.values()])
        callBack(machine, callback, [value, key, self]);
      return null;
    },
  });
  type.attributes.set(
    'size',
    new PropertyValue(
      new NativeFunction('size', (machine, [self]) => mapOf(machine, self).open ?? mapOf(machine, self).entries.size),
      null,
    ),
  );
  return type;
}

export function makeSetClass(object: ClassValue): ClassValue {
  const items = (machine: Machine, self: Value): ListValue => new ListValue([...setOf(machine, self).entries.values()]);
  const type = makeClass('Set', object, (_, own) => new SetValue(false, own), {
    __init__: (machine, [self, source]) => {
      if (source === undefined || source === null) return null;
      const set = setOf(machine, self);
      for (const item of machine.elements(source) ?? []) set.entries.set(keyOf(item), item);
      return null;
    },
    __iter__: (machine, [self]) =>
      machine.iterator(items(machine, self)) ?? machine.unknown('a set that cannot be told'),
    has: (machine, [self, item]) => setOf(machine, self).entries.has(keyOf(item)),
    add: (machine, [self, item]) => {
      machine.touch(setOf(machine, self));
      setOf(machine, self).entries.set(keyOf(item), item ?? null);
      return self;
    },
    delete: (machine, [self, item]) => {
      machine.touch(setOf(machine, self));
      return setOf(machine, self).entries.delete(keyOf(item));
    },
    values: (machine, [self]) => items(machine, self),
    keys: (machine, [self]) => items(machine, self),
    forEach: (machine, [self, callback]) => {
      for (const item of items(machine, self).items) callBack(machine, callback, [item, item, self]);
      return null;
    },
  });
  type.attributes.set(
    'size',
    new PropertyValue(new NativeFunction('size', (machine, [self]) => setOf(machine, self).entries.size), null),
  );
  return type;
}

/** Error and its kin are Python's exceptions; `properties.ts` reads their `message` and `name`. */
export function makeErrorClasses(builtins: Attributes): Attributes {
  const error = makeClass('Error', builtins.get('Exception') as ClassValue, null, {});
  const classes: Attributes = new Map<string, Value>([['Error', error]]);
  for (const name of ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError', 'EvalError'])
    classes.set(name, makeClass(name, error, null, {}));
  return classes;
}
