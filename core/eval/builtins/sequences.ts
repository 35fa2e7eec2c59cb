// The methods and constructors of list and tuple.
import { extendList } from '../assignment';
import { asInteger } from '../numbers';
import { compare, equal } from '../comparison';
import {
  ListValue,
  NativeFunction,
  StaticMethod,
  TupleValue,
  UnknownValue,
  type BuiltinTypes,
  type ClassValue,
  type Machine,
  type Value,
} from '../values';
import { defineAll } from './define';

const subclass = (type: ClassValue, own: ClassValue): ClassValue | null => (type === own ? null : type);

function listOf(machine: Machine, self: Value | undefined): ListValue {
  return self instanceof ListValue ? self : machine.raise('TypeError', 'a list was expected');
}

export function installList(types: BuiltinTypes): void {
  const { attributes } = types.list;
  attributes.set(
    '__init__',
    new NativeFunction('__init__', (machine, [self, iterable]) => {
      const list = listOf(machine, self);
      if (iterable === undefined) return null;
      const elements = machine.elements(iterable);
      machine.touch(list);
      list.items = elements === null ? [] : [...elements];
      list.open =
        elements !== null
          ? null
          : iterable instanceof UnknownValue
            ? iterable
            : machine.unknown('a list of what cannot be told');
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
      extendList(machine, listOf(machine, self), iterable as Value);
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
      if (list.open !== null) return list.open;
      const at = index === undefined ? -1 : asInteger(index);
      if (typeof at !== 'number') {
        machine.touch(list);
        return (list.open = machine.unknown('an index that cannot be told'));
      }
      const position = at < 0 ? at + list.items.length : at;
      if (position < 0 || position >= list.items.length)
        machine.raise('IndexError', list.items.length === 0 ? 'pop from empty list' : 'pop index out of range');
      machine.touch(list);
      return list.items.splice(position, 1)[0];
    },
    'remove(self, item)': (machine, [self, item]) => {
      const list = listOf(machine, self);
      if (list.open !== null) return null;
      const at = list.items.findIndex((other) => other === item || equal(machine, other, item as Value) !== false);
      if (at !== -1 && list.items[at] !== item && equal(machine, list.items[at], item as Value) === undefined) {
        machine.touch(list);
        list.open = machine.unknown('a list without an item that cannot be told');
        return null;
      }
      if (at === -1) machine.raise('ValueError', 'list.remove(x): x not in list');
      machine.touch(list);
      list.items.splice(at, 1);
      return null;
    },
    'clear(self)': (machine, [self]) => {
      const list = listOf(machine, self);
      machine.touch(list);
      list.items = [];
      list.open = null;
      return null;
    },
    'reverse(self)': (machine, [self]) => {
      const list = listOf(machine, self);
      machine.touch(list);
      list.items.reverse();
      return null;
    },
    'copy(self)': (machine, [self]) => {
      const copy = new ListValue([...listOf(machine, self).items]);
      copy.open = listOf(machine, self).open;
      return copy;
    },
    'index(self, item, start, end)': (machine, [self, item, start, end]) =>
      listOf(machine, self).open ?? indexOf(machine, listOf(machine, self).items, item as Value, [start, end]),
    'count(self, item)': (machine, [self, item]) =>
      listOf(machine, self).open ?? countOf(machine, listOf(machine, self).items, item as Value),
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

function indexOf(
  machine: Machine,
  items: readonly Value[],
  item: Value,
  bounds: readonly (Value | undefined)[],
  complaint = `${machine.repr(item)} is not in list`,
): Value {
  const [start, end] = bounds.map((bound, i) => {
    const at = bound === undefined ? (i === 0 ? 0 : items.length) : asInteger(bound);
    return typeof at === 'number' ? (at < 0 ? Math.max(0, at + items.length) : at) : i === 0 ? 0 : items.length;
  });
  for (let i = start; i < Math.min(end, items.length); i++) {
    const same = items[i] === item ? true : equal(machine, items[i], item);
    if (same === true) return i;
    if (same === undefined) return machine.unknown('an index that cannot be told');
  }
  return machine.raise('ValueError', complaint);
}

function countOf(machine: Machine, items: readonly Value[], item: Value): Value {
  let count = 0;
  for (const other of items) {
    const same = other === item ? true : equal(machine, other, item);
    if (same === undefined) return machine.unknown('a count that cannot be told');
    if (same) count++;
  }
  return count;
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

export function installTuple(types: BuiltinTypes): void {
  const { attributes } = types.tuple;
  const itemsOf = (machine: Machine, self: Value | undefined): readonly Value[] =>
    self instanceof TupleValue ? self.items : machine.raise('TypeError', 'a tuple was expected');
  defineAll(attributes, {
    'index(self, item, start, end)': (machine, [self, item, start, end]) =>
      indexOf(machine, itemsOf(machine, self), item as Value, [start, end], 'tuple.index(x): x not in tuple'),
    'count(self, item)': (machine, [self, item]) => countOf(machine, itemsOf(machine, self), item as Value),
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
