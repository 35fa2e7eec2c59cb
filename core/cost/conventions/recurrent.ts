// What thop and ptflops count for recurrent modules, by the formulas of their sources: multiplications and additions of one step,
// times steps and batch.
import type { LeafCall } from '../../graph/graph';
import { multiply, type Dim } from '../../shape/dim';
import { isTrue, numberAttribute } from './rule';

export type Cell = 'RNN' | 'GRU' | 'LSTM';

interface Settings {
  readonly cell: Cell;
  readonly isCell: boolean;
  readonly input: number;
  readonly hidden: number;
  readonly layers: number;
  readonly directions: number;
  readonly bias: boolean;
}

/** null: the module is not recurrent, or a setting is not known. */
export function recurrentSettings(call: LeafCall<Dim>): Settings | null {
  const match = /^(RNN|GRU|LSTM)(Cell)?$/.exec(call.type);
  const input = numberAttribute(call, 'input_size');
  const hidden = numberAttribute(call, 'hidden_size');
  if (match === null || input === null || hidden === null) return null;
  return {
    cell: match[1] as Cell,
    isCell: match[2] !== undefined,
    input,
    hidden,
    layers: numberAttribute(call, 'num_layers') ?? 1,
    directions: isTrue(call.attributes.bidirectional) ? 2 : 1,
    bias: isTrue(call.attributes.bias),
  };
}

/** Steps times batch of the module's input: its first two sizes, or the batch of a cell. */
export const applications = (call: LeafCall<Dim>, isCell: boolean): Dim | null => {
  const shape = call.inputs[0] as readonly Dim[] | undefined;
  if (shape === undefined || shape.length < 2) return null;
  return isCell ? shape[0] : multiply(shape[0], shape[1]);
};

/** One step of one direction of one layer, as thop counts it. */
function thopStep(cell: Cell, input: number, hidden: number, bias: boolean): number {
  const gate = hidden * (input + hidden) + hidden + (bias ? 2 * hidden : 0);
  switch (cell) {
    case 'RNN':
      return gate;
    case 'GRU':
      return 3 * gate + 4 * hidden;
    case 'LSTM':
      return 4 * gate + 4 * hidden;
  }
}

export function thopRecurrent(call: LeafCall<Dim>): Dim | null {
  const settings = recurrentSettings(call);
  const times = settings && applications(call, settings.isCell);
  if (settings === null || times === null) return null;
  const { cell, input, hidden, layers, directions, bias } = settings;
  const first = thopStep(cell, input, hidden, bias);
  const further = thopStep(cell, hidden * directions, hidden, bias);
  return multiply(directions * (first + (layers - 1) * further), times);
}

/** ptflops takes the weights of the forward direction for both; its running sum is kept from layer to layer. */
export function ptflopsRecurrent(call: LeafCall<Dim>): Dim | null {
  const settings = recurrentSettings(call);
  const times = settings && applications(call, settings.isCell);
  if (settings === null || times === null) return null;
  const { cell, input, hidden, layers, directions, bias } = settings;
  const gates = { RNN: 1, GRU: 3, LSTM: 4 }[cell];
  const extra = { RNN: 1, GRU: 7, LSTM: 10 }[cell];
  const layer = (width: number): number =>
    gates * hidden * (width + hidden) + extra * hidden + (bias ? 2 * gates * hidden : 0);
  const step = layer(input) + (layers - 1) * layer(hidden * directions);
  return multiply(directions * step, times);
}
