// The convolution at a place, for the visualiser: at its constructor, or at a call of it in `forward`.
import type { FileOutline, Instance } from '../../core/analysis';
import type { Location } from '../../core/base/location';
import type { Dim } from '../../core/shape/dim';
import type { LayerDescription, Pair } from '../../protocol/webview';
import { convolutionOf, isShownConvolution, type Convolution } from './convolution';
import { siteAt } from './hover/hover';

/** null: no convolution of one or two dimensions stands there. */
export function layerAt(analysis: FileOutline, offset: number, source: string): LayerDescription | null {
  // A cursor behind the last parenthesis is still at the layer.
  const site = siteAt(analysis, offset, source) ?? siteAt(analysis, offset - 1, source);
  if (site === undefined) return null;
  if (site.kind === 'construction') {
    const [instance] = site.place.instances;
    return instance ? describe(site.place.type, instance, site.place.location, analysis) : null;
  }
  const { location } = site.place;
  for (const [model, { graph }] of analysis.models.entries()) {
    const call = graph.calls.find(({ called }) => called !== null && sameOrInside(called, location));
    if (!call) continue;
    for (const { type, instances, location: constructed } of analysis.constructions) {
      const instance = instances.find((each) => each.model === model && each.path === call.path);
      if (instance) return describe(type, instance, constructed, analysis);
    }
  }
  return null;
}

const sameOrInside = (inner: Location, outer: Location): boolean =>
  inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;

function describe(
  type: string,
  instance: Instance,
  location: Location,
  { models }: FileOutline,
): LayerDescription | null {
  const convolution = isShownConvolution(type) ? convolutionOf(type, instance) : null;
  if (convolution === null) return null;
  const { inChannels, outChannels, groups, bias, padding, input } = convolution;
  return {
    type,
    path: instance.path,
    model: models[instance.model]?.expression ?? '',
    file: location.file.slice(location.file.lastIndexOf('/') + 1),
    location,
    inChannels,
    outChannels,
    kernel: pair(convolution.kernel, 1),
    stride: pair(convolution.stride, 1),
    padding: padding === 'same' ? 'same' : pair(padding, 0),
    dilation: pair(convolution.dilation, 1),
    groups,
    bias,
    input: inputSize(input),
  };
}

/** [height, width]; a one-dimensional layer has `lone` for its height. */
const pair = (values: readonly number[], lone: number): Pair =>
  values.length === 1 ? [lone, values[0]] : [values[0], values[1]];

function inputSize(input: Convolution['input']): Pair | null {
  const known = (dims: readonly Dim[]): dims is readonly number[] => dims.every((dim) => typeof dim === 'number');
  return input !== null && known(input) ? pair(input, 1) : null;
}
