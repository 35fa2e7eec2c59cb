// Which axes of a model's input are positions, and which are channels: what the first layer that tells makes of them. PyTorch's
// images are N×C×H×W; TensorFlow.js has N×H×W×C, and so has whatever is permuted before its first convolution.
import type { Operation, ValueId } from '../graph/graph';
import type { WindowMotion } from '../ops/operator';
import type { Dim } from '../shape/dim';
import { permutationOf } from './positions';
import { inputsOf } from './storage';

export interface InputLayout {
  readonly channel: number;
  /** In order; none: the input is a batch of vectors. */
  readonly positions: readonly number[];
}

type Windowed = Operation<Dim> & { readonly window?: WindowMotion | 'global' | null };

export function inputLayout(
  operations: readonly Windowed[],
  input: ValueId,
  shapes: (id: ValueId) => readonly Dim[],
): InputLayout {
  const rank = shapes(input).length;
  // axes of the input by those of the values that are made of it alone, one to one
  const followed = new Map<ValueId, readonly number[]>([[input, Array.from({ length: rank }, (_, axis) => axis)]]);
  for (const operation of operations) {
    const id = inputsOf(operation).find((each) => followed.has(each));
    if (id === undefined) continue;
    const axes = followed.get(id)!;
    const { window, operator } = operation;
    if (window !== undefined && window !== null && window !== 'global') {
      const first = axes.length - window.kernel.length;
      if (first >= 1) return { channel: axes[first - 1], positions: axes.slice(first) };
    }
    // a linear layer reads the last axis: the others but the batch are positions
    if (operator === 'linear' && rank >= 3) {
      const channel = axes[axes.length - 1];
      return { channel, positions: axes.filter((axis) => axis !== channel && axis !== 0) };
    }
    const order = permutationOf(operation);
    const [output] = operation.outputs;
    if (order !== undefined)
      followed.set(
        output,
        order.map((axis) => axes[axis]),
      );
    else if (window !== 'global' && shapes(output).length === axes.length && operation.outputs.length === 1)
      followed.set(output, axes);
  }
  return { channel: Math.min(1, rank - 1), positions: Array.from({ length: Math.max(rank - 2, 0) }, (_, i) => i + 2) };
}
