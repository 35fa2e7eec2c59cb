// Loop nests: for every element of an output, a sum (or an extremum) of an expression over a space of terms. Element-wise
// operations are nests without terms; broadcasting is a stride of 0; most of the backend is made of these.
//
//     c.nest({ shape: [N, C], reduce: [L], reads: { x: { ref: x, strides: [C·L, L, 1] } }, results: [{ out, value: 'x * x' }] })
//
// Few outputs with many terms each take a workgroup an output, or several workgroups, whose parts a second kernel joins; otherwise
// an invocation an output. Long sums are summed in parts.
import { groupNest, splitNest, splitsOf, type Scratch } from './groups';
import { kernelOf, literal, type Kernel, type StoredRef } from './kernel';
import {
  decode,
  finishCode,
  JOIN,
  PART,
  readCode,
  refsOf,
  sizeOf,
  starts,
  storeCode,
  targetsOf,
  writesOf,
  type Nest,
} from './nest-code';

export type { Nest, Result, Strided } from './nest-code';

/** Invocations of a workgroup: more where there are many outputs, since it takes time to start one. */
const invocationsFor = (outputs: number): number => (outputs >= MANY_OUTPUTS ? 256 : 64);
/** Fewer outputs than these leave a processor idle where each is one invocation's. */
const FEW_OUTPUTS = 16384;
/** Outputs that an invocation takes at a time where there are many, so that their loads overlap. */
const AT_ONCE = 4;
const MANY_OUTPUTS = 2 ** 18;
/** Terms of nested loops that one accumulator takes. */
const MOST = 1024;

/**
 * @param shares whether the device's workgroups share memory at a profit; in software they do not
 * @param scratch absent: no output is shared by workgroups
 */
export function nestKernels(given: Nest, shares: boolean, scratch?: Scratch): readonly Kernel[] {
  const spec = simplified(given);
  const outputs = sizeOf(spec.shape);
  if (outputs === 0) return [];
  const terms = sizeOf(spec.reduce ?? []);
  const grouped = shares && terms > 64 && outputs < FEW_OUTPUTS;
  if (!grouped) return [lineNest(spec, outputs, terms)];
  const splits = scratch ? splitsOf(outputs, terms) : 1;
  return scratch && splits > 1 ? splitNest(spec, splits, scratch) : [groupNest(spec)];
}

/** An invocation several outputs, a workgroup apart: all are computed, then all are stored. */
function overlappedNest(spec: Nest, outputs: number): Kernel {
  const stores = targetsOf(spec);
  const size = invocationsFor(outputs);
  const each = Array.from({ length: AT_ONCE }, (_, n) => n);
  const computed = each.map(
    (n) => `{ let i = min(first + ${n * size}u, ${outputs - 1}u);
  ${decode('i', spec.shape, 'o')} ${readCode(spec)}
  ${spec.results.map(({ value }, k) => `let s${k} = ${value};`).join(' ')} ${finishCode(spec)}
  ${stores.map(({ name, k, place, sum }) => `at${n}_${name} = ${place}; v${n}_${name} = ${sum}f${k};`).join(' ')} }`,
  );
  const stored = each.map(
    (n) =>
      `if (first + ${n * size}u < ${outputs}u) { ${stores.map(({ name }) => `st_${name}(at${n}_${name}, v${n}_${name});`).join(' ')} }`,
  );
  return kernelOf({
    refs: refsOf(spec),
    writes: writesOf(spec),
    size,
    groups: Math.ceil(outputs / (size * AT_ONCE)),
    declarations: spec.declarations,
    body: `  let first = group * ${size * AT_ONCE}u + lane;
  ${each.flatMap((n) => stores.map(({ name }) => `var at${n}_${name}: u32; var v${n}_${name}: f32;`)).join(' ')}
  ${computed.join('\n  ')}
  ${stored.join('\n  ')}`,
  });
}

/** An invocation an output. */
function lineNest(spec: Nest, outputs: number, terms: number): Kernel {
  const { results, reduce = [], before = '' } = spec;
  if (reduce.length === 0 && spec.inner === undefined && spec.before === undefined && outputs >= MANY_OUTPUTS)
    return overlappedNest(spec, outputs);
  const combined = (prefix: string): string =>
    results
      .map(({ value, combine = 'sum' }, k) => `let v${k} = ${value}; ${JOIN[combine](`${prefix}${k}`, `v${k}`)}`)
      .join(' ');
  const size = invocationsFor(outputs);
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
    size,
    groups: Math.ceil(outputs / size),
    declarations: spec.declarations,
    body: `  let i = group * ${size}u + lane;
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

/** Joins axes that lie in a row for every operand, so that fewer indices are computed; only where no code names them. */
function simplified(spec: Nest): Nest {
  const { shape, reduce = [], reads = {} } = spec;
  const named = [spec.before, spec.inner, spec.at, ...spec.results.flatMap((r) => [r.value, r.finish, r.at])];
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
