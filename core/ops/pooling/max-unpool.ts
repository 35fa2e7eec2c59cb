// max_unpool1d, 2d, 3d: the inverse of max pooling, given the positions of the maxima
// (https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxUnpool2d.html): size → (size - 1)·stride - 2·padding + kernel,
// or `output_size`, which may differ from it by less than a stride.
import { certainlyDiffer, isSymbolic } from '../../shape/dim';
import { formatShape, type Shape } from '../../shape/shape';
import { unpooledSize } from '../../shape/window';
import type { OperatorArguments } from '../arguments';
import { spatialInput, spatialShape, symmetric, windowAxes, windowMotion } from '../convolution/spatial';
import { F, type Inference, type Operator } from '../operator';
import { invalidArgument } from '../problems';

const maxUnpool = <const Name extends string>(name: Name, count: number) =>
  ({
    name,
    signature: 'input, indices, kernel_size, stride=None, padding=0, output_size=None',
    functions: [F(name)],
    methods: [],
    infer: (a) => inferUnpool(a, count),
  }) as const satisfies Operator;

function inferUnpool(a: OperatorArguments, count: number): Inference {
  const input = a.tensor('input');
  const indices = a.tensor('indices');
  if (indices.dtype !== 'int64')
    a.fail(invalidArgument(a.operatorName, 'elements in indices should be type int64', { actual: indices.dtype }));
  if (indices.shape.length !== input.shape.length || indices.shape.some((d, i) => certainlyDiffer(d, input.shape[i]))) {
    a.fail(
      invalidArgument(a.operatorName, 'input and indices must be of the same shape', {
        expected: formatShape(input.shape),
        actual: formatShape(indices.shape),
      }),
    );
  }
  const parts = spatialInput(a, input, count);
  const kernel = a.ints('kernel_size', count);
  const stride = a.optionalDims('stride') === null ? kernel : a.ints('stride', count);
  const padding = a.ints('padding', count);
  const axes = windowAxes({ kernel, stride, dilation: kernel.map(() => 1), padding: symmetric(padding) });
  const natural = parts.spatial.map((size, i) => unpooledSize(size, axes[i]));
  const spatial = a.has('output_size') ? requestedSize(a, natural, stride, count) : natural;
  return {
    result: { shape: spatialShape(parts, parts.channels, spatial), dtype: input.dtype },
    window: windowMotion(a, axes, true),
  };
}

function requestedSize(a: OperatorArguments, natural: Shape, stride: readonly number[], count: number): Shape {
  const requested = a.dims('output_size').slice(-count);
  requested.forEach((size, i) => {
    const expected = natural[i];
    if (isSymbolic(size) || isSymbolic(expected)) return;
    if (size > expected - stride[i] && size < expected + stride[i]) return;
    const reason = `output_size ${size} must lie between ${expected - stride[i]} and ${expected + stride[i]}`;
    a.fail(invalidArgument(a.operatorName, reason, { actual: String(size) }));
  });
  return requested;
}

export const maxUnpools = [
  maxUnpool('max_unpool1d', 1),
  maxUnpool('max_unpool2d', 2),
  maxUnpool('max_unpool3d', 3),
] as const;
