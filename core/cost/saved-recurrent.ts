// What training keeps of recurrent layers, as PyTorch runs them on the CPU step by step (measured in test/golden/programs/sequences.py).
// With s for the bytes of a hidden state, each step of a layer keeps
//
//     rnn    its result                                                                               s
//     gru    three gates in one, the reset candidate, the new gate, its difference to the state      6 s
//     lstm   four gates in one, tanh of the cell state                                               5 s   (projected: 6 s)
//
// and the state that the next step reads: the hidden state (but for rnn, whose result it is), and the cell state of an lstm. An lstm
// over padded sequences without projection runs in oneDNN instead, whose workspace is not modelled.
import type { AttributeValue, Operation } from '../graph/graph';
import { add, dimEquals, multiply, product, subtract, type Dim } from '../shape/dim';
import { contiguousStrides } from '../shape/shape';
import type { SavedItem, SavingFacts } from './saving-facts';

type Rule = (f: SavingFacts, operation: Operation<Dim>) => readonly SavedItem[] | null;

interface Cell {
  /** Hidden states that a step keeps for itself. */
  readonly own: number;
  /** States that the next step reads and that are not kept yet. */
  readonly passed: number;
}

const cells = {
  rnn: { own: 1, passed: 0 },
  gru: { own: 6, passed: 1 },
  lstm: { own: 5, passed: 2 },
} as const satisfies Readonly<Record<string, Cell>>;

const FLOAT = 4;

/** Of `rows` steps of all sequences together in one layer and direction, the last of them `last`; `carried` is a projected state. */
function keptBySteps({ own, passed }: Cell, rows: Dim, last: Dim, hidden: Dim, carried: Dim): Dim {
  const before = subtract(rows, last);
  const isProjected = !dimEquals(hidden, carried);
  const kept = multiply(multiply(rows, own + (isProjected ? 1 : 0)), hidden);
  const states = isProjected ? add(hidden, carried) : multiply(hidden, passed);
  return multiply(add(kept, multiply(before, states)), FLOAT);
}

/** Between layers the results are one tensor; dropped out, a noise beside it. */
const keptBetween = (rows: Dim, width: Dim, { attributes }: Operation<Dim>): Dim =>
  multiply(multiply(multiply(rows, width), FLOAT), attributes.dropout === 0 ? 1 : 2);

/** The sizes of the hidden and of the carried state: an lstm has both, the others one. */
function widths(f: SavingFacts): readonly [hidden: Dim, carried: Dim] {
  const states = f.each('hx').map(({ shape }) => shape[shape.length - 1]);
  return [states[states.length - 1], states[0]];
}

const count = (value: AttributeValue<Dim> | undefined): number => (typeof value === 'number' ? value : 1);

function padded(cell: Cell): Rule {
  return (f, operation) => {
    const { attributes } = operation;
    const [hidden, carried] = widths(f);
    if (cell === cells.lstm && dimEquals(hidden, carried)) return null;
    const [layers, directions] = [count(attributes.num_layers), attributes.bidirectional === true ? 2 : 1];
    const [first, second] = f.shape('input');
    const batch = attributes.batch_first === true ? first : second;
    const rows = multiply(first, second);
    const steps = keptBySteps(cell, rows, batch, hidden, carried);
    const between = keptBetween(rows, multiply(carried, directions), operation);
    return [
      ...entering(f, attributes.batch_first === true, directions),
      ...f.input('hx'),
      multiply(steps, layers * directions),
      multiply(between, layers - 1),
    ];
  };
}

/** Steps come first: what does not lie so in memory is copied for each direction. */
function entering(f: SavingFacts, batchFirst: boolean, directions: number): readonly SavedItem[] {
  const [{ shape, strides }] = f.each('input');
  const order = batchFirst ? [1, 0, 2] : [0, 1, 2];
  const dense = contiguousStrides(order.map((axis) => shape[axis]));
  const lies = strides === null || order.every((axis, i) => shape[axis] === 1 || dimEquals(strides[axis], dense[i]));
  return lies ? f.input('input') : Array.from({ length: directions }, () => f.copy('input')).flat();
}

function packed(cell: Cell): Rule {
  return (f, operation) => {
    const { attributes } = operation;
    const last = attributes.last_batch;
    // backwards, sequences join the batch on the way
    if (attributes.bidirectional === true || typeof last !== 'number') return null;
    const [hidden, carried] = widths(f);
    const [rows] = f.shape('input');
    const layers = count(attributes.num_layers);
    const steps = keptBySteps(cell, rows, last, hidden, carried);
    return [
      ...f.input('input'),
      ...f.input('hx'),
      multiply(steps, layers),
      multiply(keptBetween(rows, carried, operation), layers - 1),
    ];
  };
}

/** One step by itself. */
const step =
  ({ own }: Cell): Rule =>
  (f) => [...f.input('input'), ...f.input('hx'), multiply(product(f.resultShape()), own * FLOAT)];

const resultOfStep: Rule = (f) => [...f.input('input'), ...f.input('hx'), ...f.result()];

export const recurrentRules: Readonly<Record<string, Rule>> = {
  rnn_tanh: padded(cells.rnn),
  rnn_relu: padded(cells.rnn),
  gru: padded(cells.gru),
  lstm: padded(cells.lstm),
  packed_rnn_tanh: packed(cells.rnn),
  packed_rnn_relu: packed(cells.rnn),
  packed_gru: packed(cells.gru),
  packed_lstm: packed(cells.lstm),
  rnn_tanh_cell: resultOfStep,
  rnn_relu_cell: resultOfStep,
  gru_cell: step(cells.gru),
  lstm_cell: step(cells.lstm),
  pack_padded_sequence: (f) => f.result(1),
  pad_packed_sequence: () => [],
};
