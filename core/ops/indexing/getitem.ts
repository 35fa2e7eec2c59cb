// x[index] and x[index] = value (https://docs.pytorch.org/docs/stable/notes/tensor_indexing.html).
//
//     basic steps give one axis each, in order; the broadcast shape of the index tensors stands where the first of them is,
//     or in front of all where other axes come between them
import { certainlyDiffer, type Dim } from '../../shape/dim';
import { formatShape, type Shape } from '../../shape/shape';
import { type OperatorArguments, UnknownSignal } from '../arguments';
import { gather, mapCoordinates, store } from '../data';
import { broadcast, operand } from '../elementwise/operands';
import type { Inference, Operator, TensorType } from '../operator';
import { invalidArgument } from '../problems';
import { indexSteps, type IndexStep } from './index-items';

export const getitem = {
  name: 'getitem',
  signature: 'input, index',
  functions: [],
  methods: ['__getitem__'],
  infer: (a) => {
    const input = a.tensor('input');
    const steps = indexSteps(a, input.shape, a.raw('index'));
    const shape = indexedShape(a, steps);
    const basic = steps.every((step) => step.kind !== 'gather');
    const result =
      basic || isPlainGather(steps)
        ? gather(input, shape, coordinateMap(steps, input.shape))
        : { shape, dtype: input.dtype };
    return { result, ...(basic ? { free: true } : {}), ...windowOf(steps) };
  },
} as const satisfies Operator;

export const setitem = {
  name: 'setitem',
  signature: 'input, index, value',
  functions: [],
  methods: ['__setitem__'],
  infer: inferSetitem,
} as const satisfies Operator;

/** The tensor keeps its shape; the value must broadcast to what is indexed. Where that cannot be told, nothing is checked. */
function inferSetitem(a: OperatorArguments): Inference {
  const input = a.tensor('input');
  const plain: TensorType = { shape: input.shape, dtype: input.dtype };
  const value = operand(a, 'value');
  let steps: readonly IndexStep[];
  let target: Shape;
  try {
    steps = indexSteps(a, input.shape, a.raw('index'));
    target = indexedShape(a, steps);
  } catch (signal) {
    if (signal instanceof UnknownSignal) return { result: plain };
    throw signal;
  }
  if (target.includes(0) && steps.some((step) => step.kind === 'gather')) return { result: plain };
  // Leading sizes of 1 too many are dropped.
  const extra = Math.max(0, value.shape.length - target.length);
  const meets = broadcast(a, [value.shape.slice(extra), target]);
  const tooMany = value.shape.slice(0, extra).some((d) => certainlyDiffer(d, 1));
  if (tooMany || meets.some((d, i) => certainlyDiffer(d, target[i]))) {
    const reason = `a value of shape ${formatShape(value.shape)} cannot be assigned to an indexed shape of ${formatShape(target)}`;
    a.fail(
      invalidArgument(a.operatorName, reason, { expected: formatShape(target), actual: formatShape(value.shape) }),
    );
  }
  if (!input.data || !value.data || steps.some((step) => step.kind === 'gather')) return { result: plain };
  const { shape, dtype, data } = input;
  const stored = value.data.map((number) => store(number, dtype));
  if (stored.includes(undefined)) return { result: plain };
  const given = { shape: value.shape.slice(extra), data: stored as number[] };
  return { result: { ...plain, data: assigned(data, shape, steps, target, given) } };
}

function assigned(
  data: readonly number[],
  shape: Shape,
  steps: readonly IndexStep[],
  target: Shape,
  value: { readonly shape: Shape; readonly data: readonly number[] },
): readonly number[] {
  const result = [...data];
  const source = coordinateMap(steps, shape);
  const extents = shape.map(Number);
  const sizes = value.shape.map(Number);
  const offset = target.length - sizes.length;
  mapCoordinates(target, (c) => {
    let from = 0;
    for (let axis = 0; axis < sizes.length; axis++)
      from = from * sizes[axis] + (sizes[axis] === 1 ? 0 : c[axis + offset]);
    const place = source(c);
    let at = 0;
    for (let axis = 0; axis < extents.length; axis++) at = at * extents[axis] + place[axis];
    result[at] = value.data[from];
  });
  return result;
}

function indexedShape(a: OperatorArguments, steps: readonly IndexStep[]): Shape {
  const gathered = steps.flatMap((step) => (step.kind === 'gather' ? [step.index.shape] : []));
  const positions = steps.flatMap((step, i) => (step.kind === 'gather' ? [i] : []));
  const shape: Dim[] = [];
  let insertAt = 0;
  steps.forEach((step, i) => {
    if (i === positions[0]) insertAt = shape.length;
    if (step.kind === 'slice') shape.push(step.slice.length);
    else if (step.kind === 'newAxis') shape.push(1);
  });
  if (gathered.length === 0) return shape;
  // A selection between two index tensors leaves no axis there, so it does not part them.
  const between = steps.slice(positions[0], positions[positions.length - 1]);
  const together = between.every((step) => step.kind === 'gather' || step.kind === 'select');
  shape.splice(together ? insertAt : 0, 0, ...broadcast(a, gathered));
  return shape;
}

/** Positions along one axis, told by the numbers of a vector. */
const isPlainGather = (steps: readonly IndexStep[]): boolean =>
  steps.filter((step) => step.kind === 'gather').length === 1 &&
  steps.every((step) => step.kind !== 'select' && (step.kind !== 'gather' || isKnownVector(step)));

const isKnownVector = ({ axes, index }: Extract<IndexStep, { kind: 'gather' }>): boolean =>
  axes === 1 && index.shape.length === 1 && index.data !== undefined;

/** From a coordinate of the result to one of the input, for basic steps and plain gathers. */
function coordinateMap(steps: readonly IndexStep[], shape: Shape): (c: readonly number[]) => readonly number[] {
  return (c) => {
    const source: number[] = [];
    let next = 0;
    for (const step of steps) {
      if (step.kind === 'newAxis') next++;
      else if (step.kind === 'gather') {
        const index = step.index.data?.[c[next++]] ?? 0;
        source.push(index < 0 ? index + Number(shape[step.axis]) : index);
      } else if (step.kind === 'select') {
        const index = Number(step.index);
        source.push(index < 0 ? index + Number(shape[step.axis]) : index);
      } else if (step.kind === 'slice') source.push(Number(step.slice.start) + c[next++] * step.slice.step);
    }
    return source;
  };
}

/** A strided or shifted slice of the spatial axes of an image moves the receptive field. */
function windowOf(steps: readonly IndexStep[]): Pick<Inference, 'window'> {
  const spatial = steps.slice(2);
  if (steps.length < 3 || steps.some((step) => step.kind !== 'slice')) return {};
  const slices = spatial.flatMap((step) => (step.kind === 'slice' ? [step.slice] : []));
  if (slices.every((s) => s.start === 0 && s.step === 1)) return {};
  if (slices.some((s) => typeof s.start !== 'number')) return { window: 'global' };
  const ones = slices.map(() => 1);
  return {
    window: {
      kernel: ones,
      stride: slices.map((s) => s.step),
      padding: slices.map((s) => (s.start === 0 ? 0 : -Number(s.start))),
      dilation: ones,
    },
  };
}
