// Recurrent layers over a sequence, as nn.LSTM, nn.GRU and nn.RNN call them
// (https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html):
//
//     input L×N×I (N×L×I with batch_first), states D·layers×N×H  →  L×N×D·H, states
//
// MACs: for each layer and direction, positions × weight elements (input and hidden), as PyTorch's own decomposition makes
// them; a fused kernel computes the same, though torch.utils.flop_counter sees nothing of it.
import { certainlyDiffer, type Dim, multiply, product, sum } from '../../shape/dim';
import type { Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import type { Inference, Operator, Result, TensorType } from '../operator';
import { invalidArgument, wrongFeatures, wrongRank } from '../problems';

const SIGNATURE = 'input, hx, params, has_biases, num_layers, dropout, train, bidirectional, batch_first';

const recurrent = <const Name extends string>(name: Name, functions: readonly string[], isLstm: boolean) =>
  ({
    name,
    signature: SIGNATURE,
    functions,
    methods: [],
    infer: (a) => inferRecurrent(a, isLstm),
  }) as const satisfies Operator;

export const lstm = recurrent('lstm', ['torch.lstm', 'torch._VF.lstm'], true);
export const gru = recurrent('gru', ['torch.gru', 'torch._VF.gru'], false);
export const rnnTanh = recurrent('rnn_tanh', ['torch.rnn_tanh', 'torch._VF.rnn_tanh'], false);
export const rnnRelu = recurrent('rnn_relu', ['torch.rnn_relu', 'torch._VF.rnn_relu'], false);

function inferRecurrent(a: OperatorArguments, isLstm: boolean): Inference {
  const input = a.tensor('input');
  if (input.shape.length !== 3) a.fail(wrongRank(a.operatorName, '3', input.shape));
  const states = isLstm ? a.tensors('hx') : [a.tensor('hx')];
  const weights = a.tensors('params').filter((p) => p.shape.length === 2);
  const layers = a.int('num_layers');
  const directions = a.boolean('bidirectional') ? 2 : 1;
  const [first, second] = input.shape;
  if (states.length !== (isLstm ? 2 : 1)) a.fail(invalidArgument(a.operatorName, 'lstm expects two hidden states'));
  for (const { shape } of states)
    if (shape.length !== 3) a.fail(wrongRank(`${a.operatorName} hidden state`, '3', shape));
  const [length, batch] = a.boolean('batch_first') ? [second, first] : [first, second];
  requireInput(a, input, weights);
  const output = states[0].shape[2];
  const outputShape: Shape = [first, second, multiply(output, directions)];
  requireStates(a, states, layers * directions, batch);
  const finals: Result[] = states.map(({ shape, dtype }) => ({ shape, dtype }));
  return {
    result: { tuple: [{ shape: outputShape, dtype: input.dtype }, ...finals] },
    macs: product([batch, length, sum(weights.map(({ shape }): Dim => product(shape)))]),
    window: 'global',
    attributes: {
      num_layers: layers,
      bidirectional: directions === 2,
      batch_first: a.boolean('batch_first'),
      // what is dropped between the layers in this call
      dropout: a.boolean('train') ? a.number('dropout') : 0,
    },
  };
}

function requireInput(a: OperatorArguments, input: TensorType, weights: readonly TensorType[]): void {
  if (weights.length === 0) a.fail(invalidArgument(a.operatorName, 'no weights were given'));
  const [features, expected] = [input.shape[2], weights[0].shape[1]];
  if (certainlyDiffer(features, expected)) {
    a.fail(wrongFeatures(a.operatorName, expected, features, `Set input_size to ${String(features)}.`));
  }
}

function requireStates(a: OperatorArguments, states: readonly TensorType[], layers: number, batch: Dim): void {
  for (const { shape } of states) {
    if (!certainlyDiffer(shape[0], layers) && !certainlyDiffer(shape[1], batch)) continue;
    a.fail(
      invalidArgument(a.operatorName, 'the hidden state does not fit layers, directions and batch', {
        expected: `${layers}×${String(batch)}×…`,
        actual: shape.join('×'),
      }),
    );
  }
}
