// y = x Wᵀ + b over the last axis (torch.nn.functional.linear); W is [outputs, inputs].
import type { LayerRule } from './rule';

export const linear: LayerRule = {
  reads: { inputs: ['input', 'weight'] },
  forward(c) {
    const [x, w, y] = [c.input('input').data, c.input('weight').data, c.output().data];
    const bias = c.optional('bias');
    const [outputs, inputs] = outputsAndInputs(c.input('weight').shape);
    const rows = x.length / inputs;
    for (let r = 0; r < rows; r++)
      for (let o = 0; o < outputs; o++) {
        let sum = bias ? bias.data[o] : 0;
        for (let i = 0; i < inputs; i++) sum += x[r * inputs + i] * w[o * inputs + i];
        y[r * outputs + o] = sum;
      }
  },
  backward(c) {
    const gradient = c.outputGradient();
    if (!gradient) return;
    const [x, w, dy] = [c.input('input').data, c.input('weight').data, gradient.data];
    const [outputs, inputs] = outputsAndInputs(c.input('weight').shape);
    const rows = x.length / inputs;
    const dx = c.inputGradient('input')?.data;
    for (let r = 0; dx && r < rows; r++)
      for (let i = 0; i < inputs; i++) {
        let sum = 0;
        for (let o = 0; o < outputs; o++) sum += dy[r * outputs + o] * w[o * inputs + i];
        dx[r * inputs + i] += sum;
      }
    const dw = c.inputGradient('weight')?.data;
    for (let o = 0; dw && o < outputs; o++)
      for (let i = 0; i < inputs; i++) {
        let sum = 0;
        for (let r = 0; r < rows; r++) sum += dy[r * outputs + o] * x[r * inputs + i];
        dw[o * inputs + i] += sum;
      }
    const db = c.inputGradient('bias')?.data;
    for (let o = 0; db && o < outputs; o++) {
      let sum = 0;
      for (let r = 0; r < rows; r++) sum += dy[r * outputs + o];
      db[o] += sum;
    }
  },
};

/** A weight of one axis is a row of outputs = 1. */
const outputsAndInputs = (shape: readonly number[]): readonly [number, number] =>
  shape.length === 1 ? [1, shape[0]] : [shape[0], shape[1]];
