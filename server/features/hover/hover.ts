// What stands under the mouse: the innermost layer constructor or call of `forward` there, or the reason why nothing is known.
import type { ApplicationSite, ConstructionSite, FileOutline } from '../../../core/analysis';
import type { Location } from '../../../core/base/location';
import type { Places } from '../../../core/report/places';
import { isShownConvolution } from '../convolution';
import { escape } from '../markdown';
import { applicationHover } from './application';
import { constructionHover, type HoverOptions } from './construction';

export interface Hover {
  /** Markdown. */
  readonly content: string;
  readonly location: Location;
  /** It is over a layer that the visualiser can open. */
  readonly convolution: boolean;
}

export interface HoverContext extends HoverOptions {
  /** The text that was analysed. */
  readonly source: string;
  readonly places: Places;
}

/** undefined: nothing of ours stands there. */
export function hoverAt(analysis: FileOutline, offset: number, context: HoverContext): Hover | undefined {
  const site = siteAt(analysis, offset, context.source);
  const reasons = reasonsAt(analysis, offset, site?.place.location, context);
  if (site === undefined) {
    const [first] = reasons;
    return first && { content: first.text, location: first.location, convolution: false };
  }
  const convolution = site.kind === 'construction' && isShownConvolution(site.place.type);
  const content =
    site.kind === 'construction'
      ? constructionHover(site.place, analysis, context)
      : applicationHover(site.place, analysis, context.text);
  return {
    content: [content, ...reasons.map(({ text }) => text)].join('\n\n'),
    location: site.place.location,
    convolution,
  };
}

type Site =
  | { readonly kind: 'construction'; readonly place: ConstructionSite }
  | { readonly kind: 'application'; readonly place: ApplicationSite };

/** The smallest place around the offset. A container's counts in its name only: `nn.Sequential`, not all that stands in it. */
export function siteAt(analysis: FileOutline, offset: number, source: string): Site | undefined {
  const sites: readonly Site[] = [
    ...analysis.constructions.map((place): Site => ({ kind: 'construction', place })),
    ...analysis.applications.map((place): Site => ({ kind: 'application', place })),
  ];
  const around = sites.filter((site) => {
    const { start, end } = site.place.location;
    if (offset < start || offset >= end) return false;
    if (site.kind === 'application' || site.place.leaf) return true;
    const parenthesis = source.indexOf('(', start);
    return parenthesis === -1 || offset <= parenthesis;
  });
  const size = ({ place }: Site): number => place.location.end - place.location.start;
  return around.reduce<Site | undefined>((best, site) => (best && size(best) <= size(site) ? best : site), undefined);
}

/** Why something is unknown here: reasons whose place is under the mouse or within the site. */
function reasonsAt(
  { models, file }: FileOutline,
  offset: number,
  within: Location | undefined,
  { text, places }: HoverContext,
): readonly { readonly text: string; readonly location: Location }[] {
  const found = new Map<string, { text: string; location: Location }>();
  for (const { reason, location } of models.flatMap(({ unknowns }) => unknowns)) {
    if (location?.file !== file) continue;
    const under = offset >= location.start && offset <= location.end;
    const inside = within !== undefined && location.start >= within.start && location.end <= within.end;
    if (!under && !inside) continue;
    const place = places.start(location);
    const where = place ? ` (${place.line}:${place.column})` : '';
    const line = text('unknownBecause', { reason: escape(reason) }) + where;
    if (!found.has(line)) found.set(line, { text: line, location });
  }
  return [...found.values()].slice(0, 3);
}
