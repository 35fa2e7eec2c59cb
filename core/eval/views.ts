// The views of a dict, where Python treats them as sets.
import { hashKey } from './hashing';
import { DictView, SetValue, type Value } from './values';

/** `d.keys()` and `d.items()` are compared as sets. */
export function asSet(value: Value): Value {
  if (!(value instanceof DictView) || value.form === 'values') return value;
  const set = new SetValue(false);
  set.open = value.dict.open;
  for (const item of value.items()) {
    const key = hashKey(item);
    if (key === undefined) return value;
    set.entries.set(key, item);
  }
  return set;
}
