// The storage classes of torch by dtype: what a tensor's elements are called in a checkpoint.
import type { DType } from '../../core/shape/dtype';

export const storageOf: Readonly<Record<DType, string>> = {
  float64: 'DoubleStorage',
  float32: 'FloatStorage',
  float16: 'HalfStorage',
  bfloat16: 'BFloat16Storage',
  complex64: 'ComplexFloatStorage',
  complex128: 'ComplexDoubleStorage',
  int64: 'LongStorage',
  int32: 'IntStorage',
  int16: 'ShortStorage',
  int8: 'CharStorage',
  uint8: 'ByteStorage',
  bool: 'BoolStorage',
};

export const dtypeOfStorage: ReadonlyMap<string, DType> = new Map(
  Object.entries(storageOf).map(([dtype, storage]) => [storage, dtype as DType]),
);
