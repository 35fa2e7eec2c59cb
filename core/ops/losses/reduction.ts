// `reduction` of losses: 'none' keeps one value a sample, 'mean' and 'sum' give a scalar; `size_average` and `reduce` are the
// older spelling.
import type { Shape } from '../../shape/shape';
import type { DType } from '../../shape/dtype';
import type { OperatorArguments } from '../arguments';
import type { Inference } from '../operator';
import { invalidArgument } from '../problems';

export const LOSS_OPTIONS = "size_average=None, reduce=None, reduction='mean'";

export function lossOf(
  a: OperatorArguments,
  each: Shape,
  dtype: DType,
  extra: Readonly<Record<string, unknown>> = {},
): Inference {
  const reduction = readReduction(a);
  return {
    result: { shape: reduction === 'none' ? each : [], dtype },
    window: 'global',
    attributes: { reduction, ...extra },
  };
}

function readReduction(a: OperatorArguments): string {
  if (a.has('size_average') || a.has('reduce')) {
    if (a.has('reduce') && !a.boolean('reduce')) return 'none';
    return a.has('size_average') && !a.boolean('size_average') ? 'sum' : 'mean';
  }
  const reduction = a.string('reduction');
  if (['none', 'mean', 'sum', 'batchmean'].includes(reduction)) return reduction;
  return a.fail(
    invalidArgument(a.operatorName, `${reduction} is not a valid value for reduction`, {
      expected: "'none', 'mean' or 'sum'",
    }),
  );
}
