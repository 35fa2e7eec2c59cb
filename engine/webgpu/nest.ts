// Loop nests: for every element of an output, a sum (or an extremum) of an expression over a space of terms. Element-wise
// operations are nests without terms; broadcasting is a stride of 0; most of the backend is made of these.
//
//     c.nest({ shape: [N, C], reduce: [L], reads: { x: { ref: x, strides: [C·L, L, 1] } }, results: [{ out, value: 'x * x' }] })
//
// Few outputs with many terms each take a workgroup an output; otherwise an invocation an output. Long sums are summed in parts.
import { kernelOf, literal, type Kernel, type Ref, type StoredRef } from './kernel';

/** An operand whose element is at offset + Σ index · stride, over the output's axes, then the terms' axes. */
export interface Strided {
  readonly ref: Ref;
  readonly strides: readonly number[];
  readonly offset?: number;
}

export interface Result {
  readonly out: StoredRef;
  /** To what is there already. */
  readonly add?: boolean;
  /** WGSL, over the names of `reads`. */
  readonly value: string;
  readonly combine?: 'sum' | 'max' | 'min';
  /** What is stored, by the combined value `s` and the output's index `i`; absent: `s`. */
  readonly finish?: string;
}

export interface Nest {
  readonly shape: readonly number[];
  readonly reduce?: readonly number[];
  readonly reads?: Readonly<Record<string, Strided>>;
  /** Further tensors, for `ld_name` in any expression. */
  readonly uses?: Readonly<Record<string, Ref>>;
  readonly declarations?: string;
  /** Statements before the terms; the output's indices are o0, o1, ... */
  readonly before?: string;
  /** Statements of a term before its reads; its indices are r0, r1, ...; may `continue`. */
  readonly inner?: string;
  readonly results: readonly Result[];
  /** WGSL: where an element is stored; absent: at `i`. */
  readonly at?: string;
}

const sizeOf = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

const INVOCATIONS = 64;
/** Terms that one accumulator takes: errors grow with their number. */
const PART = 128;
/** Terms of nested loops that one accumulator takes. */
const MOST = 1024;

const START = { sum: '0.0', max: '(-infinity())', min: 'infinity()' } as const;
const JOIN = {
  sum: (s: string, v: string) => `${s} += ${v};`,
  max: (s: string, v: string) => `if (${v} > ${s} || is_nan(${v})) { ${s} = ${v}; }`,
  min: (s: string, v: string) => `if (${v} < ${s} || is_nan(${v})) { ${s} = ${v}; }`,
} as const;

/** @param shares whether the device's workgroups share memory at a profit; in software they do not */
export function nestKernels(given: Nest, shares: boolean): readonly Kernel[] {
  const spec = simplified(given);
  const outputs = sizeOf(spec.shape);
  if (outputs === 0) return [];
  const terms = sizeOf(spec.reduce ?? []);
  const grouped = shares && terms > 64 && (outputs < 2048 || (outputs < 16384 && terms >= 2048));
  return [grouped ? groupNest(spec, outputs, terms) : lineNest(spec, outputs, terms)];
}

/** Names and tensors of a nest, results last. */
function refsOf({ reads = {}, uses = {}, results }: Nest): Record<string, Ref> {
  const refs: Record<string, Ref> = { ...uses };
  for (const [name, { ref }] of Object.entries(reads)) refs[name] = ref;
  results.forEach(({ out }, k) => (refs[`out${k}`] = out));
  return refs;
}

const writesOf = ({ results }: Nest): readonly string[] => results.map((_, k) => `out${k}`);

/** Indices of `name` in row-major order. */
export function decode(name: string, extents: readonly number[], prefix: string): string {
  const lines: string[] = [];
  let rest = name;
  for (let axis = extents.length - 1; axis >= 0; axis--) {
    const last = axis === 0;
    lines.push(
      extents[axis] === 1
        ? `let ${prefix}${axis} = 0u;`
        : `let ${prefix}${axis} = ${last ? rest : `(${rest}) % ${extents[axis]}u`};`,
    );
    if (extents[axis] !== 1) rest = rest === name ? `${name} / ${extents[axis]}u` : `(${rest}) / ${extents[axis]}u`;
  }
  return lines.join(' ');
}

const address = ({ strides, offset = 0 }: Strided, names: readonly string[]): string => {
  const parts = strides.flatMap((stride, axis) =>
    stride === 0 ? [] : [stride === 1 ? `i32(${names[axis]})` : `i32(${names[axis]}) * ${stride}`],
  );
  return `u32(${[...parts, ...(offset !== 0 || parts.length === 0 ? [String(offset)] : [])].join(' + ')})`;
};

