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
  readonly groups: number;
  /** Channels a group. */
  readonly inside: number;
  readonly outside: number;
  readonly rows: Axis;
  readonly columns: Axis;
  readonly kernelArea: number;
}

/** null: no kernel for this one (3 axes, computed weights, groups that do not fill blocks). */
export function convolutionShape(operation: PlanOperation): ConvolutionShape | null {
  const { input, weight, bias = null } = operation.inputs as Readonly<Record<string, PlanValue | null>>;
  if (!input || weight?.source.kind !== 'parameter' || (bias && bias.source.kind !== 'parameter')) return null;
  const [from, to] = [imageOf(input), imageOf(operation.outputs[0])];
  if (!from || !to) return null;
  const context = { attribute: (name: string) => operation.attributes[name] };
  const kernel = weight.shape.slice(2);
  const spatial = (shape: readonly number[]): readonly number[] => shape.slice(2);
  const w = windows(context, { input: spatial(input.shape), output: spatial(operation.outputs[0].shape), kernel });
  const axis = (index: number): Axis => ({
    input: w.input[index],
    output: w.output[index],
    kernel: w.kernel[index],
    stride: w.stride[index],
    padding: w.padding[index],
    dilation: w.dilation[index],
  });
  const groups = tuple(context, 'groups', 1, 1)[0];
  return {
    operation: operation.index,
    weight,
    bias,
    count: from.count,
    groups,
    inside: from.channels / groups,
    outside: to.channels / groups,
    rows: axis(1),
    columns: axis(2),
    kernelArea: w.kernel[1] * w.kernel[2],
  };
}

export const isDepthwise = (s: ConvolutionShape): boolean => s.groups > 1 && s.inside === 1 && s.outside === 1;

/** Groups are handled block by block: each must fill its blocks. */
export const isDense = (s: ConvolutionShape): boolean => s.groups === 1 || (s.inside % 8 === 0 && s.outside % 8 === 0);

/** One tap, no stride, no frame: positions correspond one to one. */
export const isPointwise = ({ rows, columns }: ConvolutionShape): boolean =>
  [rows, columns].every((axis) => axis.kernel === 1 && axis.stride === 1 && axis.padding === 0);

export const insideBlocks = (s: ConvolutionShape): number => blocksOf(s.inside);
export const outsideBlocks = (s: ConvolutionShape): number => blocksOf(s.outside);
