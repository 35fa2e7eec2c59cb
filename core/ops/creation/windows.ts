// Window functions of signal processing, draws from weights, and complex numbers from their parts
// (https://docs.pytorch.org/docs/stable/torch.html#spectral-ops).
import { compareDims } from '../../shape/dim';
import { broadcast } from '../elementwise/operands';
import type { Operator } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { defaultDType } from '../promotion';
import { requireSizes, TENSOR_OPTIONS } from './factories';

const window = <const Name extends string>(name: Name, parameters: string) =>
  ({
    name,
    signature: `window_length, periodic=True, ${parameters}*, ${TENSOR_OPTIONS}`,
    functions: [`torch.${name}`],
    methods: [],
    infer: (a) => ({
      result: { shape: requireSizes(a, [a.dim('window_length')]), dtype: a.optionalDType('dtype') ?? defaultDType() },
    }),
  }) as const satisfies Operator;

/** Row numbers drawn by weight: int64, as many as asked for. */
const multinomial = {
  name: 'multinomial',
  signature: 'input, num_samples, replacement=False',
  functions: ['torch.multinomial'],
  methods: ['multinomial'],
  infer: (a) => {
    const { shape } = a.tensor('input');
    if (shape.length !== 1 && shape.length !== 2) a.fail(wrongRank(a.operatorName, '1 or 2', shape));
    const count = a.dim('num_samples');
    if (!a.boolean('replacement') && compareDims(count, shape[shape.length - 1]) === 1) {
      a.fail(
        invalidArgument(a.operatorName, 'cannot sample more elements than there are without replacement', {
          actual: String(count),
        }),
      );
    }
    return { result: { shape: [...shape.slice(0, -1), count], dtype: 'int64' } };
  },
} as const satisfies Operator;

const fromParts = <const Name extends string>(name: Name, first: string, second: string) =>
  ({
    name,
    signature: `${first}, ${second}`,
    functions: [`torch.${name}`],
    methods: [],
    infer: (a) => {
      const tensors = [a.tensor(first), a.tensor(second)];
      const { dtype } = tensors[0];
      if (dtype !== tensors[1].dtype || (dtype !== 'float32' && dtype !== 'float64' && dtype !== 'float16')) {
        a.fail(
          invalidArgument(a.operatorName, 'expected both inputs to be Half, Float or Double tensors', {
            actual: dtype,
          }),
        );
      }
      if (dtype === 'float16') return a.unknown('complex numbers of half precision are not modelled');
      const shape = broadcast(
        a,
        tensors.map((t) => t.shape),
      );
      return { result: { shape, dtype: dtype === 'float64' ? 'complex128' : 'complex64' } };
    },
  }) as const satisfies Operator;

export const windows = [
  window('hann_window', ''),
  window('hamming_window', 'alpha=0.54, beta=0.46, '),
  window('blackman_window', ''),
  window('bartlett_window', ''),
  window('kaiser_window', 'beta=12.0, '),
  multinomial,
  fromParts('complex', 'real', 'imag'),
  fromParts('polar', 'abs', 'angle'),
] as const;
