// Python's built-in functions over iterables: zip, map, enumerate, sorted, min, max, ...
import { maximum, minimum } from '../../shape/dim';
import { specialMethod } from '../attributes';
import { iteratorOf, raiseStopIteration } from '../iteration';
import { asInteger } from '../numbers';
import { compare } from '../comparison';
import {
  DONE,
  InstanceValue,
  IteratorValue,
  ListValue,
  NativeFunction,
  PythonError,
  TupleValue,
  UnknownValue,
  type Attributes,
  type Machine,
  type Value,
} from '../values';
import { sortValues } from './sequences';
import { callsUncounted } from '../uncounted';
import { defineAll } from './define';

export function installIterationFunctions(builtins: Attributes): void {
  const lazily = (
    machine: Machine,
    sources: readonly Value[],
    what: string,
    make: (iterators: IteratorValue[]) => () => Value | typeof DONE,
    callable: Value = null,
  ): Value => {
    const iterators = sources.map((source) => iteratorOf(machine, source));
    if (!iterators.includes(null)) return new IteratorValue(make(iterators as IteratorValue[]), what);
    const unknown = sources.find((source) => source instanceof UnknownValue);
    return callsUncounted(
      machine,
      unknown ?? machine.unknown(`${what} of what cannot be told`),
      callable,
      sources.length,
    );
  };
  const variadic = (name: string, call: NativeFunction['call']): void =>
    void builtins.set(name, new NativeFunction(name, call));
  variadic('zip', (machine, sources, keywords) => {
    const isStrict = machine.truth(keywords?.get('strict') ?? false) === true;
    return lazily(machine, sources, 'zip', (iterators) => () => {
      const items: Value[] = [];
      for (const [i, iterator] of iterators.entries()) {
        const item = iterator.next();
        if (item === DONE) {
          if (isStrict) checkLengths(machine, iterators, i);
          return DONE;
        }
        items.push(item);
      }
      return items.length === 0 ? DONE : new TupleValue(items);
    });
  });
  variadic('map', (machine, [callable, ...sources]) => {
    const round = (iterators: IteratorValue[]) => (): Value | typeof DONE => {
      const items: Value[] = [];
      for (const iterator of iterators) {
        const item = iterator.next();
        if (item === DONE) return DONE;
        items.push(item);
      }
      return machine.call(callable, items);
    };
    return lazily(machine, sources, 'map', round, callable);
  });
  variadic('filter', (machine, [callable, source]) => {
    const round =
      ([iterator]: IteratorValue[]) =>
      (): Value | typeof DONE => {
        for (let item = iterator.next(); item !== DONE; item = iterator.next()) {
          const keep = machine.truth(callable === null ? item : machine.call(callable, [item]));
          if (keep === undefined) return machine.unknown('a filter that cannot be told');
          if (keep) return item;
        }
        return DONE;
      };
    return lazily(machine, [source], 'filter', round, callable);
  });
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
        : iteratorOf(machine, new ListValue([...items].reverse()));
    },
    'iter(value, sentinel)': (machine, [value, sentinel]) =>
      sentinel === undefined ? iter(machine, value as Value) : until(machine, value as Value, sentinel),
    'next(iterator, default)': (machine, [value, fallback]) => {
      if (value instanceof UnknownValue) return value;
      if (value instanceof IteratorValue) {
        const item = value.next();
        return item !== DONE ? item : fallback !== undefined ? fallback : raiseStopIteration(machine, value);
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
    const key = keywords?.get('key') ?? null;
    if (items === null) return callsUncounted(machine, unknownSource(machine, iterable, 'an order'), key);
    const sorted = sortValues(machine, items, key, machine.truth(keywords?.get('reverse') ?? false) === true);
    return sorted instanceof UnknownValue ? sorted : new ListValue(sorted);
  });
  for (const [name, operator] of [
    ['min', '<'],
    ['max', '>'],
  ] as const) {
    variadic(name, (machine, args, keywords) =>
      extremum(machine, name, operator, args, keywords ?? new Map<string, Value>()),
    );
  }
}

export const unknownSource = (machine: Machine, source: Value | undefined, what: string): UnknownValue =>
  source instanceof UnknownValue ? source : machine.unknown(`${what} of what cannot be told`);

/** `zip(..., strict=True)`: the source at `ended` has no more items; has another? */
function checkLengths(machine: Machine, iterators: readonly IteratorValue[], ended: number): void {
  const others = (n: number): string => (n === 1 ? 'argument 1' : `arguments 1-${n}`);
  if (ended > 0) machine.raise('ValueError', `zip() argument ${ended + 1} is shorter than ${others(ended)}`);
  for (let i = 1; i < iterators.length; i++)
    if (iterators[i].next() !== DONE)
      machine.raise('ValueError', `zip() argument ${i + 1} is longer than ${others(i)}`);
}

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
  const key = keywords.get('key') ?? null;
  if (items === null) return callsUncounted(machine, unknownSource(machine, args[0], `the ${name}`), key);
  if (items.length === 0)
    return keywords.has('default')
      ? (keywords.get('default') ?? null)
      : machine.raise('ValueError', `${name}() arg is an empty sequence`);
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

/** What `__iter__` gives is the iterator itself, so that iterating over it again asks it again. */
function iter(machine: Machine, value: Value): Value {
  const method = value instanceof InstanceValue ? specialMethod(machine, value, '__iter__') : undefined;
  const made = method === undefined ? value : machine.call(method, []);
  if (made instanceof InstanceValue && specialMethod(machine, made, '__next__') !== undefined) return made;
  if (made instanceof UnknownValue) return made;
  return iteratorOf(machine, made) ?? machine.unknown('an iterator over what cannot be told');
}

/** `iter(function, sentinel)`: its results until one equals the sentinel. */
function until(machine: Machine, fn: Value, sentinel: Value): IteratorValue {
  let over = false;
  return new IteratorValue(() => {
    machine.step();
    if (over) return DONE;
    const item = machine.call(fn, []);
    over = machine.equal(item, sentinel) === true;
    return over ? DONE : item;
  }, 'callable_iterator');
}
