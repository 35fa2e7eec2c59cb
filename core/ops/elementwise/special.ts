// The rarer functions of torch.special, element by element (https://docs.pytorch.org/docs/stable/special.html): integers become
// floating, complex numbers and half precision are refused where there is no kernel.
import type { OperatorArguments } from '../arguments';
import type { Operator } from '../operator';
import { invalidArgument } from '../problems';
import { type Category, isComplex, toFloating } from '../promotion';
import { elementwiseResult, operand } from './operands';

interface Names {
  readonly functions?: readonly string[];
  readonly methods?: readonly string[];
}

const special = <const Name extends string>(name: Name, names: Names = {}) =>
  ({
    name: `special_${name}` as const,
    signature: 'input',
    functions: [`torch.special.${name}`, ...(names.functions ?? [])],
    methods: names.methods ?? [],
    infer: (a) => elementwiseResult(a, [operand(a, 'input')], { dtype: toFloating, refuses: ['complex'] }),
  }) as const satisfies Operator;

/** Two operands, of which either may be a number. */
const specialOfTwo = <const Name extends string>(
  name: Name,
  names: Names = {},
  second = 'other',
  refuses: readonly Category[] = ['complex'],
) =>
  ({
    name: `special_${name}` as const,
    signature: `input, ${second}`,
    functions: [`torch.special.${name}`, ...(names.functions ?? [])],
    methods: names.methods ?? [],
    infer: (a) => elementwiseResult(a, [operand(a, 'input'), operand(a, second)], { dtype: toFloating, refuses }),
  }) as const satisfies Operator;

const incompleteGamma = <const Name extends string>(name: Name, older: string) =>
  specialOfTwo(name, { functions: [`torch.${older}`], methods: [older, `${older}_`] }, 'other', [
    'bool',
    'integer',
    'complex',
  ]);

const polygamma = {
  name: 'polygamma',
  signature: 'n, input',
  methodSignature: 'input, n',
  functions: ['torch.polygamma', 'torch.special.polygamma'],
  methods: ['polygamma', 'polygamma_'],
  infer: (a) => {
    if (a.int('n') < 0) a.fail(invalidArgument(a.operatorName, 'polygamma(n, x) does not support negative n.'));
    return elementwiseResult(a, [operand(a, 'input')], { dtype: toFloating, refuses: ['complex'] });
  },
} as const satisfies Operator;

const multivariateGamma = {
  name: 'mvlgamma',
  signature: 'input, p',
  functions: ['torch.mvlgamma', 'torch.special.multigammaln'],
  methods: ['mvlgamma', 'mvlgamma_'],
  infer: (a) => {
    if (a.int('p') < 1) a.fail(invalidArgument(a.operatorName, 'p has to be greater than or equal to 1'));
    if (isComplex(a.tensor('input').dtype)) return a.unknown('the multivariate gamma function of complex numbers');
    return elementwiseResult(a, [operand(a, 'input')], { dtype: toFloating });
  },
} as const satisfies Operator;

/** Mantissa in [0.5, 1) and exponent. */
const frexp = {
  name: 'frexp',
  signature: 'input',
  functions: ['torch.frexp'],
  methods: ['frexp'],
  infer: (a: OperatorArguments) => {
    const { shape, dtype } = a.tensor('input');
    if (!dtype.startsWith('float') && dtype !== 'bfloat16')
      a.fail(invalidArgument(a.operatorName, 'only supports floating-point dtypes', { actual: dtype }));
    return {
      result: {
        tuple: [
          { shape, dtype },
          { shape, dtype: 'int32' },
        ],
        names: ['mantissa', 'exponent'],
      },
    };
  },
} as const satisfies Operator;

const polynomial = <const Name extends string>(name: Name) => specialOfTwo(name, {}, 'n');

export const specialFunctions = [
  special('airy_ai'),
  special('bessel_j0'),
  special('bessel_j1'),
  special('bessel_y0'),
  special('bessel_y1'),
  special('entr'),
  special('erfcx'),
  special('i0e'),
  special('i1'),
  special('i1e'),
  special('log_ndtr'),
  special('ndtr'),
  special('ndtri'),
  special('modified_bessel_i0'),
  special('modified_bessel_i1'),
  special('modified_bessel_k0'),
  special('modified_bessel_k1'),
  special('scaled_modified_bessel_k0'),
  special('scaled_modified_bessel_k1'),
  special('spherical_bessel_j0'),
  specialOfTwo('xlog1py'),
  specialOfTwo('zeta'),
  incompleteGamma('gammainc', 'igamma'),
  incompleteGamma('gammaincc', 'igammac'),
  polynomial('chebyshev_polynomial_t'),
  polynomial('chebyshev_polynomial_u'),
  polynomial('chebyshev_polynomial_v'),
  polynomial('chebyshev_polynomial_w'),
  polynomial('shifted_chebyshev_polynomial_t'),
  polynomial('shifted_chebyshev_polynomial_u'),
  polynomial('shifted_chebyshev_polynomial_v'),
  polynomial('shifted_chebyshev_polynomial_w'),
  polynomial('hermite_polynomial_h'),
  polynomial('hermite_polynomial_he'),
  polynomial('laguerre_polynomial_l'),
  polynomial('legendre_polynomial_p'),
  polygamma,
  multivariateGamma,
  frexp,
] as const;
