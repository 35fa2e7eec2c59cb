// Matrix products with broadcast batches (torch.matmul, torch.bmm). Vectors are matrices with one row (left) or column (right).
import { broadcastStrides, eachElement } from './broadcast';
import type { LayerRule, RuleContext } from './rule';

interface Problem {
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
  /** Element offsets of the matrices of each product. */
  readonly products: readonly { readonly a: number; readonly b: number; readonly y: number }[];
}

function problemOf(c: RuleContext, left: string, right: string): Problem {
  const a = asMatrix(c.input(left).shape, 'row');
  const b = asMatrix(c.input(right).shape, 'column');
  const [rows, inner] = a.slice(-2);
  const columns = b[b.length - 1];
  const [batchA, batchB] = [a.slice(0, -2), b.slice(0, -2)];
  const rank = Math.max(batchA.length, batchB.length);
  const at = (shape: readonly number[], i: number): number => shape[i - rank + shape.length] ?? 1;
  const batch = Array.from({ length: rank }, (_, i) => Math.max(at(batchA, i), at(batchB, i)));
  const products: { a: number; b: number; y: number }[] = [];
  eachElement(batch, [broadcastStrides(batchA, batch), broadcastStrides(batchB, batch)], (index, offsets) => {
    products.push({ a: offsets[0] * rows * inner, b: offsets[1] * inner * columns, y: index * rows * columns });
  });
  return { rows, inner, columns, products };
}

const asMatrix = (shape: readonly number[], as: 'row' | 'column'): readonly number[] =>
  shape.length > 1 ? shape : as === 'row' ? [1, shape[0]] : [shape[0], 1];

export const matrixProduct = (left: string, right: string): LayerRule => ({
  reads: { inputs: [left, right] },
  forward(c) {
    const { rows, inner, columns, products } = problemOf(c, left, right);
    const [a, b, y] = [c.input(left).data, c.input(right).data, c.output().data];
    for (const p of products)
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) sum += a[p.a + i * inner + k] * b[p.b + k * columns + j];
          y[p.y + i * columns + j] = sum;
        }
  },
  backward(c) {
    const gradient = c.outputGradient();
    if (!gradient) return;
    const { rows, inner, columns, products } = problemOf(c, left, right);
    const [a, b, dy] = [c.input(left).data, c.input(right).data, gradient.data];
    const da = c.inputGradient(left)?.data;
    const db = c.inputGradient(right)?.data;
    for (const p of products) {
      for (let i = 0; da && i < rows; i++)
        for (let k = 0; k < inner; k++) {
          let sum = 0;
          for (let j = 0; j < columns; j++) sum += dy[p.y + i * columns + j] * b[p.b + k * columns + j];
          da[p.a + i * inner + k] += sum;
        }
      for (let k = 0; db && k < inner; k++)
        for (let j = 0; j < columns; j++) {
          let sum = 0;
          for (let i = 0; i < rows; i++) sum += a[p.a + i * inner + k] * dy[p.y + i * columns + j];
          db[p.b + k * columns + j] += sum;
        }
    }
  },
});
