// `object[index]`: reading, writing and deleting, with slices.
import { withoutFraction } from './fractions';
import { Float } from '../ops/operator';
import { SymbolicDim } from '../shape/dim';
import { lookupInClass, specialMethod } from './attributes';
import { keyIn, unknownIn } from './keys';
import { asInteger } from './numbers';
import {
  BytesValue,
  ClassMethod,
  ClassValue,
  DictValue,
  heap,
  InstanceValue,
  ListValue,
  PythonError,
  RangeValue,
  SliceValue,
  TensorValue,
  TupleValue,
  UnknownValue,
  type Machine,
  type Value,
} from './values';

/** Where a slice of `length` elements begins and ends, as `slice.indices` gives it; null where a bound cannot be told. */
export function sliceBounds(
  slice: SliceValue,
  length: number,
): { readonly from: number; readonly to: number; readonly step: number } | null {
  const bound = (value: Value): number | null | undefined => {
    if (value === null) return null;
    const integer = asInteger(value);
    return integer === undefined || integer instanceof SymbolicDim ? undefined : Number(integer);
  };
  const step = bound(slice.step) ?? (slice.step === null ? 1 : undefined);
  const lower = bound(slice.lower);
  const upper = bound(slice.upper);
  if (step === undefined || lower === undefined || upper === undefined || step === 0) return null;
  const clip = (position: number): number => {
    const p = position < 0 ? position + length : position;
    return step > 0 ? Math.min(Math.max(p, 0), length) : Math.min(Math.max(p, -1), length - 1);
  };
  const from = lower === null ? (step > 0 ? 0 : length - 1) : clip(lower);
  const to = upper === null ? (step > 0 ? length : -1) : clip(upper);
  return { from, to, step };
}

/** The positions a slice selects of `length` elements; null where a bound cannot be told. */
export function sliceIndices(slice: SliceValue, length: number): readonly number[] | null {
  const bounds = sliceBounds(slice, length);
  if (bounds === null) return null;
  const { from, to, step } = bounds;
  const indices: number[] = [];
  for (let i = from; step > 0 ? i < to : i > to; i += step) indices.push(i);
  return indices;
}

/** Operators take every subscript as a tuple, so that the list of `x[[0, 1]]` is not the tuple of `x[0, 1]`. */
const subscriptOf = (index: Value): Value =>
  index instanceof TupleValue || index instanceof UnknownValue ? index : new TupleValue([index]);

export function getItem(machine: Machine, object: Value, index: Value): Value {
  const item = itemOf(machine, object, index);
  const isReason = item === object || item === index || item === (object as Partial<ListValue> | null)?.open;
  return isReason ? withoutFraction(item) : item;
}

function itemOf(machine: Machine, object: Value, index: Value): Value {
  if (object instanceof UnknownValue) return object;
  if (object instanceof TensorValue) return machine.applyOperator('getitem', [object, subscriptOf(index)], null);
  if (object instanceof ClassValue) return classItem(machine, object, index);
  const method = specialMethod(machine, object, '__getitem__');
  if (method !== undefined) return machine.call(method, [index]);
  const target = object instanceof InstanceValue && object.payload !== undefined ? object.payload : object;
  if (target instanceof DictValue) return dictItem(machine, target, object, index);
  if (index instanceof UnknownValue) return index;
  if (target instanceof ListValue && target.open !== null) return target.open;
  if (
    target instanceof ListValue ||
    target instanceof TupleValue ||
    typeof target === 'string' ||
    target instanceof RangeValue
  ) {
    return sequenceItem(machine, target, index);
  }
  if (target instanceof BytesValue) {
    const item = sequenceItem(machine, target.text, index);
    if (typeof item !== 'string') return item;
    return index instanceof SliceValue ? new BytesValue(item) : item.charCodeAt(0);
  }
  return machine.raise('TypeError', `'${machine.typeOf(object).name}' object is not subscriptable`);
}

/** `List[int]`, and classes that answer for themselves. */
function classItem(machine: Machine, type: ClassValue, index: Value): Value {
  if (type.hooks?.getitem !== undefined) return machine.call(type.hooks.getitem, [type, index]);
  const meta = type.meta === null ? undefined : lookupInClass(type.meta, '__getitem__');
  if (meta !== undefined) return machine.call(meta, [type, index]);
  const method = lookupInClass(type, '__class_getitem__');
  if (method === undefined) return type;
  return machine.call(method instanceof ClassMethod ? method.callable : method, [type, index]);
}

