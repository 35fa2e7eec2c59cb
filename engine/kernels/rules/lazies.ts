// What becomes part of a lazy value: batch norms, activations that clamp, 2×2 maxima.
import { tuple } from '../../layers/attributes';
import { windows } from '../../layers/geometry';
import type { PlanOperation, PlanValue } from '../../plan/ir';
import { blockedOf, imageOf } from '../blocked';
import { plainLazy } from '../lazy';
import type { Lower } from '../lowering';
import { normOf } from '../norm';
import { LazyRoot } from '../root';
import { addRoot, attributesOf, extend, inputOf, isPlain } from './common';

export const batchNorm: Lower = (lowering, operation) => {
  const input = inputOf(operation);
  const y = lowering.blocked(input);
  const [value] = operation.outputs;
  const parameters = ['weight', 'bias', 'running_mean', 'running_var'].map(
    (name) => operation.inputs[name] as PlanValue | null,
  );
  if (!y || parameters.some((each) => each && each.source.kind !== 'parameter')) return false;
  const norm = normOf(operation, y, lowering.graph.training);
  const ending = lowering.isReadOnce(input) ? lowering.endings.get(input.id) : undefined;
  if (ending && !ending.norm && !norm.batchStatistics) {
    ending.norm = norm;
    lowering.setBlocked(value, y);
    lowering.endings.set(value.id, ending);
    return true;
  }
  const root = new LazyRoot(lowering.holder, operation.index, y, norm, { ...plainLazy(y, value.id), norm });
  addRoot(lowering, operation, root, input);
  lowering.setLazy(value, root);
  return true;
};

/** relu, relu6 and hardtanh clamp; a sum takes its activation along. */
export const clamping =
  (bounds: (operation: PlanOperation) => readonly [number, number]): Lower =>
  (lowering, operation) => {
    const [value] = operation.outputs;
    const [low, high] = bounds(operation);
    const input = inputOf(operation);
    const ending = lowering.isReadOnce(input) ? lowering.endings.get(input.id) : undefined;
    const tensor = ending && lowering.blocked(input);
    if (ending && tensor) {
      [ending.low, ending.high] = [low, high];
      // Nothing that follows can be part of the same store.
      lowering.setBlocked(value, tensor);
      return true;
    }
    const sum = lowering.sums.get(input.id);
    if (sum && lowering.isReadOnce(input)) {
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

export const maxPool2d: Lower = (lowering, operation) => {
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
