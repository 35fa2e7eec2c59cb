// Recurrent layers over a sequence, as nn.LSTM, nn.GRU and nn.RNN call them
// (https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html):
//
//     input L×N×I (N×L×I with batch_first), states D·layers×N×H  →  L×N×D·H, states
//
// MACs: for each layer and direction, positions × weight elements (input and hidden), as PyTorch's own decomposition makes
// them; a fused kernel computes the same, though torch.utils.flop_counter sees nothing of it.
import { type Dim, multiply, product, sum } from '../../shape/dim';
import type { Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import type { Inference, Operator, Result } from '../operator';
import { wrongRank } from '../problems';
import { requireInput, requireStates, statesOf } from './checks';

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
  const states = statesOf(a, isLstm);
  const weights = a.tensors('params').filter((p) => p.shape.length === 2);
  const layers = a.int('num_layers');
  const directions = a.boolean('bidirectional') ? 2 : 1;
  const [first, second] = input.shape;
  const [length, batch] = a.boolean('batch_first') ? [second, first] : [first, second];
  requireInput(a, input, weights);
  requireStates(a, states, layers * directions, batch);
  const outputShape: Shape = [first, second, multiply(states[0].shape[2], directions)];
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
