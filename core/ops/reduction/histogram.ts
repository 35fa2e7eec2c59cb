// Counts and areas: histc, histogram, trapezoid (torch.histc, torch.trapezoid).
import { add, certainlyDiffer, type Dim, subtract } from '../../shape/dim';
import { type Shape, withDim, withoutAxis } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { broadcast } from '../elementwise/operands';
import type { Operator } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isFloating, promoteTypes, toFloating } from '../promotion';
import { isTensor } from '../values';

const requireKernel = (a: OperatorArguments): void => {
  const { dtype } = a.tensor('input');
  if (!isFloating(dtype)) a.fail(invalidArgument(a.operatorName, `not implemented for ${dtype}`, { actual: dtype }));
};

const requireBins = (a: OperatorArguments): Dim => {
  const bins = a.dim('bins');
  if (typeof bins === 'number' && bins <= 0)
    a.fail(invalidArgument(a.operatorName, `bins must be > 0, but got ${bins}`));
  return bins;
};

/** Elements counted in equal bins between two bounds. */
const histc = {
  name: 'histc',
  signature: 'input, bins=100, min=0, max=0',
  functions: ['torch.histc'],
  methods: ['histc'],
  infer: (a) => {
    requireKernel(a);
    if (a.number('min') > a.number('max'))
      a.fail(invalidArgument(a.operatorName, 'max must be larger than min', { actual: String(a.number('max')) }));
    return { result: { shape: [requireBins(a)], dtype: a.tensor('input').dtype }, window: 'global' };
  },
} as const satisfies Operator;

/** Counts, and the bins' edges: their number, or the edges themselves, are given. */
const histogram = {
  name: 'histogram',
  signature: 'input, bins, *, range=None, weight=None, density=False',
  functions: ['torch.histogram'],
  methods: ['histogram'],
  infer: (a) => {
    requireKernel(a);
    const { dtype } = a.tensor('input');
    if (dtype === 'float16' || dtype === 'bfloat16')
      a.fail(invalidArgument(a.operatorName, `not implemented for ${dtype}`, { actual: dtype }));
    const edges = a.raw('bins');
    const bins = isTensor(edges) ? subtract(edges.shape[0] ?? 1, 1) : requireBins(a);
    return {
      result: {
        tuple: [
          { shape: [bins], dtype },
          { shape: [add(bins, 1)], dtype },
        ],
        names: ['hist', 'bin_edges'],
      },
      window: 'global',
    };
  },
} as const satisfies Operator;

/** The area below sampled values, along one axis; cumulative: after each step. */
const area = <const Name extends string>(name: Name, aliases: readonly string[], isCumulative: boolean) =>
  ({
    name,
    signature: 'y, x=None, *, dx=None, dim=-1',
    functions: [name, ...aliases].map((each) => `torch.${each}`),
    methods: [],
    infer: (a) => {
      const { shape, dtype } = a.tensor('y');
      if (shape.length === 0) a.fail(wrongRank(a.operatorName, '1 or more', shape));
      const axis = a.axis('dim', shape.length);
      const x = a.optionalTensor('x');
      const whole: Shape = x === null ? shape : requirePoints(a, shape, x.shape, axis);
      const result = isCumulative ? withDim(whole, axis, subtract(shape[axis], 1)) : withoutAxis(whole, axis);
      return {
        result: { shape: result, dtype: promoteTypes(toFloating(dtype), x?.dtype ?? 'bool') },
        window: 'global',
      };
    },
  }) as const satisfies Operator;

function requirePoints(a: OperatorArguments, shape: Shape, points: Shape, axis: number): Shape {
  const own = points.length === 1 ? points[0] : points[axis];
  if (certainlyDiffer(own ?? 1, shape[axis])) {
    a.fail(
      invalidArgument(a.operatorName, 'there must be one `x` value for each sample point', {
        expected: String(shape[axis]),
        actual: String(own),
      }),
    );
  }
  return points.length === 1 ? shape : broadcast(a, [shape, points]);
}

export const histograms = [
  histc,
  histogram,
  area('trapezoid', ['trapz'], false),
  area('cumulative_trapezoid', [], true),
] as const;
