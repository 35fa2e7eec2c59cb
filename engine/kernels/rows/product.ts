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

const FLOAT = 4;

export const rowMajor = (at: number, columns: number): Matrix => ({ at, row: columns * FLOAT, column: FLOAT });
export const transposed = ({ at, row, column }: Matrix): Matrix => ({ at, row: column, column: row });

/** Room for the packed right operand of products of these sizes. */
export function packedBuffer(
  operation: PlanOperation,
  sizes: readonly { readonly depth: number; readonly columns: number }[],
): Buffer {
  const floats = sizes.map(({ depth, columns }) => Math.min(depth, DEPTH) * 8 * Math.ceil(columns / 8));
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
      const offset = from === 0 ? bias : 0;
      const left = a.at + from * a.column;
      kernels.multiplyRows(left, a.row, a.column, panel, terms, c.at, c.row, rows, columns, alpha, more, offset);
    }
  };
}
