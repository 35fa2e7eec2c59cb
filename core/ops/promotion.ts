// Type promotion (https://docs.pytorch.org/docs/stable/tensor_attributes.html#type-promotion-doc): categories bool < integer <
// floating < complex; a scalar or a tensor without dimensions matters only where its category is higher.
//
//     resultType([{ dtype: 'int64', priority: 'tensor' }, { dtype: 'float32', priority: 'scalar' }])   is   float32
import type { DType } from '../shape/dtype';

export type Category = 'bool' | 'integer' | 'floating' | 'complex';

const CATEGORIES: readonly Category[] = ['bool', 'integer', 'floating', 'complex'];

const CATEGORY_OF: Readonly<Record<DType, Category>> = {
  bool: 'bool',
  uint8: 'integer',
  int8: 'integer',
  int16: 'integer',
  int32: 'integer',
  int64: 'integer',
  float16: 'floating',
  bfloat16: 'floating',
  float32: 'floating',
  float64: 'floating',
  complex64: 'complex',
  complex128: 'complex',
};

export const categoryOf = (dtype: DType): Category => CATEGORY_OF[dtype];
export const isFloating = (dtype: DType): boolean => CATEGORY_OF[dtype] === 'floating';
export const isComplex = (dtype: DType): boolean => CATEGORY_OF[dtype] === 'complex';
export const isIntegral = (dtype: DType): boolean => CATEGORY_OF[dtype] === 'integer' || dtype === 'bool';

let currentDefault: DType = 'float32';

/** What results where no dtype is given: `torch.get_default_dtype()`. */
export const defaultDType = (): DType => currentDefault;

/** Infers with what `torch.set_default_dtype` was told. */
export function withDefaultDType<T>(dtype: DType, infer: () => T): T {
  const before = currentDefault;
  currentDefault = dtype;
  try {
    return infer();
  } finally {
    currentDefault = before;
  }
}

/** Integers and booleans become the default floating type: `sqrt`, `/`, `mean`. */
export const toFloating = (dtype: DType): DType => (isIntegral(dtype) ? defaultDType() : dtype);

/** The type that two tensors of the same standing meet in. */
export function promoteTypes(a: DType, b: DType): DType {
  if (a === b) return a;
  const [low, high] = CATEGORIES.indexOf(CATEGORY_OF[a]) <= CATEGORIES.indexOf(CATEGORY_OF[b]) ? [a, b] : [b, a];
  if (CATEGORY_OF[low] !== CATEGORY_OF[high]) {
    return CATEGORY_OF[high] === 'complex' && low === 'float64' ? 'complex128' : high;
  }
  return promoteSameCategory(low, high);
}

const INTEGER_ORDER: readonly DType[] = ['int8', 'int16', 'int32', 'int64'];

function promoteSameCategory(a: DType, b: DType): DType {
  if (CATEGORY_OF[a] === 'complex') return 'complex128';
  if (CATEGORY_OF[a] === 'floating') {
    if (a === 'float64' || b === 'float64') return 'float64';
    // float16 with bfloat16 has no common half type.
    return 'float32';
  }
  if (a === 'uint8' || b === 'uint8') {
    const other = a === 'uint8' ? b : a;
    return other === 'int8' ? 'int16' : other;
  }
  return INTEGER_ORDER[Math.max(INTEGER_ORDER.indexOf(a), INTEGER_ORDER.indexOf(b))];
}

/** Tensors with dimensions stand above those without, and those above Python scalars. */
export interface TypedOperand {
  readonly dtype: DType;
  readonly priority: 'tensor' | 'zeroDim' | 'scalar';
}

export function resultType(operands: readonly TypedOperand[]): DType {
  let result: DType | undefined;
  for (const priority of ['tensor', 'zeroDim', 'scalar'] as const) {
    const group = operands.filter((o) => o.priority === priority).map((o) => o.dtype);
    if (group.length === 0) continue;
    const dtype = group.reduce(promoteTypes);
    if (result === undefined) result = dtype;
    else if (CATEGORIES.indexOf(CATEGORY_OF[dtype]) > CATEGORIES.indexOf(CATEGORY_OF[result])) {
      result = priority === 'scalar' ? promoteScalar(result, dtype) : promoteTypes(result, dtype);
    }
  }
  return result ?? defaultDType();
}

/** A Python float beside integers is the default floating type; a Python int beside booleans is int64. */
function promoteScalar(tensor: DType, scalar: DType): DType {
  if (CATEGORY_OF[scalar] === 'complex') return toFloating(tensor) === 'float64' ? 'complex128' : 'complex64';
  return CATEGORY_OF[scalar] === 'floating' ? defaultDType() : scalar;
}
