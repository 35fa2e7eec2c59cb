// Which of a file's models is meant: by its expression, by the place of the cursor, else the first.
import type { FileOutline } from '../../core/analysis';
import { siteAt } from './hover/hover';

export interface Wanted {
  readonly expr?: string;
  readonly offset?: number;
}

/** Index into `analysis.models`; null where there is none. */
export function pickModel(analysis: FileOutline, { expr, offset }: Wanted, source: string): number | null {
  const { models } = analysis;
  if (models.length === 0) return null;
  if (expr !== undefined) {
    const named = models.findIndex(({ expression }) => expression === expr);
    return named === -1 ? null : named;
  }
  if (offset === undefined) return 0;
  const site = siteAt(analysis, offset, source);
  const reached = site?.kind === 'construction' ? site.place.instances[0]?.model : site?.place.results[0]?.model;
  if (reached !== undefined) return reached;
  const before = models
    .map(({ definition }, index) => ({
      index,
      start: definition?.file === analysis.file ? definition.start : Infinity,
    }))
    .filter(({ start }) => start <= offset);
  return before.length === 0 ? 0 : before.reduce((last, each) => (each.start > last.start ? each : last)).index;
}
