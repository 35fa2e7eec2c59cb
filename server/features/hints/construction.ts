// The label at a layer's constructor: channels in and out, space, params, and how many modules the call constructs.
//
//     nn.Conv2d(64, 128, 3, padding=1) 64→128 · 28² · 73.9K        nn.Conv2d(c, c, 3, groups=c) 32–128 · 28²–7² ·×3
import type { ConstructionSite, FileOutline, Instance } from '../../../core/analysis';
import { shapesOf } from '../../../core/report/serialise';
import { dimEquals, formatDim, type Dim } from '../../../core/shape/dim';
import type { Settings } from '../../settings';
import { compactFigure, side, span } from '../../text/numbers';
import { perImage } from '../batch';
import { layoutOf, type Layout } from '../layout';
import { fitLabel, type LabelPart } from './label';

type Kinds = Settings['inlayHints'];

interface Seen {
  readonly instance: Instance;
  readonly input: Layout | null;
  readonly output: Layout | null;
}

/** undefined: nothing to say. */
export function constructionLabel(site: ConstructionSite, analysis: FileOutline, kinds: Kinds): string | undefined {
  const instances = shownInstances(site);
  if (instances.length === 0) return undefined;
  const seen = instances.map((instance): Seen => {
    const module = { type: site.type, attributes: instance.attributes };
    const input = instance.inputs?.[0];
    const output = instance.output === null ? undefined : shapesOf(instance.output)[0];
    return {
      instance,
      input: input ? layoutOf(module, input) : null,
      output: output ? layoutOf(module, output) : null,
    };
  });
  const parts = [
    ...(kinds.shapes ? shapeParts(seen, site) : []),
    ...(kinds.params ? paramsPart(instances) : []),
    ...(kinds.macs ? macsPart(instances, analysis) : []),
    ...(kinds.receptiveField ? fieldPart(instances, analysis) : []),
  ];
  if (parts.length === 0) return undefined;
  return fitLabel(instances.length > 1 ? [...parts, { text: `·×${instances.length}`, importance: 1 }] : parts);
}

/** The instances of the first model that has any: those of others are in the tooltip. */
export const shownInstances = (site: ConstructionSite): readonly Instance[] =>
  site.instances.filter(({ model }) => model === site.instances[0]?.model);

function shapeParts(seen: readonly Seen[], site: ConstructionSite): readonly LabelPart[] {
  const outputs = seen.flatMap(({ output }) => output ?? []);
  if (outputs.length === 0) return [];
  const inputs = seen.flatMap(({ input }) => input ?? []);
  const channels = channelText(inputs, outputs, site);
  const space = spaceText(outputs);
  const before = spaceText(inputs);
  const moves = before !== '' && before !== space && inputs.length === outputs.length;
  return [
    ...(channels === '' ? [] : [{ text: channels, importance: 0 }]),
    ...(space === ''
      ? []
      : [{ text: moves ? `${before}→${space}` : space, short: space, importance: channels === '' ? 0 : 2 }]),
  ];
}

/** Layers that exist to change the number of channels show it even where it stays. */
const mapsChannels = /^(Lazy)?(Conv|Linear|Dense|Embedding|DepthwiseConv|SeparableConv)/;

function channelText(inputs: readonly Layout[], outputs: readonly Layout[], { type, leaf }: ConstructionSite): string {
  const from = inputs.flatMap(({ channels }) => channels ?? []);
  const to = outputs.flatMap(({ channels }) => channels ?? []);
  if (to.length < outputs.length) return '';
  const text = span(to);
  if (from.length !== to.length) return text;
  // What only flattens changes no channels: its features are another matter.
  const flattens = inputs.some(({ space }, i) => space.length > 0 && outputs[i].space.length === 0);
  if (leaf && flattens && !mapsChannels.test(type)) return text;
  const stays = from.every((channels, i) => dimEquals(channels, to[i]));
  const arrow = stays ? mapsChannels.test(type) && text === span(to.slice(0, 1)) : true;
  return arrow ? `${span(from)}→${text}` : text;
}

/** 28², 28²–7², H×W; at most 11 characters, else nothing. */
function spaceText(layouts: readonly Layout[]): string {
  const first = layouts.at(0)?.space ?? [];
  if (first.length === 0) return '';
  const texts = [...new Set(layouts.map(({ space }) => side(space)))];
  const text = texts.length <= 2 ? texts.join('–') : `${texts[0]}–${texts[texts.length - 1]}`;
  return text.length <= 11 && layouts.every(({ space }) => space.every(isShort)) ? text : '';
}

const isShort = (dim: Dim): boolean => formatDim(dim).length <= 5;

function paramsPart(instances: readonly Instance[]): readonly LabelPart[] {
  const params = instances.map((instance) => instance.params);
  if (params.some((value) => value === null || value === 0)) return [];
  return [{ text: span(params as number[], compactFigure), importance: 3 }];
}

function macsPart(instances: readonly Instance[], { models }: FileOutline): readonly LabelPart[] {
  const macs = instances.flatMap((instance) => perImage(instance.macs, models[instance.model]) ?? []);
  if (macs.length < instances.length || macs.every((value) => value === 0)) return [];
  return [{ text: `${span(macs, compactFigure)} MACs`, importance: 4 }];
}

function fieldPart(instances: readonly Instance[], analysis: FileOutline): readonly LabelPart[] {
  const fields = instances.flatMap(({ model, calls }) => {
    const field = calls.length > 0 ? analysis.models[model].graph.calls[calls[0]].receptiveField : null;
    return field ? [side(field.size)] : [];
  });
  if (fields.length < instances.length || fields.length === 0) return [];
  const texts = [...new Set(fields)];
  return [{ text: `RF ${texts.length === 1 ? texts[0] : `${texts[0]}–${texts[texts.length - 1]}`}`, importance: 5 }];
}
