// y = x where x > 0, else weight · x; one weight, or one a channel (He et al. 2015; torch.nn.functional.prelu).
import type { LayerRule, RuleContext } from './rule';

/** Where the weight of element i is found. */
function weightIndex(c: RuleContext): (i: number) => number {
  const [shape, weights] = [c.input('input').shape, c.input('weight').data.length];
  if (weights === 1) return () => 0;
  const area = shape.slice(2).reduce((a, b) => a * b, 1);
  return (i) => Math.floor(i / area) % weights;
}

export const prelu: LayerRule = {
  reads: { inputs: ['input', 'weight'] },
  forward(c) {
    const [x, w, y] = [c.input('input').data, c.input('weight').data, c.output().data];
    const at = weightIndex(c);
    for (let i = 0; i < x.length; i++) y[i] = x[i] > 0 ? x[i] : w[at(i)] * x[i];
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    if (!dy) return;
    const [x, w] = [c.input('input').data, c.input('weight').data];
    const [dx, dw] = [c.inputGradient('input')?.data, c.inputGradient('weight')?.data];
    const at = weightIndex(c);
    const sum = new Float64Array(w.length);
    for (let i = 0; i < x.length; i++) {
      if (dx) dx[i] += x[i] > 0 ? dy[i] : w[at(i)] * dy[i];
      if (!(x[i] > 0)) sum[at(i)] += dy[i] * x[i];
    }
    for (let i = 0; dw && i < w.length; i++) dw[i] += sum[i];
  },
};
