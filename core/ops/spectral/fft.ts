// Fourier transforms (https://docs.pytorch.org/docs/stable/fft.html): lengths along the transformed axes; a real transform
// keeps floor(n/2) + 1 of them, its inverse makes 2·(m - 1).
import { add, certainlyLess, type Dim, floorDivide, multiply, subtract } from '../../shape/dim';
import type { DType } from '../../shape/dtype';
import { withDim } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import type { Inference, Operator } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isComplex } from '../promotion';

/** The last two are also taken of the conjugate: `hfft` and `ihfft`. */
type Kind = 'complex' | 'realToHalf' | 'halfToReal';

const one = <const Name extends string>(name: Name, kind: Kind) =>
  ({
    name: `fft_${name}` as const,
    signature: 'input, n=None, dim=-1, norm=None',
    functions: [`torch.fft.${name}`],
    methods: [],
    infer: (a) => {
      const { shape } = a.tensor('input');
      const axis = a.axis('dim', shape.length);
      return transformed(a, kind, [axis], a.raw('n') === null ? null : [a.dim('n')]);
    },
  }) as const satisfies Operator;

const several = <const Name extends string>(name: Name, kind: Kind, isTwo: boolean) =>
  ({
    name: `fft_${name}` as const,
    signature: `input, s=None, dim=${isTwo ? '(-2, -1)' : 'None'}, norm=None`,
    functions: [`torch.fft.${name}`],
    methods: [],
    infer: (a) => {
      const { shape } = a.tensor('input');
      const lengths = a.optionalDims('s');
      const all = shape.map((_, axis) => axis);
      const fallback = lengths ? all.slice(-lengths.length) : all;
      return transformed(a, kind, a.axes('dim', shape.length, fallback), lengths);
    },
  }) as const satisfies Operator;

function transformed(
  a: OperatorArguments,
  kind: Kind,
  axes: readonly number[],
  lengths: readonly Dim[] | null,
): Inference {
  const { shape, dtype } = a.tensor('input');
  if (kind === 'realToHalf' && isComplex(dtype)) {
    a.fail(invalidArgument(a.operatorName, `expects a real input tensor, but got ${dtype}`, { actual: dtype }));
  }
  if (shape.length === 0) a.fail(wrongRank(a.operatorName, '1 or more', shape));
  let result = shape;
  axes.forEach((axis, i) => {
    const last = i === axes.length - 1;
    const given = lengths && lengths[i] !== -1 ? lengths[i] : null;
    const length = given ?? (kind === 'halfToReal' && last ? multiply(2, subtract(shape[axis], 1)) : shape[axis]);
    if (certainlyLess(length, 1))
      a.fail(invalidArgument(a.operatorName, `invalid number of data points (${String(length)}) specified`));
    result = withDim(result, axis, kind === 'realToHalf' && last ? add(floorDivide(length, 2), 1) : length);
  });
  return {
    result: { shape: result, dtype: kind === 'halfToReal' ? realOf(dtype) : complexOf(dtype) },
    window: 'global',
  };
}

export const complexOf = (dtype: DType): DType =>
  dtype === 'float64' || dtype === 'complex128' ? 'complex128' : 'complex64';
export const realOf = (dtype: DType): DType => (dtype === 'float64' || dtype === 'complex128' ? 'float64' : 'float32');

const shift = <const Name extends string>(name: Name) =>
  ({
    name: `fft_${name}` as const,
    signature: 'input, dim=None',
    functions: [`torch.fft.${name}`],
    methods: [],
    infer: (a) => {
      const { shape, dtype } = a.tensor('input');
      if (a.raw('dim') !== null) a.axes('dim', shape.length);
      return { result: { shape, dtype }, window: 'global' };
    },
  }) as const satisfies Operator;

const frequencies = <const Name extends string>(name: Name, half: boolean) =>
  ({
    name: `fft_${name}` as const,
    signature: 'n, d=1.0, *, dtype=None',
    functions: [`torch.fft.${name}`],
    methods: [],
    infer: (a) => {
      const n = a.dim('n');
      return {
        result: { shape: [half ? add(floorDivide(n, 2), 1) : n], dtype: a.optionalDType('dtype') ?? 'float32' },
      };
    },
  }) as const satisfies Operator;

export const fourierTransforms = [
  one('fft', 'complex'),
  one('ifft', 'complex'),
  one('rfft', 'realToHalf'),
  one('irfft', 'halfToReal'),
  several('fft2', 'complex', true),
  several('ifft2', 'complex', true),
  several('rfft2', 'realToHalf', true),
  several('irfft2', 'halfToReal', true),
  several('fftn', 'complex', false),
  several('ifftn', 'complex', false),
  several('rfftn', 'realToHalf', false),
  several('irfftn', 'halfToReal', false),
  one('hfft', 'halfToReal'),
  one('ihfft', 'realToHalf'),
  several('hfft2', 'halfToReal', true),
  several('ihfft2', 'realToHalf', true),
  several('hfftn', 'halfToReal', false),
  several('ihfftn', 'realToHalf', false),
  shift('fftshift'),
  shift('ifftshift'),
  frequencies('fftfreq', false),
  frequencies('rfftfreq', true),
] as const;
