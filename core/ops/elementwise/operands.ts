// What element-wise operators share: tensors and scalars as operands, broadcasting, promotion, in-place rules, known elements.
import { certainlyDiffer, isSymbolic } from '../../shape/dim';
import { broadcastShapes } from '../../shape/broadcast';
import type { DType } from '../../shape/dtype';
import { formatShape, type Shape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { mapCoordinates, tensorOf } from '../data';
import { Float, type Inference, type TensorType } from '../operator';
import { invalidArgument } from '../problems';
import { categoryOf, type Category, resultType, type TypedOperand } from '../promotion';
import { isScalar, isTensor } from '../values';

export interface Operand extends TypedOperand {
  readonly shape: Shape;
  readonly data?: readonly number[];
}

/** A tensor or a Python scalar. */
export function operand(a: OperatorArguments, name: string): Operand {
  const value = a.raw(name);
  if (isScalar(value)) {
    const priority = 'scalar';
    if (value instanceof Float) return { shape: [], dtype: 'float64', priority, data: [value.value] };
    if (typeof value === 'boolean') return { shape: [], dtype: 'bool', priority, data: [Number(value)] };
    return { shape: [], dtype: 'int64', priority, ...(isSymbolic(value) ? {} : { data: [value] }) };
  }
  return tensorOperand(isTensor(value) ? value : a.tensor(name));
}

export const tensorOperand = (tensor: TensorType): Operand => ({
  ...tensor,
  priority: tensor.shape.length === 0 ? 'zeroDim' : 'tensor',
});

/** Called by a name such as `add_` or `__iadd__`: the result replaces the first operand. */
export const isInPlace = (a: OperatorArguments): boolean =>
  /^__i\w+__$/.test(a.operatorName) || (a.operatorName.endsWith('_') && !a.operatorName.endsWith('__'));

export function broadcast(a: OperatorArguments, shapes: readonly Shape[]): Shape {
  const outcome = broadcastShapes(shapes);
  if (outcome.kind === 'known') return outcome.value;
  return outcome.kind === 'wrong' ? a.fail(outcome.problem) : a.unknown(outcome.reason);
}

export interface ElementwiseRule {
  /** From the promoted type of the operands; the promoted type itself where absent. */
  readonly dtype?: (promoted: DType) => DType;
  /** The value at one position, for tensors whose elements are known. */
  readonly compute?: (...values: number[]) => number;
  /** Categories of operands for which PyTorch has no kernel. */
  readonly refuses?: readonly Category[];
}

/** Broadcasts, promotes and computes; the first operand receives the result of an in-place call. */
export function elementwise(
  a: OperatorArguments,
  operands: readonly Operand[],
  rule: ElementwiseRule = {},
): TensorType {
  const promoted = resultType(operands);
  if (rule.refuses?.includes(categoryOf(promoted))) {
    a.fail(invalidArgument(a.operatorName, `not implemented for ${promoted}`, { actual: promoted }));
  }
  const computed = rule.dtype ? rule.dtype(promoted) : promoted;
  const shape = broadcast(
    a,
    operands.map((o) => o.shape),
  );
  const dtype = isInPlace(a) ? requireInPlace(a, operands[0], shape, computed) : computed;
  return tensorOf(shape, dtype, () => computeElements(operands, shape, rule.compute));
}

/** The result must fit into the first operand: no broadcast of it, no cast to a lower category. */
function requireInPlace(a: OperatorArguments, target: Operand, shape: Shape, dtype: DType): DType {
  const differs = shape.length !== target.shape.length || shape.some((d, i) => certainlyDiffer(d, target.shape[i]));
  if (differs) {
    const reason = `output with shape ${formatShape(target.shape)} doesn't match the broadcast shape ${formatShape(shape)}`;
    a.fail(
      invalidArgument(a.operatorName, reason, { expected: formatShape(target.shape), actual: formatShape(shape) }),
    );
  }
  const rank: readonly Category[] = ['bool', 'integer', 'floating', 'complex'];
  if (rank.indexOf(categoryOf(dtype)) > rank.indexOf(categoryOf(target.dtype))) {
    a.fail(invalidArgument(a.operatorName, `result type ${dtype} can't be cast to the output type ${target.dtype}`));
  }
  return target.dtype;
}

function computeElements(
  operands: readonly Operand[],
  shape: Shape,
  compute: ElementwiseRule['compute'],
): readonly number[] | undefined {
  if (!compute) return undefined;
  const sources: { data: readonly number[]; strides: readonly number[] }[] = [];
  for (const { data, shape: own } of operands) {
    if (!data) return undefined;
    sources.push({ data, strides: broadcastStrides(own, shape.length) });
  }
  const numbers = sources.map(() => 0);
  return mapCoordinates(shape, (c) => {
    for (let i = 0; i < sources.length; i++) {
      const { data, strides } = sources[i];
      let at = 0;
      for (let axis = 0; axis < strides.length; axis++) at += c[axis] * strides[axis];
      numbers[i] = data[at];
    }
    return compute(...numbers);
  });
}

/** Element steps along the result's axes; 0 where the operand is broadcast. */
function broadcastStrides(shape: Shape, rank: number): readonly number[] {
  const strides = Array<number>(rank).fill(0);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1) strides[axis + rank - shape.length] = step;
    step *= Number(shape[axis]);
  }
  return strides;
}

export const elementwiseResult = (
  a: OperatorArguments,
  operands: readonly Operand[],
  rule?: ElementwiseRule,
): Inference => ({
  result: elementwise(a, operands, rule),
});
