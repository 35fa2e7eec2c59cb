// A kernel: WGSL for one dispatch over tensors that all lie in one buffer. The code is made for the shapes; where tensors lie it
// learns from a block of uniforms, so that equal layers share a pipeline.
//
//     binding 0   m       the plan's memory          binding 1   places   where each tensor begins, in elements
//     binding 2   t       tables of the program: indices, weights, masks
//     binding 3   words   what the host writes as bytes: inputs (inputs.ts)
//
// Tensors have names: `ld_x(i)` reads element i, `st_x(i, v)` writes it.
import type { RuleContext } from '../layers/rule';
import type { AddressOf, Buffer } from '../plan/task';
import type { Store } from '../plan/store';

/** A tensor in the plan's memory, or a table. */
export type Ref = StoredRef | TableRef;

export interface StoredRef {
  readonly kind: 'stored';
  readonly shape: readonly number[];
  readonly size: number;
  /** Absent: it lies in the store, or is fixed. */
  readonly buffer?: Buffer;
  /** In bytes. */
  readonly locate: (store: Store, address: AddressOf) => number;
}

/** What the host knows of a run when it draws masks. */
export type Drawing = Pick<RuleContext, 'training' | 'share' | 'drawMask' | 'drawUniform'>;

/** Draws one mask. */
export type Draw = (run: Drawing, target: Float32Array) => void;

/** Lies in a buffer of the program that the host fills: once, or before each run. */
export interface TableRef {
  readonly kind: 'table';
  readonly size: number;
  /** Tables of one key are one; absent: it is told apart by what it holds. */
  readonly key?: string;
  readonly contents: Float32Array | Draw;
}

export interface Kernel {
  readonly code: string;
  /** In the order of their uniforms. */
  readonly refs: readonly Ref[];
  /** Those of `refs` that it writes. */
  readonly writes: readonly Ref[];
  readonly groups: number;
}

/** Uniforms of one dispatch: 63 places, and the bits of infinity, which WGSL has no literal for. */
export const PLACES = 64;
export const INFINITY_BITS = 0x7f800000;

/** Workgroups along x; beyond them, rows. */
export const ROW = 32768;

export interface KernelParts {
  readonly refs: Readonly<Record<string, Ref>>;
  readonly writes: readonly string[];
  /** Invocations of a workgroup. */
  readonly size: number;
  readonly groups: number;
  /** Functions and workgroup variables. */
  readonly declarations?: string;
  /** Statements; `group` is the workgroup, `lane` the invocation in it. */
  readonly body: string;
}

export function kernelOf({ refs, writes, size, groups, declarations = '', body }: KernelParts): Kernel {
  const names = Object.keys(refs);
  if (names.length >= PLACES) throw new Error(`a kernel over ${names.length} tensors`);
  const code = `struct Places { at: array<vec4<u32>, ${PLACES / 4}> }
@group(0) @binding(0) var<storage, read_write> m: array<f32>;
@group(0) @binding(1) var<uniform> places: Places;
@group(0) @binding(2) var<storage, read> t: array<f32>;
@group(0) @binding(3) var<storage, read> words: array<u32>;
${names.map((name, slot) => accessors(name, slot, refs[name])).join('\n')}
${usedHelpers(declarations + body)}
${declarations}
@compute @workgroup_size(${size})
fn main(@builtin(workgroup_id) id: vec3<u32>, @builtin(local_invocation_index) lane: u32) {
  let group = id.x + id.y * ${ROW}u;
  if (group >= ${groups}u) { return; }
${body}
}`;
  return { code, refs: names.map((name) => refs[name]), writes: writes.map((name) => refs[name]), groups };
}

function accessors(name: string, slot: number, ref: Ref): string {
  const place = `places.at[${slot >> 2}][${slot & 3}]`;
  if (ref.kind === 'table') return `fn ld_${name}(i: u32) -> f32 { return t[${place} + i]; }`;
  return `fn ld_${name}(i: u32) -> f32 { return m[${place} + i]; }
fn st_${name}(i: u32, v: f32) { m[${place} + i] = v; }`;
}

