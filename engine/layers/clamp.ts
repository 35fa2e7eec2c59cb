// torch.clamp: y = min(max(x, low), high). Bounds are numbers, or tensors that are broadcast, either of them may be missing.
//     dx = dy where low ≤ x ≤ high      dlow = dy where x < low < high      dhigh = dy where x > high or low > high
// (tools/autograd/derivatives.yaml, clamp.Tensor)
import { numberOf } from './attributes';
import { broadcastStrides, eachElement } from './broadcast';
import { gradientOf } from './compare';
import type { LayerRule, RuleContext } from './rule';

function eachBounded(
  c: RuleContext,
  visit: (at: number, x: number, low: number, high: number, offsets: readonly number[]) => void,
): void {
  const { shape } = c.output();
  const bound = (name: string, none: number) =>
    c.optional(name) ?? { shape: [], data: Float32Array.of(numberOf(c, name, none)) };
  const [x, low, high] = [c.input('input'), bound('min', -Infinity), bound('max', Infinity)];
  const strides = [x, low, high].map((operand) => broadcastStrides(operand.shape, shape));
  eachElement(shape, strides, (at, offsets) =>
    visit(at, x.data[offsets[0]], low.data[offsets[1]], high.data[offsets[2]], offsets),
  );
}

export const clamp: LayerRule = {
  reads: { inputs: ['input', 'min', 'max'] },
  forward(c) {
    const y = c.output().data;
    eachBounded(c, (at, x, low, high) => void (y[at] = Number.isNaN(x) ? x : Math.min(Math.max(x, low), high)));
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    if (!dy) return;
    const [dx, dLow, dHigh] = ['input', 'min', 'max'].map((name) => gradientOf(c.inputGradient(name)));
    eachBounded(c, (at, x, low, high, offsets) => {
      if (x >= low && x <= high) dx?.add(offsets[0], dy[at]);
      if (x < low && low < high) dLow?.add(offsets[1], dy[at]);
      if (x > high || low > high) dHigh?.add(offsets[2], dy[at]);
    });
    for (const gradient of [dx, dLow, dHigh]) gradient?.store();
  },
};
