// A tensor as a view of a storage: an offset and a stride a dimension, in elements. Read into row-major order on demand, so that
// many views of one storage cost nothing until they are used.
import { dtypeBytes, type DType } from '../../core/shape/dtype';
import { Malformed } from './malformed';
import { PyTensor } from './pickleValue';
import { elementsOf, type FileTensor } from './tensor';

export interface Storage {
  readonly dtype: DType;
  readonly bytes: Uint8Array;
}

const mostDimensions = 64;

/** Throws Malformed where the view reaches past the storage, or would have more elements than that. */
export function viewStorage(
  { dtype, bytes }: Storage,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): PyTensor {
  const size = dtypeBytes[dtype];
  const available = Math.floor(bytes.length / size);
  const whole = [offset, ...shape, ...strides].every((n) => Number.isSafeInteger(n) && n >= 0);
  const elements = elementsOf(shape);
  if (!whole || shape.length !== strides.length || shape.length > mostDimensions)
    throw new Malformed('a tensor is damaged');
  const last = shape.reduce((sum, length, i) => sum + (length - 1) * strides[i], offset);
  if (elements > 0 && (elements > available || last >= available))
    throw new Malformed('a tensor reaches past its storage');
  return new PyTensor(dtype, shape, () => gather(dtype, bytes, offset, shape, strides));
}

function gather(
  dtype: DType,
  bytes: Uint8Array,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
): FileTensor {
  const size = dtypeBytes[dtype];
  const elements = elementsOf(shape);
  if (isContiguous(shape, strides))
    return { dtype, shape, bytes: bytes.subarray(offset * size, (offset + elements) * size) };
  const out = new Uint8Array(elements * size);
  const index = shape.map(() => 0);
  let from = offset;
  for (let to = 0; to < elements; to++) {
    out.set(bytes.subarray(from * size, (from + 1) * size), to * size);
    for (let d = shape.length - 1; d >= 0; d--) {
      from += strides[d];
      if (++index[d] < shape[d]) break;
      from -= shape[d] * strides[d];
      index[d] = 0;
    }
  }
  return { dtype, shape, bytes: out };
}

/** In elements, row-major. */
export function contiguousStrides(shape: readonly number[]): number[] {
  const strides: number[] = [];
  let step = 1;
  for (let i = shape.length - 1; i >= 0; i--) {
    strides[i] = step;
    step *= Math.max(shape[i], 1);
  }
  return strides;
}

/** Strides of dimensions of one element do not matter. */
function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  const expected = contiguousStrides(shape);
  return shape.every((length, i) => length === 1 || strides[i] === expected[i]) || elementsOf(shape) === 0;
}
