// One lowering for each operator that has kernels. A lowering answers false where this call of the operator has none.
import { numberOf, optionalList, tuple } from '../layers/attributes';
import { windows } from '../layers/geometry';
import type { PlanOperation, PlanValue } from '../plan/ir';
import { blockedOf, imageOf, type Blocked } from './blocked';
import { averageUnit } from './average';
import { joinUnit, partUnit } from './channels';
import { elementwiseOperators, elementwiseUnit } from './elementwise';
import { gateUnit } from './gate';
import { poolUnit } from './pool';
import { convolutionShape, isDense, isDepthwise, type ConvolutionShape } from './convolution/shape';
import { denseUnit } from './convolution/dense';
import { depthwiseUnit } from './convolution/depthwise';
import { patchUnit } from './convolution/patch';
import type { ConvolutionOutput } from './convolution/unit';
import { plainLazy, type Lazy } from './lazy';
import type { Lower, Lowering, LoweringTable } from './lowering';
import { normOf } from './norm';
import { LazyRoot } from './root';
import { SumUnit } from './sum';
import type { Unit } from './unit';

const inputOf = (operation: PlanOperation, name = 'input'): PlanValue => operation.inputs[name] as PlanValue;

const attributesOf = (
  operation: PlanOperation,
): { attribute: (name: string) => PlanOperation['attributes'][string] } => ({
  attribute: (name) => operation.attributes[name],
});

/** A unit without a gradient to pass has no backward tasks. */
const onlyIf = (wanted: boolean, unit: Unit): Unit => (wanted ? unit : { forward: unit.forward, backward: () => [] });

function addConvolution(lowering: Lowering, operation: PlanOperation, shape: ConvolutionShape): boolean {
  const { holder } = lowering;
  const input = inputOf(operation);
  const [value] = operation.outputs;
  const tensor = blockedOf(value);
  const output: ConvolutionOutput = { tensor, norm: null, gradient: { kind: 'stored', tensor } };
  const parts = { holder, shape, output };
  const add = (unit: Unit): boolean => {
    lowering.units.push(onlyIf(operation.hasBackward, unit));
    lowering.setBlocked(value, tensor);
    lowering.convolutions.set(value.id, output);
    return true;
  };
  if (isDepthwise(shape)) {
    const source = lowering.source(input);
    return source !== null && add(depthwiseUnit({ ...parts, source }));
  }
  if (!isDense(shape)) return false;
  if (shape.groups === 1 && !input.hasGradient && !lowering.isImage(input) && shape.inside < 8)
    return add(patchUnit({ ...parts, input }));
  const source = lowering.source(input);
  return source !== null && add(denseUnit({ ...parts, source }));
}

const convolution: Lower = (lowering, operation) => {
  const shape = convolutionShape(operation);
  return shape !== null && addConvolution(lowering, operation, shape);
};

/** A linear layer over [N, features] is a convolution of images of one position. */
const linear: Lower = (lowering, operation) => {
  if (inputOf(operation).shape.length !== 2 || inputOf(operation, 'weight').shape.length !== 2) return false;
  return convolution(lowering, operation);
};

const batchNorm: Lower = (lowering, operation) => {
  const input = inputOf(operation);
  const y = lowering.blocked(input);
  const [value] = operation.outputs;
  const parameters = ['weight', 'bias', 'running_mean', 'running_var'].map(
    (name) => operation.inputs[name] as PlanValue | null,
  );
  if (!y || parameters.some((each) => each && each.source.kind !== 'parameter')) return false;
  const norm = normOf(operation, y, lowering.graph.training);
  const root = new LazyRoot(lowering.holder, operation.index, y, norm, { ...plainLazy(y, value.id), norm });
  addRoot(lowering, operation, root, input);
  lowering.setLazy(value, root);
  return true;
};

