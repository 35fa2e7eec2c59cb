// The problems that many operators report, in one wording each.
import type { Problem } from '../base/diagnostic';
import { type Dim, isSymbolic } from '../shape/dim';
import { formatShape, type Shape } from '../shape/shape';

type Extra = Pick<Problem, 'expected' | 'actual' | 'hint'>;

/** A dimension as a message's detail. */
export const detail = (d: Dim): string | number => (isSymbolic(d) ? String(d) : d);

export const invalidArgument = (operator: string, reason: string, extra: Extra = {}): Problem => ({
  code: 'CL1012',
  details: { operator, reason },
  ...extra,
});

/** `expected` in words: `3 or 4`. */
export const wrongRank = (operator: string, expected: string, shape: Shape): Problem => ({
  code: 'CL1009',
  details: { operator, expectedRank: expected, actualRank: shape.length },
  expected: `a tensor of ${expected} dimensions`,
  actual: formatShape(shape),
});

export const axisOutOfRange = (axis: number, rank: number): Problem => ({
  code: 'CL1008',
  details: { dimension: axis, rank },
  expected: `a dimension from ${-Math.max(rank, 1)} to ${Math.max(rank, 1) - 1}`,
  actual: String(axis),
});

export const wrongFeatures = (operator: string, expected: Dim, actual: Dim, hint?: string): Problem => ({
  code: 'CL1003',
  details: { operator, expectedFeatures: detail(expected), actualFeatures: detail(actual) },
  expected: String(expected),
  actual: String(actual),
  ...(hint === undefined ? {} : { hint }),
});

export const wrongChannels = (operator: string, expected: Dim, actual: Dim, hint?: string): Problem => ({
  code: 'CL1002',
  details: { operator, expectedChannels: detail(expected), actualChannels: detail(actual) },
  expected: `${String(expected)} channels`,
  actual: `${String(actual)} channels`,
  ...(hint === undefined ? {} : { hint }),
});

/** Statistics of a single value say nothing. */
export const tooFewValues = (operator: string, shape: Shape): Problem =>
  invalidArgument(operator, 'expected more than 1 value per channel when training', {
    expected: 'more than 1 value per channel',
    actual: formatShape(shape),
    hint: 'Train with a batch of more than one sample, or normalise over more channels.',
  });
