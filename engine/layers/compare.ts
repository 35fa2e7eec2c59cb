// Truth values (1 and 0) and what chooses by them: comparisons, where, masked_fill; whole numbers. No gradient passes through a
// comparison or a rounding conversion.
import { numberOf } from './attributes';
import { broadcastStrides, eachElement } from './broadcast';
import type { LayerRule, RuleContext, View } from './rule';

/** A tensor input, else the number recorded as an attribute of the same name. */
export function operand(
  c: RuleContext,
  name: string,
): { readonly shape: readonly number[]; readonly data: ArrayLike<number> } {
  return c.optional(name) ?? { shape: [], data: [numberOf(c, name, 0)] };
}

/** Visits every element of the output with its offset in each operand. */
function eachOf(
  c: RuleContext,
  names: readonly string[],
  visit: (at: number, offsets: readonly number[]) => void,
): void {
  const shape = c.output().shape;
  eachElement(
    shape,
    names.map((name) => broadcastStrides(operand(c, name).shape, shape)),
    visit,
  );
}

const comparison = (test: (a: number, b: number) => boolean): LayerRule => ({
  forward(c) {
    const [a, b, y] = [operand(c, 'input').data, operand(c, 'other').data, c.output().data];
    eachOf(c, ['input', 'other'], (at, [i, j]) => void (y[at] = test(a[i], b[j]) ? 1 : 0));
  },
});

/** Of every element by itself; none has a gradient. */
const told = (value: (x: number) => number): LayerRule => ({
  forward(c) {
    const [x, y] = [c.input('input').data, c.output().data];
    for (let i = 0; i < x.length; i++) y[i] = value(x[i]);
  },
});

export const comparisons: Readonly<Record<string, LayerRule>> = {
  eq: comparison((a, b) => a === b),
  ne: comparison((a, b) => a !== b),
  lt: comparison((a, b) => a < b),
  le: comparison((a, b) => a <= b),
  gt: comparison((a, b) => a > b),
  ge: comparison((a, b) => a >= b),
  logical_and: comparison((a, b) => a !== 0 && b !== 0),
  logical_or: comparison((a, b) => a !== 0 || b !== 0),
  logical_not: told((x) => (x === 0 ? 1 : 0)),
  to_bool: told((x) => (x === 0 ? 0 : 1)),
  to_long: told(Math.trunc),
  to_int: told(Math.trunc),
  to_short: told(Math.trunc),
};

/** `chosen` where the condition holds, else `other`; names of the three tensors (or numbers). */
const choice = (condition: string, chosen: string, other: string): LayerRule => ({
  reads: { inputs: [condition] },
  forward(c) {
    const [m, a, b] = [condition, chosen, other].map((name) => operand(c, name).data);
    const y = c.output().data;
    eachOf(c, [condition, chosen, other], (at, [k, i, j]) => void (y[at] = m[k] !== 0 ? a[i] : b[j]));
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    if (!dy) return;
    const mask = operand(c, condition).data;
    const [da, db] = [gradientOf(c.inputGradient(chosen)), gradientOf(c.inputGradient(other))];
    eachOf(c, [condition, chosen, other], (at, [k, i, j]) => {
      if (mask[k] !== 0) da?.add(i, dy[at]);
      else db?.add(j, dy[at]);
    });
    da?.store();
    db?.store();
  },
});

/** A gradient summed in double precision; two operands may be one tensor, so sums are added, not set. */
export function gradientOf(view: View | null): { add(at: number, value: number): void; store(): void } | null {
  if (!view) return null;
  const sum = new Float64Array(view.data.length);
  return {
    add: (at, value) => void (sum[at] += value),
    store: () => {
      for (let i = 0; i < sum.length; i++) view.data[i] += sum[i];
    },
  };
}

export const where = choice('condition', 'input', 'other');
export const maskedFill = choice('mask', 'value', 'input');