/** The convolution that makes the root's tensor serves it, where nobody else reads that tensor. */
function addRoot(lowering: Lowering, operation: PlanOperation, root: LazyRoot, input: PlanValue): void {
  const producer = lowering.convolutions.get(input.id);
  if (producer && lowering.isReadOnce(input)) {
    root.producerServes = true;
    if (root.norm?.batchStatistics) producer.norm = root.norm;
    // The chain may still grow: the gradient is read as it is at the end.
    producer.gradient = {
      kind: 'lazy',
      get lazy() {
        return root.lazy;
      },
    };
  }
  lowering.units.push(onlyIf(operation.hasBackward, root));
}

/**
 * The lazy value that this operation continues: the one that ends in its input, where nobody else reads that and `fits` agrees;
 * else one that begins at the input, stored. null: the input is no image.
 */
function extend(lowering: Lowering, operation: PlanOperation, fits: (lazy: Lazy) => boolean): LazyRoot | null {
  const input = inputOf(operation);
  const known = lowering.lazy(input);
  if (known && lowering.isReadOnce(input) && fits(known.lazy)) return known;
  const y = lowering.isImage(input) ? lowering.blocked(input) : null;
  if (!y) return null;
  const root = new LazyRoot(lowering.holder, operation.index, y, null, plainLazy(y, operation.outputs[0].id));
  addRoot(lowering, operation, root, input);
  return root;
}

const isPlain = ({ pooled, low, high }: Lazy): boolean => !pooled && low === -Infinity && high === Infinity;

/** relu, relu6 and hardtanh clamp; a sum takes its activation along. */
const clamping =
  (bounds: (operation: PlanOperation) => readonly [number, number]): Lower =>
  (lowering, operation) => {
    const [value] = operation.outputs;
    const [low, high] = bounds(operation);
    const sum = lowering.sums.get(inputOf(operation).id);
    if (sum && lowering.isReadOnce(inputOf(operation))) {
      [sum.low, sum.high] = [low, high];
      sum.output = blockedOf(value);
      lowering.setBlocked(value, sum.output);
      return true;
    }
    const root = extend(lowering, operation, isPlain);
    if (!root) return false;
    root.lazy = { ...root.lazy, low, high };
    lowering.setLazy(value, root);
    return true;
  };

const maxPool2d: Lower = (lowering, operation) => {
  const image = imageOf(inputOf(operation));
  const [value] = operation.outputs;
  if (!image || value.shape.length !== 4 || operation.outputs.length > 1) return false;
  const kernel = tuple(attributesOf(operation), 'kernel_size', 2, 1);
  const extent = (shape: readonly number[]): readonly number[] => shape.slice(2);
  const w = windows(attributesOf(operation), {
    input: extent(inputOf(operation).shape),
    output: extent(value.shape),
    kernel,
  });
  const halves = [1, 2].every(
    (axis) =>
      w.kernel[axis] === 2 &&
      w.stride[axis] === 2 &&
      w.padding[axis] === 0 &&
      w.dilation[axis] === 1 &&
      w.input[axis] === 2 * w.output[axis],
  );
  const root = halves ? extend(lowering, operation, (lazy) => !lazy.pooled) : null;
  if (!root) return false;
  root.lazy = { ...root.lazy, pooled: true };
  lowering.setLazy(value, root);
  return true;
};

function addAverage(lowering: Lowering, operation: PlanOperation): boolean {
  const input = inputOf(operation);
  if (!lowering.isImage(input)) return false;
  const pooled = lowering.lazy(input)?.lazy.pooled === true;
  const tensor = pooled ? lowering.blocked(input) : null;
  const source = tensor ? ({ kind: 'stored', tensor } as const) : lowering.source(input);
  if (!source) return false;
  const output = blockedOf(operation.outputs[0]);
  lowering.units.push(onlyIf(operation.hasBackward, averageUnit(lowering.holder, operation.index, source, output)));
  lowering.setBlocked(operation.outputs[0], output);
  return true;
}

