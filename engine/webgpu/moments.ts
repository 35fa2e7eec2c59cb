// Mean and sum of squared differences from it, of many rows: each workgroup takes a part of a row twice, first for the mean of the
// part, then for the differences from that; the parts are joined as in Chan, Golub and LeVeque (1979), "Updating formulae and a
// pairwise algorithm for computing sample variances". No difference of large sums is taken.
import { kernelOf, type Kernel, type Ref, type StoredRef } from './kernel';
import { splitsOf, type Scratch } from './groups';

export interface Moments {
  readonly x: StoredRef;
  readonly rows: number;
  readonly terms: number;
  /** WGSL of the row i and the term `term`: where the term lies in x. */
  readonly at: string;
  /** Further tensors that `finish` reads or writes. */
  readonly refs: Readonly<Record<string, Ref>>;
  readonly writes: readonly string[];
  /** WGSL statements over i, `mean` and `squares`, once a row. */
  readonly finish: string;
}

/** Terms that one accumulator takes at a time. */
const PART = 128;

export function momentKernels(spec: Moments, scratch: Scratch): readonly Kernel[] {
  const { x, rows, terms, at, refs, writes, finish } = spec;
  if (rows * terms === 0) return [];
  const splits = splitsOf(rows, terms);
  const chunk = Math.ceil(terms / splits);
  const size = chunk >= 1024 ? 256 : 64;
  const whole = splits === 1;
  const parts = whole ? null : scratch(2 * rows * splits);
  const first = kernelOf({
    refs: { x, ...(parts ? { parts } : refs) },
    writes: parts ? ['parts'] : writes,
    size,
    groups: rows * splits,
    declarations: `var<workgroup> row_sums: array<f32, ${size}>;
${joined(size)}`,
    body: `  let i = group / ${splits}u;
  let begin = group % ${splits}u * ${chunk}u;
  let end = min(begin + ${chunk}u, ${terms}u);
  var total = 0.0;
  ${sum('begin', 'end', size, `part += ld_x(${at});`)}
  let mean = joined(lane, total) / f32(end - begin);
  total = 0.0;
  ${sum('begin', 'end', size, `let d = ld_x(${at}) - mean; part += d * d;`)}
  let squares = joined(lane, total);
  if (lane == 0u) { ${parts ? `st_parts(group, mean); st_parts(group + ${rows * splits}u, squares);` : finish} }`,
  });
  if (!parts) return [first];
  const count = `f32(min(${chunk}u, ${terms}u - term * ${chunk}u))`;
  const second = kernelOf({
    refs: { parts, ...refs },
    writes,
    size: 64,
    groups: rows,
    declarations: `var<workgroup> row_sums: array<f32, 64>;
${joined(64)}`,
    body: `  let i = group;
  var total = 0.0;
  ${sum('0u', `${splits}u`, 64, `part += ${count} * ld_parts(i * ${splits}u + term);`)}
  let mean = joined(lane, total) / ${terms}.0;
  total = 0.0;
  ${sum(
    '0u',
    `${splits}u`,
    64,
    `let own = i * ${splits}u + term; let d = ld_parts(own) - mean;
    part += ld_parts(own + ${rows * splits}u) + ${count} * d * d;`,
  )}
  let squares = joined(lane, total);
  if (lane == 0u) { ${finish} }`,
  });
  return [first, second];
}

/** Every invocation adds to `total` what `body` adds to `part`, over its terms in [begin, end). */
const sum = (begin: string, end: string, size: number, body: string): string =>
  `for (var first = ${begin} + lane; first < ${end}; first += ${size * PART}u) {
    var part = 0.0;
    for (var term = first; term < min(first + ${size * PART}u, ${end}); term += ${size}u) { ${body} }
    total += part;
  }`;

/** The sum over the workgroup, in every invocation. */
const joined = (size: number): string => `fn joined(lane: u32, own: f32) -> f32 {
  workgroupBarrier();
  row_sums[lane] = own;
  workgroupBarrier();
  for (var half = ${size / 2}u; half > 0u; half /= 2u) {
    if (lane < half) { row_sums[lane] += row_sums[lane + half]; }
    workgroupBarrier();
  }
  return row_sums[0];
}`;
