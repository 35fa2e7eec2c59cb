// Short-time Fourier transforms (torch.stft, torch.istft): frames of n_fft samples, hop_length apart, each transformed.
//
//     (B, T) with center   is   (B, n_fft/2 + 1, T/hop + 1), complex
import {
  add,
  certainlyLess,
  compareDims,
  type Dim,
  floorDivide,
  isSymbolic,
  multiply,
  subtract,
} from '../../shape/dim';
import type { DType } from '../../shape/dtype';
import type { Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import type { Operator } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isComplex, isIntegral } from '../promotion';
import { complexOf, realOf } from './fft';

interface Frames {
  readonly length: Dim;
  readonly hop: Dim;
  readonly window: DType | null;
}

function readFrames(a: OperatorArguments): Frames {
  const length = a.dim('n_fft');
  const hop = a.optionalDim('hop_length') ?? floorDivide(length, 4);
  const windowed = a.optionalDim('win_length') ?? length;
  if (certainlyLess(hop, 1)) a.fail(invalidArgument(a.operatorName, `expected hop_length > 0, but got ${String(hop)}`));
  if (certainlyLess(windowed, 1) || compareDims(windowed, length) === 1)
    a.fail(invalidArgument(a.operatorName, `expected 0 < win_length <= n_fft, but got ${String(windowed)}`));
  const window = a.optionalTensor('window');
  if (window !== null && (window.shape.length !== 1 || differs(window.shape[0], windowed))) {
    a.fail(
      invalidArgument(a.operatorName, 'expected a 1D window tensor of size equal to win_length', {
        expected: String(windowed),
        actual: window.shape.map(String).join('×'),
      }),
    );
  }
  return { length, hop, window: window?.dtype ?? null };
}

const differs = (a: Dim, b: Dim): boolean => {
  const order = compareDims(a, b);
  return order === 1 || order === -1;
};

const stft = {
  name: 'stft',
  signature:
    "input, n_fft, hop_length=None, win_length=None, window=None, center=True, pad_mode='reflect', normalized=False, onesided=None, return_complex=None, align_to_window=None",
  functions: ['torch.stft', 'torch.functional.stft'],
  methods: ['stft'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (shape.length !== 1 && shape.length !== 2) a.fail(wrongRank(a.operatorName, '1 or 2', shape));
    if (isIntegral(dtype))
      a.fail(invalidArgument(a.operatorName, 'expected a tensor of floating point or complex values'));
    const { length, hop, window } = readFrames(a);
    const complexInput = isComplex(dtype) || (window !== null && isComplex(window));
    if (a.raw('return_complex') === null && !complexInput)
      a.fail(invalidArgument(a.operatorName, 'requires the return_complex parameter be given for real inputs'));
    const samples = padded(a, shape, length);
    if (compareDims(length, samples) === 1 || certainlyLess(length, 1)) {
      a.fail(
        invalidArgument(a.operatorName, `expected 0 < n_fft <= ${String(samples)}, but got n_fft=${String(length)}`),
      );
    }
    const onesided = a.raw('onesided') === null ? !complexInput : a.boolean('onesided');
    if (onesided && complexInput)
      a.fail(invalidArgument(a.operatorName, 'cannot have onesided output if window or input is complex'));
    const bins = onesided ? add(floorDivide(length, 2), 1) : length;
    const frames = add(floorDivide(subtract(samples, length), hop), 1);
    const asComplex = a.raw('return_complex') === null || a.boolean('return_complex');
    const result = [...shape.slice(0, -1), bins, frames];
    return {
      result: asComplex ? { shape: result, dtype: complexOf(dtype) } : { shape: [...result, 2], dtype: realOf(dtype) },
      window: 'global',
    };
  },
} as const satisfies Operator;

/** With `center`, half a frame of the signal's reflection on either side. */
function padded(a: OperatorArguments, shape: Shape, length: Dim): Dim {
  const samples = shape[shape.length - 1];
  if (!a.boolean('center')) return samples;
  const half = floorDivide(length, 2);
  const mode = a.string('pad_mode');
  if (mode === 'reflect' && compareDims(half, samples) !== undefined && !certainlyLess(half, samples)) {
    a.fail(
      invalidArgument(a.operatorName, 'padding size should be less than the corresponding input dimension', {
        expected: `less than ${String(samples)}`,
        actual: String(half),
      }),
    );
  }
  return add(samples, multiply(2, half));
}

const istft = {
  name: 'istft',
  signature:
    'input, n_fft, hop_length=None, win_length=None, window=None, center=True, normalized=False, onesided=None, length=None, return_complex=False',
  functions: ['torch.istft'],
  methods: ['istft'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (!isComplex(dtype)) {
      const reason = 'requires a complex-valued input tensor matching the output from stft with return_complex=True';
      a.fail(invalidArgument(a.operatorName, reason, { actual: dtype }));
    }
    if (shape.length !== 2 && shape.length !== 3) a.fail(wrongRank(a.operatorName, '2 or 3', shape));
    const { length, hop } = readFrames(a);
    const [bins, frames] = shape.slice(-2);
    // without the argument the number of bins tells
    const onesided = a.raw('onesided') === null ? !differsNot(bins, length) : a.boolean('onesided');
    const isCertain = a.raw('onesided') !== null || !(isSymbolic(bins) || isSymbolic(length));
    const expected = onesided ? add(floorDivide(length, 2), 1) : length;
    if (isCertain && differs(bins, expected)) {
      a.fail(
        invalidArgument(a.operatorName, 'the frequency dimension does not match n_fft', {
          expected: String(expected),
          actual: String(bins),
        }),
      );
    }
    const asComplex = a.boolean('return_complex');
    if (asComplex && onesided && isCertain)
      a.fail(invalidArgument(a.operatorName, 'cannot have onesided output if window or input is complex'));
    const whole = add(length, multiply(hop, subtract(frames, 1)));
    const cut = a.boolean('center') ? subtract(whole, multiply(2, floorDivide(length, 2))) : whole;
    return {
      result: {
        shape: [...shape.slice(0, -2), a.optionalDim('length') ?? cut],
        dtype: asComplex ? dtype : realOf(dtype),
      },
      window: 'global',
    };
  },
} as const satisfies Operator;

const differsNot = (a: Dim, b: Dim): boolean => compareDims(a, b) === 0;

export const shortTimeTransforms = [stft, istft] as const;
