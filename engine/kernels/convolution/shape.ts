// What the convolution units need to know of a convolution, read from its operation.
import { tuple } from '../../layers/attributes';
import { windows } from '../../layers/geometry';
import type { PlanOperation, PlanValue } from '../../plan/ir';
import { blocksOf, imageOf } from '../blocked';
import type { Axis } from './taps';

export interface ConvolutionShape {
  readonly operation: number;
  readonly weight: PlanValue;
  readonly bias: PlanValue | null;
  readonly count: number;
  /** Groups of channels as the kernels see them: several of the model's may be taken together to fill blocks of eight. */
  readonly groups: number;
  readonly merged: number;
  /** Channels of such a group, on the side of the convolution's input and of its output. */
  readonly inside: number;
  readonly outside: number;
  readonly rows: Axis;
  readonly columns: Axis;
  readonly kernelArea: number;
}

/** At most so many of the model's groups are taken together: the zeros between them cost as many times the work. */
const MOST_MERGED = 8;

const fillsBlocks = (channels: number): boolean => channels % 8 === 0;

/** The least number of groups that fill blocks together; null: too many. */
function mergedGroups(groups: number, inside: number, outside: number): number | null {
  for (let merged = 1; merged <= Math.min(groups, MOST_MERGED); merged++) {
    if (groups % merged !== 0) continue;
    if (merged === groups || (fillsBlocks(inside * merged) && fillsBlocks(outside * merged))) return merged;
  }
  return null;
}

/**
 * The convolution that an operation computes, or of which it computes the transpose: then its output is the convolution's input.
 * null: no kernel for this one (3 axes, computed weights, too many small groups).
 */
export function convolutionShape(operation: PlanOperation, transposed = false): ConvolutionShape | null {
  const { input, weight, bias = null } = operation.inputs as Readonly<Record<string, PlanValue | null>>;
  if (!input || weight?.source.kind !== 'parameter' || (bias && bias.source.kind !== 'parameter')) return null;
  const [x, y] = transposed ? [operation.outputs[0], input] : [input, operation.outputs[0]];
  const [from, to] = [imageOf(x), imageOf(y)];
  if (!from || !to) return null;
  const context = { attribute: (name: string) => operation.attributes[name] };
  const kernel = weight.shape.slice(2);
  const w = windows(context, { input: x.shape.slice(2), output: y.shape.slice(2), kernel });
  const axis = (index: number): Axis => ({
    input: w.input[index],
    output: w.output[index],
    kernel: w.kernel[index],
    stride: w.stride[index],
    padding: w.padding[index],
    dilation: w.dilation[index],
  });
  const groups = tuple(context, 'groups', 1, 1)[0];
  const [inside, outside] = [from.channels / groups, to.channels / groups];
  const depthwise = groups > 1 && inside === 1 && outside === 1;
  const merged = depthwise ? 1 : mergedGroups(groups, inside, outside);
  if (merged === null || (depthwise && transposed)) return null;
  return {
    operation: operation.index,
    weight,
    bias,
    count: from.count,
    groups: groups / merged,
    merged,
    inside: inside * merged,
    outside: outside * merged,
    rows: axis(1),
    columns: axis(2),
    kernelArea: w.kernel[1] * w.kernel[2],
  };
}

export const isDepthwise = (s: ConvolutionShape): boolean => s.groups > 1 && s.inside === 1 && s.outside === 1;

/** One tap, no stride, no frame: positions correspond one to one. */
export const isPointwise = ({ rows, columns }: ConvolutionShape): boolean =>
  [rows, columns].every((axis) => axis.kernel === 1 && axis.stride === 1 && axis.padding === 0);

export const insideBlocks = (s: ConvolutionShape): number => blocksOf(s.inside);
export const outsideBlocks = (s: ConvolutionShape): number => blocksOf(s.outside);
