// Broadcasting (https://docs.pytorch.org/docs/stable/notes/broadcasting.html): shapes are aligned at their last axis; along
// each axis the sizes are equal, or one of them is 1.
//
//     broadcastShapes([[8, 1, 6], [7, 1]])   is   8×7×6
import { known, type Outcome, unknown, wrong } from '../base/outcome';
import { certainlyDiffer, type Dim, dimBounds, dimEquals, maximum } from './dim';
import { formatShape, type Shape } from './shape';

/** The common shape. Wrong (CL1005) only where no value of the symbols lets the shapes meet. */
export function broadcastShapes(shapes: readonly Shape[]): Outcome<Shape> {
  let result: Shape = [];
  for (const shape of shapes) {
    const next = broadcastPair(result, shape);
    if (next.kind !== 'known') return next;
    result = next.value;
  }
  return known(result);
}

function broadcastPair(left: Shape, right: Shape): Outcome<Shape> {
  const rank = Math.max(left.length, right.length);
  const result: Dim[] = [];
  for (let fromEnd = 1; fromEnd <= rank; fromEnd++) {
    const a = left[left.length - fromEnd] ?? 1;
    const b = right[right.length - fromEnd] ?? 1;
    const d = broadcastDims(a, b);
    if (d === 'conflict') return wrong(conflict(left, right, rank - fromEnd, a, b));
    if (d === 'unknown') return unknown(`whether sizes ${String(a)} and ${String(b)} broadcast cannot be told`);
    result.unshift(d);
  }
  return known(result);
}

const conflict = (left: Shape, right: Shape, axis: number, a: Dim, b: Dim) =>
  ({
    code: 'CL1005',
    details: { left: formatShape(left), right: formatShape(right), dimension: axis },
    expected: `equal sizes, or 1, in dimension ${axis}`,
    actual: `${String(a)} and ${String(b)}`,
  }) as const;

/**
 * The common size, provided that the two meet: where they do, each is 1 or equal to the other, so the result is the greater.
 */
export function broadcastDims(a: Dim, b: Dim): Dim | 'conflict' | 'unknown' {
  if (dimEquals(a, b) || b === 1) return a;
  if (a === 1) return b;
  const [rangeA, rangeB] = [dimBounds(a), dimBounds(b)];
  const neverOne = (range: { lower: number; upper: number }): boolean => range.lower > 1 || range.upper < 1;
  if (neverOne(rangeA) && neverOne(rangeB) && certainlyDiffer(a, b)) return 'conflict';
  // Of two sizes that must be equal, the number says more.
  if (neverOne(rangeA) && typeof b !== 'number') return a;
  if (neverOne(rangeB)) return b;
  return rangeA.lower >= 1 && rangeB.lower >= 1 ? maximum(a, b) : 'unknown';
}
