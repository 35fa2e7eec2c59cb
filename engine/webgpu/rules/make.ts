// Tensors made on the way: constants, ranges, and random masks, which the host draws as PyTorch does.
import { numberOf, optionalList } from '../../layers/attributes';
import { drawNumbers, numbersOf, rangeOf } from '../../layers/create';
import { drawDropout, drawOrdered, drops } from '../../layers/dropout';
import { namedCreations } from '../../layers/families';
import type { GpuContext, GpuRule, Target } from '../context';
import { literal, tableOf, type Draw, type StoredRef } from '../kernel';
import { filled, type Strided } from '../nest';

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** y = x · mask, drawn on the host as PyTorch draws it; one entry of the mask for each of the leading `axes`. */
const dropping = (axes: (rank: number) => number): GpuRule => {
  const run = (c: GpuContext, x: StoredRef, { out, add }: Target): void => {
    const { shape } = c.input('input');
    const entries = product(shape.slice(0, axes(shape.length)));
    const each = x.size / entries;
    const reads: Record<string, Strided> = { x: { ref: x, strides: [each, 1] } };
    if (drops(c)) {
      const p = numberOf(c, 'p', 0.5);
      const order = optionalList(c, 'memory_order');
      const draw: Draw = (run, mask) =>
        order && entries === x.size
          ? drawOrdered(run, p, null, { shape, order }, mask)
          : drawDropout(run, p, null, mask);
      reads['k'] = { ref: c.mask(entries, draw), strides: [1, 0] };
    }
    c.nest({ shape: [entries, each], reads, results: [{ out, add, value: reads['k'] ? 'x * k' : 'x' }] });
  };
  return {
    forward: (c) => run(c, c.input('input'), { out: c.output(), add: false }),
    backward(c) {
      const dy = c.outputGradient();
      const dx = dy && c.inputGradient('input');
      if (dx) run(c, dy, dx);
    },
  };
};

export const dropout = dropping((rank) => rank);
export const featureDropout = dropping(() => 2);

const constant = (value: (c: GpuContext) => number): GpuRule => ({
  forward: (c) => c.nest(filled(c.output(), value(c))),
});
const zeros = constant(() => 0);
const ones = constant(() => 1);
const full = (attribute: string): GpuRule => constant((c) => numberOf(c, attribute, 0));

/** Numbers written in the code, in nested lists. */
const given: GpuRule = {
  forward(c) {
    const out = c.output();
    c.nest({
      shape: [out.size],
      reads: { x: { ref: tableOf(numbersOf(c)), strides: [1] } },
      results: [{ out, value: 'x' }],
    });
  },
};

const arange: GpuRule = {
  forward(c) {
    const { start, step } = rangeOf(c);
    const out = c.output();
    c.nest({ shape: [out.size], results: [{ out, value: `${literal(start)} + f32(i) * ${literal(step)}` }] });
  },
};

/** Elements are 1 with probability p; in evaluation all are. */
const bernoulli: GpuRule = {
  forward(c) {
    const out = c.output();
    const { size } = out;
    const p = numberOf(c, 'p', 0.5);
    const mask = c.mask(size, (run, numbers) => drawNumbers(run, p, null, numbers));
    c.nest({ shape: [size], reads: { x: { ref: mask, strides: [1] } }, results: [{ out, value: 'x' }] });
  },
};

const uniform: GpuRule = {
  forward(c) {
    const out = c.output();
    const drawn = c.mask(out.size, (run, numbers) => run.drawUniform(numbers.length, 0, numbers));
    c.nest({ shape: [out.size], reads: { x: { ref: drawn, strides: [1] } }, results: [{ out, value: 'x' }] });
  },
};

export const creations = namedCreations<GpuRule>({ zeros, ones, full, bernoulli, uniform, literal: given, arange });
