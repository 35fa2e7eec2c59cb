// conv_transpose1d, 2d, 3d (https://docs.pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html):
//
//     input N×C_in×…, weight C_in×(C_out/groups)×…
//     size → (size - 1)·stride - 2·padding + dilation·(k - 1) + output_padding + 1
//
// MACs: input elements × (C_out/groups) × kernel elements: every input element meets the whole kernel.
import { certainlyDiffer, certainlyLess, isSymbolic, multiply, product } from '../../shape/dim';
import { formatShape } from '../../shape/shape';
import { transposedOutputSize } from '../../shape/window';
import type { OperatorArguments } from '../arguments';
import { F, type Inference, type Operator } from '../operator';
import { invalidArgument, wrongChannels } from '../problems';
import { convolutionSettings, requireBias, requireFloatingInput, requireWeightRank } from './checks';
import { indivisibleGroups } from './groups';
import { spatialInput, spatialShape, symmetric, windowAxes, windowMotion } from './spatial';

const convTranspose = <const Name extends string>(name: Name, count: number) =>
  ({
    name,
    signature: 'input, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1',
    functions: [F(name), `torch.${name}`],
    methods: [],
    infer: (a) => inferTransposed(a, count),
  }) as const satisfies Operator;

export const convTranspose1d = convTranspose('conv_transpose1d', 1);
export const convTranspose2d = convTranspose('conv_transpose2d', 2);
export const convTranspose3d = convTranspose('conv_transpose3d', 3);

function inferTransposed(a: OperatorArguments, count: number): Inference {
  const input = a.tensor('input');
  const weight = a.tensor('weight');
  const { stride, dilation, groups } = convolutionSettings(a, count);
  requireWeightRank(a, weight, count);
  const inputParts = spatialInput(a, input, count);
  const [inputChannels, channelsPerGroup, ...kernel] = weight.shape;
  if (!isSymbolic(inputChannels) && inputChannels % groups !== 0) {
    a.fail(indivisibleGroups('in_channels', inputChannels, groups));
  }
  if (certainlyDiffer(inputChannels, inputParts.channels)) {
    const hint = `Set in_channels to ${String(inputParts.channels)}.`;
    a.fail(wrongChannels(a.operatorName, inputChannels, inputParts.channels, hint));
  }
  const outputChannels = multiply(channelsPerGroup, groups);
  requireBias(a, a.optionalTensor('bias'), outputChannels);
  requireFloatingInput(a, input, weight);

  const padding = a.ints('padding', count);
  const outputPadding = a.ints('output_padding', count);
  if ([...padding, ...outputPadding].some((p) => p < 0)) {
    a.fail(invalidArgument(a.operatorName, 'negative padding is not supported'));
  }
  if (outputPadding.some((p, i) => p >= stride[i] && p >= dilation[i])) {
    const reason = 'output padding must be smaller than either stride or dilation';
    a.fail(invalidArgument(a.operatorName, reason, { actual: `output_padding = ${outputPadding.join(', ')}` }));
  }
  const axes = windowAxes({ kernel, stride, dilation, padding: symmetric(padding) });
  const spatial = inputParts.spatial.map((size, i) => transposedOutputSize(size, axes[i], outputPadding[i]));
  if (spatial.some((size) => certainlyLess(size, 1))) {
    a.fail({ code: 'CL1015', details: { size: formatShape(spatial) }, actual: formatShape(spatial) });
  }
  return {
    result: { shape: spatialShape(inputParts, outputChannels, spatial), dtype: input.dtype },
    macs: product([inputParts.batch, ...inputParts.spatial, ...weight.shape]),
    window: windowMotion(a, axes, true),
    attributes: { stride, padding, output_padding: outputPadding, groups, dilation },
  };
}
