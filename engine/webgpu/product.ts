// Matrix products: out[n, i, j] = Σ_k a(n, i, k) · b(n, k, j), where a and b are WGSL functions of their indices. Linear layers,
// matrix products and convolutions of every kind are this, with other functions.
//
// Large ones go in tiles: a workgroup computes rows × columns of the output, 4 × 4 an invocation, and brings a and b into shared
// memory in steps of 16 along k. Where few tiles have long sums, several workgroups share a sum and their parts are added after.
import { kernelOf, ROW, type Kernel, type Ref, type StoredRef } from './kernel';
import { nestKernels, type Nest } from './nest';

export interface Product {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
  /** Tensors that the functions read. */
  readonly refs: Readonly<Record<string, Ref>>;
  /** Bodies of fn(n, i, k) and fn(n, k, j), returning a number. */
  readonly a: string;
  readonly b: string;
  /** Which index of a (of b) runs through neighbouring elements. */
  readonly aRuns?: 'i' | 'k';
  readonly bRuns?: 'j' | 'k';
  readonly declarations?: string;
  readonly out: StoredRef;
  readonly add?: boolean;
  /** WGSL of n, i, j: where an element is stored; absent: row-major. */
  readonly at?: string;
  /** WGSL of n, i, j and the sum s: what is stored; absent: s. */
  readonly finish?: string;
  /** The same sum as a nest, for what does not go in tiles; absent: made of a and b. */
  readonly direct?: Nest;
}

const STEP = 16;
/** Tiles that keep a processor busy; fewer share their sums. */
const ENOUGH_TILES = 64;

/** @param shares see `nestKernels`; `scratch` gives memory for parts of sums, in elements */
export function productKernels(
  spec: Product,
  shares: boolean,
  scratch: (elements: number) => StoredRef,
): readonly Kernel[] {
  const { batch, rows, columns, inner } = spec;
  if (batch * rows * columns === 0) return [];
  if (!shares || rows < 8 || columns < 8 || inner < 8 || rows * columns < 256)
    return nestKernels(spec.direct ?? asNest(spec), shares);
  const large = rows >= 48 && columns >= 48;
  const tile = large ? 64 : 32;
  const tiles = batch * Math.ceil(rows / tile) * Math.ceil(columns / tile);
  const wanted = tiles >= ENOUGH_TILES ? 1 : Math.min(Math.ceil(inner / 256), Math.ceil((2 * ENOUGH_TILES) / tiles));
  const chunk = Math.ceil(inner / wanted / STEP) * STEP;
  const splits = Math.ceil(inner / chunk);
  if (splits === 1) return [tiled(spec, tile, chunk, spec.out, 1)];
  const parts = scratch(splits * batch * rows * columns);
  return [tiled(spec, tile, chunk, parts, splits), ...addParts(spec, parts, splits)];
}

const functions = ({ a, b, declarations = '' }: Product): string => `${declarations}
fn a_of(n: u32, i: u32, k: u32) -> f32 { ${a} }
fn b_of(n: u32, k: u32, j: u32) -> f32 { ${b} }`;

const placeOf = ({ rows, columns, at }: Product): string => at ?? `(n * ${rows}u + i) * ${columns}u + j`;

/** The expression over n, i, j put in terms of a nest's indices. */
const stores = (spec: Product): string => `
fn place_of(n: u32, i: u32, j: u32) -> u32 { return ${placeOf(spec)}; }
fn finish_of(n: u32, i: u32, j: u32, s: f32) -> f32 { return ${spec.finish ?? 's'}; }`;

const asNest = (spec: Product): Nest => ({
  shape: [spec.batch, spec.rows, spec.columns],
  reduce: [spec.inner],
  uses: spec.refs,
  declarations: functions(spec) + stores(spec),
  results: [
    { out: spec.out, add: spec.add, value: 'a_of(o0, o1, r0) * b_of(o0, r0, o2)', finish: 'finish_of(o0, o1, o2, s)' },
  ],
  at: 'place_of(o0, o1, o2)',
});

