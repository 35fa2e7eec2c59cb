// Loop nests (nest.ts has the kernels made of them): what a nest is, and the WGSL of its parts.
import type { Ref, StoredRef } from './kernel';

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
  /** What is stored, by the combined value `s`, those of all results `s0`, `s1`, ..., and the output's index `i`; absent: `s`. */
  readonly finish?: string;
  /** Where else it goes. */
  readonly also?: readonly { readonly out: StoredRef; readonly add: boolean }[];
  /** Instead of the nest's. */
  readonly at?: string;
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

export const sizeOf = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** Terms that one accumulator takes: errors grow with their number. */
export const PART = 128;

export const START = { sum: '0.0', max: '(-infinity())', min: 'infinity()' } as const;
export const JOIN = {
  sum: (s: string, v: string) => `${s} += ${v};`,
  max: (s: string, v: string) => `if (${v} > ${s} || is_nan(${v})) { ${s} = ${v}; }`,
  min: (s: string, v: string) => `if (${v} < ${s} || is_nan(${v})) { ${s} = ${v}; }`,
} as const;

/** Names and tensors of a nest, results last. */
export function refsOf({ reads = {}, uses = {}, results }: Nest): Record<string, Ref> {
  const refs: Record<string, Ref> = { ...uses };
  for (const [name, { ref }] of Object.entries(reads)) refs[name] = ref;
  for (const { name, out } of targetsOf({ results })) refs[name] = out;
  return refs;
}

interface Stored {
  readonly name: string;
  readonly out: StoredRef;
  /** Of the result. */
  readonly k: number;
  /** WGSL: where it goes, and what it is added to (`x + `, or nothing). */
  readonly place: string;
  readonly sum: string;
}

/** What the results go to. */
export const targetsOf = ({ results, at = 'i' }: Pick<Nest, 'results' | 'at'>): readonly Stored[] =>
  results.flatMap((result, k) => {
    const place = result.at ?? at;
    return [{ out: result.out, add: result.add ?? false }, ...(result.also ?? [])].map(({ out, add }, n) => {
      const name = n === 0 ? `out${k}` : `out${k}_${n}`;
      return { name, out, k, place, sum: add ? `ld_${name}(${place}) + ` : '' };
    });
  });

export const writesOf = ({ results }: Nest): readonly string[] => targetsOf({ results }).map(({ name }) => name);

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
export function readCode(spec: Nest): string {
  const { shape, reduce = [], reads = {}, inner = '' } = spec;
  const names = [...shape.map((_, i) => `o${i}`), ...reduce.map((_, i) => `r${i}`)];
  const loads = Object.entries(reads).map(([name, read]) => `let ${name} = ld_${name}(${address(read, names)});`);
  return `${inner} ${loads.join(' ')}`;
}

export const termCode = (spec: Nest): string => `${decode('term', spec.reduce ?? [], 'r')} ${readCode(spec)}`;

/** What is stored of each result, as f0, f1, ... */
export const finishCode = ({ results }: Nest): string =>
  results.map(({ finish = 's' }, k) => `let f${k} = ${finish.replace(/\bs\b/g, `s${k}`)};`).join(' ');

export const storeCode = (spec: Nest): string =>
  [finishCode(spec), ...targetsOf(spec).map(({ name, k, place, sum }) => `st_${name}(${place}, ${sum}f${k});`)].join(
    ' ',
  );

export const starts = ({ results }: Nest, prefix: string): string =>
  results.map(({ combine = 'sum' }, k) => `var ${prefix}${k} = ${START[combine]};`).join(' ');
