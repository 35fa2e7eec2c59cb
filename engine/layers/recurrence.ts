// One layer of a recurrent network in one direction, over its steps, forward and backward
// (https://docs.pytorch.org/docs/stable/generated/torch.nn.LSTM.html and its neighbours). Gates are stacked in the weights' rows.
//
//     rnn     h' = tanh(W x + b + W h + b) or the ReLU of it
//     lstm    i, f, o = σ(…)   g = tanh(…)   c' = f c + i g   h' = o tanh(c')   (and a projection of h')
//     gru     r, z = σ(…)   n = tanh(W x + b + r (W h + b))   h' = (1 − z) n + z h
export type Cell = 'rnn_tanh' | 'rnn_relu' | 'lstm' | 'gru';

/** Numbers by step and item: element j of (t, n) lies at offset + t · step + n · item + j. */
export interface Sequence {
  readonly data: Float32Array;
  readonly offset: number;
  readonly step: number;
  readonly item: number;
  readonly width: number;
}

export interface Weights<Data> {
  readonly ih: Data;
  readonly hh: Data;
  readonly biasIh: Data | null;
  readonly biasHh: Data | null;
  /** LSTM's projection. */
  readonly hr: Data | null;
}

/** States by item; `items` may be fewer than the batch has: the same state for all then. */
export interface States {
  readonly data: Float32Array;
  readonly offset: number;
  readonly width: number;
  readonly items: number;
}

export interface Recurrence {
  readonly cell: Cell;
  readonly steps: number;
  readonly items: number;
  readonly hidden: number;
  /** What is carried and put out: `hidden`, or the projection's size. */
  readonly carried: number;
  readonly reverse: boolean;
  readonly input: Sequence;
  readonly output: Sequence;
  readonly weights: Weights<Float32Array>;
  readonly h0: States;
  readonly c0: States | null;
  /** What backward reads: `gateWidth` numbers a step and item, and the cell's states (LSTM). */
  readonly gates: Float32Array;
  readonly cells: Float32Array | null;
}

export const gatesOf = (cell: Cell): number => (cell === 'lstm' ? 4 : cell === 'gru' ? 3 : 1);

/** GRU keeps W h + b of its n gate as well. */
export const gateWidth = (cell: Cell, hidden: number): number => (cell === 'gru' ? 4 : gatesOf(cell)) * hidden;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const stateAt = ({ offset, width, items }: States, n: number): number => offset + (n % items) * width;
const at = ({ offset, step, item }: Sequence, t: number, n: number): number => offset + t * step + n * item;

/** The order of the steps: `s` counts from the start of the direction. */
const timeOf = ({ steps, reverse }: Recurrence, s: number): number => (reverse ? steps - 1 - s : s);

function dot(w: Float32Array, row: number, x: Float32Array, from: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += w[row * width + i] * x[from + i];
  return sum;
}

/** Where the carried state before step `s` lies. */
const before = (r: Recurrence, s: number, n: number): readonly [Float32Array, number] =>
  s === 0 ? [r.h0.data, stateAt(r.h0, n)] : [r.output.data, at(r.output, timeOf(r, s - 1), n)];

export function forwardRecurrence(r: Recurrence): void {
  const { cell, steps, items, hidden: H, carried, weights: w, input, output, gates, cells } = r;
  const width = gateWidth(cell, H);
  const full = new Float32Array(H);
  for (let s = 0; s < steps; s++)
    for (let n = 0; n < items; n++) {
      const t = timeOf(r, s);
      const x = at(input, t, n);
      const [h, hAt] = before(r, s, n);
      const g = (s * items + n) * width;
      const fromInput = (row: number): number =>
        dot(w.ih, row, input.data, x, input.width) + (w.biasIh ? w.biasIh[row] : 0);
      const fromState = (row: number): number => dot(w.hh, row, h, hAt, carried) + (w.biasHh ? w.biasHh[row] : 0);
      for (let j = 0; j < H; j++) {
        if (cell === 'lstm') {
          const i = sigmoid(fromInput(j) + fromState(j));
          const f = sigmoid(fromInput(H + j) + fromState(H + j));
          const c = Math.tanh(fromInput(2 * H + j) + fromState(2 * H + j));
          const o = sigmoid(fromInput(3 * H + j) + fromState(3 * H + j));
          gates[g + j] = i;
          gates[g + H + j] = f;
          gates[g + 2 * H + j] = c;
          gates[g + 3 * H + j] = o;
          const next = f * cellBefore(r, s, n, j) + i * c;
          cells![(s * items + n) * H + j] = next;
          full[j] = o * Math.tanh(next);
        } else if (cell === 'gru') {
          const reset = sigmoid(fromInput(j) + fromState(j));
          const update = sigmoid(fromInput(H + j) + fromState(H + j));
          const state = fromState(2 * H + j);
          const next = Math.tanh(fromInput(2 * H + j) + reset * state);
          gates[g + j] = reset;
          gates[g + H + j] = update;
          gates[g + 2 * H + j] = next;
          gates[g + 3 * H + j] = state;
          full[j] = (1 - update) * next + update * h[hAt + j];
        } else {
          const sum = fromInput(j) + fromState(j);
          gates[g + j] = full[j] = cell === 'rnn_tanh' ? Math.tanh(sum) : Math.max(0, sum);
        }
      }
      const y = at(output, t, n);
      for (let j = 0; j < carried; j++) output.data[y + j] = w.hr ? dot(w.hr, j, full, 0, H) : full[j];
    }
}

