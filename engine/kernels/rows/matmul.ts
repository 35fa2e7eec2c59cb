// Products of matrices and of batches of them (torch.matmul, bmm, mm): c = a b;  da = dc bᵀ;  db = aᵀ dc. Leading axes are equal, or the
// right operand has none and serves all rows of the left one.
import type { PlanOperation } from '../../plan/ir';
import type { KernelHolder, Unit } from '../unit';
import { bindMultiply, packedBuffer, rowMajor, transposed } from './product';
import { addressOf, gradientAddress, rowsUnit, tensorOf } from './unit';

/** null: vectors, or leading axes that are broadcast otherwise. */
export function matmulUnit(holder: KernelHolder, operation: PlanOperation, right: string): Unit | null {
  const [a, b] = [tensorOf(operation, 'input'), tensorOf(operation, right)];
  const [c] = operation.outputs;
  if (!a || !b || a.id === b.id || a.shape.length < 2 || b.shape.length < 2) return null;
  const equal = a.shape.slice(0, -2).join() === b.shape.slice(0, -2).join() && a.batchAxis === b.batchAxis;
  if (!equal && (b.shape.length > 2 || b.batchAxis !== null)) return null;
  const [depth, columns] = b.shape.slice(-2);
  const count = equal ? b.size / (depth * columns) : 1;
  const rows = equal ? a.shape[a.shape.length - 2] : a.size / depth;
  const packed = packedBuffer(operation, [
    { depth, columns },
    { depth: columns, columns: depth },
    { depth: rows, columns },
  ]);
  const part = (at: number, index: number, height: number, width: number) =>
    rowMajor(at + 4 * index * height * width, width);
  return rowsUnit({
    holder,
    operation,
    reads: ['input', right],
    scratch: [packed],
    forward(bound) {
      const multiply = bindMultiply(bound, packed);
      const [aAt, bAt, cAt] = [a, b, c].map((value) => addressOf(bound, value));
      return () => {
        for (let n = 0; n < count; n++) {
          const problem = { rows, depth, columns };
          multiply(part(aAt, n, rows, depth), part(bAt, n, depth, columns), part(cAt, n, rows, columns), problem);
        }
      };
    },
    backward(bound, target) {
      const multiply = bindMultiply(bound, packed);
      const [aAt, bAt] = [a, b].map((value) => addressOf(bound, value));
      const dcAt = gradientAddress(bound, c) ?? 0;
      const [da, db] = [target('input'), target(right)];
      return () => {
        for (let n = 0; n < count; n++) {
          const dc = part(dcAt, n, rows, columns);
          if (da) {
            const problem = { rows, depth: columns, columns: depth, add: da.add };
            multiply(dc, transposed(part(bAt, n, depth, columns)), part(da.at, n, rows, depth), problem);
          }
          if (db) {
            const problem = { rows: depth, depth: rows, columns, add: db.add };
            multiply(transposed(part(aAt, n, rows, depth)), dc, part(db.at, n, depth, columns), problem);
          }
        }
      };
    },
  });
}
