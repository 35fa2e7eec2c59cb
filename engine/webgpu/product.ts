// Matrix products: out[n, i, j] = Σ_k a(n, i, k) · b(n, k, j), where a and b are WGSL functions of their indices. Linear layers,
// matrix products and convolutions of every kind are this, with other functions.
//
// Large ones go in tiles: a workgroup computes rows × columns of the output, 4 × 4 an invocation, and brings a and b into shared
// memory in steps of 16 along k. An invocation's four rows (columns) lie a quarter of the tile apart, so that neighbours read and write
// neighbours; in shared memory they are one vector. Where few tiles have long sums, several workgroups share a sum and their parts are
// added after.
import { kernelOf, ROW, type Kernel, type Ref, type StoredRef } from './kernel';
import type { Scratch } from './groups';
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
  /** The same sums as nests of few outputs that share what they read, for workgroups that share memory; absent: there is none. */
  readonly together?: readonly Nest[];
}

const STEP = 16;
/** Invocations that keep a processor busy; tiles that have fewer share their sums. */
const ENOUGH_INVOCATIONS = 2 ** 17;
/** Terms of a share of a sum. */
const LEAST_SHARE = 256;
/** Outputs and terms of a product that is too small for tiles: each output is a workgroup's. */
const FEW_OUTPUTS = 4096;
const FEW_TERMS = 2048;

/** @param shares see `nestKernels` */
export function productKernels(spec: Product, shares: boolean, scratch: Scratch): readonly Kernel[] {
  const { batch, rows, columns, inner } = spec;
  const outputs = batch * rows * columns;
  if (outputs === 0) return [];
  if (shares && spec.together) return spec.together.flatMap((nest) => nestKernels(nest, shares, scratch));
  const small = rows * columns < 256 || (outputs <= FEW_OUTPUTS && inner <= FEW_TERMS);
  if (!shares || rows < 8 || columns < 8 || inner < 8 || small)
    return nestKernels(spec.direct ?? asNest(spec), shares, scratch);
  const large = rows >= 48 && columns >= 48;
  const tile = large ? 64 : 32;
  const tiles = batch * Math.ceil(rows / tile) * Math.ceil(columns / tile);
  const enough = (16 * ENOUGH_INVOCATIONS) / tile ** 2;
  const wanted = 2 * tiles >= enough ? 1 : Math.min(Math.ceil(inner / LEAST_SHARE), Math.ceil(enough / tiles));
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
  const quads = tile / 4;
  const size = quads * quads;
  const [down, over] = [Math.ceil(rows / tile), Math.ceil(columns / tile)];
  const groups = splits * batch * down * over;
  if (groups > ROW * 65535) throw new Error(`a product of ${groups} tiles`);
  const whole = splits === 1;
  // An invocation brings four neighbours across k at a time, so that the tiles are read by fours.
  const fetch = (name: 'a' | 'b'): string => {
    const runs = name === 'a' ? aRuns : bRuns;
    const [k, quad] = runs === 'k' ? [`e % ${STEP}u`, `e / ${STEP}u`] : [`e / ${quads}u`, `e % ${quads}u`];
    const [first, limit] = name === 'a' ? ['row', rows] : ['column', columns];
    const call = (at: string): string => (name === 'a' ? `a_of(n, ${at}, k)` : `b_of(n, k, ${at})`);
    const lanes = ['x', 'y', 'z', 'w'].map(
      (lane, q) => `if (at + ${q * quads}u < ${limit}u) { v.${lane} = ${call(`at + ${q * quads}u`)}; }`,
    );
    return `for (var e = lane; e < ${STEP * quads}u; e += ${size}u) {
      let k = start + ${k}; let quad = ${quad}; let at = ${first} + quad;
      var v = vec4<f32>();
      if (k < end) { ${lanes.join(' ')} }
      ${name}_tile[(k - start) * ${quads}u + quad] = v;
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
var<workgroup> a_tile: array<vec4<f32>, ${STEP * quads}>;
var<workgroup> b_tile: array<vec4<f32>, ${STEP * quads}>;`,
    body: `  let column = (group % ${over}u) * ${tile}u;
  let row = (group / ${over}u % ${down}u) * ${tile}u;
  let n = group / ${over * down}u % ${batch}u;
  let part = group / ${over * down * batch}u;
  let r = lane / ${quads}u;
  let c = lane % ${quads}u;
  let end = min((part + 1u) * ${chunk}u, ${inner}u);
  var sums: array<vec4<f32>, 4>;
  for (var start = part * ${chunk}u; start < end; start += ${STEP}u) {
    ${fetch('a')}
    ${fetch('b')}
    workgroupBarrier();
    for (var k = 0u; k < ${STEP}u; k++) {
      let x = b_tile[k * ${quads}u + c];
      let y = a_tile[k * ${quads}u + r];
      sums[0] += y.x * x;
      sums[1] += y.y * x;
      sums[2] += y.z * x;
      sums[3] += y.w * x;
    }
    workgroupBarrier();
  }
  for (var p = 0u; p < 4u; p++) {
    for (var q = 0u; q < 4u; q++) {
      let i = row + r + p * ${quads}u; let j = column + c + q * ${quads}u;
      if (i < ${rows}u && j < ${columns}u) { ${store} }
    }
  }`,
  });
}
