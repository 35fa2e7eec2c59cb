// Fills in place: the shape stays, the elements change. `initialiser` says with what, so that a seed means what it means in
// PyTorch (https://docs.pytorch.org/docs/stable/torch.html#in-place-random-sampling).
import { certainlyDiffer } from '../../shape/dim';
import type { Initialiser } from '../../graph/graph';
import type { DType } from '../../shape/dtype';
import { formatShape } from '../../shape/shape';
import { type OperatorArguments, UnknownSignal } from '../arguments';
import { broadcast } from '../elementwise/operands';
import type { Inference, Operator } from '../operator';
import { invalidArgument } from '../problems';
import { isFloating } from '../promotion';
import { isTensor } from '../values';
import { created } from './factories';

const fill = <const Name extends string>(
  name: Name,
  signature: string,
  initialiser: (a: OperatorArguments) => Initialiser,
  method: string = name,
) =>
  ({
    name,
    signature: `input, ${signature}`,
    functions: method === 'fill' || method === 'zero' ? [`torch.${method}_`] : [],
    methods: [`${method}_`],
    infer: (a) => {
      const { shape, dtype } = a.tensor('input');
      return created(
        shape,
        dtype,
        orUnsupported(() => initialiser(a)),
      );
    },
  }) as const satisfies Operator;

const notModelled = (reason: string) => (): Initialiser => ({ kind: 'unsupported', reason });

/** Parameters that are not known leave the fill unmodelled, not the shape. */
function orUnsupported(make: () => Initialiser): Initialiser {
  try {
    return make();
  } catch (signal) {
    if (signal instanceof UnknownSignal) return { kind: 'unsupported', reason: signal.reason };
    throw signal;
  }
}

const copy = {
  name: 'copy',
  signature: 'input, src, non_blocking=False',
  functions: [],
  methods: ['copy_'],
  infer: inferCopy,
} as const satisfies Operator;

function inferCopy(a: OperatorArguments): Inference {
  const { shape, dtype } = a.tensor('input');
  const source = a.tensor('src');
  const meets = broadcast(a, [shape, source.shape]);
  if (meets.length !== shape.length || meets.some((d, i) => certainlyDiffer(d, shape[i]))) {
    const reason = `a tensor of shape ${formatShape(source.shape)} does not broadcast to ${formatShape(shape)}`;
    a.fail(
      invalidArgument(a.operatorName, reason, { expected: formatShape(shape), actual: formatShape(source.shape) }),
    );
  }
  const { data } = source;
  const same = data && source.shape.length === shape.length && source.shape.every((d, i) => d === shape[i]);
  const initialiser: Initialiser = same
    ? { kind: 'data', data }
    : { kind: 'unsupported', reason: 'a copy of elements that are not known' };
  return { result: same ? { shape, dtype, data } : { shape, dtype }, initialiser };
}

/** A draw for each element with its own probability (a tensor), or with one. */
const bernoulli = {
  name: 'bernoulli',
  signature: 'input, p=None',
  functions: ['torch.bernoulli'],
  methods: ['bernoulli', 'bernoulli_'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const p = a.raw('p');
    if (p !== null && !isTensor(p)) return created(shape, dtype, { kind: 'bernoulli', probability: a.number('p') });
    if (p === null && a.operatorName === 'bernoulli_')
      return created(shape, dtype, { kind: 'bernoulli', probability: 0.5 });
    if (p === null && !isFloating(dtype))
      a.fail(invalidArgument(a.operatorName, 'probabilities must be floating', { actual: dtype }));
    return { result: { shape, dtype } };
  },
} as const satisfies Operator;

/** Up to where every integer is exact. */
const LARGEST_INTEGER: Readonly<Partial<Record<DType, number>>> = {
  float32: 2 ** 24,
  float64: Number.MAX_SAFE_INTEGER,
  int64: Number.MAX_SAFE_INTEGER,
};

/** `random_(to)`, `random_(from, to)` and `random_()`. */
function integers(a: OperatorArguments): Initialiser {
  if (a.has('to')) return { kind: 'integers', low: a.int('from'), high: a.int('to') };
  if (a.has('from')) return { kind: 'integers', low: 0, high: a.int('from') };
  const { dtype } = a.tensor('input');
  const high = LARGEST_INTEGER[dtype] ?? a.unknown(`the largest integer of ${dtype}`);
  return { kind: 'integers', low: 0, high };
}

export const fills = [
  fill('uniform', 'from=0.0, to=1.0, *, generator=None', (a) => ({
    kind: 'uniform',
    low: a.number('from'),
    high: a.number('to'),
  })),
  fill(
    'normal_fill',
    'mean=0.0, std=1.0, *, generator=None',
    (a) => ({ kind: 'normal', mean: a.number('mean'), std: a.number('std') }),
    'normal',
  ),
  fill('fill', 'value', (a) => ({ kind: 'constant', value: a.number('value') })),
  fill('zero', '', () => ({ kind: 'constant', value: 0 })),
  fill('random', 'from=None, to=None, *, generator=None', integers),
  fill('exponential', 'lambd=1.0, *, generator=None', notModelled('exponential_')),
  fill('log_normal', 'mean=1.0, std=2.0, *, generator=None', notModelled('log_normal_')),
  fill('cauchy', 'median=0.0, sigma=1.0, *, generator=None', notModelled('cauchy_')),
  fill('geometric', 'p, *, generator=None', notModelled('geometric_')),
  copy,
  bernoulli,
] as const;
