// range, slice, iterators and generators.
import { specialMethod } from '../attributes';
import { raiseStopIteration } from '../iteration';
import { sliceBounds } from '../slices';
import { asInteger } from '../numbers';
import {
  ClassValue,
  PythonError,
  InstanceValue,
  NativeFunction,
  RangeValue,
  SliceValue,
  StaticMethod,
  TupleValue,
  UnknownValue,
  IteratorValue,
  DONE,
  type BuiltinTypes,
  type IntegerValue,
  type Machine,
  type Value,
} from '../values';
import { SymbolicDim } from '../../shape/dim';
import { defineAll } from './define';

/** Python's operator.index(): an int, an instance of a subclass of int, or what `__index__` gives. */
function asIndex(machine: Machine, value: Value): IntegerValue | undefined {
  if (!(value instanceof InstanceValue)) return asInteger(value);
  if (value.payload !== undefined) return asInteger(value.payload);
  const method = specialMethod(machine, value, '__index__');
  return method === undefined ? undefined : asInteger(machine.call(method, []));
}

/** range() and slice() are made by `__new__`: their values cannot change. */
export function installRange(types: BuiltinTypes): void {
  types.range.attributes.set(
    '__new__',
    new StaticMethod(
      new NativeFunction('__new__', (machine, [, ...args]) => {
        const bounds = args.map((arg) => (arg instanceof UnknownValue ? arg : asIndex(machine, arg)));
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
  defineAll(types.range.attributes, {
    'index(self, item)': (machine, [self, item]) => {
      const n = asInteger(item ?? null);
      const range = self as RangeValue;
      const at = typeof n === 'number' ? (n - range.start) / range.step : -1;
      return Number.isInteger(at) && at >= 0 && at < range.length
        ? at
        : machine.raise('ValueError', `${machine.repr(item ?? null)} is not in range`);
    },
    'count(self, item)': (machine, [self, item]) => {
      const inside = machine.compare('in', item ?? null, self as Value);
      return typeof inside === 'boolean' ? Number(inside) : inside;
    },
  });
  defineAll(types.slice.attributes, {
    'indices(self, length)': (machine, [self, length]) => {
      const n = asInteger(length ?? null);
      const bounds = typeof n === 'number' ? sliceBounds(self as SliceValue, n) : null;
      return bounds === null
        ? machine.unknown('a slice whose bounds cannot be told')
        : new TupleValue([bounds.from, bounds.to, bounds.step]);
    },
  });
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
        const iterator = self instanceof IteratorValue ? self : null;
        const item = iterator === null ? DONE : iterator.next();
        return item === DONE ? raiseStopIteration(machine, iterator) : item;
      },
      '__iter__(self)': (_, [self]) => self as Value,
      'send(self, value)': (machine, [self, value]) => {
        const iterator = self instanceof IteratorValue ? self : null;
        const item =
          iterator?.generator === undefined || iterator.generator === null
            ? DONE
            : iterator.generator.send(value as Value);
        return item === DONE ? raiseStopIteration(machine, iterator) : item;
      },
      'close(self)': (_, [self]) => {
        if (self instanceof IteratorValue) self.generator?.close();
        return null;
      },
      'throw(self, error, value, traceback)': (machine, [self, error, value]) => {
        const iterator = self instanceof IteratorValue ? self : null;
        const exception =
          value instanceof InstanceValue
            ? value
            : error instanceof ClassValue
              ? machine.call(error, [])
              : (error ?? null);
        if (iterator?.generator === undefined || iterator.generator === null || !(exception instanceof InstanceValue))
          return machine.unknown('an exception thrown into a generator');
        const item = iterator.generator.throw(new PythonError(exception, machine.place(), null));
        return item === DONE ? raiseStopIteration(machine, iterator) : item;
      },
    });
  }
}
