// Adaptive and fractional pools: the output size is given (https://docs.pytorch.org/docs/stable/generated/torch.nn.AdaptiveAvgPool2d.html).
// Output i sees the input range [floor(i·in/out), ceil((i+1)·in/out)).
import { floorDivide, isSymbolic, multiply, type Dim } from '../../shape/dim';
import type { Shape } from '../../shape/shape';
import type { ArgumentValue, OperatorArguments } from '../arguments';
import { spatialInput, spatialShape } from '../convolution/spatial';
import { F, Float, type Inference, type Operator, type TensorType, type WindowMotion } from '../operator';
import { invalidArgument } from '../problems';
import { isList } from '../values';

const adaptive = <const Name extends string>(name: Name, count: number, kind: 'avg' | 'max') =>
  ({
    name,
    signature: kind === 'max' ? 'input, output_size, return_indices=False' : 'input, output_size',
    functions: [F(name), ...(count === 1 ? [`torch.${name}`] : [])],
    methods: [],
    infer: (a) => inferAdaptive(a, count, kind === 'max' && a.boolean('return_indices')),
  }) as const satisfies Operator;

const adaptiveWithIndices = <const Name extends string>(name: Name, count: number) =>
  ({
    name: `${name}_with_indices` as const,
    signature: 'input, output_size, return_indices=False',
    functions: [F(`${name}_with_indices`)],
    methods: [],
    infer: (a) => inferAdaptive(a, count, true),
  }) as const satisfies Operator;

function inferAdaptive(a: OperatorArguments, count: number, withIndices: boolean): Inference {
  const input = a.tensor('input');
  const parts = spatialInput(a, input, count);
  const spatial = adaptiveSizes(a, parts.spatial, count);
  const shape = spatialShape(parts, parts.channels, spatial);
  const output: TensorType = { shape, dtype: input.dtype };
  const window = windowsOf(parts.spatial, spatial);
  return {
    result: withIndices ? { tuple: [output, { shape, dtype: 'int64' }] } : output,
    window,
    attributes: { output_size: spatial, ...(withIndices ? { return_indices: true } : {}) },
  };
}

/** None keeps the input's size. */
function adaptiveSizes(a: OperatorArguments, spatial: Shape, count: number): Shape {
  const raw = a.raw('output_size');
  const given: readonly ArgumentValue[] = isList(raw) ? raw : Array<ArgumentValue>(count).fill(raw);
  const entries = given.length === 1 ? Array<ArgumentValue>(count).fill(given[0]) : given;
  if (entries.length !== count) {
    a.fail(
      invalidArgument(a.operatorName, `output_size must have ${count} entries`, {
        actual: `${entries.length} entries`,
      }),
    );
  }
  return entries.map((entry, i): Dim => {
    if (entry === null) {
      return count === 1
        ? a.fail(invalidArgument(a.operatorName, 'output_size must be an integer, not None'))
        : spatial[i];
    }
    if (isSymbolic(entry)) return entry;
    if (typeof entry === 'number') {
      return entry >= 0 ? entry : a.fail(invalidArgument(a.operatorName, 'output_size must be non-negative'));
    }
    if (entry instanceof Float) {
      const details = { parameter: 'output_size', value: String(entry.value) };
      return a.fail({ code: 'CL1010', details, expected: 'int', actual: 'float' });
    }
    // Tensors and truth values of one element, or what is not known: the accessor tells.
    const sizes = a.dims('output_size');
    return sizes[i] ?? sizes[0] ?? a.unknown('output_size is not known');
  });
}

/**
 * Where the sizes divide, adaptive pooling is plain pooling; else its windows are of two lengths, in / out apart on the average:
 * the longer one counts.
 */