const addParts = (spec: Product, parts: StoredRef, splits: number): readonly Kernel[] => {
  const { batch, rows, columns } = spec;
  const size = batch * rows * columns;
  const sums: Nest = {
    shape: [batch, rows, columns],
    reduce: [splits],
    uses: spec.refs,
    declarations: stores(spec),
    reads: { part: { ref: parts, strides: [rows * columns, columns, 1, size] } },
    results: [{ out: spec.out, add: spec.add, value: 'part', finish: 'finish_of(o0, o1, o2, s)' }],
    at: 'place_of(o0, o1, o2)',
  };
  return nestKernels(sums, true);
};

function tiled(spec: Product, tile: number, chunk: number, out: StoredRef, splits: number): Kernel {
  const { batch, rows, columns, inner, aRuns = 'k', bRuns = 'j' } = spec;
  const across = tile / 4;
  const size = across * across;
  const [down, over] = [Math.ceil(rows / tile), Math.ceil(columns / tile)];
  const groups = splits * batch * down * over;
  if (groups > ROW * 65535) throw new Error(`a product of ${groups} tiles`);
  const whole = splits === 1;
  const fetch = (name: 'a' | 'b'): string => {
    const runs = name === 'a' ? aRuns : bRuns;
    const [fast, slow] = runs === 'k' ? [STEP, tile] : [tile, STEP];
    const [k, at] = runs === 'k' ? [`e % ${fast}u`, `e / ${fast}u`] : [`e / ${fast}u`, `e % ${fast}u`];
    const [first, limit] = name === 'a' ? ['row', rows] : ['column', columns];
    const call = name === 'a' ? 'a_of(n, first + at, start + k)' : 'b_of(n, start + k, first + at)';
    return `for (var e = lane; e < ${fast * slow}u; e += ${size}u) {
      let k = ${k}; let at = ${at}; let first = ${first};
      var v = 0.0;
      if (first + at < ${limit}u && start + k < end) { v = ${call}; }
      ${name}_tile[k * ${tile}u + at] = v;
    }`;
  };
  const store = whole
    ? `let at = place_of(n, i, j); st_out(at, ${spec.add ? 'ld_out(at) + ' : ''}finish_of(n, i, j, sums[p][q]));`
    : `st_out(((part * ${batch}u + n) * ${rows}u + i) * ${columns}u + j, sums[p][q]);`;
  return kernelOf({
    refs: { ...spec.refs, out },
    writes: ['out'],
    size,
    groups,
    declarations: `${functions(spec)}${whole ? stores(spec) : ''}
var<workgroup> a_tile: array<f32, ${STEP * tile}>;
var<workgroup> b_tile: array<f32, ${STEP * tile}>;`,
    body: `  let column = (group % ${over}u) * ${tile}u;
  let row = (group / ${over}u % ${down}u) * ${tile}u;
  let n = group / ${over * down}u % ${batch}u;
  let part = group / ${over * down * batch}u;
  let r = lane / ${across}u * 4u;
  let c = lane % ${across}u * 4u;
  let end = min((part + 1u) * ${chunk}u, ${inner}u);
  var sums: array<vec4<f32>, 4>;
  for (var start = part * ${chunk}u; start < end; start += ${STEP}u) {
    ${fetch('a')}
    ${fetch('b')}
    workgroupBarrier();
    for (var k = 0u; k < ${STEP}u; k++) {
      let at = k * ${tile}u;
      let x = vec4<f32>(b_tile[at + c], b_tile[at + c + 1u], b_tile[at + c + 2u], b_tile[at + c + 3u]);
      sums[0] += a_tile[at + r] * x;
      sums[1] += a_tile[at + r + 1u] * x;
      sums[2] += a_tile[at + r + 2u] * x;
      sums[3] += a_tile[at + r + 3u] * x;
    }
    workgroupBarrier();
  }
  for (var p = 0u; p < 4u; p++) {
    for (var q = 0u; q < 4u; q++) {
      let i = row + r + p; let j = column + c + q;
      if (i < ${rows}u && j < ${columns}u) { ${store} }
    }
  }`,
  });
}
