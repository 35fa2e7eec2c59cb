// Recurrent layers as torch has them: stacks in one or both directions over a sequence (lstm, gru, rnn_tanh, rnn_relu), and
// single steps (lstm_cell, ...). recurrence.ts computes one layer in one direction; here is where its tensors lie.
//
//     input L×N×I (N×L×I with batch_first), states layers·D×N×H  →  L×N×D·H, states
import { flag, numberOf } from './attributes';
import { drawDropout } from './dropout';
import {
  backwardRecurrence,
  forwardRecurrence,
  gatesOf,
  gateWidth,
  type Cell,
  type Recurrence,
  type Sequence,
  type States,
  type Weights,
} from './recurrence';
import { recurrentCells } from './recurrent-cell';
import type { BackwardContext, LayerRule, RuleContext, ShapeContext, View } from './rule';

interface Sizes {
  readonly steps: number;
  readonly items: number;
  readonly features: number;
  readonly layers: number;
  readonly directions: number;
  readonly hidden: number;
  readonly carried: number;
  readonly batchFirst: boolean;
  /** Tensors of one layer in one direction. */
  readonly each: number;
}

interface Shapes {
  readonly input: readonly number[];
  readonly parameters: readonly (readonly number[])[];
  attribute: RuleContext['attribute'];
}

function sizesOf(cell: Cell, { input, parameters, attribute }: Shapes): Sizes {
  const c = { attribute };
  const [layers, directions] = [numberOf(c, 'num_layers', 1), flag(c, 'bidirectional', false) ? 2 : 1];
  const batchFirst = flag(c, 'batch_first', false);
  const [first, second, features] = input;
  const [ih, hh] = parameters;
  return {
    steps: batchFirst ? second : first,
    items: batchFirst ? first : second,
    features,
    layers,
    directions,
    hidden: ih[0] / gatesOf(cell),
    carried: hh[1],
    batchFirst,
    each: parameters.length / (layers * directions),
  };
}

/** The tensors of one layer and direction: ih, hh, then both biases, then the projection, as far as there are some. */
function weightsOf<T>(parameters: readonly T[], pass: number, { each }: Sizes): Weights<T> {
  const own = parameters.slice(pass * each, (pass + 1) * each);
  const biased = each >= 4;
  return {
    ih: own[0],
    hh: own[1],
    biasIh: biased ? own[2] : null,
    biasHh: biased ? own[3] : null,
    hr: each % 2 === 1 ? own[each - 1] : null,
  };
}

const givenSequence = (data: Float32Array, s: Sizes, width: number): Sequence => ({
  data,
  offset: 0,
  width,
  step: s.batchFirst ? width : s.items * width,
  item: s.batchFirst ? s.steps * width : width,
});

/** What a layer puts out for the next one: steps × items × directions · carried. */
const betweenLayers = (data: Float32Array, s: Sizes, layer: number): Sequence => {
  const width = s.directions * s.carried;
  return { data, offset: layer * s.steps * s.items * width, step: s.items * width, item: width, width };
};

const shifted = (sequence: Sequence, by: number): Sequence => ({ ...sequence, offset: sequence.offset + by });

/** The states of one layer and direction; a batch of states that did not grow with the images stands for all. */
function statesOf({ shape, data }: View, pass: number): States {
  const [items, width] = [shape[shape.length - 2], shape[shape.length - 1]];
  return { data, offset: pass * items * width, width, items };
}

function passOf(c: RuleContext, cell: Cell, s: Sizes, layer: number, direction: number): Recurrence {
  const pass = layer * s.directions + direction;
  const states = initialStates(c, cell);
  const positions = s.steps * s.items;
  const gates = gateWidth(cell, s.hidden);
  const last = layer === s.layers - 1;
  const output = last
    ? givenSequence(c.output().data, s, s.directions * s.carried)
    : betweenLayers(c.saved('between'), s, layer);
  const part = (name: string, width: number): Float32Array =>
    c.saved(name).subarray(pass * positions * width, (pass + 1) * positions * width);
  return {
    cell,
    steps: s.steps,
    items: s.items,
    hidden: s.hidden,
    carried: s.carried,
    reverse: direction === 1,
    input:
      layer === 0
        ? givenSequence(c.input('input').data, s, s.features)
        : betweenLayers(c.saved(dropsBetween(c) ? 'dropped' : 'between'), s, layer - 1),
    output: shifted(output, direction * s.carried),
    weights: weightsOf(
      c.list('params').map(({ data }) => data),
      pass,
      s,
    ),
    h0: statesOf(states[0], pass),
    c0: cell === 'lstm' ? statesOf(states[1], pass) : null,
    gates: part('gates', gates),
    cells: cell === 'lstm' ? part('cells', s.hidden) : null,
  };
}

const initialStates = (c: RuleContext, cell: Cell): readonly View[] =>
  cell === 'lstm' ? c.list('hx') : [c.input('hx')];

const contextSizes = (cell: Cell, c: RuleContext): Sizes =>
  sizesOf(cell, {
    input: c.input('input').shape,
    parameters: c.list('params').map(({ shape }) => shape),
    attribute: (name) => c.attribute(name),
  });

