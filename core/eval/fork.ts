// Branches of which it cannot be told whether they are taken: each is evaluated from the same state, what it changed is put
// back, and the two outcomes are joined. What differs becomes unknown; a branch that raises is taken not to be taken.
import { withoutFraction } from './fractions';
import { restore, snapshot, type Snapshot } from './snapshots';
import {
  DictValue,
  InstanceValue,
  ListValue,
  PythonError,
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

/** What has been changed since a branch began, as it was before. */
export class Journal {
  readonly before = new Map<Mutable, Snapshot>();
  constructor(
    readonly outer: Journal | null,
    /** What is run is no branch, but taken back all the same. */
    readonly isTrial = false,
  ) {}

  touch(object: Mutable): void {
    if (!this.before.has(object)) this.before.set(object, snapshot(object));
  }
}

/** What runs may be a branch that is not taken. */
export function isWithinBranch(journal: Journal | null): boolean {
  for (let { current } = { current: journal }; current !== null; current = current.outer)
    if (!current.isTrial) return true;
  return false;
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
  /** How many blocks that may run any number of times are being run. */
  maybeDepth: number;
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
    const [taken, raised] = a.error !== null ? [b, a.error] : [a, b.error];
    if (raised !== null) host.maybeRaised.push(raised);
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
  if (object instanceof TensorValue) return [joinTensors(host, a[0] as TensorValue, b[0] as TensorValue, reason)];
  if (object instanceof ListValue) {
    const left = a[0] as Value[];
    const right = b[0] as Value[];
    const open = a[2] ?? b[2];
    if (left.length === right.length && !havoc)
      return [left.map((value, i) => joinValues(host, value, right[i], reason, havoc)), a[1], open];
    if (left.length === right.length && left.every((value, i) => value === right[i])) return [left, a[1], open];
    return [left.length > right.length ? left : right, a[1], open ?? host.unknown(`a list that depends on ${reason}`)];
  }
  if (object instanceof DictValue) {
    const merged = joinMaps(a[0] as Map<unknown, DictEntry>, b[0] as Map<unknown, DictEntry>, (x, y) => {
      const entry = (x ?? y) as DictEntry;
      return { key: entry.key, value: joinValues(host, x?.value, y?.value, reason, havoc) };
    });
    const sameKeys =
      merged.size === (a[0] as Map<unknown, DictEntry>).size && merged.size === (b[0] as Map<unknown, DictEntry>).size;
    const open = a[1] ?? b[1] ?? (sameKeys ? null : host.unknown(`a dict that depends on ${reason}`));
    return [merged, open, a[2], a[3] === true || b[3] === true];
  }
  if (object instanceof SetValue) return joinSets(host, a, b, reason);
  const left = (a[0] ?? new Map()) as Attributes;
  const right = (b[0] ?? new Map()) as Attributes;
  return [joinMaps(left, right, (x, y) => joinValues(host, x, y, reason, havoc)), a[1]];
}

/** The state of a tensor that was changed on one way only. */
function joinTensors(host: ForkHost, a: TensorValue, b: TensorValue, reason: string): TensorValue {
  const undecided = a.requiresGrad === b.requiresGrad ? (a.undecided ?? b.undecided) : host.unknown(reason);
  const same = joinValues(host, tensorOf(a), tensorOf(b), reason) instanceof TensorValue;
  const uninitialised = a.uninitialised || b.uninitialised || !same;
  return { ...a, undecided, uninitialised, whyUninitialised: same ? a.whyUninitialised : reason };
}

const tensorOf = ({ tensor, storage }: TensorValue): TensorValue => new TensorValue(tensor, storage);

function joinSets(host: ForkHost, a: Snapshot, b: Snapshot, reason: string): Snapshot {
  const left = a[0] as Attributes;
  const right = b[0] as Attributes;
  const same = left.size === right.size && [...left.keys()].every((key) => right.has(key));
  const shared = new Map([...left].filter(([key]) => right.has(key)));
  return [shared, a[1], a[2] ?? b[2] ?? (same ? null : host.unknown(`a set that depends on ${reason}`))];
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
  if (a instanceof UnknownValue) return withoutFraction(a);
  if (b instanceof UnknownValue) return withoutFraction(b);
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
