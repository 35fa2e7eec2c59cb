// Tensors from Python's numbers and lists: tensor, as_tensor, new_tensor, scalar_tensor (torch.tensor).
import type { DType } from '../../shape/dtype';
import { isSymbolic } from '../../shape/dim';
import { elementCount, formatShape, type Shape } from '../../shape/shape';
import { type ArgumentValue, type OperatorArguments, UnknownArgument } from '../arguments';
import { tensorOf } from '../data';
import { Float, type Operator, type TensorType } from '../operator';
import { invalidArgument } from '../problems';
import { defaultDType, promoteTypes } from '../promotion';
import { isList, isTensor, typeName } from '../values';
import { TENSOR_OPTIONS } from './factories';

/** The most elements of a list that are followed. */
const maximumElements = 1 << 20;

const fromValues = <const Name extends string>(
  name: Name,
  functions: readonly string[],
  methods: readonly string[] = [],
) =>
  ({
    name,
    signature: `${methods.length > 0 ? 'input, ' : ''}data, ${TENSOR_OPTIONS}`,
    functions,
    methods,
    infer: (a) => {
      const own = methods.length > 0 ? a.tensor('input').dtype : null;
      const tensor = toTensor(a, a.raw('data'), a.optionalDType('dtype') ?? own);
      const { data } = tensor;
      return { result: tensor, ...(data ? { initialiser: { kind: 'data', data } } : {}) };
    },
  }) as const satisfies Operator;

export const fromValuesOperators = [
  fromValues('tensor', ['torch.tensor']),
  fromValues('as_tensor', ['torch.as_tensor', 'torch.asarray', 'torch.from_numpy']),
  fromValues('new_tensor', [], ['new_tensor']),
  fromValues('scalar_tensor', ['torch.scalar_tensor']),
] as const;

interface Leaves {
  readonly values: (number | undefined)[];
  dtype: DType | undefined;
  /** The shape that tensors among the leaves add. */
  inner: Shape | undefined;
}

function toTensor(a: OperatorArguments, raw: ArgumentValue, dtype: DType | null): TensorType {
  if (isTensor(raw)) return dtype === null ? raw : tensorOf(raw.shape, dtype, () => raw.data);
  const shape = listShape(a, raw);
  const leaves: Leaves = { values: [], dtype: undefined, inner: undefined };
  collect(a, raw, 0, shape, leaves);
  const full = [...shape, ...(leaves.inner ?? [])];
  const result = dtype ?? leaves.dtype ?? defaultDType();
  const { values } = leaves;
  return tensorOf(full, result, () => (values.every((x) => x !== undefined) ? values : undefined));
}

/** The lengths along the first elements; `collect` requires the rest to be alike. */
function listShape(a: OperatorArguments, raw: ArgumentValue): number[] {
  const shape: number[] = [];
  for (let level = raw; ; level = level[0]) {
    if (level instanceof UnknownArgument) a.unknown(level.reason);
    if (!isList(level)) break;
    shape.push(level.length);
    if (level.length === 0) break;
  }
  return shape;
}

function collect(a: OperatorArguments, raw: ArgumentValue, depth: number, shape: Shape, leaves: Leaves): void {
  if (isList(raw)) {
    if (raw.length !== shape[depth]) {
      const reason = `expected sequence of length ${String(shape[depth] ?? 0)} at dim ${depth} (got ${raw.length})`;
      a.fail(invalidArgument(a.operatorName, reason));
    }
    raw.forEach((value) => collect(a, value, depth + 1, shape, leaves));
    return;
  }
  if (raw instanceof UnknownArgument) a.unknown(raw.reason);
  if (depth !== shape.length) {
    a.fail(invalidArgument(a.operatorName, `expected a sequence at dim ${depth}, but got ${typeName(raw)}`));
  }
  addLeaf(a, raw, leaves);
}

function addLeaf(a: OperatorArguments, raw: ArgumentValue, leaves: Leaves): void {
  const add = (value: number | undefined, dtype: DType): void => {
    leaves.values.push(value);
    leaves.dtype = leaves.dtype === undefined ? dtype : promoteTypes(leaves.dtype, dtype);
  };
  if (raw instanceof Float) add(raw.value, defaultDType());
  else if (typeof raw === 'boolean') add(Number(raw), 'bool');
  else if (typeof raw === 'number') add(raw, 'int64');
  else if (isSymbolic(raw)) add(undefined, 'int64');
  else if (isTensor(raw)) {
    if (elementCount(raw.shape) !== 1) {
      a.fail(
        invalidArgument(
          a.operatorName,
          `only one element tensors can be converted to Python scalars (got ${formatShape(raw.shape)})`,
        ),
      );
    }
    add(raw.data?.[0], raw.dtype);
  } else if (raw !== null && typeof raw === 'object' && 'opaque' in raw) {
    a.unknown('the elements are not known');
  } else {
    a.fail(invalidArgument(a.operatorName, `a tensor cannot hold ${typeName(raw)}`, { actual: typeName(raw) }));
  }
  if (leaves.values.length > maximumElements) a.unknown('a list of more elements than are followed');
}
