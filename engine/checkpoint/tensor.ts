// A tensor in a file: dtype, shape, and its elements as little-endian bytes in row-major order; and its conversion to and from
// the arrays that the engine computes with.
import { dtypeBytes, type DType } from '../../core/shape/dtype';
import type { StateData } from '../types';
import { fromBfloat16, fromFloat16, toBfloat16, toFloat16 } from './half';

export interface FileTensor {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export const elementsOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** A float32 tensor over a copy of `data`. */
export const floatTensor = (data: Float32Array, shape: readonly number[]): FileTensor => ({
  dtype: 'float32',
  shape,
  bytes: bytesOf(data.slice()),
});

/** `data` as a tensor of `dtype`; numbers are rounded to what the dtype holds. */
export function tensorOf(data: StateData, shape: readonly number[], dtype: DType): FileTensor {
  if (dtype === 'float32' && data instanceof Float32Array) return floatTensor(data, shape);
  return { dtype, shape, bytes: encode(data, dtype) };
}

/** The elements as the engine holds a state: BigInt64Array for int64, Float32Array for all else. */
export function stateDataOf(tensor: FileTensor, dtype: DType): StateData {
  const values = decode(tensor);
  if (dtype === 'int64') {
    return values instanceof BigInt64Array ? values : BigInt64Array.from(values, (value) => BigInt(Math.trunc(value)));
  }
  return values instanceof BigInt64Array ? Float32Array.from(values, Number) : Float32Array.from(values);
}

function encode(data: StateData, dtype: DType): Uint8Array {
  if (dtype === 'int64')
    return bytesOf(data instanceof BigInt64Array ? data.slice() : BigInt64Array.from(data, BigInt));
  const values = data instanceof BigInt64Array ? Float64Array.from(data, Number) : data;
  switch (dtype) {
    case 'float64':
      return bytesOf(Float64Array.from(values));
    case 'float32':
      return bytesOf(Float32Array.from(values));
    case 'float16':
      return bytesOf(Uint16Array.from(values, toFloat16));
    case 'bfloat16':
      return bytesOf(Uint16Array.from(values, toBfloat16));
    case 'int32':
      return bytesOf(Int32Array.from(values));
    case 'int16':
      return bytesOf(Int16Array.from(values));
    case 'int8':
      return bytesOf(Int8Array.from(values));
    case 'uint8':
      return bytesOf(Uint8Array.from(values));
    case 'bool':
      return bytesOf(Uint8Array.from(values, (value) => (value === 0 ? 0 : 1)));
    case 'complex64':
    case 'complex128':
      throw new RangeError('complex tensors are not supported');
  }
}

/** The elements as numbers of the dtype's own range. */
export function decode({ dtype, bytes }: FileTensor): (ArrayLike<number> & Iterable<number>) | BigInt64Array {
  // A copy: the bytes of a file begin anywhere, arrays at multiples of their elements.
  const { buffer } = bytes.slice();
  switch (dtype) {
    case 'float64':
      return new Float64Array(buffer);
    case 'float32':
      return new Float32Array(buffer);
    case 'float16':
      return Float32Array.from(new Uint16Array(buffer), fromFloat16);
    case 'bfloat16':
      return Float32Array.from(new Uint16Array(buffer), fromBfloat16);
    case 'int64':
      return new BigInt64Array(buffer);
    case 'int32':
      return new Int32Array(buffer);
    case 'int16':
      return new Int16Array(buffer);
    case 'int8':
      return new Int8Array(buffer);
    case 'uint8':
    case 'bool':
      return new Uint8Array(buffer);
    case 'complex64':
    case 'complex128':
      throw new RangeError('complex tensors are not supported');
  }
}

/** Whether the bytes are as many as dtype and shape say. */
export const isWhole = ({ dtype, shape, bytes }: FileTensor): boolean =>
  bytes.length === elementsOf(shape) * dtypeBytes[dtype];

const bytesOf = (array: ArrayBufferView): Uint8Array =>
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
