// Formulas with the layer's numbers filled in, in Unicode: hovers render no LaTeX.
//
//     weight (128, 16, 3, 3)   params 128·(64/4)·3² + 128   MACs 128·(64/4)·3²·28²   output size ⌊(28 + 2·2 − 2·(3−1) − 1)/1⌋ + 1
import type { Instance } from '../../../core/analysis';
import { formatDim } from '../../../core/shape/dim';
import { side, tuple } from '../../text/numbers';
import type { Convolution } from '../convolution';

/** Own parameters, by name: `(32, 1, 3, 3)`; '' where there are none. */
export function weightText({ parameters }: Pick<Instance, 'parameters'>): string {
  const weight = parameters.find(({ name }) => name === 'weight') ?? parameters[0];
  if (!weight) return '';
  return weight.shape === null ? '?' : tuple(weight.shape);
}

/** Without the result; '' where no formula says more than the number. */
export function paramsFormula(instance: Pick<Instance, 'parameters'>, convolution: Convolution | null): string {
  if (convolution) {
    const { inChannels, outChannels, groups, kernel, bias, transposed } = convolution;
    const [outer, inner] = transposed ? [inChannels, outChannels] : [outChannels, inChannels];
    return `${outer}·${fraction(inner, groups)}·${side(kernel)}${bias ? ` + ${outChannels}` : ''}`;
  }
  const shapes = instance.parameters.flatMap(({ shape }) => (shape === null ? [] : [shape]));
  if (shapes.length < instance.parameters.length || shapes.every((shape) => shape.length < 2)) {
    // Vectors alone: `64 + 64` as `2·64`.
    const lengths = shapes.map(([length]) => length);
    const equal = lengths.length > 1 && lengths.every((length) => length === lengths[0] && length !== undefined);
    return equal ? `${lengths.length}·${lengths[0]}` : '';
  }
  return shapes.map((shape) => shape.join('·')).join(' + ');
}

/** Multiply-accumulates of the batch; '' where the layer is no convolution or its size is not known. */
export function macsFormula(convolution: Convolution): string {
  const { images, inChannels, outChannels, groups, kernel, input, output, transposed } = convolution;
  const space = transposed ? input : output;
  if (space === null) return '';
  const [outer, inner] = transposed ? [inChannels, outChannels] : [outChannels, inChannels];
  const batch = images === 1 ? '' : `${images}·`;
  return `${batch}${outer}·${fraction(inner, groups)}·${side(kernel)}·${side(space)}`;
}

/** One formula an axis, or one for all where they agree: ⌊(28 + 2·1 − 1·(3−1) − 1)/1⌋ + 1 = 28. '' where unknown. */
export function outputSizeFormula({
  kernel,
  stride,
  padding,
  dilation,
  input,
  output,
  transposed,
}: Convolution): string {
  if (input === null || output === null || transposed) return '';
  const formulas = kernel.map((length, axis) => {
    if (padding === 'same') return `⌈${formatDim(input[axis])}/${stride[axis]}⌉ = ${formatDim(output[axis])}`;
    const padded = `${formatDim(input[axis])} + 2·${padding[axis]} − ${dilation[axis]}·(${length}−1) − 1`;
    return `⌊(${padded})/${stride[axis]}⌋ + 1 = ${formatDim(output[axis])}`;
  });
  return [...new Set(formulas)].join('; ');
}

/** 64/4 in parentheses; the number alone for one group. */
const fraction = (channels: number, groups: number): string =>
  groups === 1 ? String(channels) : `(${channels}/${groups})`;
