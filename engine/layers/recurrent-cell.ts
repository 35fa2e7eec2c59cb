// One step of a recurrent layer, as torch's cells take it (lstm_cell, gru_cell, ...): a sequence of one whose output is the state.
//
//     input N×I, state N×H  →  state N×H (and c, for lstm_cell)
import {
  backwardRecurrence,
  forwardRecurrence,
  gatesOf,
  gateWidth,
  type Cell,
  type Recurrence,
  type States,
} from './recurrence';
import type { LayerRule, RuleContext, View } from './rule';

function cellPass(c: RuleContext, cell: Cell): Recurrence {
  const input = c.input('input');
  const [ih, hh] = [c.input('w_ih'), c.input('w_hh')];
  const [features, carried, hidden] = [ih.shape[1], hh.shape[1], ih.shape[0] / gatesOf(cell)];
  const states = cell === 'lstm' ? c.list('hx') : [c.input('hx')];
  return {
    cell,
    steps: 1,
    items: input.data.length / features,
    hidden,
    carried,
    reverse: false,
    input: { data: input.data, offset: 0, step: 0, item: features, width: features },
    output: { data: c.output().data, offset: 0, step: 0, item: carried, width: carried },
    weights: {
      ih: ih.data,
      hh: hh.data,
      biasIh: c.optional('b_ih')?.data ?? null,
      biasHh: c.optional('b_hh')?.data ?? null,
      hr: null,
    },
    h0: itemStates(states[0]),
    c0: cell === 'lstm' ? itemStates(states[1]) : null,
    gates: c.saved('gates'),
    cells: cell === 'lstm' ? c.output(1).data : null,
  };
}

function itemStates({ data, shape }: View): States {
  const width = shape[shape.length - 1];
  return { data, offset: 0, width, items: data.length / width };
}

const step = (cell: Cell): LayerRule => ({
  reads: { inputs: ['input', 'hx', 'w_ih', 'w_hh'], outputs: true },
  saves: (c) => {
    const [rows, features] = c.shape('w_ih');
    const items = c.shape('input').reduce((a, b) => a * b, 1) / features;
    return { gates: { elements: items * gateWidth(cell, rows / gatesOf(cell)), type: 'float32' } };
  },
  forward: (c) => forwardRecurrence(cellPass(c, cell)),
  backward(c) {
    const r = cellPass(c, cell);
    const own = c.outputGradient(0)?.data ?? new Float32Array(r.items * r.carried);
    const dcn = cell === 'lstm' ? c.outputGradient(1) : null;
    const below = c.inputGradient('input');
    const [dh0, dc0] = cell === 'lstm' ? c.listGradient('hx') : [c.inputGradient('hx'), null];
    const gradient = (name: string): Float32Array | null => c.inputGradient(name)?.data ?? null;
    backwardRecurrence(r, {
      output: { ...r.output, data: own },
      hn: null,
      cn: dcn && itemStates(dcn),
      input: below && { ...r.input, data: below.data },
      weights: {
        ih: gradient('w_ih'),
        hh: gradient('w_hh'),
        biasIh: gradient('b_ih'),
        biasHh: gradient('b_hh'),
        hr: null,
      },
      h0: dh0 ? itemStates(dh0) : null,
      c0: dc0 ? itemStates(dc0) : null,
    });
  },
});

export const recurrentCells: Readonly<Record<string, LayerRule>> = {
  lstm_cell: step('lstm'),
  gru_cell: step('gru'),
  rnn_tanh_cell: step('rnn_tanh'),
  rnn_relu_cell: step('rnn_relu'),
};
