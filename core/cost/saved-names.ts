// Operators whose autograd node keeps one plain selection of what it was given and what it made, by that selection; after PyTorch's
// derivatives.yaml, as measured in test/golden/programs.

/** Each row: which, and the operators. `a|b` are parameters, `result` and `indices` what comes out first and second. */
export const savedNames: readonly (readonly [kept: string, operators: string])[] = [
  [
    'input',
    `gelu silu mish hardswish hardsigmoid softplus softshrink hardshrink glu log log2 log10 log1p sin
     cos tan sinh cosh asin acos atan abs erf square
     angle erfc erfinv sinc logit lgamma digamma polygamma acosh asinh atanh nan_to_num i0
     special_entr`,
  ],
  ['result', 'polar inverse cholesky gumbel_softmax'],
  ['input|other', 'atan2 logaddexp logaddexp2 fmax fmin xlogy cross'],
  ['real|imag', 'complex'],
  ['input|other|result', 'hypot'],
  ['input|result', 'cumprod logcumsumexp'],
  ['input|indices', 'cummax cummin'],
  ['indices', 'median kthvalue mode'],
  ['index|source', 'index_add index_copy'],
  ['index', 'scatter scatter_add index_fill'],
  ['input|index', 'take'],
  [
    '',
    `diff diag diag_embed diagflat conj deg2rad rad2deg frac broadcast_tensors broadcast_to
     sum_to_size select_scatter slice_scatter diagonal_scatter`,
  ],
];