/** `KeyError(key)`: the key itself is its argument. */
export function raiseKeyError(machine: Machine, key: Value): never {
  const error = machine.call(machine.builtins.get('KeyError') ?? null, [key]);
  if (error instanceof InstanceValue) throw new PythonError(error, machine.place(), null);
  return machine.raise('KeyError', '');
}

export function dictItem(machine: Machine, dict: DictValue, self: Value, index: Value): Value {
  const key = keyIn(machine, dict.entries, index);
  if (key === undefined) return unknownIn(index);
  const entry = dict.entries.get(key);
  if (entry !== undefined) return entry.value;
  if (machine.registers(dict, key, true)) return dict.entries.get(key)?.value ?? null;
  const missing = specialMethod(machine, self, '__missing__');
  if (missing !== undefined) return machine.call(missing, [index]);
  if (dict.open !== null) return dict.open;
  return raiseKeyError(machine, index);
}

function sequenceItem(machine: Machine, sequence: ListValue | TupleValue | string | RangeValue, index: Value): Value {
  const characters = typeof sequence === 'string' ? sequence : null;
  const length =
    characters !== null
      ? characters.length
      : sequence instanceof RangeValue
        ? sequence.length
        : (sequence as ListValue).items.length;
  if (index instanceof SliceValue) {
    checkSlice(machine, index);
    const indices = sliceIndices(index, length);
    if (indices === null) return machine.unknown('a slice whose bounds cannot be told');
    machine.step(indices.length >> 3);
    if (characters !== null) return indices.map((i) => characters[i]).join('');
    if (sequence instanceof RangeValue) {
      const { from, to, step } = sliceBounds(index, length) as NonNullable<ReturnType<typeof sliceBounds>>;
      const at = (position: number): number => sequence.start + position * sequence.step;
      return new RangeValue(at(from), at(to), step * sequence.step);
    }
    const items = indices.map((i) => (sequence as ListValue).items[i]);
    return sequence instanceof ListValue ? new ListValue(items) : new TupleValue(items);
  }
  const integer = indexOf(machine, index, characters !== null ? 'string' : (sequence as ListValue | RangeValue).kind);
  if (integer instanceof UnknownValue) return integer;
  const position = integer < 0 ? integer + length : integer;
  if (position < 0 || position >= length) {
    const name =
      characters !== null ? 'string' : sequence instanceof RangeValue ? 'range object' : (sequence as ListValue).kind;
    return machine.raise('IndexError', `${name} index out of range`);
  }
  if (characters !== null) return characters[position];
  if (sequence instanceof RangeValue) return sequence.start + position * sequence.step;
  return (sequence as ListValue).items[position];
}

/** What a slice of a sequence must be made of. */
function checkSlice(machine: Machine, slice: SliceValue): void {
  if (asInteger(slice.step) === 0) machine.raise('ValueError', 'slice step cannot be zero');
  for (const bound of [slice.lower, slice.upper, slice.step])
    if (bound instanceof Float || typeof bound === 'string')
      machine.raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
}

/** An index as a number; `__index__` is asked. */
function indexOf(machine: Machine, index: Value, kind = 'list'): number | UnknownValue {
  if (index instanceof UnknownValue) return index;
  const integer = asInteger(index instanceof InstanceValue && index.payload !== undefined ? index.payload : index);
  if (integer instanceof SymbolicDim) return machine.unknown('an index that is symbolic');
  if (integer !== undefined) return Number(integer);
  const method = specialMethod(machine, index, '__index__');
  if (method !== undefined) return indexOf(machine, machine.call(method, []), kind);
  if (index instanceof TensorValue) {
    if (index.tensor.data?.length === 1) return index.tensor.data[0];
    return machine.unknown('an index that is a tensor');
  }
  const name = machine.typeOf(index).name;
  return machine.raise(
    'TypeError',
    kind === 'string'
      ? `string indices must be integers, not '${name}'`
      : `${kind} indices must be integers or slices, not ${name}`,
  );
}

