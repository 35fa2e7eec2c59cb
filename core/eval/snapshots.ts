// The state of mutable objects: taken, and put back.
import {
  DictValue,
  FunctionValue,
  InstanceValue,
  ListValue,
  Scope,
  SetValue,
  TensorValue,
  TupleValue,
  type Attributes,
  type ClassValue,
  type DictEntry,
  type Mutable,
  type UnknownValue,
  type Value,
} from './values';

type Entries = ReadonlyMap<unknown, DictEntry>;

/** The state of a mutable object as named parts, each a map or a value. */
export type Snapshot = readonly unknown[];

export function snapshot(object: Mutable): Snapshot {
  if (object instanceof Scope) return [new Map(object.names)];
  if (object instanceof ListValue) return [[...object.items], copy(object.attributes), object.open];
  if (object instanceof DictValue) {
    return [copyEntries(object.entries), object.open, copy(object.attributes), object.isRegistry];
  }
  if (object instanceof SetValue) return [new Map(object.entries), copy(object.attributes), object.open];
  if (object instanceof TensorValue) return [{ ...object, attributes: copy(object.attributes) }];
  if (object instanceof TupleValue || object instanceof FunctionValue) return [copy(object.attributes)];
  return [new Map(object.attributes), object instanceof InstanceValue ? object.type : null];
}

const copyEntries = (entries: Entries): Map<unknown, DictEntry> =>
  new Map([...entries].map(([key, entry]) => [key, { ...entry }]));

const copy = (attributes: Attributes | null): Attributes | null => (attributes === null ? null : new Map(attributes));

/** The snapshot stays as it is, whatever becomes of the object. */
export function restore(object: Mutable, state: Snapshot): void {
  if (object instanceof Scope) refill(object.names, state[0] as Attributes);
  else if (object instanceof ListValue) {
    object.items = [...(state[0] as Value[])];
    object.attributes = copy(state[1] as Attributes | null);
    object.open = state[2] as UnknownValue | null;
  } else if (object instanceof DictValue) {
    object.entries = copyEntries(state[0] as Entries);
    object.open = state[1] as UnknownValue | null;
    object.attributes = copy(state[2] as Attributes | null);
    object.isRegistry = state[3] as boolean;
  } else if (object instanceof SetValue) {
    object.entries = new Map(state[0] as Map<unknown, Value>);
    object.attributes = copy(state[1] as Attributes | null);
    object.open = state[2] as UnknownValue | null;
  } else if (object instanceof TensorValue) {
    Object.assign(object, state[0], { attributes: copy((state[0] as TensorValue).attributes) });
  } else if (object instanceof TupleValue || object instanceof FunctionValue)
    object.attributes = copy(state[0] as Attributes | null);
  else {
    refill(object.attributes, state[0] as Attributes);
    if (object instanceof InstanceValue) object.type = state[1] as ClassValue;
  }
}

function refill(target: Attributes, source: Attributes): void {
  target.clear();
  for (const [name, value] of source) target.set(name, value);
}
