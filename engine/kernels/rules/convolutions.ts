// Convolutions of every kind, and linear layers.
import type { PlanOperation, PlanValue } from '../../plan/ir';
import { isPlanned } from '../../plan/views';
import { blockedOf, type Blocked } from '../blocked';
import { convertUnit } from '../convert';
import { denseUnit } from '../convolution/dense';
import { depthwiseUnit } from '../convolution/depthwise';
import { openEnding } from '../convolution/fold';
import { patchUnit } from '../convolution/patch';
import { convolutionShape, isDepthwise, type ConvolutionShape } from '../convolution/shape';
import type { ConvolutionOutput } from '../convolution/unit';
import type { Lower, Lowering } from '../lowering';
import type { Unit } from '../unit';
import { inputOf, onlyIf } from './common';

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

/**
 * A linear layer over [N, features] is a convolution of images of one position. Over more axes it is one over their rows, which
 * are brought into blocks for it alone: for other operators the same values are images of other axes.
 */
export const linear: Lower = (lowering, operation) => {
  const [input, weight] = [inputOf(operation), inputOf(operation, 'weight')];
  const [value] = operation.outputs;
  if (weight.shape.length !== 2) return false;
  if (input.shape.length === 2) return convolution(lowering, operation);
  if (input.shape.length < 3 || !isPlanned(input)) return false;
  const [from, to] = [rowsOf(input), rowsOf(value)];
  const shape = convolutionShape({ ...operation, inputs: { ...operation.inputs, input: from }, outputs: [to] });
  if (!shape) return false;
  const { holder } = lowering;
  const keyed = (rows: PlanValue, end: string): Blocked => ({
    ...blockedOf(rows),
    key: `l${operation.index}.${end}`,
    gradientKey: `l${operation.index}.d${end}`,
  });
  const [source, tensor] = [keyed(from, 'x'), keyed(to, 'y')];
  const output = storedOutput(tensor);
  const fromBack = lowering.convolutions.size % 2 === 0;
  const unit = denseUnit({
    holder,
    shape,
    output,
    fromBack,
    source: { kind: 'stored', tensor: source },
    transposed: false,
  });
  lowering.plain(input);
  lowering.units.push(
    convertUnit(holder, operation.index, input, source, 'toBlocks'),
    onlyIf(operation.hasBackward, unit),
    convertUnit(holder, operation.index, value, tensor, 'toPlain'),
  );
  lowering.setPlain(value);
  return true;
};

/** The value as a matrix: all axes but the last are one. */
const rowsOf = (value: PlanValue): PlanValue => {
  const features = value.shape[value.shape.length - 1];
  return { ...value, shape: [features === 0 ? 0 : value.size / features, features] };
};
