// A layer of the user's made small enough to follow by eye: a few channels of each group, a small image, a small kernel, with the
// same grouping, stride and kind of padding. What was cut is told, and costs are never computed from it.
import type { LayerSettings } from './cost';
import { effectiveKernel, samePadding, type Padding, type Pair } from './geometry';

export type ReducedQuantity = 'inChannels' | 'outChannels' | 'groups' | 'kernel' | 'stride' | 'dilation' | 'input';

export interface ReducedLayer {
  readonly shown: LayerSettings;
  /** What differs from the real layer, in the order of `ReducedQuantity`. */
  readonly reduced: readonly ReducedQuantity[];
}

const most = { channels: 4, groups: 2, perGroup: 2, kernel: 5, span: 9, stride: 4, outputs: 4 } as const;

const each = (pair: Pair, map: (value: number, axis: 0 | 1) => number): Pair => [map(pair[0], 0), map(pair[1], 1)];
const same = (a: Pair, b: Pair): boolean => a[0] === b[0] && a[1] === b[1];

/** `groups` must be legal and the kernel must fit. */
export function reduceLayer(layer: LayerSettings): ReducedLayer {
  const channels = reduceChannels(layer);
  const kernel = each(layer.kernel, (size) => Math.min(size, most.kernel));
  const dilation = each(layer.dilation, (spacing, axis) =>
    Math.max(1, Math.min(spacing, Math.floor((most.span - 1) / Math.max(1, kernel[axis] - 1)))),
  );
  const stride = each(layer.stride, (step) => Math.min(step, most.stride));
  const padding = reducePadding(layer, kernel, dilation);
  const input = reduceInput(layer.input, effectiveKernel(kernel, dilation), stride, padding);
  const shown: LayerSettings = { ...channels, kernel, dilation, stride, padding, bias: layer.bias, input };
  const reduced = (['inChannels', 'outChannels', 'groups'] as const).filter((name) => shown[name] !== layer[name]);
  const cut = (['kernel', 'stride', 'dilation', 'input'] as const).filter((name) => !same(shown[name], layer[name]));
  return { shown, reduced: [...reduced, ...cut] };
}

/** Depthwise stays depthwise, standard stays standard; of other groupings two groups of two channels stay. */
function reduceChannels({
  inChannels,
  outChannels,
  groups,
}: LayerSettings): Pick<LayerSettings, 'inChannels' | 'outChannels' | 'groups'> {
  if (groups === 1)
    return {
      inChannels: Math.min(inChannels, most.channels),
      outChannels: Math.min(outChannels, most.channels),
      groups,
    };
  const [groupInputs, groupOutputs] = [inChannels / groups, outChannels / groups];
  const shownGroups = Math.min(groups, groupInputs === 1 ? most.channels : most.groups);
  return {
    inChannels: shownGroups * Math.min(groupInputs, most.perGroup),
    outChannels: shownGroups * Math.min(groupOutputs, most.perGroup),
    groups: shownGroups,
  };
}

/** Padding that keeps the size keeps it for the shown kernel too; any other is bounded by what the kernel can reach. */
function reducePadding(layer: LayerSettings, kernel: Pair, dilation: Pair): Padding {
  const keeping = samePadding(layer.kernel, layer.dilation);
  const shown = samePadding(kernel, dilation);
  const span = effectiveKernel(kernel, dilation);
  const side = (name: keyof Padding, axis: 0 | 1): number =>
    layer.padding[name] === keeping[name] ? shown[name] : Math.min(layer.padding[name], span[axis] - 1);
  return { top: side('top', 0), left: side('left', 1), bottom: side('bottom', 0), right: side('right', 1) };
}

/** Room for a few outputs along each axis, and never more than the real image. */
function reduceInput(input: Pair, span: Pair, stride: Pair, padding: Padding): Pair {
  const padded: Pair = [padding.top + padding.bottom, padding.left + padding.right];
  return each(input, (size, axis) =>
    Math.min(size, Math.max((most.outputs - 1) * stride[axis] + span[axis] - padded[axis], span[axis])),
  );
}
