// Repairs of a text that does not parse: edits that make the rest of it parse, and the way back from places in the edited
// text to places in the original. What an edit inserted is marked as an error where it stands.
//
//     f(a,⏎x = 1    insert ")" at 4    ->   f(a,)⏎x = 1    place 6 is place 5
import type { SyntaxProblem } from './ast';

/** Replaces `[start, end)` of the original by `text`. */
export interface RepairEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** A way round a flaw of the grammar, no error of the user's. */
  readonly silent?: boolean;
}

/** Edits that are in order and do not overlap; none: nothing to repair. */
export type Repair = (text: string, problems: readonly SyntaxProblem[]) => readonly RepairEdit[];

export class RepairedText {
  readonly text: string;
  /** Of each edit, where its text begins in the repaired text. */
  private readonly places: number[] = [];

  constructor(
    original: string,
    private readonly edits: readonly RepairEdit[],
  ) {
    let text = '';
    let from = 0;
    for (const edit of edits) {
      text += original.slice(from, edit.start);
      this.places.push(text.length);
      text += edit.text;
      from = edit.end;
    }
    this.text = text + original.slice(from);
  }

  /** The last edit that begins at or before `place`, or -1. */
  private editAt(place: number): number {
    let low = -1;
    let high = this.edits.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.places[middle] <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** From a place in the repaired text to one in the original; within an edit, to where the edit ends. */
  toOriginal(place: number): number {
    const index = this.editAt(place);
    if (index === -1) return place;
    const { start, end, text, silent } = this.edits[index];
    const inside = place - this.places[index];
    if (inside >= text.length) return end + inside - text.length;
    return silent || inside === 0 ? start : end;
  }

  /** Everything in `[start, end)` of the repaired text was inserted. */
  isInserted(start: number, end: number): boolean {
    const index = this.editAt(start);
    if (index === -1 || start === end) return false;
    const edit = this.edits[index];
    return edit.silent !== true && end <= this.places[index] + edit.text.length;
  }
}

/** How bad a parse is: the text it could not make sense of. */
export function severityOf(problems: readonly SyntaxProblem[]): number {
  return problems.reduce((sum, { start, end }) => sum + 1 + end - start, 0);
}
