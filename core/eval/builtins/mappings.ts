// The methods and constructors of dict, set and frozenset.
import { addToSet } from '../comprehensions';
import { keyIn, unknownIn } from '../keys';
import { compare } from '../comparison';
import { dictItem, raiseKeyError } from '../subscripts';
import {
  DictValue,
  DictView,
  NativeFunction,
  SetValue,
  StaticMethod,
  TupleValue,
  UnknownValue,
  type BuiltinTypes,
  type Machine,
  type Value,
} from '../values';
import { defineAll } from './define';

function dictOf(machine: Machine, self: Value | undefined): DictValue {
  return self instanceof DictValue ? self : machine.raise('TypeError', 'a dict was expected');
}

/** Takes in a mapping, or an iterable of pairs. */
export function updateDict(machine: Machine, dict: DictValue, source: Value): void {
  machine.touch(dict);
  if (source instanceof UnknownValue) {
    dict.open = source;
    return;
  }
  if (source instanceof DictValue) {
    for (const [hash, entry] of source.entries) dict.entries.set(hash, { ...entry });
    dict.open ??= source.open;
    return;
  }
  const keys = machine.lookup(source, 'keys');
  if (keys !== undefined) {
    const names = machine.elements(machine.call(keys, []));
    if (names === null) dict.open ??= machine.unknown('a mapping whose keys cannot be told');
    for (const key of names ?? []) machine.setItem(dict, key, machine.getItem(source, key));
    return;
  }
  const pairs = machine.elements(source);
  if (pairs === null) {
    dict.open = machine.unknown('a dict of what cannot be told');
    return;
  }
  for (const pair of pairs) {
    const parts = machine.elements(pair);
    if (parts === null) dict.open = machine.unknown('a pair that cannot be told');
    else if (parts.length !== 2)
      machine.raise('ValueError', `dictionary update sequence element has length ${parts.length}; 2 is required`);
    else machine.setItem(dict, parts[0], parts[1]);
  }
}

export function installDict(types: BuiltinTypes): void {
  const { attributes } = types.dict;
  const update = (name: string): void => {
    attributes.set(
      name,
      new NativeFunction(name, (machine, [self, source], keywords) => {
        const dict = dictOf(machine, self);
        if (source !== undefined) updateDict(machine, dict, source);
        if (keywords !== null) for (const [key, value] of keywords) machine.setItem(dict, key, value);
        return null;
      }),
    );
  };
  update('__init__');
  update('update');
  const view =
    (form: DictView['form']) =>
    (machine: Machine, [self]: readonly (Value | undefined)[]): Value => {
      const dict = dictOf(machine, self);
      return dict.open ?? new DictView(dict, form);
    };
  defineAll(attributes, {
    'keys(self)': view('keys'),
    'values(self)': view('values'),
    'items(self)': view('items'),
    'get(self, key, default)': (machine, [self, key, fallback]) => {
      const dict = dictOf(machine, self);
      const hash = keyIn(machine, dict.entries, key as Value);
      if (hash === undefined) return unknownIn(key);
      if (!dict.entries.has(hash)) machine.registers(dict, hash, false);
      return dict.entries.get(hash)?.value ?? (dict.entries.has(hash) ? null : (dict.open ?? fallback ?? null));
    },
    'setdefault(self, key, default)': (machine, [self, key, fallback]) => {
      const dict = dictOf(machine, self);
      const entry = dict.entries.get(keyIn(machine, dict.entries, key as Value));
      if (entry !== undefined) return entry.value;
      const unknown = unknownIn(key);
      if (unknown !== null) {
        machine.setItem(dict, key as Value, fallback ?? null);
        return unknown;
      }
      const may = dict.open;
      machine.setItem(dict, key as Value, may ?? fallback ?? null);
      return may ?? fallback ?? null;
    },
    'pop(self, key, default)': (machine, [self, key, fallback]) => {
      const dict = dictOf(machine, self);
      const hash = keyIn(machine, dict.entries, key as Value);
      const entry = dict.entries.get(hash);
      const unknown = unknownIn(key);
      if (unknown !== null) {
        machine.touch(dict);
        dict.open ??= unknown;
        return unknown;
      }
      if (entry === undefined)
        return fallback !== undefined ? (dict.open ?? fallback) : dictItem(machine, dict, dict, key as Value);
      machine.touch(dict);
      dict.entries.delete(hash);
      return entry.value;
    },
    'popitem(self, last)': (machine, [self, last]) => {
      const dict = dictOf(machine, self);
      const hashes = [...dict.entries.keys()];
      if (hashes.length === 0) machine.raise('KeyError', 'popitem(): dictionary is empty');
      const hash = machine.truth(last ?? true) === false ? hashes[0] : hashes[hashes.length - 1];
      const entry = dict.entries.get(hash);
      machine.touch(dict);
      dict.entries.delete(hash);
      return entry === undefined ? null : new TupleValue([entry.key, entry.value]);
    },
    'clear(self)': (machine, [self]) => {
      const dict = dictOf(machine, self);
      machine.touch(dict);
      dict.entries.clear();
      dict.open = null;
      return null;
    },
    'copy(self)': (machine, [self]) => {
      const dict = dictOf(machine, self);
      const copy = new DictValue(dict.type);
      updateDict(machine, copy, dict);
      copy.attributes = dict.attributes === null ? null : new Map(dict.attributes);
      return copy;
    },
  });
  attributes.set(
    'fromkeys',
    new StaticMethod(
      new NativeFunction('fromkeys', (machine, args) => {
        const [keys, value] = args;
        const dict = new DictValue();
        const items = machine.elements(keys);
        if (items === null) dict.open = machine.unknown('a dict of what cannot be told');
        for (const key of items ?? []) machine.setItem(dict, key, value ?? null);
        return dict;
      }),
    ),
  );
}

