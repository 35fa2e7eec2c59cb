// What recurrent layers ask of their input and states, whether padded or packed.
import { certainlyDiffer, type Dim } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import type { TensorType } from '../operator';
import { invalidArgument, wrongFeatures, wrongRank } from '../problems';

export function requireInput(a: OperatorArguments, input: TensorType, weights: readonly TensorType[]): void {
  if (weights.length === 0) a.fail(invalidArgument(a.operatorName, 'no weights were given'));
  const [features, expected] = [input.shape[input.shape.length - 1], weights[0].shape[1]];
  if (certainlyDiffer(features, expected)) {
    a.fail(wrongFeatures(a.operatorName, expected, features, `Set input_size to ${String(features)}.`));
  }
}

/** An lstm has two states, the others one. */
export function statesOf(a: OperatorArguments, isLstm: boolean): readonly TensorType[] {
  if (!isLstm) return [a.tensor('hx')];
  const states = a.tensors('hx');
  return states.length === 2 ? states : a.fail(invalidArgument(a.operatorName, 'lstm expects two hidden states'));
}

/** Each is layers·directions × N × H. */
export function requireStates(a: OperatorArguments, states: readonly TensorType[], layers: number, batch: Dim): void {
  for (const { shape } of states) {
    if (shape.length !== 3) a.fail(wrongRank(`${a.operatorName} hidden state`, '3', shape));
    if (!certainlyDiffer(shape[0], layers) && !certainlyDiffer(shape[1], batch)) continue;
    a.fail(
      invalidArgument(a.operatorName, 'the hidden state does not fit layers, directions and batch', {
        expected: `${layers}×${String(batch)}×…`,
        actual: shape.join('×'),
      }),
    );
  }
}
