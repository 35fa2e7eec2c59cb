// Sets of input channels, each once, and the tensors of such sets by which `channels.ts` follows channels.
import type { Dim } from '../shape/dim';

/** The sets along `axes` of a tensor (ascending), row by row; along the others nothing differs. */
export interface Reach {
  readonly sets: ChannelSets;
  readonly axes: readonly number[];
  /** One set an element of those axes. */
  readonly ids: Int32Array;
  /** Channels of the input. */
  readonly count: number;
}

/** Larger tensors of sets are not told. */
export const mostElements = 200_000;

export class ChannelSets {
  private readonly sets: (readonly number[])[] = [[]];
  private readonly byText = new Map<string, number>([['', 0]]);
  private readonly unions = new Map<number, number>();

  /** The set of one channel. */
  single(channel: number): number {
    return this.intern([channel]);
  }

  union(a: number, b: number): number {
    if (a === b || b === 0) return a;
    if (a === 0) return b;
    const key = Math.min(a, b) * 0x200000 + Math.max(a, b);
    let union = this.unions.get(key);
    if (union === undefined) {
      union = this.intern([...new Set([...this.sets[a], ...this.sets[b]])].sort((x, y) => x - y));
      this.unions.set(key, union);
    }
    return union;
  }

  /** The union of all, each looked at once. */
  all(ids: Iterable<number>): number {
    const distinct = [...new Set(ids)];
    if (distinct.length <= 2) return distinct.reduce((a, b) => this.union(a, b), 0);
    return this.intern([...new Set(distinct.flatMap((id) => this.sets[id]))].sort((x, y) => x - y));
  }

  /** The channels as half-open intervals. */
  intervals(id: number): readonly (readonly [number, number])[] {
    const intervals: [number, number][] = [];
    for (const channel of this.sets[id]) {
      const last = intervals.at(-1);
      if (last?.[1] === channel) last[1]++;
      else intervals.push([channel, channel + 1]);
    }
    return intervals;
  }

  private intern(channels: readonly number[]): number {
    const text = channels.join();
    let id = this.byText.get(text);
    if (id === undefined) {
      id = this.sets.push(channels) - 1;
      this.byText.set(text, id);
    }
    return id;
  }
}

/** The reach without axes along which all is equal. */
export function uniform(reach: Reach): Reach {
  return reach.axes.length > 0 && reach.ids.every((id) => id === reach.ids[0])
    ? { ...reach, axes: [], ids: reach.ids.slice(0, 1) }
    : reach;
}

/** The reach of a tensor along no axis of size 1: such an axis is stretched wherever it is broadcast. */
export function settled(reach: Reach, shape: readonly Dim[]): Reach {
  return uniform({ ...reach, axes: reach.axes.filter((axis) => shape[axis] !== 1) });
}

/** Sizes of axes as numbers; null: one is a symbol, or there are too many elements. */
export function sizesOf(shape: readonly Dim[], axes: readonly number[]): readonly number[] | null {
  const sizes = axes.map((axis) => shape[axis]);
  if (!sizes.every((size): size is number => typeof size === 'number')) return null;
  return sizes.reduce((a, b) => a * b, 1) <= mostElements ? sizes : null;
}

/** A reach along `axes`, each set asked for by its coordinates on those axes; null: too large. */
export function build(
  like: Reach,
  axes: readonly number[],
  shape: readonly Dim[],
  at: (coordinates: readonly number[]) => number,
): Reach | null {
  const sizes = sizesOf(shape, axes);
  if (sizes === null) return null;
  const ids = new Int32Array(sizes.reduce((a, b) => a * b, 1));
  const coordinates = sizes.map(() => 0);
  for (let i = 0; i < ids.length; i++) {
    ids[i] = at(coordinates);
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      if (++coordinates[axis] < sizes[axis]) break;
      coordinates[axis] = 0;
    }
  }
  return uniform({ ...like, axes, ids });
}

/** The set at a place, which is asked for along each axis that makes a difference. */
export function reader(reach: Reach, shape: readonly Dim[]): (along: (axis: number) => number) => number {
  const sizes = reach.axes.map((axis) => shape[axis] as number);
  return (along) => {
    let index = 0;
    for (let i = 0; i < sizes.length; i++) index = index * sizes[i] + along(reach.axes[i]);
    return reach.ids[index];
  };
}

/** What reaches any place along some axes, which then make no difference. */
export function unite(reach: Reach, shape: readonly Dim[], united: readonly number[]): Reach {
  const kept = reach.axes.filter((axis) => !united.includes(axis));
  if (kept.length === reach.axes.length) return reach;
  const read = reach.axes.map((axis) => shape[axis] as number);
  const strides = kept.map((_, i) => kept.slice(i + 1).reduce((total, axis) => total * (shape[axis] as number), 1));
  const parts = Array.from(
    { length: strides.length === 0 ? 1 : strides[0] * (shape[kept[0]] as number) },
    () => new Set<number>(),
  );
  const coordinates = read.map(() => 0);
  for (const id of reach.ids) {
    let target = 0;
    for (let i = 0; i < read.length; i++) {
      const at = kept.indexOf(reach.axes[i]);
      if (at !== -1) target += coordinates[i] * strides[at];
    }
    parts[target].add(id);
    for (let axis = read.length - 1; axis >= 0; axis--) {
      if (++coordinates[axis] < read[axis]) break;
      coordinates[axis] = 0;
    }
  }
  return uniform({ ...reach, axes: kept, ids: Int32Array.from(parts, (part) => reach.sets.all(part)) });
}
