// Keys of dicts and sets where classes say themselves what is equal: `__eq__` with `__hash__`.
import { hashKey } from './hashing';
import { InstanceValue, TupleValue, UnknownValue, type ClassValue, type Machine, type Value } from './values';

/** What makes a key one that cannot be told: itself, or an item of a tuple; null where it can be told. */
export function unknownIn(key: Value | undefined): UnknownValue | null {
  if (key instanceof UnknownValue) return key;
  if (key instanceof TupleValue)
    for (const item of key.items) {
      const unknown = unknownIn(item);
      if (unknown !== null) return unknown;
    }
  return null;
}

/** Whether the class defines equality; 'unhashable' where it does without a hash. */
function equalityOf(machine: Machine, type: ClassValue): 'identity' | 'own' | 'unhashable' {
  for (const candidate of type.mro) {
    if (candidate === machine.types.object) return 'identity';
    const hash = candidate.attributes.get('__hash__');
    if (candidate.attributes.has('__eq__')) return hash === undefined || hash === null ? 'unhashable' : 'own';
    if (hash === null) return 'unhashable';
  }
  return 'identity';
}

/**
 * The key under which a container has the value, or would have it; undefined where it has none that can be told: see `unknownIn`.
 * Raises TypeError on what is not hashable.
 */
export function keyIn(machine: Machine, container: ReadonlyMap<unknown, unknown>, value: Value): unknown {
  const key = hashKey(value);
  if (key === undefined) {
    if (unknownIn(value) !== null) return undefined;
    return machine.raise('TypeError', `unhashable type: '${machine.typeOf(value).name}'`);
  }
  if (!(value instanceof InstanceValue) || key !== value || container.has(key)) return key;
  const equality = equalityOf(machine, value.type);
  if (equality === 'identity') return key;
  if (equality === 'unhashable') return machine.raise('TypeError', `unhashable type: '${value.type.name}'`);
  for (const other of container.keys())
    if (other instanceof InstanceValue && machine.equal(other, value) === true) return other;
  return key;
}
