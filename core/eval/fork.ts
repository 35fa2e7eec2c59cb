// Branches of which it cannot be told whether they are taken: each is evaluated from the same state, what it changed is put
// back, and the two outcomes are joined. What differs becomes unknown; a branch that raises is taken not to be taken.
import {
  DictValue,
  FunctionValue,
  InstanceValue,
  ListValue,
  PythonError,
  Scope,
  SetValue,
  TensorValue,
  TupleValue,
  UnknownValue,
  type Attributes,
  type DictEntry,
  type Machine,
  type Mutable,
  type Value,
} from './values';

/** The state of a mutable object as named parts, each a map or a value. */
export type Snapshot = readonly unknown[];

/** What has been changed since a branch began, as it was before. */
export class Journal {
  readonly before = new Map<Mutable, Snapshot>();
  constructor(readonly outer: Journal | null) {}

  touch(object: Mutable): void {
    if (!this.before.has(object)) this.before.set(object, snapshot(object));
  }
}

export function snapshot(object: Mutable): Snapshot {
  if (object instanceof Scope) return [new Map(object.names)];
  if (object instanceof ListValue) return [[...object.items], copy(object.attributes)];
  if (object instanceof DictValue) {
    return [
      new Map([...object.entries].map(([key, entry]) => [key, { ...entry }])),
      object.open,
      copy(object.attributes),
    ];
  }
  if (object instanceof SetValue) return [new Map(object.entries), copy(object.attributes)];
  if (object instanceof TensorValue) {
    return [
      object.tensor,
      object.storage,
      object.valueId,
      object.recording,
      object.requiresGrad,
      copy(object.attributes),
    ];
  }
  if (object instanceof TupleValue || object instanceof FunctionValue) return [copy(object.attributes)];
  return [new Map(object.attributes)];
}

const copy = (attributes: Attributes | null): Attributes | null => (attributes === null ? null : new Map(attributes));

export function restore(object: Mutable, state: Snapshot): void {
  if (object instanceof Scope) refill(object.names, state[0] as Attributes);
  else if (object instanceof ListValue) {
    object.items = [...(state[0] as Value[])];
    object.attributes = state[1] as Attributes | null;
  } else if (object instanceof DictValue) {
    object.entries = new Map(state[0] as Map<unknown, DictEntry>);
    object.open = state[1] as UnknownValue | null;
    object.attributes = state[2] as Attributes | null;
  } else if (object instanceof SetValue) {
    object.entries = new Map(state[0] as Map<unknown, Value>);
    object.attributes = state[1] as Attributes | null;
  } else if (object instanceof TensorValue) {
    const [tensor, storage, valueId, recording, requiresGrad, attributes] = state as readonly [
      TensorValue['tensor'],
      TensorValue['storage'],
      number,
      number,
      boolean,
      Attributes | null,
    ];
    Object.assign(object, { tensor, storage, valueId, recording, requiresGrad, attributes });
  } else if (object instanceof TupleValue || object instanceof FunctionValue)
    object.attributes = state[0] as Attributes | null;
  else refill(object.attributes, state[0] as Attributes);
}

function refill(target: Attributes, source: Attributes): void {
  target.clear();
  for (const [name, value] of source) target.set(name, value);
}

interface Branch<T> {
  readonly result: T | null;
  readonly error: PythonError | null;
  readonly after: ReadonlyMap<Mutable, Snapshot>;
  readonly before: ReadonlyMap<Mutable, Snapshot>;
  readonly recorded: unknown;
  readonly worked: boolean;
}

/** The parts of the interpreter that branching needs. */
export interface ForkHost extends Machine {
  journal: Journal | null;
  /** Takes back what was recorded since `position`. */
  cutRecording(position: unknown): { readonly cut: unknown; readonly costs: string };
  markRecording(): unknown;
  pasteRecording(cut: unknown): void;
}

function run<T>(host: ForkHost, body: () => T): Branch<T> & { costs: string } {
  const journal = new Journal(host.journal);
  const mark = host.markRecording();
  const { frame } = host;
  host.journal = journal;
  let result: T | null = null;
  let error: PythonError | null = null;
  try {
    result = body();
  } catch (thrown) {
    if (!(thrown instanceof PythonError)) throw thrown;
    error = thrown;
  } finally {
    host.journal = journal.outer;
    host.frame = frame;
  }
  const after = new Map<Mutable, Snapshot>();
  for (const [object, before] of journal.before) {
    after.set(object, snapshot(object));
    restore(object, before);
  }
  const { cut, costs } = host.cutRecording(mark);
  return { result, error, after, before: journal.before, recorded: cut, worked: costs !== '', costs };
}

