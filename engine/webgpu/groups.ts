// Nests whose outputs are sums by whole workgroups: one an output, or several, whose parts a second kernel joins.
import { rowMajorStrides } from '../layers/broadcast';
import { kernelOf, type Kernel, type StoredRef } from './kernel';
import {
  decode,
  JOIN,
  PART,
  refsOf,
  sizeOf,
  START,
  starts,
  storeCode,
  termCode,
  writesOf,
  type Nest,
} from './nest-code';

/** Gives memory for parts of sums, in elements. */
export type Scratch = (elements: number) => StoredRef;

/** Workgroups that keep a processor busy. */
export const ENOUGH_GROUPS = 1024;
/** Terms that a workgroup's share of an output has at least. */
const LEAST_SHARE = 2048;

/** How many workgroups share an output: none is without terms. */
export function splitsOf(outputs: number, terms: number): number {
  const wanted = Math.max(1, Math.min(Math.floor(terms / LEAST_SHARE), Math.ceil(ENOUGH_GROUPS / outputs)));
  return Math.ceil(terms / Math.ceil(terms / wanted));
}

/** The same sums by several workgroups an output: parts [result, output, split], which a second nest joins and finishes. */
export function splitNest(spec: Nest, splits: number, scratch: Scratch): readonly Kernel[] {
  const { shape, results } = spec;
  const outputs = sizeOf(shape);
  const parts = scratch(results.length * outputs * splits);
  const strides = rowMajorStrides([...shape, splits]);
  const joining: Nest = {
    ...spec,
    reduce: [splits],
    inner: undefined,
    reads: Object.fromEntries(
      results.map((_, k) => [`part${k}`, { ref: parts, strides, offset: k * outputs * splits }]),
    ),
    results: results.map((each, k) => ({ ...each, value: `part${k}` })),
  };
  return [groupNest(spec, { parts, splits }), groupNest(joining)];
}

/**
 * A workgroup an output: every invocation takes each so-many-th term, then they are joined in a tree.
 * @param shared several workgroups an output, which leave their parts there
 */
export function groupNest(spec: Nest, shared?: { readonly parts: StoredRef; readonly splits: number }): Kernel {
  const { results, before = '' } = spec;
  const { parts, splits } = shared ?? { parts: null, splits: 1 };
  const [outputs, all] = [sizeOf(spec.shape), sizeOf(spec.reduce ?? [])];
  const terms = Math.ceil(all / splits);
  const size = terms >= 2048 ? 256 : 64;
  const combined = results
    .map(({ value, combine = 'sum' }, k) => `let v${k} = ${value}; ${JOIN[combine](`p${k}`, `v${k}`)}`)
    .join(' ');
  const begin = splits > 1 ? `split * ${terms}u + lane` : 'lane';
  const loop =
    terms <= size * PART * 2
      ? `for (var term = ${begin}; term < end; term += ${size}u) { ${termCode(spec)} ${combined} }
  ${results.map((_, k) => `shared${k}[lane] = p${k};`).join(' ')}`
      : `${starts(spec, 's')}
  for (var first = ${begin}; first < end; first += ${size * PART}u) {
    ${results.map(({ combine = 'sum' }, k) => `p${k} = ${START[combine]};`).join(' ')}
    for (var term = first; term < min(first + ${size * PART}u, end); term += ${size}u) { ${termCode(spec)} ${combined} }
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
  const finish = parts
    ? results.map((_, k) => `st_parts(${k * outputs * splits}u + group, shared${k}[0]);`).join(' ')
    : `${results.map((_, k) => `let s${k} = shared${k}[0];`).join(' ')} ${storeCode(spec)}`;
  const whole = parts ? { ...spec, results: [] } : spec;
  return kernelOf({
    refs: { ...refsOf(whole), ...(parts && { parts }) },
    writes: parts ? ['parts'] : writesOf(spec),
    size,
    groups: outputs * splits,
    declarations: `${results.map((_, k) => `var<workgroup> shared${k}: array<f32, ${size}>;`).join('\n')}\n${spec.declarations ?? ''}`,
    body: `  ${splits > 1 ? `let i = group / ${splits}u; let split = group % ${splits}u;` : 'let i = group;'}
  let end = ${splits > 1 ? `min((split + 1u) * ${terms}u, ${all}u)` : `${terms}u`};
  ${decode('i', spec.shape, 'o')} ${before}
  ${starts(spec, 'p')}
  ${loop}
  workgroupBarrier();
  for (var half = ${size / 2}u; half > 0u; half /= 2u) {
    if (lane < half) { ${tree} }
    workgroupBarrier();
  }
  if (lane == 0u) { ${finish} }`,
  });
}
