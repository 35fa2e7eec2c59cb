// What torch.vmap does to tensors: a function sees one example of a batch, and its results stand beside each other afterwards. What runs
// between the two runs once for all examples (`core/eval/torch/batching.ts` counts it for each).
import { formatShape } from '../../shape/shape';
import type { Inference, Operator } from '../operator';
import { invalidArgument } from '../problems';

/** Any one example along an axis. */
const perExample = {
  name: 'per_example',
  signature: 'input, dim',
  functions: ['torch._per_example'],
  methods: [],
  infer(a): Inference {
    const { shape, dtype } = a.tensor('input');
    if (shape.length === 0) {
      a.fail(invalidArgument(a.operatorName, 'vmap over a tensor without dimensions', { actual: formatShape(shape) }));
    }
    const dim = a.axis('dim', shape.length);
    return { result: { shape: shape.filter((_, axis) => axis !== dim), dtype }, attributes: { dim } };
  },
} as const satisfies Operator;

/** The results of all examples along a new axis. */
const joinExamples = {
  name: 'join_examples',
  signature: 'input, dim, size',
  functions: ['torch._join_examples'],
  methods: [],
  infer(a): Inference {
    const { shape, dtype } = a.tensor('input');
    const dim = a.axis('dim', shape.length + 1);
    return {
      result: { shape: [...shape.slice(0, dim), a.dim('size'), ...shape.slice(dim)], dtype },
      attributes: { dim },
    };
  },
} as const satisfies Operator;

export const vmapped = [perExample, joinExamples] as const;