function setOf(machine: Machine, self: Value | undefined): SetValue {
  return self instanceof SetValue ? self : machine.raise('TypeError', 'a set was expected');
}

function addAll(machine: Machine, set: SetValue, iterable: Value): void {
  machine.touch(set);
  if (iterable instanceof SetValue) set.open ??= iterable.open;
  const items = iterable instanceof SetValue ? [...iterable.entries.values()] : machine.elements(iterable);
  if (items === null) set.open ??= machine.unknown('a set of what cannot be told');
  for (const item of items ?? []) addToSet(machine, set, item);
}

export function installSet(types: BuiltinTypes): void {
  for (const type of [types.set, types.frozenset]) {
    const { attributes } = type;
    attributes.set(
      '__init__',
      new NativeFunction('__init__', (machine, [self, iterable]) => {
        if (iterable !== undefined) addAll(machine, setOf(machine, self), iterable);
        return null;
      }),
    );
    const combine =
      (operator: string) =>
      (machine: Machine, [self, ...others]: readonly Value[]): Value =>
        others.reduce<Value>((left, right) => {
          const other = new SetValue(false);
          addAll(machine, other, right);
          return machine.binary(operator, left, other);
        }, self);
    for (const [name, operator] of [
      ['union', '|'],
      ['intersection', '&'],
      ['difference', '-'],
      ['symmetric_difference', '^'],
    ] as const) {
      attributes.set(name, new NativeFunction(name, combine(operator)));
    }
    defineAll(attributes, {
      'isdisjoint(self, other)': (machine, [self, other]) => {
        const set = new SetValue(false);
        addAll(machine, set, other as Value);
        return [...setOf(machine, self).entries.keys()].every((key) => !set.entries.has(key));
      },
      'copy(self)': (machine, [self]) => {
        const copy = new SetValue(setOf(machine, self).frozen);
        addAll(machine, copy, self as Value);
        return copy;
      },
      'issubset(self, other)': (machine, [self, other]) => {
        const set = new SetValue(false);
        addAll(machine, set, other as Value);
        return compare(machine, '<=', self as Value, set);
      },
      'issuperset(self, other)': (machine, [self, other]) => {
        const set = new SetValue(false);
        addAll(machine, set, other as Value);
        return compare(machine, '>=', self as Value, set);
      },
    });
    if (type === types.frozenset) continue;
    const update = (name: string, operator: string): void => {
      attributes.set(
        name,
        new NativeFunction(name, (machine, [self, ...others]) => {
          const set = setOf(machine, self);
          machine.touch(set);
          const result = combine(operator)(machine, [self, ...others]);
          if (result instanceof SetValue) {
            set.entries = result.entries;
            set.open = result.open;
          } else set.open = machine.unknown('a set that cannot be told');
          return null;
        }),
      );
    };
    update('intersection_update', '&');
    update('difference_update', '-');
    update('symmetric_difference_update', '^');
    attributes.set(
      'update',
      new NativeFunction('update', (machine, [self, ...iterables]) => {
        for (const iterable of iterables) addAll(machine, setOf(machine, self), iterable);
        return null;
      }),
    );
    defineAll(attributes, {
      'add(self, item)': (machine, [self, item]) => {
        addAll(machine, setOf(machine, self), new TupleValue([item as Value]));
        return null;
      },
      'discard(self, item)': (machine, [self, item]) => {
        const set = setOf(machine, self);
        machine.touch(set);
        set.entries.delete(keyIn(machine, set.entries, item as Value));
        set.open ??= unknownIn(item);
        return null;
      },
      'remove(self, item)': (machine, [self, item]) => {
        const set = setOf(machine, self);
        machine.touch(set);
        const wasThere = set.entries.delete(keyIn(machine, set.entries, item as Value));
        set.open ??= unknownIn(item);
        if (!wasThere && set.open === null) raiseKeyError(machine, item as Value);
        return null;
      },
      'pop(self)': (machine, [self]) => {
        const set = setOf(machine, self);
        for (const [hash, value] of set.entries) {
          machine.touch(set);
          set.entries.delete(hash);
          return value;
        }
        return set.open ?? machine.raise('KeyError', 'pop from an empty set');
      },
      'clear(self)': (machine, [self]) => {
        const set = setOf(machine, self);
        machine.touch(set);
        set.entries.clear();
        set.open = null;
        return null;
      },
    });
  }
}
