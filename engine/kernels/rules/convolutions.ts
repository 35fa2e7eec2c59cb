// Convolutions of every kind, and linear layers.
import type { PlanOperation } from '../../plan/ir';
import { blockedOf, type Blocked } from '../blocked';
import { denseUnit } from '../convolution/dense';
import { depthwiseUnit } from '../convolution/depthwise';
import { openEnding } from '../convolution/fold';
import { patchUnit } from '../convolution/patch';
import { convolutionShape, isDepthwise, type ConvolutionShape } from '../convolution/shape';
import type { ConvolutionOutput } from '../convolution/unit';
import type { Lower, Lowering } from '../lowering';
import type { Unit } from '../unit';
import { inputOf, onlyIf } from './common';
import { linearRows } from './rows';

/** The result stands in memory as it is, with its gradient. */
const storedOutput = (tensor: Blocked): ConvolutionOutput => ({
  tensor,
  norm: null,
  gradient: { kind: 'stored', tensor },
  ending: openEnding(),
});

function addConvolution(
  lowering: Lowering,
  operation: PlanOperation,
  shape: ConvolutionShape,
  transposed: boolean,
): boolean {
  const { holder } = lowering;
  const input = inputOf(operation);
  const [value] = operation.outputs;
  const tensor = blockedOf(value);
  const output = storedOutput(tensor);
  const fromBack = lowering.convolutions.size % 2 === 0;
  const parts = { holder, shape, output, fromBack };
  const add = (unit: Unit): boolean => {
    lowering.units.push(onlyIf(operation.hasBackward, unit));
    lowering.setBlocked(value, tensor);
    lowering.convolutions.set(value.id, output);
    if (!lowering.graph.training && !transposed) lowering.endings.set(value.id, output.ending);
    return true;
  };
  if (isDepthwise(shape) && !transposed) {
    const source = lowering.source(input);
    return source !== null && add(depthwiseUnit({ ...parts, source }));
  }
  if (
    !transposed &&
    shape.groups * shape.merged === 1 &&
    !input.hasGradient &&
    !lowering.isImage(input) &&
    shape.inside < 8
  )
    return add(patchUnit({ ...parts, input }));
  const source = lowering.source(input);
  return source !== null && add(denseUnit({ ...parts, source, transposed }));
}

export const convolve =
  (transposed: boolean): Lower =>
  (lowering, operation) => {
    const shape = convolutionShape(operation, transposed);
    return shape !== null && addConvolution(lowering, operation, shape, transposed);
  };

export const convolution = convolve(false);

/** A linear layer over [N, features] is a convolution of images of one position; over more axes its rows stay where they are. */
export const linear: Lower = (lowering, operation) => {
  const [input, weight] = [inputOf(operation), inputOf(operation, 'weight')];
  if (weight.shape.length !== 2) return false;
  return input.shape.length === 2 ? convolution(lowering, operation) : linearRows(lowering, operation);
};
