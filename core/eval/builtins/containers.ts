// The methods and constructors of list, tuple, dict, set, frozenset, range and slice.
import { asInteger } from '../numbers';
import { hashKey } from '../hashing';
import { compare, equal } from '../operators';
import { dictItem } from '../subscripts';
import {
  DictValue,
  ListValue,
  NativeFunction,
  RangeValue,
  SetValue,
  SliceValue,
  StaticMethod,
  TupleValue,
  UnknownValue,
  IteratorValue,
  DONE,
  type BuiltinTypes,
  type ClassValue,
  type Machine,
  type Value,
} from '../values';
import { SymbolicDim } from '../../shape/dim';
import { defineAll } from './define';

const subclass = (type: ClassValue, own: ClassValue): ClassValue | null => (type === own ? null : type);

export function installContainers(types: BuiltinTypes): void {
  installList(types);
  installTuple(types);
  installDict(types);
  installSet(types);
  installRange(types);
}

function listOf(machine: Machine, self: Value | undefined): ListValue {
  return self instanceof ListValue ? self : machine.raise('TypeError', 'a list was expected');
}

function installList(types: BuiltinTypes): void {
  const { attributes } = types.list;
  attributes.set(
    '__init__',
    new NativeFunction('__init__', (machine, [self, iterable]) => {
      const list = listOf(machine, self);
      if (iterable === undefined) return null;
      const elements = machine.elements(iterable);
      machine.touch(list);
      if (elements !== null) list.items = [...elements];
      return null;
    }),
  );
  defineAll(attributes, {
    'append(self, item)': (machine, [self, item]) => {
      const list = listOf(machine, self);
      machine.touch(list);
      list.items.push(item as Value);
      return null;
    },
    'extend(self, iterable)': (machine, [self, iterable]) => {
      machine.augment(
        '+',
        listOf(machine, self),
        new ListValue([...(machine.elements(iterable as Value) ?? [machine.unknown('elements that cannot be told')])]),
      );
      return null;
    },
    'insert(self, index, item)': (machine, [self, index, item]) => {
      const list = listOf(machine, self);
      machine.touch(list);
      const at = asInteger(index as Value);
      list.items.splice(typeof at === 'number' ? at : list.items.length, 0, item as Value);
      return null;
    },
    'pop(self, index)': (machine, [self, index]) => {
      const list = listOf(machine, self);
      const at = index === undefined ? -1 : asInteger(index);
      if (typeof at !== 'number') return machine.unknown('an index that cannot be told');
      const position = at < 0 ? at + list.items.length : at;
      if (position < 0 || position >= list.items.length)
        machine.raise('IndexError', list.items.length === 0 ? 'pop from empty list' : 'pop index out of range');
      machine.touch(list);
      return list.items.splice(position, 1)[0];
    },
    'remove(self, item)': (machine, [self, item]) => {
      const list = listOf(machine, self);
      const at = list.items.findIndex((other) => equal(machine, other, item as Value) === true);
      if (at === -1) machine.raise('ValueError', 'list.remove(x): x not in list');
      machine.touch(list);
      list.items.splice(at, 1);
      return null;
    },
    'clear(self)': (machine, [self]) => {
      const list = listOf(machine, self);
      machine.touch(list);
      list.items = [];
      return null;
    },
    'reverse(self)': (machine, [self]) => {
      const list = listOf(machine, self);
      machine.touch(list);
      list.items.reverse();
      return null;
    },
    'copy(self)': (machine, [self]) => new ListValue([...listOf(machine, self).items]),
    'index(self, item)': (machine, [self, item]) => indexOf(machine, listOf(machine, self).items, item as Value),
    'count(self, item)': (machine, [self, item]) =>
      listOf(machine, self).items.filter((other) => equal(machine, other, item as Value) === true).length,
  });
  attributes.set(
    'sort',
    new NativeFunction('sort', (machine, [self], keywords) => {
      const list = listOf(machine, self);
      const sorted = sortValues(
        machine,
        list.items,
        keywords?.get('key') ?? null,
        machine.truth(keywords?.get('reverse') ?? false) === true,
      );
      machine.touch(list);
      list.items = sorted instanceof UnknownValue ? list.items.map(() => sorted) : sorted;
      return null;
    }),
  );
}

