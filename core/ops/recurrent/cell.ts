// One step of a recurrent layer: lstm_cell, gru_cell, rnn_tanh_cell (https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTMCell.html).
// MACs: batch × weight elements.
import { add, certainlyDiffer, multiply, product } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import type { Inference, Operator } from '../operator';
import { wrongFeatures } from '../problems';

const cell = <const Name extends string>(name: Name, isLstm: boolean) =>
  ({
    name,
    signature: 'input, hx, w_ih, w_hh, b_ih=None, b_hh=None',
    functions: [`torch.${name}`, `torch._VF.${name}`],
    methods: [],
    infer: (a) => inferCell(a, isLstm),
  }) as const satisfies Operator;

export const cells = [
  cell('lstm_cell', true),
  cell('gru_cell', false),
  cell('rnn_tanh_cell', false),
  cell('rnn_relu_cell', false),
] as const;

function inferCell(a: OperatorArguments, isLstm: boolean): Inference {
  const input = a.tensor('input');
  const states = isLstm ? a.tensors('hx') : [a.tensor('hx')];
  const [weights, hidden] = [a.tensor('w_ih'), a.tensor('w_hh')];
  const features = input.shape[input.shape.length - 1];
  if (certainlyDiffer(features, weights.shape[1])) {
    a.fail(wrongFeatures(a.operatorName, weights.shape[1], features, `Set input_size to ${String(features)}.`));
  }
  const width = states[0].shape[states[0].shape.length - 1];
  if (certainlyDiffer(width, hidden.shape[1]))
    a.fail(wrongFeatures(`${a.operatorName} hidden state`, hidden.shape[1], width));
  const batch = product(input.shape.slice(0, -1));
  const results = states.map(({ shape, dtype }) => ({ shape, dtype }));
  return {
    result: isLstm ? { tuple: results } : results[0],
    macs: multiply(batch, add(product(weights.shape), product(hidden.shape))),
    window: 'global',
  };
}
