// Which rule computes an operation: conversions by type have the name of the type that they yield, as those by method do, and on
// truth values bits are truth values.
//
//     x.to(torch.int64)     to_long            mask.to(x.dtype)     to            ~mask     logical_not            max(x, y)     maximum
import type { Operation, SerialisedGraph } from '../../core/graph/graph';

const CONVERSIONS = ['to', 'type', 'type_as'];

const OF_TRUTH: Readonly<Record<string, string>> = {
  bitwise_not: 'logical_not',
  bitwise_and: 'logical_and',
  bitwise_or: 'logical_or',
  bitwise_xor: 'ne',
};

const isWhole = (dtype: string): boolean => /^u?int/.test(dtype);

/** torch.max(x, y) is torch.maximum; a quotient rounded down is another operator. */
function variant({ operator, inputs, attributes }: Operation<number | string>): string {
  if (operator === 'true_divide' && attributes['rounding_mode'] === 'floor') return 'floor_divide';
  const ofTwo = (operator === 'max' || operator === 'min') && typeof (inputs['other'] ?? inputs['dim']) === 'number';
  return ofTwo ? `${operator}imum` : operator;
}

export function operatorName(graph: SerialisedGraph, operation: Operation<number | string>): string {
  const { inputs, outputs } = operation;
  const operator = variant(operation);
  const { input } = inputs;
  if (typeof input !== 'number' || outputs.length === 0) return operator;
  const [from, to] = [input, outputs[0]].map((id) => graph.values[id].dtype);
  if (from === 'bool' && to === 'bool') return OF_TRUTH[operator] ?? (CONVERSIONS.includes(operator) ? 'to' : operator);
  if (!CONVERSIONS.includes(operator)) return operator;
  if (to === 'bool') return 'to_bool';
  if (isWhole(to) && !isWhole(from) && from !== 'bool') return 'to_long';
  if (to === 'float16' || to === 'bfloat16') return to === 'float16' ? 'to_half' : 'to_bfloat16';
  return 'to';
}
