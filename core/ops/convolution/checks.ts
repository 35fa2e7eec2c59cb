// Checks that plain and transposed convolutions share, as PyTorch's `check_shape_forward` makes them.
import { certainlyDiffer, type Dim } from '../../shape/dim';
import { formatShape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import type { TensorType } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isFloating, isComplex } from '../promotion';

export interface ConvolutionSettings {
  readonly stride: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

export function convolutionSettings(a: OperatorArguments, count: number): ConvolutionSettings {
  const settings = { stride: a.ints('stride', count), dilation: a.ints('dilation', count), groups: a.int('groups') };
  const positive = (name: string, values: readonly number[]): void => {
    if (values.some((v) => v <= 0))
      a.fail(invalidArgument(a.operatorName, `${name} must be positive`, { actual: values.join(', ') }));
  };
  positive('stride', settings.stride);
  positive('dilation', settings.dilation);
  positive('groups', [settings.groups]);
  return settings;
}

export function requireWeightRank(a: OperatorArguments, weight: TensorType, count: number): void {
  if (weight.shape.length !== count + 2) a.fail(wrongRank(`${a.operatorName} weight`, String(count + 2), weight.shape));
}

export function requireBias(a: OperatorArguments, bias: TensorType | null, channels: Dim): void {
  if (bias === null) return;
  if (bias.shape.length === 1 && !certainlyDiffer(bias.shape[0], channels)) return;
  a.fail(
    invalidArgument(a.operatorName, `bias must be of shape ${String(channels)}`, {
      expected: String(channels),
      actual: formatShape(bias.shape),
    }),
  );
}

/** Integer data meets floating weights, or double precision another: errors without and with autocast. */
export function requireFloatingInput(a: OperatorArguments, input: TensorType, weight: TensorType): void {
  const fits = (t: TensorType): boolean => isFloating(t.dtype) || isComplex(t.dtype);
  const mixesDouble =
    isFloating(input.dtype) && isFloating(weight.dtype) && (input.dtype === 'float64') !== (weight.dtype === 'float64');
  if ((!fits(input) && fits(weight)) || mixesDouble) {
    a.fail(
      invalidArgument(a.operatorName, `the input has dtype ${input.dtype}, the weight ${weight.dtype}`, {
        expected: weight.dtype,
        actual: input.dtype,
        hint:
          weight.dtype === 'float32'
            ? 'Convert the input with .float().'
            : `Convert the input with .to(torch.${weight.dtype}).`,
      }),
    );
  }
}
