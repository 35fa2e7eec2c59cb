// Labels of inlay hints: parts joined by a middle dot, at most 24 characters; what does not fit is left to the tooltip. A count
// such as `·×3` brings its own dot.
//
//     fitLabel([{ text: '64→128', importance: 0 }, { text: '56²→28²', short: '28²', importance: 2 }, ...])
export const longestLabel = 24;

export interface LabelPart {
  readonly text: string;
  /** Instead of `text` before the part is dropped. */
  readonly short?: string;
  /** The greatest goes first; 0 stays. */
  readonly importance: number;
}

export function fitLabel(parts: readonly LabelPart[]): string {
  let kept = parts;
  while (join(kept).length > longestLabel) {
    const last = kept.reduce((worst, part) => (part.importance > worst.importance ? part : worst));
    const { short } = last;
    if (short !== undefined && short.length < last.text.length) {
      kept = kept.map((part) => (part === last ? { ...part, text: short, short: undefined } : part));
    } else if (last.importance > 0) {
      kept = kept.filter((part) => part !== last);
    } else {
      const label = join(kept);
      return `${label.slice(0, longestLabel - 1)}…`;
    }
  }
  return join(kept);
}

const join = (parts: readonly LabelPart[]): string =>
  parts.map(({ text }, i) => (i === 0 ? text : text.startsWith('·') ? ` ${text}` : ` · ${text}`)).join('');
