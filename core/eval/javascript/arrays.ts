// Members of arrays. An array is a ListValue (a TupleValue where the library returns one).
import { Float } from '../../ops/operator';
import { iteratorOf } from '../iteration';
import { IteratorValue, ListValue, UnknownValue, type Machine, type Value } from '../values';
import { callBack, memberTable } from './members';
import { isSame, isTruthy, joined, toInteger, toText } from './values';

type ArrayLike = ListValue;

/** Calls back for each element until `stop` says so; an unknown answer ends it with the answer. */
function scan(
  machine: Machine,
  self: ArrayLike,
  callback: Value | undefined,
  visit: (truth: boolean, item: Value, index: number) => Value | undefined,
): Value | undefined {
  for (let i = 0; i < self.items.length; i++) {
    machine.step();
    const answer = callBack(machine, callback, [self.items[i], i, self]);
    const truth = isTruthy(answer);
    if (truth === undefined)
      return answer instanceof UnknownValue ? answer : machine.unknown('a condition that cannot be told');
    const result = visit(truth, self.items[i], i);
    if (result !== undefined) return result;
  }
  return undefined;
}

/** The range that `slice`, `fill` and `splice` select. */
function range(length: number, from: Value | undefined, to: Value | undefined): readonly [number, number] | undefined {
  const place = (value: Value | undefined, fallback: number): number | undefined => {
    if (value === undefined || value === null) return fallback;
    const integer = toInteger(value);
    return integer === undefined ? undefined : integer < 0 ? Math.max(integer + length, 0) : Math.min(integer, length);
  };
  const [start, end] = [place(from, 0), place(to, length)];
  return start === undefined || end === undefined ? undefined : [start, Math.max(start, end)];
}

function find(machine: Machine, self: ArrayLike, item: Value | undefined): Value {
  let open = false;
  for (let i = 0; i < self.items.length; i++) {
    const same = isSame(self.items[i], item ?? null);
    if (same === true && !open) return i;
    open ||= same === undefined;
  }
  return open ? machine.unknown('a search among values that cannot be told') : -1;
}

const isNaN = (value: Value | undefined): boolean => value instanceof Float && Number.isNaN(value.value);

function flattened(items: readonly Value[], depth: number): Value[] {
  return items.flatMap((item) => (item instanceof ListValue && depth > 0 ? flattened(item.items, depth - 1) : [item]));
}

function reduce(
  machine: Machine,
  self: ArrayLike,
  [callback, initial]: readonly (Value | undefined)[],
  given: number,
  backwards: boolean,
): Value {
  const indices = self.items.map((_, i) => i);
  if (backwards) indices.reverse();
  if (given < 2 && indices.length === 0)
    return machine.raise('TypeError', 'Reduce of empty array with no initial value');
  let result = given < 2 ? self.items[indices.shift() as number] : (initial ?? null);
  for (const i of indices) {
    machine.step();
    result = callBack(machine, callback, [result, self.items[i], i, self]);
  }
  return result;
}

function sort(machine: Machine, items: readonly Value[], comparator: Value | undefined): Value[] | UnknownValue {
  let unknown: UnknownValue | null = null;
  const sorted = [...items].sort((a, b) => {
    if (comparator === undefined || comparator === null) {
      const [x, y] = [toText(machine, a), toText(machine, b)];
      if (x === undefined || y === undefined) unknown ??= machine.unknown('an order that cannot be told');
      return (x ?? '') < (y ?? '') ? -1 : (x ?? '') > (y ?? '') ? 1 : 0;
    }
    const order = toInteger(machine.binary('*', callBack(machine, comparator, [a, b]), 1));
    if (order === undefined) unknown ??= machine.unknown('an order that cannot be told');
    return order ?? 0;
  });
  return unknown ?? sorted;
}

/** Replaces the elements, as every method does that changes its array. */
function change(machine: Machine, self: ArrayLike, items: Value[]): void {
  machine.touch(self);
  self.items = items;
}

