// The elements of small tensors, carried along where they may decide structure: `linspace(0, p, depth)`, index tensors.
import { elementCount, type Shape } from '../shape/shape';
import type { DType } from '../shape/dtype';
import type { TensorType } from './operator';
import { isComplex, isFloating } from './promotion';

/** More elements than this are not carried. (Tables of relative positions in windows of 8 × 8 have two for each of 64².) */
export const DATA_LIMIT = 8192;

const wholeBits = { uint8: 8, int8: 8, int16: 16, int32: 32, int64: 53 } as const;

/** A number as a tensor of this type stores it; undefined where that is not modelled. */
export function store(value: number, dtype: DType): number | undefined {
  if (dtype === 'float32') return Math.fround(value);
  if (dtype === 'float64') return value;
  if (dtype === 'bool') return value === 0 ? 0 : 1;
  if (isFloating(dtype) || isComplex(dtype))
    return Number.isInteger(value) && Math.abs(value) <= 256 ? value : undefined;
  if (dtype === 'int64' && Number.isSafeInteger(value)) return value + 0;
  if (!Number.isFinite(value)) return undefined;
  const whole = Math.trunc(value);
  const bits = wholeBits[dtype as 'int64'];
  const low = dtype === 'uint8' ? 0 : -(2 ** (bits - 1));
  const high = dtype === 'uint8' ? 255 : 2 ** (bits - 1) - 1;
  return whole >= low && whole <= high ? whole + 0 : undefined;
}

/** A tensor with the elements that `make` yields where they are few and all known; `make` is not called otherwise. */
export function tensorOf(shape: Shape, dtype: DType, make?: () => readonly number[] | undefined): TensorType {
  const count = elementCount(shape);
  if (!make || typeof count !== 'number' || count > DATA_LIMIT) return { shape, dtype };
  const values = make();
  if (values === undefined || values.length !== count) return { shape, dtype };
  const data: number[] = [];
  for (const value of values) {
    const stored = store(value, dtype);
    if (stored === undefined) return { shape, dtype };
    data.push(stored);
  }
  return { shape, dtype, data };
}

/** The same elements in another shape or type. */
export const retyped = (tensor: TensorType, shape: Shape, dtype: DType = tensor.dtype): TensorType =>
  tensorOf(shape, dtype, () => tensor.data);

/** For each element of the result, in order, its coordinates; used to move known elements about. */
export function gather(
  tensor: TensorType,
  shape: Shape,
  source: (coordinates: readonly number[]) => readonly number[],
): TensorType {
  const { data } = tensor;
  if (!data) return { shape, dtype: tensor.dtype };
  return tensorOf(shape, tensor.dtype, () => {
    const strides = tensor.shape.map((_, axis) => numberProduct(tensor.shape.slice(axis + 1)));
    return mapCoordinates(shape, (c) => {
      const from = source(c);
      let at = 0;
      for (let axis = 0; axis < strides.length; axis++) at += from[axis] * strides[axis];
      return data[at];
    });
  });
}

const numberProduct = (shape: Shape): number => shape.reduce<number>((n, d) => n * Number(d), 1);

/** What `f` makes of each coordinate of a concrete shape, row-major. The array that `f` gets is reused. */
export function mapCoordinates<T>(shape: Shape, f: (coordinates: readonly number[]) => T): T[] {
  const sizes = shape.map(Number);
  const total = numberProduct(sizes);
  const current = sizes.map(() => 0);
  const result: T[] = [];
  for (let i = 0; i < total; i++) {
    result.push(f(current));
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      if (++current[axis] < sizes[axis]) break;
      current[axis] = 0;
    }
  }
  return result;
}