const globalAverage: Lower = (lowering, operation) =>
  operation.outputs[0].shape.slice(2).every((extent) => extent === 1) && addAverage(lowering, operation);

/** The mean over the spatial axes of an image. */
const mean: Lower = (lowering, operation) => {
  const rank = inputOf(operation).shape.length;
  const axes = (optionalList(attributesOf(operation), 'dim') ?? []).map((axis) => (axis < 0 ? axis + rank : axis));
  const spatial = rank === 4 && axes.length === 2 && axes.includes(2) && axes.includes(3);
  return spatial && addAverage(lowering, operation);
};

/** Between images of one position and rows of features nothing moves. */
const sameElements: Lower = (lowering, operation) => {
  const input = inputOf(operation);
  const [value] = operation.outputs;
  const [from, to] = [imageOf(input), imageOf(value)];
  if (!from || !to || !lowering.isImage(input)) return false;
  const single = from.height * from.width === 1 && to.height * to.width === 1;
  if (!single || from.count !== to.count || from.channels !== to.channels) return false;
  const tensor = lowering.blocked(input);
  if (!tensor) return false;
  lowering.setBlocked(value, tensor);
  return true;
};

const sameShape = (a: PlanValue, b: PlanValue): boolean =>
  a.shape.length === b.shape.length && a.shape.every((extent, i) => extent === b.shape[i]);

const add: Lower = (lowering, operation) => {
  const [left, right] = [inputOf(operation), inputOf(operation, 'other')];
  if (!left || !right || !sameShape(left, right) || left.id === right.id || left.shape.length !== 4) return false;
  if (numberOf(attributesOf(operation), 'alpha', 1) !== 1) return false;
  if (!lowering.isImage(left) && !lowering.isImage(right)) return false;
  const operands = [left, right].map((value) => {
    const lazy = lowering.lazy(value)?.lazy;
    if (lazy && isPlain(lazy)) return lowering.source(value);
    const tensor = lowering.blocked(value);
    return tensor && ({ kind: 'stored', tensor } as const);
  });
  if (!operands[0] || !operands[1]) return false;
  const [value] = operation.outputs;
  const output: Blocked = blockedOf(value);
  const unit = new SumUnit(lowering.holder, operation.index, [operands[0], operands[1]], output);
  lowering.units.push(onlyIf(operation.hasBackward, unit));
  lowering.setBlocked(value, output);
  lowering.sums.set(value.id, unit);
  return true;
};

/** Pools without a merged form; overlapping or adaptive windows. */
const pool =
  (kind: 'max' | 'average'): Lower =>
  (lowering, operation) => {
    const input = inputOf(operation);
    const [value] = operation.outputs;
    if (operation.outputs.length > 1 || !lowering.isImage(input) || input.shape.length > 4) return false;
    const source = lowering.source(input);
    if (!source) return false;
    const output = blockedOf(value);
    lowering.units.push(onlyIf(operation.hasBackward, poolUnit(lowering.holder, operation, kind, source, output)));
    lowering.setBlocked(value, output);
    return true;
  };

const firstOf =
  (...lowers: readonly Lower[]): Lower =>
  (lowering, operation) =>
    lowers.some((lower) => lower(lowering, operation));

const elementwise: Lower = (lowering, operation) => {
  const input = inputOf(operation);
  const source = lowering.isImage(input) ? lowering.source(input) : null;
  const output = source && blockedOf(operation.outputs[0]);
  const unit = source && output && elementwiseUnit(lowering.holder, operation, source, output);
  if (!unit || !output) return false;
  lowering.units.push(onlyIf(operation.hasBackward, unit));
  lowering.setBlocked(operation.outputs[0], output);
  return true;
};

