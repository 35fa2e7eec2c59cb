// One call of an operator, written as people read it: tensors by their shapes, results as text.
import { callOperator } from '../../../core/ops/apply';
import type { ArgumentValue } from '../../../core/ops/arguments';
import { Float, type Result, type TensorType } from '../../../core/ops/operator';
import { operatorsByFunction, operatorsByMethod } from '../../../core/ops/table';
import { formatDim, isSymbolic } from '../../../core/shape/dim';
import type { DType } from '../../../core/shape/dtype';
import { formatShape, parseShape } from '../../../core/shape/shape';

/** A tensor argument: `t('Nx3xHxW')`. */
export function t(text: string, dtype: DType = 'float32', data?: readonly number[]): TensorType {
  const shape = parseShape(text);
  if (!shape) throw new Error(`no shape: ${text}`);
  return { shape, dtype, ...(data ? { data } : {}) };
}

export const slice = (start: ArgumentValue, stop: ArgumentValue, step: ArgumentValue = null): ArgumentValue => ({
  slice: [start, stop, step],
});

export const all = slice(null, null);
export const dots: ArgumentValue = { ellipsis: true };

/** `F.conv2d`, `torch.cat` or `.view`. The answer is a shape, a scalar, a tuple of such, `unknown: …` or a code. */
export function call(
  name: string,
  args: readonly ArgumentValue[],
  keyword: Readonly<Record<string, ArgumentValue>> = {},
): string {
  const method = name.startsWith('.');
  const op = method
    ? operatorsByMethod.get(name.slice(1))
    : operatorsByFunction.get(name.replace(/^F\./, 'torch.nn.functional.'));
  if (!op) throw new Error(`no operator ${name}`);
  const outcome = callOperator(op, args, new Map(Object.entries(keyword)), {
    method,
    calledAs: name.replace(/^.*\./, ''),
  });
  if (outcome.kind === 'unknown') return `unknown: ${outcome.reason}`;
  if (outcome.kind === 'wrong')
    return outcome.problem.hint ? `${outcome.problem.code} ${outcome.problem.hint}` : outcome.problem.code;
  return describe(outcome.value.result);
}

function describe(result: Result): string {
  if ('shape' in result) return formatShape(result.shape);
  if ('tuple' in result) return `(${result.tuple.map(describe).join(', ')})`;
  const { scalar } = result;
  if (scalar instanceof Float) return String(scalar.value);
  if (isSymbolic(scalar)) return formatDim(scalar);
  return typeof scalar === 'object' ? JSON.stringify(scalar) : String(scalar);
}
