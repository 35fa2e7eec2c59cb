// Running an operator's rule on bound arguments, with its signals turned into one of the three outcomes.
//
//     const bound = bindArguments('conv2d', parseSignature(conv2d.signature), [x, w], new Map());
//     applyOperator(conv2d, bound.value)   is   known { result, macs, window, attributes }
import { known, type Outcome, unknown, wrong } from '../base/outcome';
import { DimError } from '../shape/dim';
import type { DType } from '../shape/dtype';
import { type ArgumentValue, type OperatorArguments, ProblemSignal, UnknownSignal } from './arguments';
import { bindArguments } from './binding';
import { BoundArguments } from './bound-arguments';
import type { Inference, Operator, Result } from './operator';
import { withDefaultDType } from './promotion';
import { parseSignature } from './signature';

export { bindArguments, parseSignature };

export interface ApplyOptions {
  /** The name the user called it by, for messages: `Conv2d`, `add_`. A trailing `_` makes it in place. */
  readonly calledAs?: string;
  /** The operator is called as a method of a tensor: `methodSignature` applies where there is one. */
  readonly method?: boolean;
  /** `torch.get_default_dtype()`; absent: float32. */
  readonly defaultDType?: DType;
}

/** The signature by which a call binds. */
export const signatureOf = (op: Operator, method = false) =>
  parseSignature(method ? (op.methodSignature ?? op.signature) : op.signature);

/** Absent arguments take the signature's defaults. */
export function applyOperator(
  op: Operator,
  bound: ReadonlyMap<string, ArgumentValue>,
  options: ApplyOptions = {},
): Outcome<Inference> {
  const signature = signatureOf(op, options.method);
  try {
    const a = new BoundArguments(options.calledAs ?? op.name, signature, bound);
    const { defaultDType } = options;
    const inference = defaultDType === undefined ? op.infer(a) : withDefaultDType(defaultDType, () => op.infer(a));
    requireSizes(a, inference.result);
    return known(inference);
  } catch (signal) {
    if (signal instanceof ProblemSignal) return wrong(signal.problem);
    if (signal instanceof UnknownSignal) return unknown(signal.reason);
    if (signal instanceof DimError) return unknown(signal.message);
    throw signal;
  }
}

/** The last net: PyTorch makes no tensor of a negative size, and none whose size is no exact integer. */
function requireSizes(a: OperatorArguments, result: Result): void {
  if ('tuple' in result) for (const part of result.tuple) requireSizes(a, part);
  if (!('shape' in result)) return;
  for (const d of result.shape) {
    if (typeof d !== 'number') continue;
    if (!Number.isSafeInteger(d)) a.unknown(`a size of ${String(d)} is not exact`);
    if (d < 0)
      a.fail({ code: 'CL1015', details: { size: d }, expected: 'sizes that are not negative', actual: String(d) });
  }
}

/** Binds and applies: what one call `f(*positional, **keyword)` yields. */
export function callOperator(
  op: Operator,
  positional: readonly ArgumentValue[],
  keyword: ReadonlyMap<string, ArgumentValue> = new Map(),
  options: ApplyOptions = {},
): Outcome<Inference> {
  const name = options.calledAs ?? op.name;
  const bound = bindArguments(name, signatureOf(op, options.method), positional, keyword);
  return bound.kind === 'known' ? applyOperator(op, bound.value, options) : bound;
}
