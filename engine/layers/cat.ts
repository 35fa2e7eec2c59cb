// Joining tensors along an axis that is there (cat) or a new one (stack).
import { axisOf, numberOf } from './attributes';
import type { AxisContext, LayerRule, RuleContext, View } from './rule';

/** Calls `visit` for every contiguous run: `length` elements of part `part` at `from` stand at `to` in the output. */
function eachRun(
  c: RuleContext,
  joined: boolean,
  visit: (part: number, from: number, to: number, length: number) => void,
): void {
  const output = c.output().shape;
  const axis = axisOf(numberOf(c, 'dim', 0), output.length);
  const inner = output.slice(axis + 1).reduce((a, b) => a * b, 1);
  const outer = output.slice(0, axis).reduce((a, b) => a * b, 1);
  let before = 0;
  c.list('tensors').forEach((part: View, index) => {
    const length = (joined ? part.shape[axis] : 1) * inner;
    // torch.cat lets an empty one-dimensional tensor join anything.
    if (part.data.length === 0) return;
    for (let o = 0; o < outer; o++) visit(index, o * length, o * output[axis] * inner + before, length);
    before += length;
  });
}

const rule = (joined: boolean): LayerRule => ({
  forward(c) {
    const [parts, y] = [c.list('tensors'), c.output().data];
    eachRun(c, joined, (part, from, to, length) => y.set(parts[part].data.subarray(from, from + length), to));
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    if (!dy) return;
    const gradients = c.listGradient('tensors');
    eachRun(c, joined, (part, from, to, length) => {
      const dx = gradients[part]?.data;
      for (let i = 0; dx && i < length; i++) dx[from + i] += dy[to + i];
    });
  },
  batchAxis: (c: AxisContext) => {
    const axis = axisOf(numberOf(c, 'dim', 0), c.outputShape.length);
    return c.axis === null || joined || c.axis < axis ? c.axis : c.axis + 1;
  },
});

export const cat = rule(true);
export const stack = rule(false);
