// An evaluation over workers: each takes the next piece of the batch when it is done with one, so that none waits for a slower one
// for longer than the last piece takes. Where the pieces begin does not depend on who takes them, and results are added in the
// order of the batch: the same bits every time.
//
//     256 items, 2 workers     ├──────44──────┤├────36────┤├───30───┤ ... ├─4─┤├─4─┤
import { sliceBatch, sumOfTotals } from '../plan/batches';
import type { LocalEngine } from '../plan/local';
import type { LossTotals } from '../plan/run-state';
import type { Batch } from '../types';
import type { Link } from './link';
import { detach } from './shares';
import { withTurns } from './turns';

export interface Piece {
  readonly from: number;
  readonly count: number;
}

/** Pieces that a follower holds at once: it never waits for the next one. */
const AHEAD = 2;

/** The smallest piece is one of so many for each worker. */
const FINEST = 32;

/** Pieces are multiples of a chunk, or of this where chunks are larger: of few sizes, since each has a program of its own. */
const UNIT = 16;

/** Ever smaller pieces. */
export function piecesOf(count: number, workers: number, chunk: number): readonly Piece[] {
  const unit = Math.min(chunk, UNIT);
  const whole = (items: number): number => Math.max(1, Math.ceil(items / unit)) * unit;
  const least = whole(count / (FINEST * workers));
  const pieces: Piece[] = [];
  for (let from = 0; from < count;) {
    const items = Math.min(count - from, Math.max(least, whole((count - from) / (3 * workers))));
    pieces.push({ from, count: items });
    from += items;
  }
  return pieces;
}

/** Forward in evaluation and the loss of a whole batch, whose items do not depend on each other. */
export async function evaluateInPieces(local: LocalEngine, links: readonly Link[], batch: Batch): Promise<LossTotals> {
  const pieces = piecesOf(batch.count, links.length + 1, local.parts.chunk);
  const results = new Array<LossTotals>(pieces.length);
  let next = 0;
  const take = (): number | null => (next < pieces.length ? next++ : null);
  const partOf = (index: number): Batch => sliceBatch(batch, pieces[index].from, pieces[index].count);
  const shareOf = (index: number) => ({ from: pieces[index].from, total: batch.count });
  const follow = async (link: Link): Promise<void> => {
    const held: number[] = [];
    for (;;) {
      for (let index; held.length < AHEAD && (index = take()) !== null; held.push(index)) {
        const { batch: given, transfer } = detach(partOf(index));
        link.send({ type: 'evaluate', batch: given, share: shareOf(index) }, transfer);
      }
      const first = held.shift();
      if (first === undefined) return;
      results[first] = await link.take('evaluated');
    }
  };
  const lead = (): Promise<void> =>
    withTurns(async (turn) => {
      for (let index; (index = take()) !== null; await turn())
        results[index] = await local.evaluate(partOf(index), shareOf(index));
    });
  await Promise.all([...links.map(follow), lead()]);
  return sumOfTotals(results);
}
