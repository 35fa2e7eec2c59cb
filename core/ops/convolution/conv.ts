// conv1d, conv2d, conv3d (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.conv2d.html):
//
//     input N×C_in×…, weight C_out×(C_in/groups)×…  →  N×C_out×floor((size + 2·padding - dilation·(k - 1) - 1)/stride + 1)
//
// MACs: output elements × (C_in/groups) × kernel elements; the bias is not counted.
import { certainlyDiffer, isSymbolic, multiply, product } from '../../shape/dim';
import { outputSize, samePadding } from '../../shape/window';
import type { OperatorArguments } from '../arguments';
import { F, type Inference, type Operator, type TensorType } from '../operator';
import { invalidArgument, wrongChannels } from '../problems';
import { convolutionSettings, requireBias, requireFloatingInput, requireWeightRank } from './checks';
import { indivisibleGroups } from './groups';
import { requireKernelFits, spatialInput, spatialShape, symmetric, windowAxes, windowMotion } from './spatial';

const conv = <const Name extends string>(name: Name, count: number) =>
  ({
    name,
    signature: 'input, weight, bias=None, stride=1, padding=0, dilation=1, groups=1',
    functions: [F(name), `torch.${name}`],
    methods: [],
    infer: (a) => inferConvolution(a, count),
  }) as const satisfies Operator;

export const conv1d = conv('conv1d', 1);
export const conv2d = conv('conv2d', 2);
export const conv3d = conv('conv3d', 3);

function inferConvolution(a: OperatorArguments, count: number): Inference {
  const input = a.tensor('input');
  const weight = a.tensor('weight');
  const settings = convolutionSettings(a, count);
  requireWeightRank(a, weight, count);
  const { batch, channels, ...rest } = spatialInput(a, input, count);
  const [outputChannels, channelsPerGroup, ...kernel] = weight.shape;
  requireChannels(a, weight, channels, settings.groups);
  requireBias(a, a.optionalTensor('bias'), outputChannels);
  requireFloatingInput(a, input, weight);

  const padding = readPadding(a, kernel, settings.stride, settings.dilation);
  const axes = windowAxes({ kernel, ...settings, padding });
  requireKernelFits(a, rest.spatial, axes);
  const spatial = rest.spatial.map((size, i) => outputSize(size, axes[i]));
  return {
    result: { shape: spatialShape({ batch, channels, ...rest }, outputChannels, spatial), dtype: input.dtype },
    macs: product([batch, outputChannels, ...spatial, channelsPerGroup, ...kernel]),
    window: windowMotion(a, axes),
    attributes: {
      stride: settings.stride,
      // A number an axis; where the sides differ (`same`), pairs of before and after.
      padding: padding.every(([before, after]) => before === after) ? padding.map(([before]) => before) : padding,
      dilation: settings.dilation,
      groups: settings.groups,
    },
  };
}

function requireChannels(
  a: OperatorArguments,
  weight: TensorType,
  channels: TensorType['shape'][number],
  groups: number,
): void {
  const [outputChannels, channelsPerGroup] = weight.shape;
  if (!isSymbolic(outputChannels) && outputChannels % groups !== 0) {
    a.fail(indivisibleGroups('out_channels', outputChannels, groups));
  }
  const expected = multiply(channelsPerGroup, groups);
  if (!certainlyDiffer(expected, channels)) return;
  a.fail(wrongChannels(a.operatorName, expected, channels, `Set in_channels to ${String(channels)}.`));
}

function readPadding(
  a: OperatorArguments,
  kernel: TensorType['shape'],
  stride: readonly number[],
  dilation: readonly number[],
): readonly (readonly [number, number])[] {
  if (typeof a.raw('padding') !== 'string') {
    const padding = a.ints('padding', kernel.length);
    if (padding.some((p) => p < 0)) a.fail(invalidArgument(a.operatorName, 'negative padding is not supported'));
    return symmetric(padding);
  }
  const mode = a.string('padding');
  if (mode === 'valid') return kernel.map(() => [0, 0]);
  if (mode !== 'same') {
    a.fail(
      invalidArgument(a.operatorName, `padding '${mode}' is neither 'same' nor 'valid'`, {
        expected: "'same' or 'valid'",
      }),
    );
  }
  if (stride.some((s) => s !== 1)) {
    a.fail(
      invalidArgument(a.operatorName, "padding='same' is not supported for strided convolutions", {
        expected: 'stride = 1',
      }),
    );
  }
  return kernel.map((k, i) =>
    isSymbolic(k) ? a.unknown(`the kernel size depends on ${String(k)}`) : samePadding(k, dilation[i]),
  );
}
