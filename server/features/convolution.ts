// A convolution layer as hover, visualiser and code actions see it, read from a module's attributes; PyTorch's names, and those
// of TensorFlow.js where they differ.
import type { Instance } from '../../core/analysis';
import type { AttributeValue } from '../../core/graph/graph';
import type { Dim } from '../../core/shape/dim';
import { layoutOf } from './layout';

export interface Convolution {
  /** Number of spatial axes. */
  readonly rank: number;
  readonly transposed: boolean;
  readonly inChannels: number;
  readonly outChannels: number;
  /** Per axis, as all the lists. */
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  /** Per axis, the same on both sides; `same`: whatever keeps the size. */
  readonly padding: readonly number[] | 'same';
  readonly dilation: readonly number[];
  readonly groups: number;
  /** The layer has an argument for it; TensorFlow.js has none, but layers of its own for depthwise convolution. */
  readonly choosesGroups: boolean;
  readonly bias: boolean;
  /** The batch; 1 where it is a symbol, as costs are then those of one image. */
  readonly images: number;
  /** Lengths of the input's and the output's spatial axes; null where unknown. */
  readonly input: readonly Dim[] | null;
  readonly output: readonly Dim[] | null;
}

type Attributes = Readonly<Record<string, AttributeValue<Dim>>>;

/** null: no convolution, or one whose arguments are not all known. */
export function convolutionOf(type: string, instance: Omit<Instance, 'model' | 'path'>): Convolution | null {
  const kind = kindOf(type);
  if (kind === null) return null;
  const { rank, transposed, depthwise, tensorFlow } = kind;
  const { attributes } = instance;
  const weight = instance.parameters.find(({ name }) => /weight|kernel/i.test(name))?.shape ?? null;
  const module = { type, attributes };
  const inShape = instance.inputs?.[0];
  const outShape = Array.isArray(instance.output) ? (instance.output as readonly Dim[]) : undefined;
  const from = inShape ? layoutOf(module, inShape) : null;
  const to = outShape ? layoutOf(module, outShape) : null;
  const inChannels = integer(attributes, 'in_channels') ?? whole(from?.channels);
  const outChannels = integer(attributes, 'out_channels') ?? integer(attributes, 'filters') ?? whole(to?.channels);
  const kernel = axes(attributes, rank, 'kernel_size', 'kernelSize');
  const padding = paddingOf(attributes, rank);
  if (inChannels === null || outChannels === null || kernel === null || padding === null) return null;
  return {
    rank,
    transposed,
    inChannels,
    outChannels,
    kernel,
    stride: axes(attributes, rank, 'stride', 'strides') ?? ones(rank),
    padding,
    dilation: axes(attributes, rank, 'dilation', 'dilationRate', 'dilation_rate') ?? ones(rank),
    groups: depthwise ? inChannels : (integer(attributes, 'groups') ?? 1),
    choosesGroups: !tensorFlow,
    bias: weight === null ? attributes['bias'] === true : instance.parameters.some(({ name }) => /bias/i.test(name)),
    images: inShape?.length === rank + 2 && typeof inShape[0] === 'number' ? inShape[0] : 1,
    input: from?.space ?? null,
    output: to?.space ?? null,
  };
}

interface Kind {
  readonly rank: number;
  readonly transposed: boolean;
  readonly depthwise: boolean;
  readonly tensorFlow: boolean;
}

/** `Conv2d`, `ConvTranspose2d` of PyTorch; `Conv2D`, `DepthwiseConv2D`, `Conv2DTranspose` of TensorFlow.js. null: neither. */
function kindOf(type: string): Kind | null {
  const torch = /^(?:Lazy)?Conv(Transpose)?([123])d$/.exec(type);
  if (torch) {
    return { rank: Number(torch[2]), transposed: torch[1] !== undefined, depthwise: false, tensorFlow: false };
  }
  const keras = /^(Depthwise)?Conv([123])D(Transpose)?$/.exec(type);
  if (!keras) return null;
  return {
    rank: Number(keras[2]),
    transposed: keras[3] !== undefined,
    depthwise: keras[1] !== undefined,
    tensorFlow: true,
  };
}

/** The visualiser can open it: a convolution of one or two dimensions, not transposed. */
export function isShownConvolution(type: string): boolean {
  const kind = kindOf(type);
  return kind !== null && !kind.transposed && kind.rank <= 2;
}

export const isDepthwise = ({ groups, inChannels }: Convolution): boolean => groups > 1 && groups === inChannels;

export const isPointwise = ({ kernel }: Convolution): boolean => kernel.every((length) => length === 1);

const ones = (rank: number): readonly number[] => Array<number>(rank).fill(1);

const whole = (value: Dim | null | undefined): number | null => (typeof value === 'number' ? value : null);

function integer(attributes: Attributes, name: string): number | null {
  const value = attributes[name];
  return typeof value === 'number' && Number.isInteger(value) ? value : null;
}

/** One number an axis, under the first of the names that is there; null: absent or not known. */
function axes(attributes: Attributes, rank: number, ...names: readonly string[]): readonly number[] | null {
  const value = names.map((name) => attributes[name]).find((found) => found !== undefined && found !== null);
  if (typeof value === 'number') return Array<number>(rank).fill(value);
  if (!Array.isArray(value)) return null;
  const list = value as readonly AttributeValue<Dim>[];
  return list.length === rank && list.every((item) => typeof item === 'number') ? list : null;
}

function paddingOf(attributes: Attributes, rank: number): readonly number[] | 'same' | null {
  const { padding } = attributes;
  if (padding === 'same') return 'same';
  if (padding === 'valid' || padding === undefined) return Array<number>(rank).fill(0);
  return axes(attributes, rank, 'padding');
}
