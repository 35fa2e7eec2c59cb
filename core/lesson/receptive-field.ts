// What one output of a stack of convolutions sees of the input, along one axis: by how many paths each input pixel reaches it.
// A pixel inside the field that no path reaches is a hole: with equal dilations the stack samples a grid (Wang et al.,
// Understanding Convolution for Semantic Segmentation, 2018). In two dimensions the counts multiply.
//
//     kernel 3, dilations 2 and 2     1 0 2 0 3 0 2 0 1          dilations 1 and 2     1 1 2 1 2 1 1
import { widen } from '../shape/window';

export interface StackedLayer {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
}

/** Pixels that one output spans along this axis: `1 + Σ dilation·(kernel − 1)·jump`, where `jump` is the product of the strides before. */
export const receptiveFieldSize = (stack: readonly StackedLayer[]): number =>
  stack.reduce((field, layer) => widen(field, { ...layer, padding: 0 }), { size: 1, jump: 1, offset: 0 }).size;

/** For each input pixel of the field, from first to last, the number of paths by which it reaches the one output. */
export function pathCounts(stack: readonly StackedLayer[]): readonly number[] {
  let counts: number[] = [1];
  for (const { kernel, stride, dilation } of [...stack].reverse()) {
    const before = new Array<number>((counts.length - 1) * stride + dilation * (kernel - 1) + 1).fill(0);
    counts.forEach((count, position) => {
      for (let tap = 0; tap < kernel; tap++) before[position * stride + tap * dilation] += count;
    });
    counts = before;
  }
  return counts;
}

/** The share of the field's pixels that reach the output, in two dimensions (the same stack along both axes). */
export function coverage(counts: readonly number[]): number {
  const reached = counts.filter((count) => count > 0).length / counts.length;
  return reached * reached;
}
