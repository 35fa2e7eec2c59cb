// Element-wise operators of any number of operands with broadcasting: a formula and its partial derivatives in WGSL, where the
// operands are a, b, d and the result is y. A gradient sums over the axes along which its operand was repeated.
import type { GpuContext, GpuRule } from '../context';
import type { Strided } from '../nest';
import { broadcast, operandOf, repetition } from './strides';

export interface Formula {
  readonly value: string;
  /** By operand, the derivative of the result; absent or null: none. May read y. */
  readonly slopes?: readonly (string | null)[];
}

const NAMES = ['a', 'b', 'd'] as const;

/** @param inputs names of the operands; `make` gives the formula for a call's attributes */
export const elementwise = (inputs: readonly string[], make: (c: GpuContext) => Formula): GpuRule => ({
  forward(c) {
    const out = c.output();
    const operands = inputs.map((name) => operandOf(c, name));
    const reads: Record<string, Strided> = {};
    operands.forEach(({ ref }, k) => {
      if (ref) reads[NAMES[k]] = broadcast(ref, out.shape);
    });
    const value = c.activated(withNumbers(make(c).value, operands));
    c.nest({ shape: out.shape, reads, results: [{ out, value }] });
  },
  backward(c) {
    const dy = c.outputGradient();
    if (!dy) return;
    const { slopes = [] } = make(c);
    const operands = inputs.map((name) => operandOf(c, name));
    inputs.forEach((input, k) => {
      const slope = slopes[k] ?? null;
      if (slope === null) return;
      const target = c.inputGradient(input);
      if (!target) return;
      const g = c.arrived('g');
      const value = withNumbers(slope === '1.0' ? g : `${g} * (${slope})`, operands);
      const { kept, terms, stridesOf } = repetition(target.out.shape, dy.shape);
      const reads: Record<string, Strided> = { g: { ref: dy, strides: stridesOf(dy.shape) } };
      if (/\by\b/.test(value)) reads['y'] = { ref: c.output(), strides: stridesOf(dy.shape) };
      operands.forEach(({ ref }, i) => {
        if (ref && new RegExp(`\\b${NAMES[i]}\\b`).test(value))
          reads[NAMES[i]] = { ref, strides: stridesOf(ref.shape) };
      });
      c.nest({ shape: kept, reduce: terms, reads, results: [{ ...target, value }] });
    });
  },
});

/** Operands that are numbers stand in the formula as such. */
const withNumbers = (
  code: string,
  operands: readonly { readonly ref: object | null; readonly number: string }[],
): string =>
  operands.reduce(
    (text, { ref, number }, k) => (ref ? text : text.replace(new RegExp(`\\b${NAMES[k]}\\b`, 'g'), number)),
    code,
  );
