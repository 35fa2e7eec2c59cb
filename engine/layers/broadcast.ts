// Broadcasting: where an element of the larger shape finds its element in a smaller one (PyTorch, "Broadcasting semantics").

/** Element strides of `shape` seen as `target`: 0 along every broadcast axis. */
export function broadcastStrides(shape: readonly number[], target: readonly number[]): readonly number[] {
  const strides = Array<number>(target.length).fill(0);
  let stride = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (shape[i] !== 1) strides[target.length - shape.length + i] = stride;
    stride *= shape[i];
  }
  return strides;
}

export function rowMajorStrides(shape: readonly number[]): number[] {
  const strides = Array<number>(shape.length).fill(1);
  for (let i = shape.length - 2; i >= 0; i--) strides[i] = strides[i + 1] * shape[i + 1];
  return strides;
}

/** Visits every element of `shape` in row-major order with its offset in each of the strided tensors. */
export function eachElement(
  shape: readonly number[],
  strides: readonly (readonly number[])[],
  visit: (at: number, offsets: readonly number[]) => void,
): void {
  const size = shape.reduce((a, b) => a * b, 1);
  const index = Array<number>(shape.length).fill(0);
  const offsets = Array<number>(strides.length).fill(0);
  for (let at = 0; at < size; at++) {
    visit(at, offsets);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]++;
      for (let t = 0; t < strides.length; t++) offsets[t] += strides[t][axis];
      if (index[axis] < shape[axis]) break;
      for (let t = 0; t < strides.length; t++) offsets[t] -= strides[t][axis] * shape[axis];
      index[axis] = 0;
    }
  }
}