/** The reads of a term, once its indices are there. */
function readCode(spec: Nest): string {
  const { shape, reduce = [], reads = {}, inner = '' } = spec;
  const names = [...shape.map((_, i) => `o${i}`), ...reduce.map((_, i) => `r${i}`)];
  const loads = Object.entries(reads).map(([name, read]) => `let ${name} = ld_${name}(${address(read, names)});`);
  return `${inner} ${loads.join(' ')}`;
}

const termCode = (spec: Nest): string => `${decode('term', spec.reduce ?? [], 'r')} ${readCode(spec)}`;

function storeCode({ results, at = 'i' }: Nest): string {
  return results
    .map(({ add, finish = 's' }, k) => {
      const value = finish.replace(/\bs\b/g, `s${k}`);
      return `st_out${k}(${at}, ${add ? `ld_out${k}(${at}) + (${value})` : value});`;
    })
    .join(' ');
}

/** An invocation an output. */
function lineNest(spec: Nest, outputs: number, terms: number): Kernel {
  const { results, reduce = [], before = '' } = spec;
  const combined = (prefix: string): string =>
    results
      .map(({ value, combine = 'sum' }, k) => `let v${k} = ${value}; ${JOIN[combine](`${prefix}${k}`, `v${k}`)}`)
      .join(' ');
  let work: string;
  if (reduce.length === 0 && !spec.inner)
    work = `${readCode(spec)} ${results.map(({ value }, k) => `let s${k} = ${value};`).join(' ')}`;
  else if (terms <= 2 * PART) work = `${starts(spec, 's')} ${loops(spec, 0, combined('s'))}`;
  else {
    // The outer loops join parts: the inner ones have few terms.
    let level = reduce.length;
    let inner = 1;
    while (level > 1 && inner * reduce[level - 1] <= MOST) inner *= reduce[--level];
    const join = results.map(({ combine = 'sum' }, k) => JOIN[combine](`s${k}`, `p${k}`)).join(' ');
    const part = inner > 1 ? `${starts(spec, 'p')} ${loops(spec, level, combined('p'))} ${join}` : '';
    work = `${starts(spec, 's')} ${part ? loops(spec, 0, part, level) : chunks(spec, level - 1, combined('p'), join)}`;
  }
  return kernelOf({
    refs: refsOf(spec),
    writes: writesOf(spec),
    size: INVOCATIONS,
    groups: Math.ceil(outputs / INVOCATIONS),
    declarations: spec.declarations,
    body: `  let i = group * ${INVOCATIONS}u + lane;
  if (i >= ${outputs}u) { return; }
  ${decode('i', spec.shape, 'o')} ${before}
  ${work}
  ${storeCode(spec)}`,
  });
}

/** Loops over the terms' axes [first, end) around `body`; the reads stand in the innermost of all. */
function loops(spec: Nest, first: number, body: string, end = spec.reduce?.length ?? 0): string {
  const reduce = spec.reduce ?? [];
  const whole = end === reduce.length;
  const opens = reduce.slice(first, end).map((extent, k) =>
    // The innermost is a loop always: what a term skips, it skips with `continue`.
    extent === 1 && first + k < reduce.length - 1
      ? `{ let r${first + k} = 0u;`
      : `for (var r${first + k} = 0u; r${first + k} < ${extent}u; r${first + k}++) {`,
  );
  return `${opens.join(' ')} ${whole ? `${numbered(spec)} ${readCode(spec)} ` : ''}${body} ${'}'.repeat(opens.length)}`;
}

/** The same where the innermost axis alone is long: it goes in parts. */
function chunks(spec: Nest, axis: number, body: string, join: string): string {
  const reduce = spec.reduce ?? [];
  const last = reduce[axis];
  const inside = `for (var first = 0u; first < ${last}u; first += ${PART}u) { ${starts(spec, 'p')}
    for (var r${axis} = first; r${axis} < min(first + ${PART}u, ${last}u); r${axis}++) { ${numbered(spec)} ${readCode(spec)} ${body} } ${join} }`;
  return axis === 0 ? inside : loops(spec, 0, inside, axis);
}

/** The number of a term, where an expression asks for it. */
function numbered({ reduce = [], results }: Nest): string {
  if (!results.some(({ value }) => /\bterm\b/.test(value))) return '';
  return `let term = ${reduce.reduce((sum, extent, k) => (k === 0 ? 'r0' : `(${sum}) * ${extent}u + r${k}`), '0u')};`;
}

