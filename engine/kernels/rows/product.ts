// Matrix products over row-major memory, cut where a sum is long: each part of it is summed in registers and then added.
import type { PlanOperation } from '../../plan/ir';
import type { Buffer } from '../../plan/task';
import type { Bound } from '../unit';
import { scratchBuffer } from './unit';

/** A matrix in memory; strides in bytes. */
export interface Matrix {
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

export interface Problem {
  readonly rows: number;
  readonly depth: number;
  readonly columns: number;
  /** Absent: 1. */
  readonly alpha?: number;
  readonly add?: boolean;
  /** Address of a number a column; absent: none. */
  readonly bias?: number;
}

/** Terms that are summed in registers. */
const DEPTH = 512;
/** Rows of a packed left operand that go over all panels together: they stay in the second-level cache. */
const LEFT_CHUNK = 48;

const FLOAT = 4;
/** Rows of a tile. */
const TILE = 6;

/** Rows of so many terms that stay in the first-level cache beside a panel. */
const chunkOf = (terms: number): number => TILE * Math.max(1, Math.floor(4096 / (terms * TILE)));

export const rowMajor = (at: number, columns: number): Matrix => ({ at, row: columns * FLOAT, column: FLOAT });
export const transposed = ({ at, row, column }: Matrix): Matrix => ({ at, row: column, column: row });

interface Sizes {
  readonly depth: number;
  readonly columns: number;
  /** Absent: the left operand is not packed. */
  readonly rows?: number;
}

const panels = (depth: number, columns: number): number => Math.min(depth, DEPTH) * 8 * Math.ceil(columns / 8);
const leftPanels = (depth: number, rows: number): number => Math.min(depth, DEPTH) * TILE * Math.ceil(rows / TILE);

/** Room for the packed operands of products of these sizes. */
export function packedBuffer(operation: PlanOperation, sizes: readonly Sizes[]): Buffer {
  const floats = sizes.map(({ depth, columns, rows = 0 }) => panels(depth, columns) + leftPanels(depth, rows));
  return scratchBuffer(operation, 'packed', Math.max(...floats));
}

export type Multiply = (a: Matrix, b: Matrix, c: Matrix, problem: Problem) => void;

/** c = alpha · a · b (+ bias), or added to c; c's columns lie side by side. */
export function bindMultiply({ kernels, address }: Bound, packed: Buffer): Multiply {
  const panel = address(packed.key);
  return (a, b, c, { rows, depth, columns, alpha = 1, add = false, bias = 0 }) => {
    for (let from = 0; from < depth || from === 0; from += DEPTH) {
      const terms = Math.min(DEPTH, depth - from);
      kernels.packColumns(b.at + from * b.row, b.row, b.column, terms, columns, panel);
      const more = add || from > 0 ? 1 : 0;
      const left = [a.at + from * a.column, a.row, a.row, a.column] as const;
      const size = [c.at, c.row, rows, columns] as const;
      kernels.multiplyRows(...left, panel, terms, ...size, alpha, more, from === 0 ? bias : 0, chunkOf(terms));
    }
  };
}

/** c = aᵀ · b, or added to c: a and b have one row a term, row-major both. The sum may be long. */
export function bindWeightProduct({ kernels, address }: Bound, packed: Buffer): Multiply {
  const leftPanel = address(packed.key);
  return (a, b, c, { rows, depth, columns, add = false }) => {
    const panel = leftPanel + FLOAT * leftPanels(depth, rows);
    for (let from = 0; from < depth || from === 0; from += DEPTH) {
      const terms = Math.min(DEPTH, depth - from);
      kernels.packLeft(a.at + from * a.row, a.row, terms, rows, leftPanel);
      kernels.packColumns(b.at + from * b.row, b.row, b.column, terms, columns, panel);
      const more = add || from > 0 ? 1 : 0;
      const left = [leftPanel, FLOAT * terms, FLOAT, FLOAT * TILE] as const;
      kernels.multiplyRows(...left, panel, terms, c.at, c.row, rows, columns, 1, more, 0, LEFT_CHUNK);
    }
  };
}
