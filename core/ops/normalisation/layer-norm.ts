// layer_norm and rms_norm: over the last axes, whose sizes are `normalized_shape`
// (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.layer_norm.html).
import { certainlyDiffer } from '../../shape/dim';
import { formatShape, type Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { F, type Inference, type Operator } from '../operator';
import { invalidArgument } from '../problems';
import { isList } from '../values';

const overLastAxes = <const Name extends string>(name: Name, signature: string, functions: readonly string[]) =>
  ({
    name,
    signature,
    functions,
    methods: [],
    infer: (a) => inferLayerNorm(a),
  }) as const satisfies Operator;

export const layerNorm = overLastAxes(
  'layer_norm',
  'input, normalized_shape, weight=None, bias=None, eps=1e-05, cudnn_enable=True',
  [F('layer_norm'), 'torch.layer_norm'],
);

export const rmsNorm = overLastAxes('rms_norm', 'input, normalized_shape, weight=None, eps=None', [
  F('rms_norm'),
  'torch.rms_norm',
]);

function inferLayerNorm(a: OperatorArguments): Inference {
  const { shape, dtype } = a.tensor('input');
  if (!isList(a.raw('normalized_shape'))) {
    a.fail(invalidArgument(a.operatorName, "argument 'normalized_shape' must be tuple of ints, not int"));
  }
  const normalised = a.dims('normalized_shape');
  if (normalised.length === 0) {
    a.fail(invalidArgument(a.operatorName, 'normalized_shape must have at least one dimension'));
  }
  const tail = shape.slice(-normalised.length);
  if (tail.length < normalised.length || normalised.some((d, i) => certainlyDiffer(d, tail[i]))) {
    a.fail({
      code: 'CL1003',
      details: {
        operator: a.operatorName,
        expectedFeatures: formatShape(normalised),
        actualFeatures: formatShape(tail),
      },
      expected: `an input of shape *×${formatShape(normalised)}`,
      actual: formatShape(shape),
      hint: `Set normalized_shape to ${formatShape(tail)}.`,
    });
  }
  requireParameters(a, normalised);
  return {
    result: { shape, dtype },
    ...(normalised.length > 1 ? { window: 'global' } : {}),
    attributes: { normalized_shape: normalised, eps: a.optionalNumber('eps') },
  };
}

function requireParameters(a: OperatorArguments, normalised: Shape): void {
  for (const name of ['weight', 'bias']) {
    if (!a.has(name)) continue;
    const { shape } = a.tensor(name);
    if (shape.length === normalised.length && !shape.some((d, i) => certainlyDiffer(d, normalised[i]))) continue;
    a.fail(
      invalidArgument(a.operatorName, `${name} must be of the same shape as normalized_shape`, {
        expected: formatShape(normalised),
        actual: formatShape(shape),
      }),
    );
  }
}