const starts = ({ results }: Nest, prefix: string): string =>
  results.map(({ combine = 'sum' }, k) => `var ${prefix}${k} = ${START[combine]};`).join(' ');

/** A workgroup an output: every invocation takes each so-many-th term, then they are joined in a tree. */
function groupNest(spec: Nest, outputs: number, terms: number): Kernel {
  const { results, before = '' } = spec;
  const size = terms >= 4096 ? 256 : 64;
  const combined = results
    .map(({ value, combine = 'sum' }, k) => `let v${k} = ${value}; ${JOIN[combine](`p${k}`, `v${k}`)}`)
    .join(' ');
  const loop =
    terms <= size * PART * 2
      ? `for (var term = lane; term < ${terms}u; term += ${size}u) { ${termCode(spec)} ${combined} }
  ${results.map((_, k) => `shared${k}[lane] = p${k};`).join(' ')}`
      : `${starts(spec, 's')}
  for (var first = lane; first < ${terms}u; first += ${size * PART}u) {
    ${results.map(({ combine = 'sum' }, k) => `p${k} = ${START[combine]};`).join(' ')}
    for (var term = first; term < min(first + ${size * PART}u, ${terms}u); term += ${size}u) { ${termCode(spec)} ${combined} }
    ${results.map(({ combine = 'sum' }, k) => JOIN[combine](`s${k}`, `p${k}`)).join(' ')}
  }
  ${results.map((_, k) => `shared${k}[lane] = s${k};`).join(' ')}`;
  const tree = results
    .map(({ combine = 'sum' }, k) =>
      combine === 'sum'
        ? `shared${k}[lane] += shared${k}[lane + half];`
        : `let w${k} = shared${k}[lane + half]; ${JOIN[combine](`shared${k}[lane]`, `w${k}`)}`,
    )
    .join(' ');
  return kernelOf({
    refs: refsOf(spec),
    writes: writesOf(spec),
    size,
    groups: outputs,
    declarations: `${results.map((_, k) => `var<workgroup> shared${k}: array<f32, ${size}>;`).join('\n')}\n${spec.declarations ?? ''}`,
    body: `  let i = group;
  ${decode('i', spec.shape, 'o')} ${before}
  ${starts(spec, 'p')}
  ${loop}
  workgroupBarrier();
  for (var half = ${size / 2}u; half > 0u; half /= 2u) {
    if (lane < half) { ${tree} }
    workgroupBarrier();
  }
  if (lane == 0u) { ${results.map((_, k) => `let s${k} = shared${k}[0];`).join(' ')} ${storeCode(spec)} }`,
  });
}

/** Joins axes that lie in a row for every operand, so that fewer indices are computed; only where no code names them. */
function simplified(spec: Nest): Nest {
  const { shape, reduce = [], reads = {} } = spec;
  const named = [spec.before, spec.inner, spec.at, ...spec.results.flatMap((r) => [r.value, r.finish])];
  if (named.some((code) => code !== undefined && /\b[or]\d\b/.test(code))) return spec;
  const operands = Object.values(reads).map((read) => read.strides);
  const outer = joinedAxes(
    shape,
    operands.map((strides) => strides.slice(0, shape.length)),
  );
  const terms = joinedAxes(
    reduce,
    operands.map((strides) => strides.slice(shape.length)),
  );
  return {
    ...spec,
    shape: outer.extents,
    reduce: terms.extents,
    reads: Object.fromEntries(
      Object.entries(reads).map(([name, read], k) => [
        name,
        { ...read, strides: [...outer.strides[k], ...terms.strides[k]] },
      ]),
    ),
  };
}

function joinedAxes(
  extents: readonly number[],
  operands: readonly (readonly number[])[],
): { readonly extents: readonly number[]; readonly strides: readonly (readonly number[])[] } {
  const kept: number[] = [];
  const strides = operands.map((): number[] => []);
  for (const [axis, extent] of extents.entries()) {
    if (extent === 1) continue;
    const last = kept.length - 1;
    const joins = last >= 0 && operands.every((given, k) => strides[k][last] === given[axis] * extent);
    if (joins) kept[last] *= extent;
    else kept.push(extent);
    operands.forEach((given, k) => {
      if (joins) strides[k][last] = given[axis];
      else strides[k].push(given[axis]);
    });
  }
  return { extents: kept, strides };
}

/** Every element of a tensor set to one number. */
export const filled = (out: StoredRef, value: number): Nest => ({
  shape: [out.size],
  results: [{ out, value: literal(value) }],
});
