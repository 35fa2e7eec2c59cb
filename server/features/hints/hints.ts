// Inlay hints of one file, as plain data: a place behind an expression, a short label, and a tooltip with all that did not fit.
import type { ApplicationSite, ConstructionSite, FileOutline } from '../../../core/analysis';
import type { Location } from '../../../core/base/location';
import type { Settings } from '../../settings';
import type { Text } from '../../text/text';
import { applicationLabel } from './application';
import { constructionLabel } from './construction';
import { applicationTooltip, constructionTooltip } from './tooltip';

export interface Hint {
  /** The hint stands behind this character offset. */
  readonly offset: number;
  readonly label: string;
  /** Markdown; written when it is asked for. */
  readonly tooltip: () => string;
}

export interface HintContext {
  readonly kinds: Settings['inlayHints'];
  readonly text: Text;
}

/** The hints with offsets in `[start, end]`, in source order. */
export function hintsOf(
  analysis: FileOutline,
  { start, end }: Pick<Location, 'start' | 'end'>,
  context: HintContext,
): readonly Hint[] {
  if (!context.kinds.enabled) return [];
  const inRange = ({ location }: ConstructionSite | ApplicationSite): boolean =>
    location.end >= start && location.end <= end;
  const constructions = analysis.constructions.filter(inRange).flatMap((site): Hint[] => {
    const words = remembered(site.instances, context, () => constructionWords(site, analysis, context));
    return words === undefined ? [] : [{ offset: site.location.end, ...words }];
  });
  const taken = new Set(constructions.map(({ offset }) => offset));
  const labelled = analysis.applications.filter(inRange).flatMap((site) => {
    const words = remembered(site.results, context, () => applicationWords(site, analysis, context));
    return words === undefined ? [] : [{ location: site.location, words }];
  });
  const applications = withoutEchoes(labelled).flatMap(({ location, words }): Hint[] =>
    taken.has(location.end) ? [] : [{ offset: location.end, ...words }],
  );
  return [...constructions, ...applications].sort((a, b) => a.offset - b.offset);
}

type Words = Omit<Hint, 'offset'>;

function constructionWords(
  site: ConstructionSite,
  analysis: FileOutline,
  { kinds, text }: HintContext,
): Words | undefined {
  const label = constructionLabel(site, analysis, kinds);
  return label === undefined ? undefined : { label, tooltip: () => constructionTooltip(site, analysis, text) };
}

function applicationWords(
  site: ApplicationSite,
  analysis: FileOutline,
  { kinds, text }: HintContext,
): Words | undefined {
  const label = applicationLabel(site, kinds);
  return label === undefined ? undefined : { label, tooltip: () => applicationTooltip(site, analysis, text) };
}

const memory = new WeakMap<object, HintContext & { readonly words: Words | undefined }>();

/** What is seen at a site outlives edits that only move it. */
function remembered(seen: object, { kinds, text }: HintContext, make: () => Words | undefined): Words | undefined {
  const known = memory.get(seen);
  if (known?.kinds === kinds && known.text === text) return known.words;
  const words = make();
  memory.set(seen, { kinds, text, words });
  return words;
}

interface Labelled {
  readonly location: Location;
  readonly words: Words;
}

/** In `self.act(self.bn(x))` the inner call says nothing that the outer one does not say too, where their labels are equal. */
function withoutEchoes(labelled: readonly Labelled[]): readonly Labelled[] {
  const holds = (outer: Location, inner: Location): boolean =>
    outer !== inner && outer.start <= inner.start && outer.end >= inner.end;
  return labelled.filter(
    ({ location, words: { label } }) =>
      !labelled.some((other) => other.words.label === label && holds(other.location, location)),
  );
}
