// Reductions over any axes: sum, mean, prod, std, var, all, any, amax, logsumexp, norms
// (https://docs.pytorch.org/docs/stable/torch.html#reduction-ops).
import type { DType } from '../../shape/dtype';
import type { OperatorArguments } from '../arguments';
import type { Inference, Operator } from '../operator';
import { invalidArgument } from '../problems';
import { isIntegral, toFloating } from '../promotion';
import { inference, readReduction, reduced, requireElements } from './reduce';

interface ReductionOptions {
  readonly signature?: string;
  readonly functions?: readonly string[];
  readonly methods?: readonly string[];
  readonly dtype?: (a: OperatorArguments, input: DType) => DType;
  readonly compute?: (values: readonly number[]) => number;
  readonly singleAxis?: boolean;
  readonly emptyMeansNone?: boolean;
  /** A maximum of nothing is an error. */
  readonly needsElements?: boolean;
}

const reduction = <const Name extends string>(name: Name, options: ReductionOptions = {}) =>
  ({
    name,
    signature: options.signature ?? 'input, dim=None, keepdim=False',
    functions: options.functions ?? [`torch.${name}`],
    methods: options.methods ?? [name],
    infer: (a) => {
      const given = readReduction(a, options);
      if (options.needsElements) requireElements(a, given);
      const dtype = options.dtype ? options.dtype(a, given.input.dtype) : given.input.dtype;
      return inference(given, reduced(given, dtype, options.compute));
    },
  }) as const satisfies Operator;

const add = (values: readonly number[]): number => values.reduce((x, y) => x + y, 0);

/** Integers are summed in int64. */
const accumulated = (a: OperatorArguments, input: DType): DType =>
  a.optionalDType('dtype') ?? (isIntegral(input) ? 'int64' : input);

const floatingOnly = (a: OperatorArguments, input: DType): DType => {
  const dtype = a.optionalDType('dtype') ?? input;
  if (isIntegral(dtype)) {
    const reason = `could not infer output dtype: input dtype must be floating point or complex, but got ${input}`;
    a.fail(
      invalidArgument(a.operatorName, reason, {
        expected: 'a floating dtype',
        actual: input,
        hint: 'Convert it with .float().',
      }),
    );
  }
  return dtype;
};

const refuseIntegers = (a: OperatorArguments, input: DType): DType => {
  if (isIntegral(input)) a.fail(invalidArgument(a.operatorName, `not implemented for ${input}`, { actual: input }));
  return input;
};

const truth = (_: OperatorArguments, input: DType): DType => (input === 'uint8' ? 'uint8' : 'bool');

const sums = [
  reduction('sum', { signature: 'input, dim=None, keepdim=False, *, dtype=None', dtype: accumulated, compute: add }),
  reduction('nansum', { signature: 'input, dim=None, keepdim=False, *, dtype=None', dtype: accumulated }),
  reduction('mean', {
    signature: 'input, dim=None, keepdim=False, *, dtype=None',
    dtype: floatingOnly,
    compute: (values) => add(values) / values.length,
  }),
  reduction('nanmean', { signature: 'input, dim=None, keepdim=False, *, dtype=None', dtype: floatingOnly }),
  reduction('prod', {
    signature: 'input, dim=None, keepdim=False, *, dtype=None',
    dtype: accumulated,
    singleAxis: true,
    compute: (values) => values.reduce((x, y) => x * y, 1),
  }),
] as const;

const logical = [
  reduction('all', { dtype: truth, emptyMeansNone: true, compute: (values) => Number(values.every((x) => x !== 0)) }),
  reduction('any', { dtype: truth, emptyMeansNone: true, compute: (values) => Number(values.some((x) => x !== 0)) }),
  reduction('count_nonzero', {
    signature: 'input, dim=None',
    dtype: () => 'int64',
    compute: (values) => values.filter((x) => x !== 0).length,
  }),
] as const;

const extremes = [
  reduction('amax', { signature: 'input, dim=(), keepdim=False', needsElements: true, compute: (v) => Math.max(...v) }),
  reduction('amin', { signature: 'input, dim=(), keepdim=False', needsElements: true, compute: (v) => Math.min(...v) }),
  reduction('logsumexp', {
    functions: ['torch.logsumexp', 'torch.special.logsumexp'],
    signature: 'input, dim, keepdim=False',
    dtype: (_, input) => toFloating(input),
  }),
] as const;

const SPREAD = 'input, dim=None, unbiased=True, keepdim=False, *, correction=None';

/** `x.std(True)` and `x.std(unbiased=False)`: a boolean in the place of `dim` is `unbiased`. */
const spread = <const Name extends string>(name: Name) =>
  ({
    name,
    signature: SPREAD,
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a) => spreadOf(a),
  }) as const satisfies Operator;

function spreadOf(a: OperatorArguments): Inference {
  if (typeof a.raw('dim') === 'boolean') {
    const { shape, dtype } = a.tensor('input');
    return {
      result: { shape: [], dtype: refuseIntegers(a, dtype) },
      ...(shape.length > 2 ? { window: 'global' } : {}),
      attributes: { dim: shape.map((_, axis) => axis), keepdim: false, correction: a.raw('dim') ? 1 : 0 },
    };
  }
  const given = readReduction(a);
  const correction = a.optionalNumber('correction') ?? (a.boolean('unbiased') ? 1 : 0);
  return inference(given, reduced(given, refuseIntegers(a, given.input.dtype)), { correction });
}

const spreadAndMean = <const Name extends string>(name: Name) =>
  ({
    name,
    signature: SPREAD,
    functions: [`torch.${name}`],
    methods: [],
    infer: (a) => {
      const given = readReduction(a);
      const dtype = refuseIntegers(a, given.input.dtype);
      return inference(given, { tuple: [reduced(given, dtype), reduced(given, dtype)] });
    },
  }) as const satisfies Operator;

const spreads = [spread('std'), spread('var'), spreadAndMean('std_mean'), spreadAndMean('var_mean')] as const;

const norm = <const Name extends string>(
  name: Name,
  signature: string,
  functions: readonly string[],
  methods: readonly string[] = [],
) =>
  ({
    name,
    signature,
    functions,
    methods,
    infer: (a) => {
      const given = readReduction(a);
      const order = signature.includes(' p=') ? 'p' : 'ord';
      const raw = a.raw(order);
      const result = reduced(given, a.optionalDType('dtype') ?? refuseIntegers(a, given.input.dtype));
      return inference(given, result, { [order]: raw === null || typeof raw === 'string' ? raw : a.number(order) });
    },
  }) as const satisfies Operator;

const norms = [
  norm(
    'norm',
    "input, p='fro', dim=None, keepdim=False, out=None, dtype=None",
    ['torch.norm', 'torch.functional.norm'],
    ['norm'],
  ),
  norm('linalg_norm', 'input, ord=None, dim=None, keepdim=False, *, out=None, dtype=None', ['torch.linalg.norm']),
  norm('linalg_vector_norm', 'input, ord=2, dim=None, keepdim=False, *, dtype=None', ['torch.linalg.vector_norm']),
  norm('linalg_matrix_norm', "input, ord='fro', dim=(-2, -1), keepdim=False, *, dtype=None", [
    'torch.linalg.matrix_norm',
  ]),
] as const;

export const reductions = [...sums, ...logical, ...extremes, ...spreads, ...norms] as const;
