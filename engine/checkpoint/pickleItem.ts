// What lies on the stack while a pickle is read: values, and things that are only on the way to one.
import { Malformed } from './malformed';
import type { PyValue } from './pickleValue';
import type { Storage } from './storage';

/** A class or function of Python, by its full name. Never called. */
export class Global {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export class StorageReference {
  readonly storage: Storage;

  constructor(storage: Storage) {
    this.storage = storage;
  }
}

/** A tuple that is no value, since it holds a class or a storage: the arguments of a call. */
export class Mixed {
  readonly items: readonly Item[];

  constructor(items: readonly Item[]) {
    this.items = items;
  }
}

export type Item = PyValue | Global | StorageReference | Mixed;

export const isValue = (item: Item): item is PyValue =>
  !(item instanceof Global || item instanceof StorageReference || item instanceof Mixed);

/** Throws Malformed, with the name of what stands where a value should. */
export function valueOf(item: Item): PyValue {
  if (isValue(item)) return item;
  throw new Malformed(item instanceof Global ? `it holds ${item.name} itself` : 'its pickle is damaged');
}
