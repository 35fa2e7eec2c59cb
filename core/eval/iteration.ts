// Iteration: iterators over every iterable value, and all the elements at once.
import { SymbolicDim } from '../shape/dim';
import { specialMethod } from './attributes';
import { lookupInClass } from './binding';
import {
  ClassValue,
  DictValue,
  DictView,
  DONE,
  InstanceValue,
  IteratorValue,
  ListValue,
  PythonError,
  RangeValue,
  SetValue,
  TensorValue,
  TupleValue,
  UnknownValue,
  type DictEntry,
  type Machine,
  type Value,
} from './values';

/** The most elements that are listed at once. */
const maximumElements = 1_000_000;

/** Raises what `next()` raises at the end, with what a generator returned. */
export function raiseStopIteration(machine: Machine, iterator: IteratorValue | null): never {
  const result = iterator?.generator?.result() ?? null;
  const stop = machine.call(machine.builtins.get('StopIteration') ?? null, result === null ? [] : [result]);
  if (stop instanceof InstanceValue) throw new PythonError(stop, machine.place(), null);
  return machine.raise('StopIteration', '');
}

/** A fresh iterator; null where the value is unknown; TypeError on what is not iterable. */
export function iteratorOf(machine: Machine, value: Value): IteratorValue | null {
  if (value instanceof UnknownValue) return null;
  if (value instanceof IteratorValue) return value;
  if (value instanceof ListValue) {
    if (value.open !== null) return null;
    // the list may change while it is iterated, as in Python
    let i = 0;
    return new IteratorValue(() => (i < value.items.length ? value.items[i++] : DONE));
  }
  if (value instanceof ClassValue && value.hooks?.iterate !== undefined) {
    return iteratorOf(machine, machine.call(value.hooks.iterate, [value]));
  }
  const method = specialMethod(machine, value, '__iter__');
  if (method !== undefined) return fromProtocol(machine, machine.call(method, []));
  if (value instanceof RangeValue) {
    const { start, step, length } = value;
    let i = 0;
    return new IteratorValue(() => (i < length ? start + i++ * step : DONE));
  }
  if (value instanceof TupleValue) return overArray(value.items);
  if (value instanceof DictValue) return overDict(machine, value, (entry) => entry.key);
  if (value instanceof DictView) return overDict(machine, value.dict, (entry) => value.of(entry));
  if (value instanceof SetValue) return value.open !== null ? null : overArray([...value.entries.values()]);
  if (value instanceof TensorValue) return overTensor(machine, value);
  const text = value instanceof InstanceValue && value.payload !== undefined ? value.payload : value;
  if (typeof text === 'string') return overArray([...text]);
  const getItem = specialMethod(machine, value, '__getitem__');
  if (getItem !== undefined && lookupInClass(machine.typeOf(value), '__class_getitem__') !== getItem)
    return overItems(machine, getItem);
  if (typeof value === 'object' && value !== null && value.kind === 'bytes')
    return overArray([...value.text].map((c) => c.charCodeAt(0)));
  return machine.raise('TypeError', `'${machine.typeOf(value).name}' object is not iterable`);
}

function overArray(items: readonly Value[]): IteratorValue {
  let i = 0;
  return new IteratorValue(() => (i < items.length ? items[i++] : DONE));
}

/** A dict must keep its keys while it is iterated. */
function overDict(machine: Machine, dict: DictValue, pick: (entry: DictEntry) => Value): IteratorValue | null {
  if (dict.open !== null) return null;
  const entries = [...dict.entries.values()];
  let i = 0;
  return new IteratorValue(() => {
    if (dict.entries.size !== entries.length && dict.open === null)
      return machine.raise('RuntimeError', 'dictionary changed size during iteration');
    return i < entries.length ? pick(entries[i++]) : DONE;
  });
}

/** The rows of a tensor, one at a time. */
function overTensor(machine: Machine, tensor: TensorValue): IteratorValue | null {
  const { shape } = tensor.tensor;
  if (shape.length === 0) return machine.raise('TypeError', 'iteration over a 0-d tensor');
  const rows = shape[0];
  if (rows instanceof SymbolicDim) return null;
  let i = 0;
  return new IteratorValue(() => (i < rows ? machine.applyOperator('getitem', [tensor, i++], null) : DONE));
}

/** An object with `__next__`; StopIteration ends it. */
function fromProtocol(machine: Machine, value: Value): IteratorValue | null {
  if (value instanceof IteratorValue) return value;
  if (value instanceof UnknownValue) return null;
  const next = specialMethod(machine, value, '__next__');
  if (next === undefined)
    return machine.raise('TypeError', `iter() returned non-iterator of type '${machine.typeOf(value).name}'`);
  return new IteratorValue(() => {
    try {
      return machine.call(next, []);
    } catch (error) {
      if (error instanceof PythonError && error.exception.type.mro.some((type) => type.name === 'StopIteration'))
        return DONE;
      throw error;
    }
  });
}

/** The old protocol: `__getitem__(0)`, `(1)`, ... until IndexError. */
function overItems(machine: Machine, getItem: Value): IteratorValue {
  let i = 0;
  return new IteratorValue(() => {
    try {
      return machine.call(getItem, [i++]);
    } catch (error) {
      if (error instanceof PythonError && error.exception.type.mro.some((type) => type.name === 'IndexError'))
        return DONE;
      throw error;
    }
  });
}

/** All the elements; null where they cannot be told, or are more than can be listed. */
export function elementsOf(machine: Machine, value: Value): readonly Value[] | null {
  if (value instanceof ListValue) return value.open === null ? value.items : null;
  if (value instanceof TupleValue && (value.type === null || specialMethod(machine, value, '__iter__') === undefined))
    return value.items;
  if (value instanceof RangeValue && value.length > maximumElements) return null;
  const iterator = iteratorOf(machine, value);
  if (iterator === null) return null;
  const items: Value[] = [];
  for (let item = iterator.next(); item !== DONE; item = iterator.next()) {
    machine.step();
    if (items.push(item) > maximumElements) return null;
  }
  return items;
}
