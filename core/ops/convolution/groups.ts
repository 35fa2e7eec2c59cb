// The legal values of `groups`: the common divisors of the input and output channels.
import type { Problem } from '../../base/diagnostic';

/** Ascending common divisors of the channel counts. */
export function legalGroups(...channels: readonly number[]): readonly number[] {
  const smallest = Math.min(...channels);
  const result: number[] = [];
  for (let g = 1; g * g <= smallest; g++) {
    for (const candidate of g * g === smallest ? [g] : [g, smallest / g]) {
      if (channels.every((c) => c % candidate === 0)) result.push(candidate);
    }
  }
  return result.sort((a, b) => a - b);
}

/** The legal values next to `groups`: the greatest below it and the least above it. */
export function nearestGroups(groups: number, ...channels: readonly number[]): readonly number[] {
  const legal = legalGroups(...channels);
  return [legal.filter((g) => g < groups).at(-1), legal.find((g) => g > groups)].filter((g) => g !== undefined);
}

/** CL1001, with the nearest values that divide all of `channels`. */
export function indivisibleGroups(
  parameter: string,
  count: number,
  groups: number,
  channels: readonly number[] = [count],
): Problem {
  const nearest = nearestGroups(groups, ...channels);
  return {
    code: 'CL1001',
    details: { parameter, channels: count, groups },
    expected: `a divisor of ${count}`,
    actual: `groups = ${groups}`,
    hint: `Nearest legal groups: ${nearest.join(', ')}.`,
  };
}