function windowsOf(input: Shape, output: Shape): WindowMotion | 'global' {
  const axes: { readonly kernel: number; readonly stride: number }[] = [];
  for (let i = 0; i < input.length; i++) {
    const [size, out] = [input[i], output[i]];
    if (typeof size !== 'number' || typeof out !== 'number' || out === 0 || out > size) return 'global';
    const rest = size % out;
    const more = rest === 0 ? 0 : out % rest === 0 ? 1 : 2;
    axes.push({ kernel: Math.floor(size / out) + more, stride: size / out });
  }
  if (output.every((size) => size === 1)) return 'global';
  return {
    kernel: axes.map(({ kernel }) => kernel),
    stride: axes.map(({ stride }) => stride),
    padding: axes.map(({ kernel, stride }) => (kernel - stride) / 2),
    dilation: axes.map(() => 1),
  };
}

const fractional = <const Name extends string>(name: Name, count: number, withIndices: boolean) =>
  ({
    name,
    signature: 'input, kernel_size, output_size=None, output_ratio=None, return_indices=False, _random_samples=None',
    functions: [F(name)],
    methods: [],
    infer: (a) => inferFractional(a, count, withIndices || a.boolean('return_indices')),
  }) as const satisfies Operator;

/** Graham 2014: the windows are drawn at random; the output size is given, or a ratio of the input's. */
function inferFractional(a: OperatorArguments, count: number, withIndices: boolean): Inference {
  const input = a.tensor('input');
  const parts = spatialInput(a, input, count);
  const kernel = a.ints('kernel_size', count);
  const spatial = fractionalSizes(a, parts.spatial, count);
  spatial.forEach((out, i) => {
    const size = parts.spatial[i];
    if (isSymbolic(size) || isSymbolic(out) || out + kernel[i] - 1 <= size) return;
    a.fail(
      invalidArgument(
        a.operatorName,
        `pool size ${kernel[i]} is too large for an input of size ${size} and an output of ${out}`,
      ),
    );
  });
  const shape = spatialShape(parts, parts.channels, spatial);
  const output: TensorType = { shape, dtype: input.dtype };
  return { result: withIndices ? { tuple: [output, { shape, dtype: 'int64' }] } : output, window: 'global' };
}

function fractionalSizes(a: OperatorArguments, spatial: Shape, count: number): Shape {
  if (a.has('output_size')) return adaptiveSizes(a, spatial, count);
  const ratio = a.raw('output_ratio');
  if (ratio === null) a.fail(invalidArgument(a.operatorName, 'output_size or output_ratio must be given'));
  // The 2d function indexes its ratio, the 3d one repeats a lone number.
  if (!isList(ratio) && count === 2)
    a.fail(invalidArgument(a.operatorName, 'output_ratio must be a tuple of 2 floats'));
  const ratios = isList(ratio) ? ratio : Array<ArgumentValue>(count).fill(ratio);
  return spatial.map((size, i): Dim => {
    const value = ratios[i];
    if (!(value instanceof Float)) return a.unknown('output_ratio is not known');
    if (isSymbolic(size)) return halves(size, value.value) ?? a.unknown(`${String(size)} times ${value.value}`);
    return Math.trunc(size * value.value);
  });
}

/** size · ratio in whole numbers, for ratios that are 1 / n exactly in binary. */
function halves(size: Dim, ratio: number): Dim | undefined {
  const divisor = 1 / ratio;
  return Number.isInteger(divisor) && Number.isInteger(Math.log2(divisor))
    ? floorDivide(multiply(size, 1), divisor)
    : undefined;
}

export const adaptivePools = [
  adaptive('adaptive_avg_pool1d', 1, 'avg'),
  adaptive('adaptive_avg_pool2d', 2, 'avg'),
  adaptive('adaptive_avg_pool3d', 3, 'avg'),
  adaptive('adaptive_max_pool1d', 1, 'max'),
  adaptive('adaptive_max_pool2d', 2, 'max'),
  adaptive('adaptive_max_pool3d', 3, 'max'),
  adaptiveWithIndices('adaptive_max_pool1d', 1),
  adaptiveWithIndices('adaptive_max_pool2d', 2),
  adaptiveWithIndices('adaptive_max_pool3d', 3),
  fractional('fractional_max_pool2d', 2, false),
  fractional('fractional_max_pool3d', 3, false),
  fractional('fractional_max_pool2d_with_indices', 2, true),
  fractional('fractional_max_pool3d_with_indices', 3, true),
] as const;