function apply(host: ForkHost, branch: Branch<unknown>): void {
  for (const [object, state] of branch.after) {
    host.touch(object);
    restore(object, state);
  }
  host.pasteRecording(branch.recorded);
}

/** How two branches ended, for the caller to join. */
export type ForkOutcome<T> = { readonly taken: T } | { readonly first: T; readonly second: T };

/** Runs both branches; where one raises the other is taken. `havoc`: what the first one changed is unknown afterwards. */
export function forkBranches<T>(
  host: ForkHost,
  reason: string,
  first: () => T,
  second: () => T,
  options: {
    readonly havoc?: boolean;
    /** Which state goes on where only one of the two does (the other returned). */
    readonly continues?: (first: T, second: T) => 'first' | 'second' | 'both';
  } = {},
): ForkOutcome<T> {
  const a = run(host, first);
  const b = run(host, second);
  if (a.error !== null && b.error !== null) throw a.error;
  if (a.error !== null || b.error !== null) {
    const taken = a.error !== null ? b : a;
    apply(host, taken);
    return { taken: taken.result as T };
  }
  const side = options.continues?.(a.result as T, b.result as T) ?? 'both';
  if (side !== 'both') {
    host.inexact(reason);
    apply(host, side === 'first' ? a : b);
    return { first: a.result as T, second: b.result as T };
  }
  if (a.costs !== b.costs) host.inexact(reason);
  const objects = new Set([...a.after.keys(), ...b.after.keys()]);
  for (const object of objects) {
    const current = snapshot(object);
    const left = a.after.get(object) ?? current;
    const right = b.after.get(object) ?? current;
    host.touch(object);
    restore(object, joinSnapshots(host, object, left, right, reason, options.havoc === true));
  }
  host.pasteRecording(a.worked ? a.recorded : b.recorded);
  return { first: a.result as T, second: b.result as T };
}

function joinSnapshots(
  host: ForkHost,
  object: Mutable,
  a: Snapshot,
  b: Snapshot,
  reason: string,
  havoc: boolean,
): Snapshot {
  if (object instanceof TensorValue) return a;
  if (object instanceof ListValue) {
    const left = a[0] as Value[];
    const right = b[0] as Value[];
    if (left.length === right.length)
      return [left.map((value, i) => joinValues(host, value, right[i], reason, havoc)), a[1]];
    host.inexact(reason);
    return [left.length > right.length ? left : right, a[1]];
  }
  if (object instanceof DictValue) {
    const merged = joinMaps(a[0] as Map<unknown, DictEntry>, b[0] as Map<unknown, DictEntry>, (x, y) => {
      const entry = (x ?? y) as DictEntry;
      return { key: entry.key, value: joinValues(host, x?.value, y?.value, reason, havoc) };
    });
    return [merged, a[1] ?? b[1], a[2]];
  }
  if (object instanceof SetValue)
    return [joinMaps(a[0] as Attributes, b[0] as Attributes, (x, y) => (x ?? y) as Value), a[1]];
  const left = (a[0] ?? new Map()) as Attributes;
  const right = (b[0] ?? new Map()) as Attributes;
  return [joinMaps(left, right, (x, y) => joinValues(host, x, y, reason, havoc))];
}

function joinMaps<K, V>(a: Map<K, V>, b: Map<K, V>, join: (x: V | undefined, y: V | undefined) => V): Map<K, V> {
  const merged = new Map<K, V>();
  for (const key of new Set([...a.keys(), ...b.keys()])) merged.set(key, join(a.get(key), b.get(key)));
  return merged;
}

/** One value for two that are possible. */
export function joinValues(
  host: Machine,
  a: Value | undefined,
  b: Value | undefined,
  reason: string,
  havoc = false,
): Value {
  if (a === b && a !== undefined) return a;
  if (a === undefined || b === undefined) return host.unknown(`bound only on one way of ${reason}`);
  if (a instanceof UnknownValue) return a;
  if (b instanceof UnknownValue) return b;
  if (a instanceof TensorValue && b instanceof TensorValue) {
    const { shape, dtype } = a.tensor;
    if (
      dtype === b.tensor.dtype &&
      shape.length === b.tensor.shape.length &&
      shape.every((d, i) => host.equal(d, b.tensor.shape[i]) === true)
    )
      return a;
    return host.unknown(`a tensor whose shape depends on ${reason}`);
  }
  if (!havoc && a instanceof TupleValue && b instanceof TupleValue && a.items.length === b.items.length) {
    return new TupleValue(a.items.map((item, i) => joinValues(host, item, b.items[i], reason)));
  }
  if (
    !(a instanceof InstanceValue) &&
    !(b instanceof InstanceValue) &&
    host.equal(a, b) === true &&
    typeof a === typeof b
  )
    return a;
  return host.unknown(`depends on ${reason}`);
}
