// max_pool1d, 2d, 3d (https://docs.pytorch.org/docs/stable/generated/torch.nn.MaxPool2d.html):
//
//     size → floor((size + 2·padding - dilation·(kernel - 1) - 1) / stride + 1), or ceil with `ceil_mode`
import type { OperatorArguments } from '../arguments';
import { spatialInput, spatialShape, windowMotion } from '../convolution/spatial';
import { F, type Inference, type Operator, type TensorType } from '../operator';
import { invalidArgument } from '../problems';
import { isIntegral } from '../promotion';
import { poolAttributes, poolAxes, pooledShape, poolSettings } from './pool-axes';

const maxPool = <const Name extends string>(name: Name, count: number) =>
  ({
    name,
    signature: 'input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False',
    functions: [F(name), `torch.${name}`],
    methods: [],
    infer: (a) => inferMaxPool(a, count, a.boolean('return_indices')),
  }) as const satisfies Operator;

const maxPoolWithIndices = <const Name extends string>(name: Name, count: number) =>
  ({
    name: `${name}_with_indices` as const,
    signature: 'input, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False, return_indices=False',
    functions: [F(`${name}_with_indices`)],
    methods: [],
    infer: (a) => inferMaxPool(a, count, true),
  }) as const satisfies Operator;

export const maxPools = [
  maxPool('max_pool1d', 1),
  maxPool('max_pool2d', 2),
  maxPool('max_pool3d', 3),
  maxPoolWithIndices('max_pool1d', 1),
  maxPoolWithIndices('max_pool2d', 2),
  maxPoolWithIndices('max_pool3d', 3),
] as const;

function inferMaxPool(a: OperatorArguments, count: number, withIndices: boolean): Inference {
  const input = a.tensor('input');
  if (count === 1 && !withIndices && isIntegral(input.dtype)) {
    a.fail(invalidArgument(a.operatorName, `not implemented for ${input.dtype}`, { actual: input.dtype }));
  }
  const parts = spatialInput(a, input, count);
  const settings = poolSettings(a, count, { padding: true, dilation: true });
  const shape = spatialShape(parts, parts.channels, pooledShape(a, parts.spatial, settings));
  const output: TensorType = { shape, dtype: input.dtype };
  return {
    result: withIndices ? { tuple: [output, { shape, dtype: 'int64' }] } : output,
    window: windowMotion(a, poolAxes(settings)),
    attributes: { ...poolAttributes(settings), return_indices: withIndices },
  };
}
