// What the model of TensorFlow.js (core/library/tfjs, Python) asks of the evaluator: the module `_tensorflow`. Operators by name,
// symbolic tensors (`[null, 28, 28, 1]` is N×28×28×1), weights, TensorFlow's padding, and places in the user's source: a layer is
// called when the model runs, but the place to show is where it was applied or added.
import { operators } from '../../ops/table';
import { isSymbolic, symbol, type Dim } from '../../shape/dim';
import type { DType } from '../../shape/dtype';
import { effectiveKernel, samePaddingTensorFlow } from '../../shape/window';
import type { Call } from '../../syntax/ast';
import { asInteger } from '../numbers';
import {
  InstanceValue,
  ListValue,
  ModuleValue,
  NativeFunction,
  TensorValue,
  TupleValue,
  UnknownValue,
  type BuiltinTypes,
  type Frame,
  type Machine,
  type Value,
} from '../values';

const dtypes: ReadonlyMap<Value, DType> = new Map<Value, DType>(
  (['float32', 'int32', 'bool', 'complex64'] as const).map((dtype) => [dtype, dtype]),
);

/** A place in the user's source, kept for later. */
interface Place {
  readonly frame: Frame;
}

export function createLayerNatives(types: BuiltinTypes): ModuleValue {
  const module = new ModuleValue('_tensorflow', null);
  const places = new WeakMap<Value & object, Place>();
  const define = (name: string, call: NativeFunction['call']): void =>
    void module.attributes.set(name, new NativeFunction(name, call, false));

  define('operator', (_, [name]) => {
    if (typeof name !== 'string' || !(name in operators)) throw new Error('no such operator');
    return new NativeFunction(name, (machine, args, keywords) => machine.applyOperator(name, args, keywords), false);
  });
  define('placeholder', (machine, [shape, dtype]) => {
    const dims = shapeOf(machine, shape);
    if (dims instanceof UnknownValue) return dims;
    return machine.tensor({
      shape: named(dims),
      dtype: dtypes.get(dtype) ?? 'float32',
    });
  });
  define('shape_of', (machine, [tensor]) => {
    if (tensor instanceof UnknownValue) return tensor;
    if (!(tensor instanceof TensorValue)) return machine.unknown('the shape of what is no tensor');
    if (tensor.uninitialised) return machine.unknown(tensor.whyUninitialised);
    return new ListValue(tensor.tensor.shape.map((dim) => (isSymbolic(dim) ? null : dim)));
  });
  define('sizes', (machine, [tensor]) => {
    if (tensor instanceof UnknownValue) return tensor;
    return tensor instanceof TensorValue && !tensor.uninitialised
      ? new ListValue([...tensor.tensor.shape])
      : machine.unknown('the shape of what is no tensor');
  });
  define('dtype_of', (machine, [tensor]) =>
    tensor instanceof TensorValue ? tensor.tensor.dtype : machine.unknown('the type of what is no tensor'),
  );
  define('parameter', (machine, [shape, trainable]) => {
    const dims = shapeOf(machine, shape);
    if (dims instanceof UnknownValue) return dims;
    if (dims.includes(null) || dims.some((dim) => isSymbolic(dim)))
      return machine.unknown('a weight whose shape depends on an open dimension');
    const weight = machine.tensor({ shape: dims as Dim[], dtype: 'float32' });
    weight.isParameter = true;
    weight.type = types.Parameter;
    weight.requiresGrad = trainable === true;
    return weight;
  });
  define('same_padding', (machine, [size, kernel, stride, dilation]) => {
    const numbers = [kernel, stride, dilation].map((value) => (typeof value === 'number' ? value : null));
    const dim = asInteger(size);
    if (numbers.includes(null) || dim === undefined || typeof dim === 'bigint')
      return machine.unknown('padding that depends on an unknown number');
    const [k, s, d] = numbers as number[];
    return new TupleValue(samePadding(dim, k, s, d));
  });
  define('place', (machine) => {
    const token = new TupleValue([]);
    const frame = userFrame(machine);
    if (frame !== null) places.set(token, { frame });
    return token;
  });
  const callAt = (machine: Machine, [token, callable, ...args]: readonly Value[], observed: boolean): Value => {
    const place = places.get(token as TupleValue);
    if (place === undefined) return machine.call(callable, args);
    const caller = machine.frame;
    const frame: Frame = { ...place.frame, caller, depth: caller === null ? 0 : caller.depth + 1 };
    machine.frame = frame;
    try {
      const value = machine.call(callable, args);
      const { callNode } = frame;
      return callNode === null || !observed || isMadeBy(callable, callNode)
        ? value
        : machine.observe(callNode, frame, value);
    } finally {
      machine.frame = caller;
    }
  };
  define('at', (machine, args) => callAt(machine, args, false));
  define('observed_at', (machine, args) => callAt(machine, args, true));
  define('inexact', (machine, [reason]) => {
    if (typeof reason === 'string') machine.inexact(reason);
    return null;
  });
  return module;
}

/** `tf.layers.conv2d({ ... }).apply(x)`: what the constructor's place shows already is not said twice. */
const isMadeBy = (layer: Value, call: Call): boolean =>
  layer instanceof InstanceValue && layer.created !== null && layer.created.location.start === call.start;

/** The innermost frame of the user's, as it stands now: what a call made later counts as called from. */
function userFrame(machine: Machine): Frame | null {
  const location = machine.place();
  for (let { frame } = machine; frame !== null; frame = frame.caller) {
    if (location !== null && frame.program.file === location.file && frame.callNode !== null) return { ...frame };
  }
  return null;
}

/** A list of integers, symbols and nulls. */
function shapeOf(machine: Machine, shape: Value): (Dim | null)[] | UnknownValue {
  if (shape instanceof UnknownValue) return shape;
  const items = machine.elements(shape);
  if (items === null) return machine.unknown('a shape that cannot be told');
  const dims: (Dim | null)[] = [];
  for (const item of items) {
    if (item instanceof UnknownValue) return item;
    const dim = item === null ? null : asInteger(item);
    if (dim === undefined || typeof dim === 'bigint') return machine.unknown('a shape of what are no integers');
    dims.push(dim);
  }
  return dims;
}

/** Open dimensions as symbols: the batch is N; of images H and W, of sequences L; others by their position. */
function named(dims: readonly (Dim | null)[]): Dim[] {
  const names =
    dims.length === 3
      ? ['N', 'L', 'C']
      : dims.length === 4
        ? ['N', 'H', 'W', 'C']
        : dims.length === 5
          ? ['N', 'D', 'H', 'W', 'C']
          : ['N', 'L'];
  return dims.map((dim, axis) => dim ?? symbol(names[axis] ?? `D${axis}`));
}

/**
 * Before and after, by TensorFlow's 'same'. For an open size and a stride beyond 1 the parts depend on the size's remainder;
 * dilation·(kernel - 1) in all yields the same output size, ceil(size / stride), for every size.
 */
function samePadding(size: Dim, kernel: number, stride: number, dilation: number): Dim[] {
  if (!isSymbolic(size)) return [...samePaddingTensorFlow(size, kernel, stride, dilation)];
  const total = (effectiveKernel(kernel, dilation) as number) - 1;
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}
