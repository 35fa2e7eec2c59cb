// avg_pool1d–3d and lp_pool1d–3d (https://docs.pytorch.org/docs/stable/generated/torch.nn.AvgPool2d.html):
//
//     size → floor((size + 2·padding - kernel) / stride + 1), or ceil with `ceil_mode`
import type { OperatorArguments } from '../arguments';
import { spatialInput, spatialShape, windowMotion } from '../convolution/spatial';
import { F, type Inference, type Operator } from '../operator';
import { invalidArgument } from '../problems';
import { isIntegral } from '../promotion';
import { poolAttributes, poolAxes, pooledShape, poolSettings } from './pool-axes';

const avgPool = <const Name extends string>(name: Name, count: number) =>
  ({
    name,
    signature:
      count === 1
        ? 'input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True'
        : 'input, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True, divisor_override=None',
    functions: [F(name), ...(count === 1 ? ['torch.avg_pool1d'] : [])],
    methods: [],
    infer: (a) => inferAveragePool(a, count, true),
  }) as const satisfies Operator;

const lpPool = <const Name extends string>(name: Name, count: number) =>
  ({
    name,
    signature: 'input, norm_type, kernel_size, stride=None, ceil_mode=False',
    functions: [F(name)],
    methods: [],
    infer: (a) => inferAveragePool(a, count, false),
  }) as const satisfies Operator;

export const averagePools = [
  avgPool('avg_pool1d', 1),
  avgPool('avg_pool2d', 2),
  avgPool('avg_pool3d', 3),
  lpPool('lp_pool1d', 1),
  lpPool('lp_pool2d', 2),
  lpPool('lp_pool3d', 3),
] as const;

function inferAveragePool(a: OperatorArguments, count: number, padded: boolean): Inference {
  const input = a.tensor('input');
  const parts = spatialInput(a, input, count);
  const settings = poolSettings(a, count, { padding: padded, dilation: false });
  if (isIntegral(input.dtype) && input.dtype !== 'int64') {
    a.fail(invalidArgument(a.operatorName, `not implemented for ${input.dtype}`, { actual: input.dtype }));
  }
  const {
    dilation: _,
    padding,
    ...attributes
  } = { ...poolAttributes(settings), dilation: null, padding: settings.padding };
  return {
    result: {
      shape: spatialShape(parts, parts.channels, pooledShape(a, parts.spatial, settings)),
      dtype: input.dtype,
    },
    window: windowMotion(a, poolAxes(settings)),
    attributes: padded
      ? { ...attributes, padding, count_include_pad: a.boolean('count_include_pad'), ...divisor(a, count) }
      : { ...attributes, norm_type: a.number('norm_type') },
  };
}

const divisor = (a: OperatorArguments, count: number): Readonly<Record<string, unknown>> =>
  count === 1 ? {} : { divisor_override: a.optionalInt('divisor_override') };
