// `object[index]`: reading, writing and deleting, with slices.
import { withoutFraction } from './fractions';
import { SymbolicDim } from '../shape/dim';
import { specialMethod } from './attributes';
import { lookupInClass } from './binding';
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
import { checkSlice, sliceIndices, sliceBounds, setSlice } from './slices';

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
