// unfold and fold (https://docs.pytorch.org/docs/stable/generated/torch.nn.Unfold.html): windows as columns, and their sum
// back; and the `unfold` method, windows along one axis.
//
//     unfold: N×C×H×W → N×(C·k_h·k_w)×L, with L the number of windows
import {
  add,
  certainlyDiffer,
  certainlyLess,
  compareDims,
  type Dim,
  floorDivide,
  product,
  subtract,
} from '../../shape/dim';
import { withDim } from '../../shape/shape';
import { outputSize } from '../../shape/window';
import type { OperatorArguments } from '../arguments';
import { spatialInput, symmetric, windowAxes } from '../convolution/spatial';
import { F, type Operator } from '../operator';
import { invalidArgument, wrongFeatures, wrongRank } from '../problems';

const unfold = {
  name: 'unfold',
  signature: 'input, kernel_size, dilation=1, padding=0, stride=1',
  functions: [F('unfold')],
  methods: [],
  infer: (a) => {
    const input = a.tensor('input');
    const parts = spatialInput(a, input, 2);
    const { kernel, windows } = countWindows(a, parts.spatial);
    const shape = [product([parts.channels, ...kernel]), windows];
    return { result: { shape: parts.batched ? [parts.batch, ...shape] : shape, dtype: input.dtype }, window: 'global' };
  },
} as const satisfies Operator;

const fold = {
  name: 'fold',
  signature: 'input, output_size, kernel_size, dilation=1, padding=0, stride=1',
  functions: [F('fold')],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    if (shape.length !== 2 && shape.length !== 3) a.fail(wrongRank(a.operatorName, '2 or 3', shape));
    const given = a.dims('output_size');
    const output = given.length === 1 ? [given[0], given[0]] : given;
    const { kernel, windows } = countWindows(a, output);
    const [columns, length] = shape.slice(-2);
    const area = product(kernel);
    if (typeof columns === 'number' && typeof area === 'number' && columns % area !== 0) {
      a.fail(invalidArgument(a.operatorName, `${columns} rows are not divisible by the kernel's ${area} elements`));
    }
    if (certainlyDiffer(length, windows)) a.fail(wrongFeatures(a.operatorName, windows, length));
    const channels = floorDivide(columns, area);
    return { result: { shape: [...shape.slice(0, -2), channels, ...output], dtype }, window: 'global' };
  },
} as const satisfies Operator;

function countWindows(a: OperatorArguments, spatial: readonly Dim[]): { kernel: readonly number[]; windows: Dim } {
  const kernel = a.ints('kernel_size', 2);
  const settings = { kernel, stride: a.ints('stride', 2), dilation: a.ints('dilation', 2) };
  if ([...kernel, ...settings.stride, ...settings.dilation].some((v) => v <= 0)) {
    a.fail(invalidArgument(a.operatorName, 'kernel_size, stride and dilation must be positive'));
  }
  const axes = windowAxes({ ...settings, padding: symmetric(a.ints('padding', 2)) });
  const counts = spatial.map((size, i) => outputSize(size, axes[i]));
  if (counts.some((count) => certainlyLess(count, 1))) {
    a.fail({
      code: 'CL1015',
      details: { size: counts.join('×') },
      expected: 'at least one window',
      actual: counts.join('×'),
    });
  }
  return { kernel, windows: product(counts) };
}

/** `x.unfold(dimension, size, step)`: windows of one axis, as a new last axis. */
const tensorUnfold = {
  name: 'tensor_unfold',
  signature: 'input, dimension, size, step',
  functions: [],
  methods: ['unfold'],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const axis = a.axis('dimension', shape.length);
    const [size, step] = [a.dim('size'), a.dim('step')];
    const own = shape[axis] ?? 1;
    if (compareDims(size, own) === 1) {
      a.fail(
        invalidArgument(
          a.operatorName,
          `maximum size for tensor at dimension ${axis} is ${String(own)}, but size is ${String(size)}`,
        ),
      );
    }
    if (compareDims(step, 1) === -1) a.fail(invalidArgument(a.operatorName, 'step must be greater than zero'));
    const count = add(floorDivide(subtract(own, size), step), 1);
    return {
      result: { shape: shape.length === 0 ? [size] : [...withDim(shape, axis, count), size], dtype },
      free: true,
    };
  },
} as const satisfies Operator;

export const folds = [unfold, fold, tensorUnfold] as const;
