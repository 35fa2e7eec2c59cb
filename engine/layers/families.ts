// The names under which the graph has one rule in several dimensions, with other arguments' names, or as another spelling: the same
// for plain rules and for kernels of a device.

/** One rule a family; where names differ in more than themselves, what makes it. */
export interface Families<R> {
  readonly convolution: R;
  readonly transposedConvolution: R;
  readonly linear: R;
  /** Of the inputs with these names. */
  readonly matrixProduct: (left: string, right: string) => R;
  readonly addedProduct: (left: string, right: string) => R;
  /** Over so many spatial axes. */
  readonly maxPool: (axes: number) => R;
  readonly averagePool: (axes: number) => R;
  readonly adaptiveAveragePool: (axes: number) => R;
  readonly adaptiveMaxPool: (axes: number) => R;
  readonly lpPool: (axes: number) => R;
  readonly dropout: R;
  /** Drops whole channels. */
  readonly featureDropout: R;
  readonly interpolate: R;
}

const each = <R>(name: string, axes: readonly number[], make: (axes: number) => R): readonly (readonly [string, R])[] =>
  axes.map((count) => [`${name}${count}d`, make(count)]);

const [TWO, THREE] = [
  [1, 2],
  [1, 2, 3],
];

/** By the graph's names. */
export const namedFamilies = <R>(rules: Families<R>): Readonly<Record<string, R>> => ({
  ...Object.fromEntries([
    ...each('conv', THREE, () => rules.convolution),
    ...each('conv_transpose', THREE, () => rules.transposedConvolution),
    ...each('max_pool', THREE, rules.maxPool),
    ...each('avg_pool', THREE, rules.averagePool),
    ...each('adaptive_avg_pool', THREE, rules.adaptiveAveragePool),
    ...each('adaptive_max_pool', THREE, rules.adaptiveMaxPool),
    ...each('lp_pool', TWO, rules.lpPool),
    ...each('dropout', THREE, () => rules.featureDropout),
  ]),
  linear: rules.linear,
  matmul: rules.matrixProduct('input', 'other'),
  mm: rules.matrixProduct('input', 'mat2'),
  bmm: rules.matrixProduct('input', 'mat2'),
  addmm: rules.addedProduct('mat1', 'mat2'),
  baddbmm: rules.addedProduct('batch1', 'batch2'),
  dropout: rules.dropout,
  interpolate: rules.interpolate,
  upsample: rules.interpolate,
});

/** Tensors made on the way, and those whose elements are made anew in place (`zero_`, `fill_`). */
export interface Creations<R> {
  readonly zeros: R;
  readonly ones: R;
  /** Of the number in this attribute. */
  readonly full: (attribute: string) => R;
  readonly bernoulli: R;
  readonly uniform: R;
  /** Numbers written in the code. */
  readonly literal: R;
  readonly arange: R;
}

export const namedCreations = <R>({ zeros, ones, full, bernoulli, uniform, literal, arange }: Creations<R>) =>
  ({
    empty: zeros,
    zeros,
    ones,
    full: full('fill_value'),
    empty_like: zeros,
    zeros_like: zeros,
    ones_like: ones,
    full_like: full('fill_value'),
    new_empty: zeros,
    new_zeros: zeros,
    new_ones: ones,
    new_full: full('fill_value'),
    zero: zeros,
    fill: full('value'),
    bernoulli,
    rand: uniform,
    rand_like: uniform,
    tensor: literal,
    arange,
  }) as const;
