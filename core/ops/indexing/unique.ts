// Distinct elements: their number is known where the elements are (torch.unique, torch.unique_consecutive).
import type { OperatorArguments } from '../arguments';
import { tensorOf } from '../data';
import type { Operator, TensorType } from '../operator';

/** The distinct values, where each element went, and how many there are of each. */
interface Distinct {
  readonly values: readonly number[];
  readonly inverse: readonly number[];
  readonly counts: readonly number[];
}

function distinct(data: readonly number[], consecutive: boolean): Distinct {
  const values: number[] = [];
  const inverse: number[] = [];
  const counts: number[] = [];
  const known = consecutive ? [] : [...new Set(data)].sort((x, y) => x - y);
  if (!consecutive) {
    values.push(...known);
    counts.push(...known.map(() => 0));
  }
  const place = new Map(known.map((value, i) => [value, i]));
  data.forEach((value, i) => {
    let at = consecutive ? values.length - 1 : (place.get(value) as number);
    if (consecutive && (i === 0 || values[at] !== value)) {
      at = values.push(value) - 1;
      counts.push(0);
    }
    inverse.push(at);
    counts[at]++;
  });
  return { values, inverse, counts };
}

const uniqueLike = <const Name extends string>(name: Name, signature: string) =>
  ({
    name,
    signature,
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a: OperatorArguments) => {
      const { shape, dtype, data } = a.tensor('input');
      if (data === undefined || a.optionalInt('dim') !== null || data.some(Number.isNaN))
        return a.unknown(`the size of the result of ${name} is known at run time alone`);
      const { values, inverse, counts } = distinct(data, name === 'unique_consecutive');
      const results: TensorType[] = [tensorOf([values.length], dtype, () => values)];
      if (a.boolean('return_inverse')) results.push(tensorOf(shape, 'int64', () => inverse));
      if (a.boolean('return_counts')) results.push(tensorOf([counts.length], 'int64', () => counts));
      return { result: results.length === 1 ? results[0] : { tuple: results } };
    },
  }) as const satisfies Operator;

export const distinctElements = [
  uniqueLike('unique', 'input, sorted=True, return_inverse=False, return_counts=False, dim=None'),
  uniqueLike('unique_consecutive', 'input, return_inverse=False, return_counts=False, dim=None'),
] as const;
