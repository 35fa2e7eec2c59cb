// softmax and its logarithm along one axis (torch.nn.functional.softmax, log_softmax), shifted by the largest element.
//     softmax      dx = y · (dy − Σ dy y)          log_softmax  dx = dy − eʸ Σ dy
import { axisOf, optionalNumber } from './attributes';
import type { LayerRule, RuleContext } from './rule';

/** Calls `visit` for every line along the axis: element i of the line is at start + i · step. */
function eachLine(c: RuleContext, visit: (start: number, step: number, length: number) => void): void {
  const { shape, data } = c.input('input');
  // Without a dim, PyTorch takes 0 for one or three axes, else 1 (torch.nn.functional._get_softmax_dim).
  const missing = shape.length === 1 || shape.length === 3 ? 0 : 1;
  const axis = axisOf(optionalNumber(c, 'dim') ?? missing, shape.length);
  const step = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const length = shape[axis];
  for (let line = 0; line * length < data.length; line++)
    visit(Math.floor(line / step) * step * length + (line % step), step, length);
}

/** @param sign −1: softmin, the softmax of −x */
const rule = (logarithm: boolean, sign: 1 | -1 = 1): LayerRule => ({
  reads: { outputs: true },
  forward(c) {
    const [x, y] = [c.input('input').data, c.output().data];
    eachLine(c, (start, step, length) => {
      let largest = -Infinity;
      for (let i = 0; i < length; i++) largest = Math.max(largest, sign * x[start + i * step]);
      let sum = 0;
      for (let i = 0; i < length; i++) sum += Math.exp(sign * x[start + i * step] - largest);
      for (let i = 0; i < length; i++) {
        const at = start + i * step;
        y[at] = logarithm ? x[at] - largest - Math.log(sum) : Math.exp(sign * x[at] - largest) / sum;
      }
    });
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dx = c.inputGradient('input')?.data;
    if (!dy || !dx) return;
    const y = c.output().data;
    eachLine(c, (start, step, length) => {
      let sum = 0;
      for (let i = 0; i < length; i++) sum += dy[start + i * step] * (logarithm ? 1 : y[start + i * step]);
      for (let i = 0; i < length; i++) {
        const at = start + i * step;
        dx[at] += logarithm ? dy[at] - Math.exp(y[at]) * sum : sign * y[at] * (dy[at] - sum);
      }
    });
  },
});

export const softmax = rule(false);
export const logSoftmax = rule(true);
export const softmin = rule(false, -1);
