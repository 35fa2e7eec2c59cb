// pad (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.pad.html): pairs of before and after, the last axis
// first; negative pads crop.
import { add, certainlyLess, compareDims, type Dim, subtract } from '../../shape/dim';
import { formatShape } from '../../shape/shape';
import type { OperatorArguments } from '../arguments';
import { F, type Inference, type Operator } from '../operator';
import { invalidArgument, wrongRank } from '../problems';

export const pad = {
  name: 'pad',
  signature: "input, pad, mode='constant', value=None",
  functions: [F('pad'), 'torch._C._nn.pad'],
  methods: [],
  infer: inferPad,
} as const satisfies Operator;

function inferPad(a: OperatorArguments): Inference {
  const { shape, dtype } = a.tensor('input');
  const pads = a.dims('pad');
  const mode = a.string('mode');
  if (pads.length % 2 !== 0) {
    a.fail(invalidArgument(a.operatorName, 'the length of pad must be even', { actual: `${pads.length} numbers` }));
  }
  const axes = pads.length / 2;
  if (axes > shape.length) {
    const reason = `padding length should be less than or equal to twice the input dimension, but got ${pads.length}`;
    a.fail(invalidArgument(a.operatorName, reason, { actual: formatShape(shape) }));
  }
  if (!['constant', 'reflect', 'replicate', 'circular'].includes(mode)) {
    a.fail(invalidArgument(a.operatorName, `unrecognised padding mode ${mode}`));
  }
  if (mode !== 'constant' && ![axes + 1, axes + 2].includes(shape.length)) {
    a.fail(wrongRank(`${a.operatorName} with mode '${mode}'`, `${axes + 1} or ${axes + 2}`, shape));
  }
  const result = shape.map((size, axis): Dim => {
    const index = (shape.length - 1 - axis) * 2;
    if (index >= pads.length) return size;
    const [before, after] = [pads[index], pads[index + 1]];
    requireWithin(a, mode, size, [before, after]);
    const padded = add(size, add(before, after));
    if (certainlyLess(padded, mode === 'constant' ? 0 : 1)) {
      a.fail({
        code: 'CL1015',
        details: { size: String(padded) },
        expected: 'pads that leave at least one element',
        actual: `${String(size)} + ${String(before)} + ${String(after)}`,
      });
    }
    return padded;
  });
  const spatial = shape.slice(2).map((_, i) => pads[(shape.length - 3 - i) * 2] ?? 0);
  return {
    result: { shape: result, dtype },
    ...(spatial.length > 0 && spatial.every((p) => typeof p === 'number') ? { window: shifted(spatial) } : {}),
  };
}

/** Padding moves the receptive field's centre, as a convolution of kernel 1 with that padding would. */
const shifted = (before: readonly number[]) => ({
  kernel: before.map(() => 1),
  stride: before.map(() => 1),
  padding: before,
  dilation: before.map(() => 1),
});

/** A reflection needs more elements than it adds; a circle at least as many. */
function requireWithin(a: OperatorArguments, mode: string, size: Dim, pads: readonly Dim[]): void {
  if (mode !== 'reflect' && mode !== 'circular') return;
  const most = mode === 'reflect' ? subtract(size, 1) : size;
  const tooLarge = pads.find((p) => compareDims(p, most) === 1);
  if (tooLarge === undefined) return;
  const reason = `padding size ${String(tooLarge)} is too large for a dimension of size ${String(size)} with mode '${mode}'`;
  a.fail(invalidArgument(a.operatorName, reason, { expected: `at most ${String(most)}`, actual: String(tooLarge) }));
}