export const arrayMembers = memberTable<ArrayLike>({
  push: (machine, self, args) => {
    change(machine, self, [...self.items, ...(args as Value[])]);
    return self.items.length;
  },
  pop: (machine, self) => {
    const last = self.items.at(-1) ?? null;
    change(machine, self, self.items.slice(0, -1));
    return last;
  },
  shift: (machine, self) => {
    const first = self.items.at(0) ?? null;
    change(machine, self, self.items.slice(1));
    return first;
  },
  unshift: (machine, self, args) => {
    change(machine, self, [...(args as Value[]), ...self.items]);
    return self.items.length;
  },
  splice: (machine, self, [start, count, ...rest]) => {
    const bounds = range(self.items.length, start, null);
    const length = count === undefined ? Infinity : toInteger(count);
    if (bounds === undefined || length === undefined) return machine.unknown('a splice whose bounds cannot be told');
    const end = Math.min(bounds[0] + Math.max(length, 0), self.items.length);
    const removed = self.items.slice(bounds[0], end);
    change(machine, self, [...self.items.slice(0, bounds[0]), ...(rest as Value[]), ...self.items.slice(end)]);
    return new ListValue(removed);
  },
  slice: (machine, self, [start, end]) => {
    const bounds = range(self.items.length, start, end);
    return bounds === undefined
      ? machine.unknown('a slice whose bounds cannot be told')
      : new ListValue(self.items.slice(...bounds));
  },
  concat: (_machine, self, args) =>
    new ListValue([
      ...self.items,
      ...args.flatMap((item) => (item instanceof ListValue ? item.items : [item ?? null])),
    ]),
  map: (machine, self, [callback]) =>
    new ListValue(
      self.items.map((item, i) => {
        machine.step();
        return callBack(machine, callback, [item, i, self]);
      }),
    ),
  flatMap: (machine, self, [callback]) =>
    new ListValue(
      flattened(
        self.items.map((item, i) => callBack(machine, callback, [item, i, self])),
        1,
      ),
    ),
  forEach: (machine, self, [callback]) => {
    for (let i = 0; i < self.items.length; i++) {
      machine.step();
      callBack(machine, callback, [self.items[i], i, self]);
    }
    return null;
  },
  filter: (machine, self, [callback]) => {
    const kept: Value[] = [];
    const unknown = scan(machine, self, callback, (truth, item) => {
      if (truth) kept.push(item);
      return undefined;
    });
    return unknown ?? new ListValue(kept);
  },
  reduce: (machine, self, args) => reduce(machine, self, args, args.length, false),
  reduceRight: (machine, self, args) => reduce(machine, self, args, args.length, true),
  find: (machine, self, [callback]) =>
    scan(machine, self, callback, (truth, item) => (truth ? item : undefined)) ?? null,
  findIndex: (machine, self, [callback]) =>
    scan(machine, self, callback, (truth, _, i) => (truth ? i : undefined)) ?? -1,
  some: (machine, self, [callback]) => scan(machine, self, callback, (truth) => (truth ? true : undefined)) ?? false,
  every: (machine, self, [callback]) => scan(machine, self, callback, (truth) => (truth ? undefined : false)) ?? true,
  indexOf: (machine, self, [item]) => find(machine, self, item),
  includes: (machine, self, [item]) => {
    // unlike indexOf it finds NaN
    if (isNaN(item)) return self.items.some(isNaN);
    const index = find(machine, self, item);
    return typeof index === 'number' ? index !== -1 : index;
  },
  at: (machine, self, [index]) => {
    const integer = toInteger(index ?? 0);
    return integer === undefined ? machine.unknown('an index that cannot be told') : (self.items.at(integer) ?? null);
  },
  join: (machine, self, [separator]) => {
    const text =
      typeof separator === 'string' || separator === undefined
        ? joined(machine, self.items, separator ?? ',')
        : undefined;
    return text ?? machine.unknown('a text of what cannot be told');
  },
  flat: (machine, self, [depth]) => {
    const levels = depth === undefined ? 1 : toInteger(depth);
    return levels === undefined
      ? machine.unknown('a depth that cannot be told')
      : new ListValue(flattened(self.items, levels));
  },
  fill: (machine, self, [value, start, end]) => {
    const bounds = range(self.items.length, start, end);
    if (bounds === undefined) return machine.unknown('a range that cannot be told');
    change(
      machine,
      self,
      self.items.map((item, i) => (i >= bounds[0] && i < bounds[1] ? (value ?? null) : item)),
    );
    return self;
  },
  reverse: (machine, self) => {
    change(machine, self, [...self.items].reverse());
    return self;
  },
  sort: (machine, self, [comparator]) => {
    const sorted = sort(machine, self.items, comparator);
    change(machine, self, sorted instanceof UnknownValue ? self.items.map(() => sorted) : sorted);
    return self;
  },
  toReversed: (_machine, self) => new ListValue([...self.items].reverse()),
  toSorted: (machine, self, [comparator]) => {
    const sorted = sort(machine, self.items, comparator);
    return sorted instanceof UnknownValue ? sorted : new ListValue(sorted);
  },
  entries: (_machine, self) => new ListValue(self.items.map((item, i) => new ListValue([i, item]))),
  keys: (_machine, self) => new ListValue(self.items.map((_, i) => i)),
  values: (_machine, self) => new ListValue([...self.items]),
  toString: (machine: Machine, self: ArrayLike) =>
    joined(machine, self.items, ',') ?? machine.unknown('a text of what cannot be told'),
});

/** `Array.from(source, map)`, where the source is iterable or has a length. */
export function arrayFrom(
  machine: Machine,
  source: Value,
  length: Value | undefined,
  callback: Value | undefined,
): Value {
  if (source instanceof UnknownValue) return source;
  let items: readonly Value[] | null;
  if (length !== undefined) {
    const count = toInteger(length);
    if (count === undefined) return machine.unknown('an array whose length cannot be told');
    items = emptyItems(machine, count);
  } else
    items = source instanceof IteratorValue || iteratorOf(machine, source) !== null ? machine.elements(source) : null;
  if (items === null) return machine.unknown('an array of what cannot be told');
  return new ListValue(
    callback === undefined || callback === null
      ? [...items]
      : items.map((item, i) => callBack(machine, callback, [item, i])),
  );
}

const mostItems = 1_000_000;

/** null: too many to list. */
export function emptyItems(machine: Machine, count: number): Value[] | null {
  if (count < 0) machine.raise('RangeError', 'Invalid array length');
  if (count > mostItems) return null;
  machine.step(count >> 3);
  return Array.from({ length: count }, () => null);
}
