// Where something stands in a source text. Offsets count UTF-16 code units from 0; lines and columns count from 1.

/** A half-open range `[start, end)` of one file's text. */
export interface Location {
  readonly file: string;
  readonly start: number;
  readonly end: number;
}

/** In the order of the text, what holds another one first. */
export const byPlace = (a: { readonly location: Location }, b: { readonly location: Location }): number =>
  a.location.start - b.location.start || b.location.end - a.location.end;

/** A place for people: line and column count from 1, columns in UTF-16 code units. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Offsets to lines and columns for one text, in O(log lines) a query. */
export class LineIndex {
  private readonly starts: number[] = [0];

  constructor(private readonly text: string) {
    for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) this.starts.push(i + 1);
  }

  place(offset: number): Place {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.starts[low] + 1 };
  }

  offset(place: Place): number {
    const line = Math.min(Math.max(place.line, 1), this.starts.length);
    return Math.min(this.starts[line - 1] + place.column - 1, this.text.length);
  }
}