function indexOf(machine: Machine, items: readonly Value[], item: Value): Value {
  for (let i = 0; i < items.length; i++) if (items[i] === item || equal(machine, items[i], item) === true) return i;
  return machine.raise('ValueError', `${machine.repr(item)} is not in list`);
}

/** Stable, as Python's; unknown where a comparison cannot be told. */
export function sortValues(
  machine: Machine,
  items: readonly Value[],
  key: Value,
  reverse: boolean,
): Value[] | UnknownValue {
  const keyed = items.map((item) => ({ item, key: key === null ? item : machine.call(key, [item]) }));
  let unknown: UnknownValue | null = null;
  keyed.sort((a, b) => {
    const [x, y] = reverse ? [b, a] : [a, b];
    const less = compare(machine, '<', x.key, y.key);
    const isLess = machine.truth(less);
    if (isLess === undefined) {
      unknown ??= machine.unknown('an order that cannot be told');
      return 0;
    }
    if (isLess) return -1;
    return machine.truth(compare(machine, '<', y.key, x.key)) === true ? 1 : 0;
  });
  return unknown ?? keyed.map((entry) => entry.item);
}

function installTuple(types: BuiltinTypes): void {
  const { attributes } = types.tuple;
  const itemsOf = (machine: Machine, self: Value | undefined): readonly Value[] =>
    self instanceof TupleValue ? self.items : machine.raise('TypeError', 'a tuple was expected');
  defineAll(attributes, {
    'index(self, item)': (machine, [self, item]) => indexOf(machine, itemsOf(machine, self), item as Value),
    'count(self, item)': (machine, [self, item]) =>
      itemsOf(machine, self).filter((other) => equal(machine, other, item as Value) === true).length,
    // torch.Size
    'numel(self)': (machine, [self]) =>
      itemsOf(machine, self).reduce((n, item) => machine.binary('*', n, item), 1 as Value),
  });
  attributes.set(
    '__new__',
    new StaticMethod(
      new NativeFunction('__new__', (machine, [type, iterable]) => {
        const own = type as ClassValue;
        if (iterable === undefined) return new TupleValue([], subclass(own, types.tuple));
        const elements = machine.elements(iterable);
        if (elements === null) return machine.unknown('a tuple of what cannot be told');
        return new TupleValue([...elements], subclass(own, types.tuple));
      }),
    ),
  );
  attributes.set('__init__', new NativeFunction('__init__', () => null));
}

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
    for (const key of machine.elements(machine.call(keys, [])) ?? [])
      machine.setItem(dict, key, machine.getItem(source, key));
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

