// What was typed between two texts, and where a place of the one is in the other.
import type { Location } from './location';

/** The characters `[start, before)` of one text are the characters `[start, after)` of the next. */
export interface TextEdit {
  readonly start: number;
  readonly before: number;
  readonly after: number;
}

let latest = { before: '', after: '', edit: { start: 0, before: 0, after: 0 } as TextEdit };

/** The one edit that turns `before` into `after`: what is left between their common beginning and end. */
export function differenceOf(before: string, after: string): TextEdit {
  // several ask about the same keystroke
  if (latest.before !== before || latest.after !== after) latest = { before, after, edit: betweenEnds(before, after) };
  return latest.edit;
}

function betweenEnds(before: string, after: string): TextEdit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let tail = 0;
  while (
    tail < shorter - start &&
    before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)
  )
    tail++;
  return { start, before: before.length - tail, after: after.length - tail };
}

/** Where what begins at a place begins after an edit beside it or around it. Blanks typed at either end of it are outside. */
export const movedStart = (start: number, { before, after }: TextEdit): number =>
  start < before ? start : start + after - before;

/** Where what ends at a place ends after such an edit. */
export const movedEnd = (end: number, { start, before, after }: TextEdit): number =>
  end <= start ? end : end + after - before;

export function movedLocation(location: Location, edit: TextEdit): Location {
  const start = movedStart(location.start, edit);
  const end = movedEnd(location.end, edit);
  return start === location.start && end === location.end ? location : { file: location.file, start, end };
}
