// local_response_norm and normalize: the shape stays.
import type { Operator } from '../operator';
import { F } from '../operator';
import { wrongRank, invalidArgument } from '../problems';
import { toFloating } from '../promotion';

/** Across neighbouring channels (Krizhevsky et al. 2012, section 3.3). */
export const localResponseNorm = {
  name: 'local_response_norm',
  signature: 'input, size, alpha=0.0001, beta=0.75, k=1.0',
  functions: [F('local_response_norm')],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (shape.length < 3) a.fail(wrongRank(a.operatorName, '3 or more', shape));
    if (a.int('size') < 1) a.fail(invalidArgument(a.operatorName, 'size must be positive'));
    return { result: { shape, dtype } };
  },
} as const satisfies Operator;

/** x / max(‖x‖ₚ, eps) along `dim`. */
export const normalize = {
  name: 'normalize',
  signature: 'input, p=2.0, dim=1, eps=1e-12, out=None',
  functions: [F('normalize')],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    a.axes('dim', shape.length);
    return { result: { shape, dtype: toFloating(dtype) } };
  },
} as const satisfies Operator;