function installDict(types: BuiltinTypes): void {
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
    (pick: (key: Value, value: Value) => Value) =>
    (machine: Machine, [self]: readonly (Value | undefined)[]): Value => {
      const dict = dictOf(machine, self);
      if (dict.open !== null) return dict.open;
      return new ListValue([...dict.entries.values()].map(({ key, value }) => pick(key, value)));
    };
  defineAll(attributes, {
    'keys(self)': view((key) => key),
    'values(self)': view((_, value) => value),
    'items(self)': view((key, value) => new TupleValue([key, value])),
    'get(self, key, default)': (machine, [self, key, fallback]) => {
      const dict = dictOf(machine, self);
      const hash = hashKey(key as Value);
      if (hash === undefined && key instanceof UnknownValue) return key;
      return dict.entries.get(hash)?.value ?? (dict.entries.has(hash) ? null : (dict.open ?? fallback ?? null));
    },
    'setdefault(self, key, default)': (machine, [self, key, fallback]) => {
      const dict = dictOf(machine, self);
      const entry = dict.entries.get(hashKey(key as Value));
      if (entry !== undefined) return entry.value;
      machine.setItem(dict, key as Value, fallback ?? null);
      return fallback ?? null;
    },
    'pop(self, key, default)': (machine, [self, key, fallback]) => {
      const dict = dictOf(machine, self);
      const hash = hashKey(key as Value);
      const entry = dict.entries.get(hash);
      if (entry === undefined) return fallback !== undefined ? fallback : dictItem(machine, dict, dict, key as Value);
      machine.touch(dict);
      dict.entries.delete(hash);
      return entry.value;
    },
    'popitem(self, last)': (machine, [self, last]) => {
      const dict = dictOf(machine, self);
      const hashes = [...dict.entries.keys()];
      if (hashes.length === 0) machine.raise('KeyError', "'popitem(): dictionary is empty'");
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
        for (const key of machine.elements(keys) ?? []) machine.setItem(dict, key, value ?? null);
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
  for (const item of machine.elements(iterable) ?? []) {
    const hash = hashKey(item);
    if (hash !== undefined && !set.entries.has(hash)) set.entries.set(hash, item);
  }
}

function installSet(types: BuiltinTypes): void {
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
      'add(self, item)': (machine, [self, item]) => {
        addAll(machine, setOf(machine, self), new TupleValue([item as Value]));
        return null;
      },
      'discard(self, item)': (machine, [self, item]) => {
        const set = setOf(machine, self);
        machine.touch(set);
        set.entries.delete(hashKey(item as Value));
        return null;
      },
      'remove(self, item)': (machine, [self, item]) => {
        const set = setOf(machine, self);
        machine.touch(set);
        if (!set.entries.delete(hashKey(item as Value))) machine.raise('KeyError', machine.repr(item as Value));
        return null;
      },
      'pop(self)': (machine, [self]) => {
        const set = setOf(machine, self);
        for (const [hash, value] of set.entries) {
          machine.touch(set);
          set.entries.delete(hash);
          return value;
        }
        return machine.raise('KeyError', "'pop from an empty set'");
      },
      'update(self, iterable)': (machine, [self, iterable]) => {
        addAll(machine, setOf(machine, self), iterable as Value);
        return null;
      },
      'copy(self)': (machine, [self]) => {
        const copy = new SetValue(setOf(machine, self).frozen);
        addAll(machine, copy, self as Value);
        return copy;
      },
      'clear(self)': (machine, [self]) => {
        const set = setOf(machine, self);
        machine.touch(set);
        set.entries.clear();
        return null;
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
      'isdisjoint(self, other)': (machine, [self, other]) => {
        const set = new SetValue(false);
        addAll(machine, set, other as Value);
        return [...setOf(machine, self).entries.keys()].every((key) => !set.entries.has(key));
      },
    });
  }
}

/** range() and slice() are made by `__new__`: their values cannot change. */
function installRange(types: BuiltinTypes): void {
  types.range.attributes.set(
    '__new__',
    new StaticMethod(
      new NativeFunction('__new__', (machine, [, ...args]) => {
        const bounds = args.map((arg) => (arg instanceof UnknownValue ? arg : asInteger(arg)));
        for (let i = 0; i < bounds.length; i++) {
          const bound = bounds[i];
          if (bound instanceof UnknownValue) return bound;
          if (bound === undefined) {
            return machine.raise(
              'TypeError',
              `'${machine.typeOf(args[i]).name}' object cannot be interpreted as an integer`,
            );
          }
          if (bound instanceof SymbolicDim) return machine.unknown('a range with a symbolic bound');
        }
        const [first, second, third] = bounds.map(Number);
        if (third === 0) return machine.raise('ValueError', 'range() arg 3 must not be zero');
        return second === undefined ? new RangeValue(0, first, 1) : new RangeValue(first, second, third ?? 1);
      }),
    ),
  );
  types.range.attributes.set('__init__', new NativeFunction('__init__', () => null));
  types.slice.attributes.set(
    '__new__',
    new StaticMethod(
      new NativeFunction('__new__', (_, [, ...args]) =>
        args.length === 1 ? new SliceValue(null, args[0], null) : new SliceValue(args[0], args[1], args[2] ?? null),
      ),
    ),
  );
  types.slice.attributes.set('__init__', new NativeFunction('__init__', () => null));
  for (const type of [types.iterator, types.generator]) {
    defineAll(type.attributes, {
      '__next__(self)': (machine, [self]) => {
        const item = self instanceof IteratorValue ? self.next() : DONE;
        return item === DONE ? machine.raise('StopIteration', '') : item;
      },
      '__iter__(self)': (_, [self]) => self as Value,
      'send(self, value)': (machine, [self, value]) => {
        const item =
          self instanceof IteratorValue && self.generator !== null ? self.generator.send(value as Value) : DONE;
        return item === DONE ? machine.raise('StopIteration', '') : item;
      },
      'close(self)': (_, [self]) => {
        if (self instanceof IteratorValue) self.generator?.close();
        return null;
      },
      'throw(self, error)': (machine) => machine.unknown('an exception thrown into a generator'),
    });
  }
}
