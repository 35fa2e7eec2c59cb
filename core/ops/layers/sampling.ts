// Sampling of images at given positions: grid_sample and affine_grid
// (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.grid_sample.html).
import { certainlyDiffer } from '../../shape/dim';
import { formatShape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { F, type Inference, type Operator } from '../operator';
import { invalidArgument, wrongRank } from '../problems';

const gridSample = {
  name: 'grid_sample',
  signature: "input, grid, mode='bilinear', padding_mode='zeros', align_corners=None",
  functions: [F('grid_sample')],
  methods: [],
  infer: inferGridSample,
} as const satisfies Operator;

function inferGridSample(a: OperatorArguments): Inference {
  const [input, grid] = [a.tensor('input'), a.tensor('grid')];
  if (input.shape.length !== 4 && input.shape.length !== 5) a.fail(wrongRank(a.operatorName, '4 or 5', input.shape));
  if (grid.shape.length !== input.shape.length)
    a.fail(wrongRank('grid_sample grid', String(input.shape.length), grid.shape));
  const axes = input.shape.length - 2;
  if (certainlyDiffer(grid.shape[0], input.shape[0]) || certainlyDiffer(grid.shape[axes + 1], axes)) {
    a.fail(
      invalidArgument(
        a.operatorName,
        'the grid must have the batch size of the input and a last dimension of its spatial rank',
        {
          expected: `${String(input.shape[0])}×…×${axes}`,
          actual: formatShape(grid.shape),
        },
      ),
    );
  }
  return {
    result: { shape: [...input.shape.slice(0, 2), ...grid.shape.slice(1, -1)], dtype: input.dtype },
    window: 'global',
  };
}

const affineGrid = {
  name: 'affine_grid',
  signature: 'theta, size, align_corners=None',
  functions: [F('affine_grid')],
  methods: [],
  infer: (a) => {
    const theta = a.tensor('theta');
    const size = a.dims('size');
    if (size.length !== 4 && size.length !== 5) a.fail(wrongRank(a.operatorName, '4 or 5', size));
    const axes = size.length - 2;
    const expected = [size[0], axes, axes + 1];
    if (theta.shape.length !== 3 || theta.shape.some((d, i) => certainlyDiffer(d, expected[i]))) {
      a.fail(
        invalidArgument(a.operatorName, `expected a batch of ${axes}×${axes + 1} affine matrices`, {
          expected: formatShape(expected),
          actual: formatShape(theta.shape),
        }),
      );
    }
    return { result: { shape: [size[0], ...size.slice(2), axes], dtype: theta.dtype }, window: 'global' };
  },
} as const satisfies Operator;

export const samplers = [gridSample, affineGrid] as const;
