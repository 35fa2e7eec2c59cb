// `copy.copy` and `copy.deepcopy`.
import { Float } from '../../ops/operator';
import { hashKey } from '../hashing';
import { memberDicts, membersOf } from './moduleMembers';
import {
  DictValue,
  InstanceValue,
  ListValue,
  SetValue,
  Storage,
  TensorValue,
  TupleValue,
  type Machine,
  type Value,
} from '../values';

/** copy.copy: a new container or instance with the same contents. */
export function shallowCopy(machine: Machine, value: Value): Value {
  if (value instanceof InstanceValue) {
    const copy = new InstanceValue(value.type);
    copy.payload = value.payload;
    copy.created = value.created;
    for (const [name, inner] of value.attributes) copy.attributes.set(name, inner);
    // a module's own tables, so that the copy's members are its own
    for (const which of memberDicts) {
      const dict = membersOf(value, which);
      if (dict === undefined) continue;
      const table = new DictValue();
      for (const [key, entry] of dict.entries) table.entries.set(key, { ...entry });
      copy.attributes.set(which, table);
    }
    return copy;
  }
  if (value instanceof ListValue) {
    const copy = new ListValue([...value.items], value.type);
    copy.open = value.open;
    return copy;
  }
  if (value instanceof DictValue || value instanceof SetValue)
    return machine.call(machine.attribute(value, 'copy'), []);
  return value;
}

/** copy.deepcopy: new containers, instances and tensors; functions, classes and modules are shared. */
export function deepCopy(machine: Machine, value: Value, memo: Map<Value, Value>): Value {
  if (typeof value !== 'object' || value === null || value instanceof Float) return value;
  const known = memo.get(value);
  if (known !== undefined) return known;
  machine.step();
  const recurse = (inner: Value): Value => deepCopy(machine, inner, memo);
  const copyAttributes = (from: ReadonlyMap<string, Value>, into: Map<string, Value>): void => {
    for (const [name, inner] of from) into.set(name, recurse(inner));
  };
  switch (value.kind) {
    case 'list': {
      const copy = new ListValue([], value.type);
      memo.set(value, copy);
      copy.items = value.items.map(recurse);
      copy.open = value.open;
      return copy;
    }
    case 'tuple': {
      const copy = new TupleValue(value.items.map(recurse), value.type);
      copy.attributes = value.attributes;
      memo.set(value, copy);
      return copy;
    }
    case 'dict': {
      const copy = new DictValue(value.type);
      memo.set(value, copy);
      copy.open = value.open;
      for (const entry of value.entries.values()) {
        const key = recurse(entry.key);
        copy.entries.set(hashKey(key), { key, value: recurse(entry.value) });
      }
      if (value.attributes !== null) copyAttributes(value.attributes, (copy.attributes = new Map<string, Value>()));
      return copy;
    }
    case 'set': {
      const copy = new SetValue(value.frozen, value.type);
      memo.set(value, copy);
      copy.open = value.open;
      for (const item of value.entries.values()) {
        const inner = recurse(item);
        copy.entries.set(hashKey(inner), inner);
      }
      return copy;
    }
    case 'tensor': {
      const copy = new TensorValue(value.tensor, new Storage(value.storage.elements));
      memo.set(value, copy);
      copy.type = value.type;
      copy.isParameter = value.isParameter;
      copy.requiresGrad = value.requiresGrad;
      copy.undecided = value.undecided;
      copy.uninitialised = value.uninitialised;
      machine.derive(copy, { kind: 'from', source: value.storage, operation: 'copy', value: 0 });
      return copy;
    }
    case 'instance': {
      const own = machine.lookup(value.type, '__deepcopy__');
      if (own !== undefined) return machine.call(own, [value, new DictValue()]);
      const copy = new InstanceValue(value.type);
      memo.set(value, copy);
      copy.payload = value.payload;
      copy.created = value.created;
      copyAttributes(value.attributes, copy.attributes);
      return copy;
    }
    default:
      return value;
  }
}
