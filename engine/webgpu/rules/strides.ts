// Broadcasting as strides: how a nest over an output, or over an operand's gradient, finds its elements.
import { broadcastStrides, rowMajorStrides } from '../../layers/broadcast';
import { literal, type Ref, type StoredRef } from '../kernel';
import type { GpuContext } from '../context';
import type { Strided } from '../nest';

/** A tensor seen as `shape` by broadcasting. */
export const broadcast = (ref: StoredRef, shape: readonly number[]): Strided => ({
  ref,
  strides: broadcastStrides(ref.shape, shape),
});

/** A tensor element by element. */
export const plain = (ref: Ref): Strided => ({ ref, strides: [1] });

/** An operand: a tensor input, or the number recorded as an attribute of the same name. */
export function operandOf(c: GpuContext, name: string): { readonly ref: StoredRef | null; readonly number: string } {
  const ref = c.optional(name);
  const value = c.attribute(name);
  return { ref, number: literal(typeof value === 'number' ? value : 0) };
}

export interface Reduction {
  /** The operand's extents, leading ones added. */
  readonly kept: readonly number[];
  /** Extents along which the operand was repeated. */
  readonly terms: readonly number[];
  /** Strides over both for a tensor that broadcasts to the output. */
  readonly stridesOf: (shape: readonly number[]) => readonly number[];
}

/** The nest over an operand's elements whose terms are the output's elements that it was repeated to. */
export function repetition(operand: readonly number[], output: readonly number[]): Reduction {
  const aligned = [...Array<number>(output.length - operand.length).fill(1), ...operand];
  const repeated = output.map((extent, axis) => aligned[axis] === 1 && extent !== 1);
  return {
    kept: aligned,
    terms: output.map((extent, axis) => (repeated[axis] ? extent : 1)),
    stridesOf: (shape) => {
      const strides = broadcastStrides(shape, output);
      return [
        ...strides.map((stride, axis) => (repeated[axis] ? 0 : stride)),
        ...strides.map((stride, axis) => (repeated[axis] ? stride : 0)),
      ];
    },
  };
}

export { rowMajorStrides };
