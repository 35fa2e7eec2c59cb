// `vars(x)`, `x.__dict__` and `globals()`: dicts that are the names themselves, so that `self.__dict__.update(options)` sets attributes.
import { DictValue, LazyImport, type Attributes, type DictEntry, type Mutable, type Value } from './values';

const resolved = (value: Value): Value => (value instanceof LazyImport ? value.resolve() : value);

/** One name of them: writing to it writes to the attributes. */
class LiveEntry implements DictEntry {
  constructor(
    private readonly attributes: Attributes,
    readonly key: string,
  ) {}
  get value(): Value {
    return resolved(this.attributes.get(this.key) ?? null);
  }
  set value(value: Value) {
    this.attributes.set(this.key, value);
  }
}

class LiveEntries extends Map<unknown, DictEntry> {
  constructor(private readonly attributes: Attributes) {
    super();
  }
  override get size(): number {
    return this.attributes.size;
  }
  override has(key: unknown): boolean {
    return typeof key === 'string' && this.attributes.has(key);
  }
  override get(key: unknown): DictEntry | undefined {
    return typeof key === 'string' && this.attributes.has(key) ? new LiveEntry(this.attributes, key) : undefined;
  }
  override set(key: unknown, entry: DictEntry): this {
    if (typeof key === 'string') this.attributes.set(key, entry.value);
    return this;
  }
  override delete(key: unknown): boolean {
    return typeof key === 'string' && this.attributes.delete(key);
  }
  override clear(): void {
    this.attributes.clear();
  }
  override keys(): MapIterator<unknown> {
    return this.attributes.keys();
  }
  override *values(): MapIterator<DictEntry> {
    for (const key of this.attributes.keys()) yield new LiveEntry(this.attributes, key);
  }
  override *entries(): MapIterator<[unknown, DictEntry]> {
    for (const key of this.attributes.keys()) yield [key, new LiveEntry(this.attributes, key)];
  }
  override [Symbol.iterator](): MapIterator<[unknown, DictEntry]> {
    return this.entries();
  }
  override forEach(visit: (entry: DictEntry, key: unknown, map: Map<unknown, DictEntry>) => void): void {
    for (const [key, entry] of this.entries()) visit(entry, key, this);
  }
}

/** The attributes of `owner` as a dict. */
export function liveDictionary(attributes: Attributes, owner: Mutable): DictValue {
  const dict = new DictValue();
  dict.entries = new LiveEntries(attributes);
  dict.owner = owner;
  return dict;
}

/** The same as they are now. */
export function attributesAsDict(attributes: Attributes): DictValue {
  const dict = new DictValue();
  for (const [key, value] of attributes) dict.entries.set(key, { key, value: resolved(value) });
  return dict;
}
