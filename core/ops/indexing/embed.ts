// A copy of the input in which a part is replaced (torch.select_scatter, torch.slice_scatter, torch.diagonal_scatter, torch.put).
import { certainlyDiffer } from '../../shape/dim';
import { elementCount, formatShape, type Shape, withDim, withoutAxis } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import type { Operator } from '../operator';
import { invalidArgument } from '../problems';
import { diagonalShape } from '../view/rearrange';
import { requireIndex } from './index-items';
import { requireIntegers } from './select';
import { resolveSlice } from './slice';

const embedding = <const Name extends string>(
  name: Name,
  parameters: string,
  part: (a: OperatorArguments, shape: Shape) => Shape,
) =>
  ({
    name,
    signature: `input, src, ${parameters}`,
    functions: [`torch.${name}`],
    methods: [name],
    infer: (a) => {
      const { shape, dtype } = a.tensor('input');
      const [expected, source] = [part(a, shape), a.tensor('src').shape];
      if (expected.length !== source.length || expected.some((d, i) => certainlyDiffer(d, source[i]))) {
        a.fail(
          invalidArgument(a.operatorName, 'expected src to have a size equal to the slice of self', {
            expected: formatShape(expected),
            actual: formatShape(source),
          }),
        );
      }
      return { result: { shape, dtype } };
    },
  }) as const satisfies Operator;

/** Elements by their position in the flattened tensor. */
const put = {
  name: 'put',
  signature: 'input, index, source, accumulate=False',
  functions: ['torch.put'],
  methods: ['put', 'put_'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const [index, source] = [a.tensor('index'), a.tensor('source')];
    requireIntegers(a, index, ['int64']);
    if (source.dtype !== dtype)
      a.fail(invalidArgument(a.operatorName, 'expected source and self to have the same dtype', { actual: dtype }));
    const [count, given] = [elementCount(index.shape), elementCount(source.shape)];
    if (certainlyDiffer(count, given)) {
      a.fail(
        invalidArgument(a.operatorName, 'expected source and index to have the same number of elements', {
          expected: String(count),
          actual: String(given),
        }),
      );
    }
    return { result: { shape, dtype } };
  },
} as const satisfies Operator;

export const embeddings = [
  embedding('select_scatter', 'dim, index', (a, shape) => {
    const axis = a.axis('dim', shape.length);
    requireIndex(a, a.dim('index'), shape[axis], axis);
    return withoutAxis(shape, axis);
  }),
  embedding('slice_scatter', 'dim=0, start=None, end=None, step=1', (a, shape) => {
    const axis = a.axis('dim', shape.length);
    const { length } = resolveSlice(a, [a.raw('start'), a.raw('end'), a.raw('step')], shape[axis]);
    return withDim(shape, axis, length);
  }),
  embedding('diagonal_scatter', 'offset=0, dim1=0, dim2=1', diagonalShape),
  put,
] as const;
