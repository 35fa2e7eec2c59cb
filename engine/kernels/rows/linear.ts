// A linear layer over rows: y = x Wᵀ + b;  dx = dy W;  dW = dyᵀ x;  db = Σ dy.
import type { PlanOperation } from '../../plan/ir';
import type { KernelHolder, Unit } from '../unit';
import { bindMultiply, bindWeightProduct, packedBuffer, rowMajor, transposed } from './product';
import { addressOf, gradientAddress, rowsUnit, tensorOf } from './unit';

/** null: the weight is no matrix. */
export function linearUnit(holder: KernelHolder, operation: PlanOperation): Unit | null {
  const [x, w] = [tensorOf(operation, 'input'), tensorOf(operation, 'weight')];
  const [y] = operation.outputs;
  if (!x || w?.shape.length !== 2) return null;
  const [outside, inside] = w.shape;
  const rows = x.size / inside;
  const bias = tensorOf(operation, 'bias');
  const packed = packedBuffer(operation, [
    { depth: inside, columns: outside },
    { depth: outside, columns: inside },
    { depth: rows, columns: inside, rows: outside },
  ]);
  return rowsUnit({
    holder,
    operation,
    reads: ['input', 'weight'],
    scratch: [packed],
    forward(bound) {
      const multiply = bindMultiply(bound, packed);
      const [a, b, c] = [x, w, y].map((value) => addressOf(bound, value));
      const offset = bias ? addressOf(bound, bias) : 0;
      const problem = { rows, depth: inside, columns: outside, bias: offset };
      return () => multiply(rowMajor(a, inside), transposed(rowMajor(b, inside)), rowMajor(c, outside), problem);
    },
    backward(bound, target) {
      const [multiply, sum] = [bindMultiply(bound, packed), bindWeightProduct(bound, packed)];
      const [a, b] = [x, w].map((value) => rowMajor(addressOf(bound, value), inside));
      const dy = gradientAddress(bound, y) ?? 0;
      const g = rowMajor(dy, outside);
      const [dx, dw, db] = [target('input'), target('weight'), target('bias')];
      const { memory } = bound.run;
      const gradients = memory.floats(dy, rows * outside);
      const sums = db && memory.floats(db.at, outside);
      return () => {
        if (dx) multiply(g, b, rowMajor(dx.at, inside), { rows, depth: outside, columns: inside, add: dx.add });
        if (dw)
          sum(g, a, rowMajor(dw.at, inside), {
            rows: outside,
            depth: rows,
            columns: inside,
            add: dw.add,
          });
        if (db && sums) sumRows(gradients, sums, db.add);
      };
    },
  });
}

/** Of every column, in double precision. */
function sumRows(rows: Float32Array, target: Float32Array, add: boolean): void {
  const columns = target.length;
  const sums = new Float64Array(columns);
  for (let at = 0; at < rows.length; at += columns) for (let j = 0; j < columns; j++) sums[j] += rows[at + j];
  for (let j = 0; j < columns; j++) target[j] = (add ? target[j] : 0) + sums[j];
}