/** x · s with s of shape [N, C, 1, 1]. */
const gate: Lower = (lowering, operation) => {
  const operands = [inputOf(operation), inputOf(operation, 'other')];
  const isGate = (value: PlanValue | undefined): boolean =>
    value?.shape.length === 4 && value.shape[2] === 1 && value.shape[3] === 1;
  const [x, s] = isGate(operands[1]) ? operands : [operands[1], operands[0]];
  if (!x || !s || !isGate(s) || isGate(x) || x.shape.length !== 4) return false;
  if (x.shape[0] !== s.shape[0] || x.shape[1] !== s.shape[1] || !lowering.isImage(x) || !lowering.isImage(s))
    return false;
  const factors = lowering.blocked(s);
  const source = lowering.source(x);
  if (!factors || !source) return false;
  const output = blockedOf(operation.outputs[0]);
  lowering.units.push(
    onlyIf(operation.hasBackward, gateUnit(lowering.holder, operation.index, source, factors, output)),
  );
  lowering.setBlocked(operation.outputs[0], output);
  return true;
};

const channelAxis = (operation: PlanOperation, rank: number): boolean => {
  const axis = numberOf(attributesOf(operation), 'dim', 0);
  return rank >= 3 && rank <= 4 && (axis < 0 ? axis + rank : axis) === 1;
};

/** Parts along the channels that begin at whole blocks. */
const cat: Lower = (lowering, operation) => {
  const parts = operation.inputs['tensors'] as readonly PlanValue[];
  const [value] = operation.outputs;
  if (!channelAxis(operation, value.shape.length)) return false;
  if (parts.slice(0, -1).some((part) => part.shape[1] % 8 !== 0) || !parts.some((part) => lowering.isImage(part)))
    return false;
  if (parts.some((part) => part.source.kind === 'parameter' || part.source.kind === 'constant')) return false;
  const sources = parts.map((part) => lowering.source(part));
  const known = sources.flatMap((source) => (source ? [source] : []));
  if (known.length < sources.length) return false;
  const output = blockedOf(value);
  lowering.units.push(onlyIf(operation.hasBackward, joinUnit(lowering.holder, operation.index, known, output)));
  lowering.setBlocked(value, output);
  return true;
};

const parts =
  (name: string): Lower =>
  (lowering, operation) => {
    const input = inputOf(operation, name);
    if (!channelAxis(operation, input.shape.length) || !lowering.isImage(input)) return false;
    if (operation.outputs.slice(0, -1).some((output) => output.shape[1] % 8 !== 0)) return false;
    const whole = lowering.blocked(input);
    if (!whole) return false;
    let first = 0;
    const made = operation.outputs.map((output) => {
      const part = { tensor: blockedOf(output), first };
      first += part.tensor.blocks;
      lowering.setBlocked(output, part.tensor);
      return part;
    });
    lowering.units.push(onlyIf(operation.hasBackward, partUnit(lowering.holder, operation.index, whole, made)));
    return true;
  };

export const lowerings: LoweringTable = {
  ...Object.fromEntries(elementwiseOperators.map((operator) => [operator, elementwise])),
  conv1d: convolution,
  conv2d: convolution,
  linear,
  batch_norm: batchNorm,
  relu: clamping(() => [0, Infinity]),
  relu6: clamping(() => [0, 6]),
  hardtanh: clamping((operation) => [
    numberOf(attributesOf(operation), 'min_val', -1),
    numberOf(attributesOf(operation), 'max_val', 1),
  ]),
  max_pool1d: pool('max'),
  max_pool2d: firstOf(maxPool2d, pool('max')),
  avg_pool1d: pool('average'),
  avg_pool2d: pool('average'),
  adaptive_max_pool1d: pool('max'),
  adaptive_max_pool2d: pool('max'),
  adaptive_avg_pool1d: firstOf(globalAverage, pool('average')),
  adaptive_avg_pool2d: firstOf(globalAverage, pool('average')),
  mean,
  flatten: sameElements,
  reshape: sameElements,
  view: sameElements,
  squeeze: sameElements,
  add,
  mul: gate,
  cat,
  chunk: parts('input'),
  tensor_split: parts('input'),
  split: parts('tensor'),
  split_with_sizes: parts('tensor'),
};