/** A float literal; infinities come from the uniforms. */
export function literal(value: number): string {
  if (value === Infinity) return 'infinity()';
  if (value === -Infinity) return '(-infinity())';
  if (Number.isNaN(value)) return '(infinity() - infinity())';
  const single = Math.fround(value);
  const text = String(single);
  const written = /[.e]/.test(text) ? text : `${text}.0`;
  return single < 0 || Object.is(single, -0) ? `(${written})` : written;
}

/** Functions that WGSL lacks, or that it allows to be inexact. Each may use those before it. */
const helpers: Readonly<Record<string, string>> = {
  infinity: `fn infinity() -> f32 { return bitcast<f32>(places.at[${PLACES / 4 - 1}].w); }`,
  is_nan: 'fn is_nan(x: f32) -> bool { return (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u; }',
  is_finite: 'fn is_finite(x: f32) -> bool { return (bitcast<u32>(x) & 0x7f800000u) != 0x7f800000u; }',
  // Near zero the series of eˣ − 1, whose next term is below 2^-30 of the sum.
  expm1: `fn expm1(x: f32) -> f32 {
  if (abs(x) > 0.5) { return exp(x) - 1.0; }
  return x * (1.0 + x * (0.5 + x * (0.16666667 + x * (0.041666668 + x * (0.008333334 + x * (0.0013888889
    + x * (0.00019841270 + x * 0.000024801588)))))));
}`,
  // ln(1 + x) = 2 artanh(x / (2 + x))
  log1p: `fn log1p(x: f32) -> f32 {
  if (abs(x) > 0.5) { return log(1.0 + x); }
  let s = x / (2.0 + x);
  let q = s * s;
  return 2.0 * s * (1.0 + q * (0.33333334 + q * (0.2 + q * (0.14285715 + q * (0.11111111 + q * 0.09090909)))));
}`,
  sigmoid: 'fn sigmoid(x: f32) -> f32 { return 1.0 / (1.0 + exp(-x)); }',
  softplus: 'fn softplus(x: f32) -> f32 { return max(x, 0.0) + log1p(exp(-abs(x))); }',
  hyperbolic: `fn hyperbolic(x: f32) -> f32 {
  if (abs(x) > 9.5) { return sign(x); }
  let e = expm1(2.0 * x);
  return e / (e + 2.0);
}`,
  // Its Taylor series (Abramowitz and Stegun 7.1.6), and beyond 2 the complement as in Press et al., "Numerical Recipes", 6.2.
  error_function: `fn error_function(x: f32) -> f32 {
  let a = abs(x);
  if (a < 2.0) {
    var term = a;
    var sum = a;
    for (var n = 1; n < 32; n++) {
      term *= 2.0 * a * a / f32(2 * n + 1);
      sum += term;
    }
    return sign(x) * 1.1283792 * exp(-a * a) * sum;
  }
  let u = 1.0 / (1.0 + 0.5 * a);
  let c = u * exp(-a * a - 1.26551223 + u * (1.00002368 + u * (0.37409196 + u * (0.09678418 + u * (-0.18628806
    + u * (0.27886807 + u * (-1.13520398 + u * (1.48851587 + u * (-0.82215223 + u * 0.17087277)))))))));
  return sign(x) * (1.0 - c);
}`,
  // WGSL's pow knows no negative base.
  power: `fn power(x: f32, e: f32) -> f32 {
  if (e == 0.0) { return 1.0; }
  if (e == 1.0) { return x; }
  if (e == 2.0) { return x * x; }
  if (e == 3.0) { return x * x * x; }
  if (e == 0.5) { return sqrt(x); }
  if (e == -1.0) { return 1.0 / x; }
  if (x == 0.0) { return select(infinity(), 0.0, e > 0.0); }
  let size = pow(abs(x), e);
  if (x > 0.0) { return size; }
  if (e != floor(e)) { return infinity() - infinity(); }
  return select(size, -size, floor(e * 0.5) * 2.0 != e);
}`,
};

function usedHelpers(text: string): string {
  const found: string[] = [];
  let all = text;
  for (const name of Object.keys(helpers).reverse())
    if (new RegExp(`\\b${name}\\(`).test(all)) {
      found.unshift(helpers[name]);
      all += helpers[name];
    }
  return found.join('\n');
}

export function tableOf(contents: ArrayLike<number>): TableRef {
  const data = Float32Array.from(contents);
  return { kind: 'table', size: data.length, contents: data };
}
