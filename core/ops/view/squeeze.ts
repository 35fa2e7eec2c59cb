// Axes of size 1 removed and added (torch.squeeze, torch.unsqueeze, torch.atleast_1d).
import { compareDims, isSymbolic } from '../../shape/dim';
import type { OperatorArguments } from '../arguments';
import { retyped } from '../data';
import type { Inference, Operator } from '../operator';
import { axisOutOfRange } from '../problems';
import { isList, isTensor } from '../values';

const squeeze = {
  name: 'squeeze',
  signature: 'input, dim=None',
  functions: ['torch.squeeze'],
  methods: ['squeeze', 'squeeze_'],
  infer: inferSqueeze,
} as const satisfies Operator;

/** A symbolic size counts as larger than 1 where that is certain; where it may be 1, the rank cannot be told. */
function inferSqueeze(a: OperatorArguments): Inference {
  const input = a.tensor('input');
  const rank = input.shape.length;
  const all = input.shape.map((_, axis) => axis);
  const axes = a.axes('dim', rank, all);
  const dropped = axes.filter((axis) => {
    const d = input.shape[axis];
    if (!isSymbolic(d)) return d === 1;
    if (compareDims(d, 1) === undefined) a.unknown(`whether ${String(d)} is 1, and so squeezed, cannot be told`);
    return false;
  });
  return {
    result: retyped(
      input,
      input.shape.filter((_, axis) => !dropped.includes(axis)),
    ),
    free: true,
  };
}

const unsqueeze = {
  name: 'unsqueeze',
  signature: 'input, dim',
  functions: ['torch.unsqueeze'],
  methods: ['unsqueeze', 'unsqueeze_'],
  infer: (a) => {
    const input = a.tensor('input');
    const rank = input.shape.length;
    const dim = a.int('dim');
    if (dim < -rank - 1 || dim > rank) a.fail(axisOutOfRange(dim, rank + 1));
    const axis = dim < 0 ? dim + rank + 1 : dim;
    return { result: retyped(input, [...input.shape.slice(0, axis), 1, ...input.shape.slice(axis)]), free: true };
  },
} as const satisfies Operator;

/** At least `count` axes; where the new ones stand is NumPy's custom. */
const atLeast = <const Name extends string>(name: Name, count: number) =>
  ({
    name,
    signature: '*tensors',
    functions: [`torch.${name}`],
    methods: [],
    infer: (a) => {
      const results = a.tensors('tensors').map((tensor) => {
        const { shape } = tensor;
        if (shape.length >= count) return tensor;
        if (count === 3 && shape.length === 1) return retyped(tensor, [1, shape[0], 1]);
        if (count === 3 && shape.length === 2) return retyped(tensor, [...shape, 1]);
        return retyped(tensor, [...Array<number>(count - shape.length).fill(1), ...shape]);
      });
      const raw = a.raw('tensors');
      const single = isList(raw) && raw.length === 1 && isTensor(raw[0]);
      return { result: single ? results[0] : { tuple: results }, free: true };
    },
  }) as const satisfies Operator;

export const squeezes = [
  squeeze,
  unsqueeze,
  atLeast('atleast_1d', 1),
  atLeast('atleast_2d', 2),
  atLeast('atleast_3d', 3),
] as const;