export function setItem(machine: Machine, object: Value, index: Value, value: Value): void {
  if (object instanceof UnknownValue) return;
  if (object instanceof TensorValue) {
    machine.applyOperator('setitem', [object, subscriptOf(index), value], null);
    return;
  }
  const method = specialMethod(machine, object, '__setitem__');
  if (method !== undefined) {
    machine.call(method, [index, value]);
    return;
  }
  if (object instanceof DictValue) {
    setDictItem(machine, object, index, value);
    return;
  }
  if (object instanceof ListValue) {
    machine.touch(object);
    if (object.open !== null) return;
    if (index instanceof SliceValue) {
      setSlice(machine, object, index, value);
      return;
    }
    const integer = indexOf(machine, index);
    if (integer instanceof UnknownValue) {
      object.items = object.items.map(() => integer);
      return;
    }
    const position = integer < 0 ? integer + object.items.length : integer;
    if (position < 0 || position >= object.items.length)
      machine.raise('IndexError', 'list assignment index out of range');
    object.items[position] = value;
    return;
  }
  machine.raise('TypeError', `'${machine.typeOf(object).name}' object does not support item assignment`);
}

export function setDictItem(machine: Machine, dict: DictValue, index: Value, value: Value): void {
  machine.touch(dict);
  const key = keyIn(machine, dict.entries, index);
  if (dict.home !== null && heap.module !== null && heap.module !== dict.home) dict.isRegistry = true;
  // an equal key that is there stays: {1: 'a', True: 'b'} is {1: 'b'}
  if (key !== undefined) dict.entries.set(key, { key: dict.entries.get(key)?.key ?? index, value });
  else {
    const unknown = unknownIn(index);
    dict.open = unknown;
    // any of them may be the one; what modules register themselves under names of their own stays
    if (unknown !== null && !dict.isRegistry) for (const entry of dict.entries.values()) entry.value = unknown;
  }
}

function setSlice(machine: Machine, list: ListValue, slice: SliceValue, value: Value): void {
  const indices = sliceIndices(slice, list.items.length);
  const elements = machine.elements(value);
  if (indices === null || elements === null) {
    list.open = machine.unknown('a slice assignment whose bounds cannot be told');
    return;
  }
  if (slice.step === null || slice.step === 1) {
    const start = indices.length > 0 ? indices[0] : Math.max(0, sliceStart(slice, list.items.length));
    list.items.splice(start, indices.length, ...elements);
    return;
  }
  if (indices.length !== elements.length) {
    machine.raise(
      'ValueError',
      `attempt to assign sequence of size ${elements.length} to extended slice of size ${indices.length}`,
    );
  }
  indices.forEach((position, i) => (list.items[position] = elements[i]));
}

function sliceStart(slice: SliceValue, length: number): number {
  const lower = asInteger(slice.lower);
  if (typeof lower !== 'number') return 0;
  return Math.min(lower < 0 ? lower + length : lower, length);
}

export function deleteItem(machine: Machine, object: Value, index: Value): void {
  if (object instanceof UnknownValue) return;
  const method = specialMethod(machine, object, '__delitem__');
  if (method !== undefined) {
    machine.call(method, [index]);
    return;
  }
  if (object instanceof DictValue) {
    const key = keyIn(machine, object.entries, index);
    if (key === undefined || !object.entries.has(key)) {
      if (object.open !== null) return;
      if (unknownIn(index) !== null) {
        machine.inexact('an item deleted under a key that cannot be told');
        return;
      }
      raiseKeyError(machine, index);
    }
    machine.touch(object);
    object.entries.delete(key);
    return;
  }
  if (object instanceof ListValue) {
    machine.touch(object);
    if (object.open !== null) return;
    if (index instanceof SliceValue) {
      const selected = sliceIndices(index, object.items.length);
      if (selected === null) {
        object.open = machine.unknown('a slice whose bounds cannot be told');
        return;
      }
      const indices = new Set(selected);
      object.items = object.items.filter((_, i) => !indices.has(i));
      return;
    }
    const integer = indexOf(machine, index);
    if (integer instanceof UnknownValue) {
      object.open = integer;
      return;
    }
    const position = integer < 0 ? integer + object.items.length : integer;
    if (position < 0 || position >= object.items.length)
      machine.raise('IndexError', 'list assignment index out of range');
    object.items.splice(position, 1);
    return;
  }
  machine.raise('TypeError', `'${machine.typeOf(object).name}' object doesn't support item deletion`);
}
