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
  /** Markdown. */
  readonly tooltip: string;
}

export interface HintContext {
  readonly kinds: Settings['inlayHints'];
  readonly text: Text;
}

/** The hints with offsets in `[start, end]`, in source order. */
export function hintsOf(
  analysis: FileOutline,
  { start, end }: Pick<Location, 'start' | 'end'>,
  { kinds, text }: HintContext,
): readonly Hint[] {
  if (!kinds.enabled) return [];
  const inRange = ({ location }: ConstructionSite | ApplicationSite): boolean =>
    location.end >= start && location.end <= end;
  const constructions = analysis.constructions.filter(inRange).flatMap((site): Hint[] => {
    const label = constructionLabel(site, analysis, kinds);
    if (label === undefined) return [];
    return [{ offset: site.location.end, label, tooltip: constructionTooltip(site, analysis, text) }];
  });
  const taken = new Set(constructions.map(({ offset }) => offset));
  const applications = withoutEchoes(analysis.applications.filter(inRange), kinds).flatMap(({ site, label }): Hint[] =>
    taken.has(site.location.end)
      ? []
      : [{ offset: site.location.end, label, tooltip: applicationTooltip(site, analysis, text) }],
  );
  return [...constructions, ...applications].sort((a, b) => a.offset - b.offset);
}

/** In `self.act(self.bn(x))` the inner call says nothing that the outer one does not say too, where their labels are equal. */
function withoutEchoes(
  sites: readonly ApplicationSite[],
  kinds: Settings['inlayHints'],
): readonly { readonly site: ApplicationSite; readonly label: string }[] {
  const labelled = sites.flatMap((site) => {
    const label = applicationLabel(site, kinds);
    return label === undefined ? [] : [{ site, label }];
  });
  const holds = (outer: Location, inner: Location): boolean =>
    outer !== inner && outer.start <= inner.start && outer.end >= inner.end;
  return labelled.filter(
    ({ site, label }) => !labelled.some((other) => other.label === label && holds(other.site.location, site.location)),
  );
}