/** Copies the state after a pass's last step to the output for it. */
function keepStates(c: RuleContext, r: Recurrence, pass: number): void {
  const last = r.reverse ? 0 : r.steps - 1;
  for (let n = 0; n < r.items; n++) {
    const { data, offset, step, item } = r.output;
    const h = offset + last * step + n * item;
    c.output(1).data.set(data.subarray(h, h + r.carried), (pass * r.items + n) * r.carried);
    if (!r.cells) continue;
    const from = ((r.steps - 1) * r.items + n) * r.hidden;
    c.output(2).data.set(r.cells.subarray(from, from + r.hidden), (pass * r.items + n) * r.hidden);
  }
}

const dropsBetween = (c: Pick<RuleContext, 'attribute' | 'training'>): boolean =>
  c.training && numberOf(c, 'dropout', 0) > 0;

/** The part of a buffer of all layers' outputs that is one layer's: steps × items × directions · carried. */
function layerPart(data: Float32Array, s: Sizes, layer: number): Float32Array {
  const size = s.steps * s.items * s.directions * s.carried;
  return data.subarray(layer * size, (layer + 1) * size);
}

/** Drops from what a layer puts out for the next one. Each step's mask is drawn by itself, so that workers' shares fit together. */
function dropOutput(c: RuleContext, s: Sizes, layer: number): void {
  const [mask, from, to] = ['mask', 'between', 'dropped'].map((name) => layerPart(c.saved(name), s, layer));
  const each = mask.length / s.steps;
  for (let step = 0; step < s.steps; step++)
    drawDropout(c, numberOf(c, 'dropout', 0), s.items, mask.subarray(step * each, (step + 1) * each));
  for (let i = 0; i < to.length; i++) to[i] = from[i] * mask[i];
}

function backward(c: BackwardContext, cell: Cell): void {
  const s = contextSizes(cell, c);
  // Gradients of what the layers pass on; the last layer's is the output's own.
  const width = s.directions * s.carried;
  const between = c.saved('betweenGradient').fill(0);
  const dy = c.outputGradient(0);
  const zeros = dy ? null : new Float32Array(s.steps * s.items * width);
  const parameters = c.listGradient('params');
  const [dh0, dc0] = cell === 'lstm' ? c.listGradient('hx') : [c.inputGradient('hx'), null];
  for (let layer = s.layers - 1; layer >= 0; layer--)
    for (let direction = 0; direction < s.directions; direction++) {
      const pass = layer * s.directions + direction;
      const r = passOf(c, cell, s, layer, direction);
      const last = layer === s.layers - 1;
      const arriving = last ? givenSequence(dy?.data ?? zeros!, s, width) : betweenLayers(between, s, layer);
      const below = c.inputGradient('input');
      if (!last && direction === 0 && dropsBetween(c)) {
        const [mask, gradient] = [layerPart(c.saved('mask'), s, layer), layerPart(between, s, layer)];
        for (let i = 0; i < gradient.length; i++) gradient[i] *= mask[i];
      }
      const w = weightsOf(
        parameters.map((gradient) => gradient?.data ?? null),
        pass,
        s,
      );
      const [dhn, dcn] = [c.outputGradient(1), cell === 'lstm' ? c.outputGradient(2) : null];
      backwardRecurrence(r, {
        output: shifted(arriving, direction * s.carried),
        hn: dhn && statesOf(dhn, pass),
        cn: dcn && statesOf(dcn, pass),
        input: layer > 0 ? betweenLayers(between, s, layer - 1) : below && givenSequence(below.data, s, s.features),
        weights: w,
        h0: dh0 ? statesOf(dh0, pass) : null,
        c0: dc0 ? statesOf(dc0, pass) : null,
      });
    }
}

const sequence = (cell: Cell): LayerRule => ({
  reads: { inputs: ['input', 'hx', 'params'], outputs: true },
  draws: (c) => numberOf(c, 'dropout', 0) > 0,
  saves(c) {
    const s = shapeSizes(cell, c);
    const positions = s.steps * s.items;
    const passes = s.layers * s.directions * positions;
    const float32 = (elements: number) => ({ elements, type: 'float32' }) as const;
    const between = float32((s.layers - 1) * positions * s.directions * s.carried);
    const ifDropping = dropsBetween(c) ? between : float32(0);
    return {
      gates: float32(passes * gateWidth(cell, s.hidden)),
      cells: float32(cell === 'lstm' ? passes * s.hidden : 0),
      between,
      betweenGradient: c.training ? between : float32(0),
      mask: ifDropping,
      dropped: ifDropping,
    };
  },
  forward(c) {
    const s = contextSizes(cell, c);
    for (let layer = 0; layer < s.layers; layer++) {
      for (let direction = 0; direction < s.directions; direction++) {
        const r = passOf(c, cell, s, layer, direction);
        forwardRecurrence(r);
        keepStates(c, r, layer * s.directions + direction);
      }
      if (layer < s.layers - 1 && dropsBetween(c)) dropOutput(c, s, layer);
    }
  },
  backward: (c) => backward(c, cell),
  // The output keeps the input's axes; states have the batch second.
  batchAxis: ({ axis, within, output }) => (axis === null ? null : { axis: output === 0 ? axis : 1, within }),
});

function shapeSizes(cell: Cell, c: ShapeContext): Sizes {
  const parameters = c.listShapes('params');
  return sizesOf(cell, { input: c.shape('input'), parameters, attribute: (name) => c.attribute(name) });
}

export const recurrents: Readonly<Record<string, LayerRule>> = {
  lstm: sequence('lstm'),
  gru: sequence('gru'),
  rnn_tanh: sequence('rnn_tanh'),
  rnn_relu: sequence('rnn_relu'),
  ...recurrentCells,
};
