// Where the characters of a grown text are in the text that is edited: see `grown.ts`.
import type { Location } from '../base/location';
import type { TextEdit } from '../base/textEdit';

interface Piece {
  /** In the grown text. */
  readonly start: number;
  readonly end: number;
  /** In the edited text: as many characters where the piece is still there, else those that took its place. */
  at: number;
  size: number;
  isThere: boolean;
  /** Of a piece that was appended: the place in the grown text that it is at home in. */
  readonly home: number | null;
}

export class Placement {
  private pieces: Piece[];

  constructor(length: number) {
    this.pieces = [{ start: 0, end: length, at: 0, size: length, isThere: true, home: null }];
  }

  /** How often it was cut. */
  get cuts(): number {
    return this.pieces.length;
  }

  /** Where what begins at a place of the grown text begins in the edited one. */
  startOf(place: number): number {
    const piece = this.pieceAt(place);
    return piece.isThere ? piece.at + place - piece.start : piece.at;
  }

  /** Where what ends at a place of the grown text ends in the edited one. */
  endOf(place: number): number {
    const piece = this.pieceAt(Math.max(0, place - 1));
    return piece.isThere ? piece.at + place - piece.start : piece.at + piece.size;
  }

  homeOf(place: number): number {
    return this.pieceAt(place).home ?? place;
  }

  locationOf(location: Location): Location {
    const [start, end] = [this.startOf(location.start), this.endOf(location.end)];
    return start === location.start && end === location.end ? location : { file: location.file, start, end };
  }

  /**
   * The edit replaced characters of the edited text. `appended`: the new ones are there in the grown text, from this place on.
   * False: what was replaced overlaps with what another edit left behind, and the placement is of no use any more.
   */
  replace(
    { start, before, after }: TextEdit,
    appended: { readonly start: number; readonly home: number } | null,
  ): boolean {
    this.cut(start);
    this.cut(before);
    for (const piece of this.pieces) {
      const end = piece.at + piece.size;
      if (piece.at >= before) piece.at += after - before;
      else if (piece.at >= start && end <= before) {
        piece.at = start;
        piece.size = after - start;
        piece.isThere = false;
      } else if (end > start) {
        if (piece.isThere || piece.at > start || end < before) return false;
        piece.size += after - before;
      }
    }
    if (appended === null) return true;
    const size = after - start;
    const place = { start: appended.start, end: appended.start + size, home: appended.home };
    this.pieces.push({ ...place, at: start, size, isThere: true });
    return true;
  }

  /** No piece that is there goes on over this place of the edited text. */
  private cut(place: number): void {
    const index = this.pieces.findIndex(({ isThere, at, size }) => isThere && at < place && place < at + size);
    if (index === -1) return;
    const piece = this.pieces[index];
    const size = place - piece.at;
    const [left, right] = [
      { ...piece, end: piece.start + size, size },
      { ...piece, start: piece.start + size, at: place, size: piece.size - size },
    ];
    this.pieces.splice(index, 1, left, right);
  }

  private pieceAt(place: number): Piece {
    let low = 0;
    let high = this.pieces.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.pieces[middle].start <= place) low = middle;
      else high = middle - 1;
    }
    return this.pieces[low];
  }
}
