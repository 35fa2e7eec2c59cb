// Telling argument values apart.
import { type Dim, isSymbolic } from '../shape/dim';
import type { DType } from '../shape/dtype';
import { type ArgumentValue, UnknownArgument } from './arguments';
import { Float, type TensorType } from './operator';

export const isList = (value: ArgumentValue): value is readonly ArgumentValue[] => Array.isArray(value);

const isObject = (value: ArgumentValue): value is Exclude<ArgumentValue, null | boolean | string | number> =>
  typeof value === 'object' && value !== null;

export const isTensor = (value: ArgumentValue): value is TensorType => isObject(value) && 'shape' in value;

export const isDType = (value: ArgumentValue): value is { readonly dtype: DType } =>
  isObject(value) && 'dtype' in value && !('shape' in value);

export const isEllipsis = (value: ArgumentValue): value is { readonly ellipsis: true } =>
  isObject(value) && 'ellipsis' in value;

export const isOpaque = (value: ArgumentValue): value is { readonly opaque: string } =>
  isObject(value) && 'opaque' in value;

export const isSlice = (
  value: ArgumentValue,
): value is { readonly slice: readonly [ArgumentValue, ArgumentValue, ArgumentValue] } =>
  isObject(value) && 'slice' in value && !isList(value);

/** A Python number: int (a symbol included), float or bool. */
export const isScalar = (value: ArgumentValue): value is boolean | Dim | Float =>
  typeof value === 'boolean' || typeof value === 'number' || value instanceof Float || isSymbolic(value);

/** The Python type's name, for messages. */
export function typeName(value: ArgumentValue): string {
  if (value === null) return 'NoneType';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'number' || isSymbolic(value)) return 'int';
  if (value instanceof Float) return 'float';
  if (value instanceof UnknownArgument) return 'unknown';
  if (isTensor(value)) return 'Tensor';
  if (isList(value)) return 'tuple';
  if (isEllipsis(value)) return 'ellipsis';
  if (isSlice(value)) return 'slice';
  return isDType(value) ? 'torch.dtype' : value.opaque;
}
