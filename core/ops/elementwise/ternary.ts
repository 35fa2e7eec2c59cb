// Functions of several operands, element by element: where, clamp, lerp, addcmul, masked_fill.
import type { OperatorArguments } from '../arguments';
import type { Inference, Operator } from '../operator';
import { invalidArgument } from '../problems';
import { broadcast, elementwise, elementwiseResult, isInPlace, type Operand, operand } from './operands';

/** clamp(x, min, max); either bound may be absent, a number or a tensor. */
const clamp = {
  name: 'clamp',
  signature: 'input, min=None, max=None',
  functions: ['torch.clamp', 'torch.clip', 'torch.clamp_', 'torch.clip_'],
  methods: ['clamp', 'clamp_', 'clip', 'clip_'],
  infer: (a) => {
    const names = ['input', 'min', 'max'].filter((name) => name === 'input' || a.raw(name) !== null);
    if (names.length === 1) {
      a.fail(invalidArgument(a.operatorName, "at least one of 'min' or 'max' must not be None"));
    }
    const [low, high] = [names.includes('min'), names.includes('max')];
    return elementwiseResult(
      a,
      names.map((name) => operand(a, name)),
      {
        refuses: ['bool', 'complex'],
        compute: (x, first, second) => {
          const raised = low ? Math.max(x, first) : x;
          return high ? Math.min(raised, low ? second : first) : raised;
        },
      },
    );
  },
} as const satisfies Operator;

const clampBound = <const Name extends string>(
  name: Name,
  parameter: string,
  compute: (x: number, y: number) => number,
) =>
  ({
    name,
    signature: `input, ${parameter}`,
    functions: [`torch.${name}`, `torch.${name}_`],
    methods: [name, `${name}_`],
    infer: (a) => elementwiseResult(a, [operand(a, 'input'), operand(a, parameter)], { compute }),
  }) as const satisfies Operator;

const where = {
  name: 'where',
  signature: 'condition, input=None, other=None',
  functions: ['torch.where'],
  methods: [],
  infer: inferWhere,
} as const satisfies Operator;

/** `x.where(condition, other)`: the tensor is the value, not the condition. */
const tensorWhere = {
  name: 'tensor_where',
  signature: 'input, condition, other',
  functions: [],
  methods: ['where'],
  infer: (a) => inferWhere(a),
} as const satisfies Operator;

function inferWhere(a: OperatorArguments): Inference {
  if (a.raw('input') === null) return a.unknown('the number of non-zero elements is known at run time alone');
  const condition = operand(a, 'condition');
  if (condition.dtype !== 'bool' && condition.dtype !== 'uint8') {
    const reason = `expected condition to be a boolean tensor, but got ${condition.dtype}`;
    a.fail(invalidArgument(a.operatorName, reason, { expected: 'bool', actual: condition.dtype }));
  }
  const values = [operand(a, 'input'), operand(a, 'other')];
  // The condition takes part in broadcasting, not in promotion.
  const selected = elementwise(a, values);
  const all = elementwise(a, [{ ...condition, priority: 'scalar' }, ...values], {
    dtype: () => selected.dtype,
    compute: (c, x, y) => (c === 0 ? y : x),
  });
  return { result: all };
}

const lerp = {
  name: 'lerp',
  signature: 'input, end, weight',
  functions: ['torch.lerp'],
  methods: ['lerp', 'lerp_'],
  infer: (a) =>
    elementwiseResult(a, [operand(a, 'input'), operand(a, 'end'), operand(a, 'weight')], {
      refuses: ['bool', 'integer'],
    }),
} as const satisfies Operator;

const scaledCombination = <const Name extends string>(name: Name) =>
  ({
    name,
    signature: 'input, tensor1, tensor2, *, value=1',
    functions: [`torch.${name}`],
    methods: [name, `${name}_`],
    infer: (a) => elementwiseResult(a, [operand(a, 'input'), operand(a, 'tensor1'), operand(a, 'tensor2')]),
  }) as const satisfies Operator;

/** The mask is broadcast with the input; the type is the input's. */
const maskedFill = {
  name: 'masked_fill',
  signature: 'input, mask, value',
  functions: ['torch.masked_fill'],
  methods: ['masked_fill', 'masked_fill_'],
  infer: (a) => {
    const input = a.tensor('input');
    const mask = a.tensor('mask');
    if (mask.dtype !== 'bool') {
      const reason = `masked_fill only supports boolean masks, but got mask with dtype ${mask.dtype}`;
      a.fail(invalidArgument(a.operatorName, reason, { expected: 'bool', actual: mask.dtype }));
    }
    const operands: Operand[] = [operand(a, 'input'), { ...operand(a, 'mask'), priority: 'scalar' }];
    if (isInPlace(a)) return elementwiseResult(a, operands, { dtype: () => input.dtype });
    return {
      result: {
        shape: broadcast(
          a,
          operands.map((o) => o.shape),
        ),
        dtype: input.dtype,
      },
    };
  },
} as const satisfies Operator;

export const ternaryOperators = [
  clamp,
  clampBound('clamp_min', 'min', Math.max),
  clampBound('clamp_max', 'max', Math.min),
  where,
  tensorWhere,
  lerp,
  scaledCombination('addcmul'),
  scaledCombination('addcdiv'),
  maskedFill,
] as const;
