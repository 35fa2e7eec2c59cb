// From the extension's description of a layer to what the sections need: its settings in numbers, what of it is shown, and words.
import { legalGroups } from '../../core/lesson/connections';
import { convolutionCost, type LayerSettings } from '../../core/lesson/cost';
import { effectiveKernel, evenPadding, plainSettings, samePadding, type Pair } from '../../core/lesson/geometry';
import { reduceLayer, type ReducedQuantity } from '../../core/lesson/reduction';
import { exampleScene, layerScene, type Scene } from '../../core/lesson/scene';
import type { Outcome } from '../../core/base/outcome';
import type { LayerDescription } from '../../protocol/webview';
import type { Translate } from '../shared/strings';
import type { phrases } from './phrases';

type Words = Translate<typeof phrases>;

/** What the page is about. */
export interface Subject {
  /** null: the worked example. */
  readonly description: LayerDescription | null;
  /** The real layer; `groups` is its own. */
  readonly layer: LayerSettings;
  /** What is stepped through. */
  readonly shown: LayerSettings;
  readonly reduced: readonly ReducedQuantity[];
  /** Values that `groups` of the grouped form may take in what is shown; empty: only depthwise, with as many outputs as inputs. */
  readonly groupings: readonly number[];
}

export const exampleLayer: LayerSettings = {
  ...plainSettings,
  inChannels: 3,
  outChannels: 2,
  kernel: [3, 3],
  bias: false,
  input: [4, 4],
};

export const exampleSubject: Subject = {
  description: null,
  layer: exampleLayer,
  shown: exampleLayer,
  reduced: [],
  groupings: [],
};

/** Where the size of the input is unknown, one that leaves room for a few outputs is assumed. */
export const assumedInput = (kernel: Pair, dilation: Pair): Pair => {
  const [height, width] = effectiveKernel(kernel, dilation);
  return [Math.max(8, height + 3), Math.max(8, width + 3)];
};

export function layerSettings(description: LayerDescription): LayerSettings {
  const { kernel, stride, dilation, groups, inChannels, outChannels, bias, padding, input } = description;
  return {
    inChannels,
    outChannels,
    kernel,
    stride,
    dilation,
    groups,
    bias,
    padding: padding === 'same' ? samePadding(kernel, dilation) : evenPadding(padding),
    input: input ?? assumedInput(kernel, dilation),
  };
}

/** Wrong where PyTorch would refuse the layer. */
export function subjectOf(description: LayerDescription): Outcome<Subject> {
  const layer = layerSettings(description);
  const cost = convolutionCost(layer);
  if (cost.kind !== 'known') return cost;
  const { shown, reduced } = reduceLayer(layer);
  const groupings = legalGroups(shown).filter((groups) => groups > 1);
  return { kind: 'known', value: { description, layer, shown, reduced, groupings } };
}

/** The grouped form that is shown first: the layer's own, else the coarsest grouping. */
export const firstGrouping = ({ shown, groupings }: Subject): number =>
  groupings.includes(shown.groups) ? shown.groups : (groupings[0] ?? shown.inChannels);

export const sceneOf = (subject: Subject, groups: number): Scene =>
  subject.description === null ? exampleScene : layerScene(subject.shown, groups);

const pairText = ([height, width]: Pair, by = '×'): string => `${height}${by}${width}`;
const briefPair = (pair: Pair): string => (pair[0] === pair[1] ? String(pair[0]) : `(${pair[0]}, ${pair[1]})`);

/** The layer in PyTorch's words, defaults left out: `64 → 64`, `kernel 3`, `dilation 2`, `groups 64`. */
export function layerFacts({ layer, description }: Subject): readonly string[] {
  const { inChannels, outChannels, kernel, stride, padding, dilation, groups, bias, input } = layer;
  const sides: Pair = [padding.top, padding.left];
  const facts = [`${inChannels} → ${outChannels}`, `kernel ${pairText(kernel)}`];
  if (stride.some((step) => step !== 1)) facts.push(`stride ${briefPair(stride)}`);
  if (description?.padding === 'same') facts.push('padding same');
  else if (sides.some((side) => side > 0)) facts.push(`padding ${briefPair(sides)}`);
  if (dilation.some((spacing) => spacing !== 1)) facts.push(`dilation ${briefPair(dilation)}`);
  if (groups !== 1) facts.push(`groups ${groups}`);
  if (!bias) facts.push('bias False');
  if (description?.input !== null) facts.push(`input ${pairText(input)}`);
  return facts;
}

/** The parts of "shown reduced": what is shown of what. */
export function reductionParts({ layer, shown, reduced }: Subject, t: Words): readonly string[] {
  const texts: Readonly<Record<ReducedQuantity, () => string>> = {
    inChannels: () => t('reducedInChannels', { shown: shown.inChannels, real: layer.inChannels }),
    outChannels: () => t('reducedOutChannels', { shown: shown.outChannels, real: layer.outChannels }),
    groups: () => t('reducedGroups', { shown: shown.groups, real: layer.groups }),
    kernel: () => t('reducedKernel', { shown: pairText(shown.kernel), real: pairText(layer.kernel) }),
    stride: () => t('reducedStride', { shown: briefPair(shown.stride), real: briefPair(layer.stride) }),
    dilation: () => t('reducedDilation', { shown: briefPair(shown.dilation), real: briefPair(layer.dilation) }),
    input: () => t('reducedInput', { shown: pairText(shown.input), real: pairText(layer.input) }),
  };
  return reduced.map((quantity) => texts[quantity]());
}
