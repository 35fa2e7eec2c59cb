// What the module torch has beside its file: dtypes and the classes of tensors.
import { dtypeBytes, type DType } from '../shape/dtype';
import { DTypeValue, type Machine, type Value } from './values';

const dtypeAliases: Readonly<Record<string, DType>> = {
  float: 'float32',
  double: 'float64',
  half: 'float16',
  long: 'int64',
  int: 'int32',
  short: 'int16',
  cfloat: 'complex64',
};

/**
 * The dtypes and the tensor classes: what the module torch has beside its file. They are no names of the file itself, where
 * `int` and `float` are Python's.
 */
export function torchNatives({ types }: Machine): ReadonlyMap<string, Value> {
  const natives = new Map<string, Value>([
    ['Tensor', types.Tensor],
    ['dtype', types.dtype],
  ]);
  for (const dtype of Object.keys(dtypeBytes) as DType[]) natives.set(dtype, new DTypeValue(dtype));
  for (const [alias, dtype] of Object.entries(dtypeAliases)) natives.set(alias, new DTypeValue(dtype));
  return natives;
}