const cellBefore = (r: Recurrence, s: number, n: number, j: number): number =>
  s === 0 ? r.c0!.data[stateAt(r.c0!, n) + j] : r.cells![((s - 1) * r.items + n) * r.hidden + j];

/** Where gradients go (added to) and come from; null: not wanted, or none arrives. */
export interface RecurrenceGradients {
  readonly output: Sequence;
  /** Of the last states, by item. */
  readonly hn: States | null;
  readonly cn: States | null;
  readonly input: Sequence | null;
  readonly weights: Weights<Float32Array | null>;
  readonly h0: States | null;
  readonly c0: States | null;
}

export function backwardRecurrence(r: Recurrence, d: RecurrenceGradients): void {
  const { cell, steps, items, hidden: H, carried, weights: w, input, gates, cells } = r;
  const [width, rows] = [gateWidth(cell, H), gatesOf(cell) * H];
  const [dh, dFull, dc] = [new Float64Array(carried), new Float64Array(H), new Float64Array(H)];
  // Of the sums of each gate, by way of the input and by way of the state: they differ in the GRU's n.
  const [dInput, dState] = [new Float64Array(rows), new Float64Array(rows)];
  for (let n = 0; n < items; n++) {
    const dhNext = new Float64Array(carried);
    dc.fill(0);
    for (let j = 0; d.hn && j < carried; j++) dhNext[j] = d.hn.data[stateAt(d.hn, n) + j];
    for (let j = 0; d.cn && j < H; j++) dc[j] = d.cn.data[stateAt(d.cn, n) + j];
    for (let s = steps - 1; s >= 0; s--) {
      const t = timeOf(r, s);
      const g = (s * items + n) * width;
      const [h, hAt] = before(r, s, n);
      const dy = at(d.output, t, n);
      for (let j = 0; j < carried; j++) dh[j] = d.output.data[dy + j] + dhNext[j];
      dhNext.fill(0);
      projectBack(r, d, dh, dFull, s, n);
      for (let j = 0; j < H; j++) {
        const a = gates[g + j];
        if (cell === 'lstm') {
          const [f, c, o] = [gates[g + H + j], gates[g + 2 * H + j], gates[g + 3 * H + j]];
          const squashed = Math.tanh(cells![(s * items + n) * H + j]);
          const total = dc[j] + dFull[j] * o * (1 - squashed * squashed);
          dInput[j] = total * c * a * (1 - a);
          dInput[H + j] = total * cellBefore(r, s, n, j) * f * (1 - f);
          dInput[2 * H + j] = total * a * (1 - c * c);
          dInput[3 * H + j] = dFull[j] * squashed * o * (1 - o);
          dc[j] = total * f;
        } else if (cell === 'gru') {
          const [update, next, state] = [gates[g + H + j], gates[g + 2 * H + j], gates[g + 3 * H + j]];
          const dNext = dFull[j] * (1 - update) * (1 - next * next);
          dInput[j] = dNext * state * a * (1 - a);
          dInput[H + j] = dFull[j] * (h[hAt + j] - next) * update * (1 - update);
          dInput[2 * H + j] = dNext;
          dhNext[j] += dFull[j] * update;
        } else dInput[j] = dFull[j] * (cell === 'rnn_tanh' ? 1 - a * a : a > 0 ? 1 : 0);
      }
      dState.set(dInput);
      for (let j = 0; cell === 'gru' && j < H; j++) dState[2 * H + j] = dInput[2 * H + j] * gates[g + j];
      addWeights(d.weights.ih, d.weights.biasIh, dInput, input.data, at(input, t, n), input.width);
      addWeights(d.weights.hh, d.weights.biasHh, dState, h, hAt, carried);
      const into = d.input;
      if (into) addTransposed(w.ih, dInput, into.width, into.data, at(into, t, n));
      addTransposed(w.hh, dState, carried, dhNext, 0);
    }
    for (let j = 0; d.h0 && j < carried; j++) d.h0.data[stateAt(d.h0, n) + j] += dhNext[j];
    for (let j = 0; d.c0 && j < H; j++) d.c0.data[stateAt(d.c0, n) + j] += dc[j];
  }
}

/** From the carried state's gradient to that of the state before its projection. */
function projectBack(
  r: Recurrence,
  d: RecurrenceGradients,
  dh: Float64Array,
  dFull: Float64Array,
  s: number,
  n: number,
): void {
  const { hidden: H, items, weights, gates, cells } = r;
  if (!weights.hr) return dFull.set(dh);
  dFull.fill(0);
  addTransposed(weights.hr, dh, H, dFull, 0);
  if (!d.weights.hr) return;
  const [g, c] = [(s * items + n) * gateWidth(r.cell, H), (s * items + n) * H];
  const full = Float32Array.from({ length: H }, (_, j) => gates[g + 3 * H + j] * Math.tanh(cells![c + j]));
  addWeights(d.weights.hr, null, dh, full, 0, H);
}

/** dW += dy ⊗ x, db += dy. */
function addWeights(
  dw: Float32Array | null,
  db: Float32Array | null,
  dy: Float64Array,
  x: Float32Array,
  from: number,
  width: number,
): void {
  for (let row = 0; row < dy.length; row++) {
    if (dw) for (let i = 0; i < width; i++) dw[row * width + i] += dy[row] * x[from + i];
    if (db) db[row] += dy[row];
  }
}

/** dx += Wᵀ dy. */
function addTransposed(
  w: Float32Array,
  dy: Float64Array,
  width: number,
  dx: Float32Array | Float64Array,
  from: number,
): void {
  for (let row = 0; row < dy.length; row++)
    for (let i = 0; i < width; i++) dx[from + i] += dy[row] * w[row * width + i];
}
