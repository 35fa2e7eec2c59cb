// Maps that go axis by axis: each output coordinate draws on some input coordinates of its axis, with weights. Average pools,
// interpolation, padding, rolling and repeating are such maps; their gradients are the same map the other way.
//
//     y[p, i, j] = Σ over taps (a, u) of i, (b, v) of j      u · v · x[p, a, b]
//
// A table an axis: where the taps of each output coordinate begin, then their input coordinates, then their weights.
import type { GpuContext, Target } from '../context';
import { literal, tableOf, type Ref, type StoredRef } from '../kernel';

export interface Tap {
  readonly at: number;
  readonly weight: number;
}

export interface Axis {
  readonly input: number;
  /** One list an output coordinate. */
  readonly taps: readonly (readonly Tap[])[];
}

export function transposedAxis({ input, taps }: Axis): Axis {
  const turned: Tap[][] = Array.from({ length: input }, () => []);
  taps.forEach((list, i) => {
    for (const { at, weight } of list) turned[at].push({ at: i, weight });
  });
  return { input: taps.length, taps: turned };
}

const isIdentity = ({ input, taps }: Axis): boolean =>
  taps.length === input && taps.every((list, i) => list.length === 1 && list[0].at === i && list[0].weight === 1);

/**
 * The loop over taps that arithmetic tells, without a table: as many for every output coordinate at equal distances, as in most pools;
 * or one, that of the coordinate over a whole number, as where each input was in one window.
 */
function regularLoop({ input, taps }: Axis, k: number): { readonly open: string; readonly known: string } | null {
  if (taps.some((list) => list.some(({ weight }) => weight !== 1))) return null;
  const count = taps[0]?.length ?? 0;
  const [start = 0, second = 0] = (taps[0] ?? []).map(({ at }) => at);
  const [stride, step] = [(taps[1]?.[0]?.at ?? start) - start, second - start];
  const even = taps.every(
    (list, i) => list.length === count && list.every(({ at }, n) => at === start + i * stride + n * step),
  );
  if (even && count > 0 && stride >= 0 && step >= 0)
    return {
      open: `for (var e${k} = 0u; e${k} < ${count}u; e${k}++) { let c${k} = ${start}u + o${k + 1} * ${stride}u + e${k} * ${step}u;`,
      known: 'true',
    };
  const own = taps.findIndex((list) => list.length !== 1 || list[0].at !== 0);
  const over = own < 0 ? taps.length : own;
  const spread = taps.every((list, i) => {
    const at = Math.floor(i / over);
    return at < input ? list.length === 1 && list[0].at === at : list.length === 0;
  });
  if (over === 0 || !spread) return null;
  return {
    open: `let c${k} = o${k + 1} / ${over}u; if (c${k} < ${input}u) {`,
    known: `o${k + 1} / ${over}u < ${input}u`,
  };
}

function numbersOf({ taps }: Axis): readonly number[] {
  const starts = [0];
  for (const list of taps) starts.push(starts[starts.length - 1] + list.length);
  return [...starts, ...taps.flat().map(({ at }) => at), ...taps.flat().map(({ weight }) => weight)];
}

/** Nested loops over the taps of the output's coordinates o1, o2, ...; `input` is the tap's offset in its plane. */
export interface TapLoops {
  readonly uses: Readonly<Record<string, Ref>>;
  /** Extents of the output, planes first. */
  readonly shape: readonly number[];
  readonly around: (body: string) => string;
  /** WGSL: no axis is without taps. */
  readonly known: string;
}

/** Within the loops: `input` as above, and `weight` the product of the weights. */
export function tapLoops(planes: number, axes: readonly Axis[]): TapLoops {
  const uses: Record<string, Ref> = {};
  const opens: string[] = [];
  const coordinates: string[] = [];
  const weights: string[] = [];
  const known: string[] = [];
  let closes = '';
  axes.forEach((axis, k) => {
    if (isIdentity(axis)) {
      coordinates.push(`o${k + 1}`);
      return;
    }
    coordinates.push(`c${k}`);
    const regular = regularLoop(axis, k);
    if (regular) {
      opens.push(regular.open);
      known.push(regular.known);
      closes += ' }';
      return;
    }
    const name = `axis${k}`;
    uses[name] = tableOf(numbersOf(axis));
    const count = axis.taps.reduce((sum, list) => sum + list.length, 0);
    const first = axis.taps.length + 1;
    opens.push(
      `for (var e${k} = u32(ld_${name}(o${k + 1})); e${k} < u32(ld_${name}(o${k + 1} + 1u)); e${k}++) {` +
        ` let c${k} = u32(ld_${name}(${first}u + e${k}));`,
    );
    if (axis.taps.some((list) => list.some(({ weight }) => weight !== 1)))
      weights.push(`ld_${name}(${first + count}u + e${k})`);
    known.push(`ld_${name}(o${k + 1}) < ld_${name}(o${k + 1} + 1u)`);
    closes += ' }';
  });
  const offset = coordinates.reduce(
    (sum, coordinate, k) => (k === 0 ? coordinate : `(${sum}) * ${axes[k].input}u + ${coordinate}`),
    '0u',
  );
  const input = `let input = ${offset}; let weight = ${weights.length > 0 ? weights.join(' * ') : '1.0'};`;
  return {
    uses,
    shape: [planes, ...axes.map(({ taps }) => taps.length)],
    around: (body) => `${opens.join(' ')} { ${input} ${body} }${closes}`,
    known: known.length > 0 ? known.join(' && ') : 'true',
  };
}

/** @param fill where an axis has no taps */
export function mapAxes(
  c: GpuContext,
  x: StoredRef,
  { out, add }: Target,
  planes: number,
  axes: readonly Axis[],
  options: { readonly fill?: number; readonly scale?: number } = {},
): void {
  const loops = tapLoops(planes, axes);
  const size = axes.reduce((product, { input }) => product * input, 1);
  const { fill = 0, scale = 1 } = options;
  const total = scale === 1 ? 'total' : `total * ${literal(scale)}`;
  c.nest({
    shape: loops.shape,
    uses: { x, ...loops.uses },
    before: `var total = 0.0; ${loops.around(`total += weight * ld_x(o0 * ${size}u + input);`)}`,
    results: [{ out, add, value: fill === 0 ? total : `select(${literal(fill)}, ${total}, ${loops.known})` }],
  });
}
