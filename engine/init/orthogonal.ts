// `torch.nn.init.orthogonal_`: the orthonormal factor of a normal matrix, with the signs that make it uniform over all such
// matrices (F. Mezzadri, "How to generate random matrices from the classical compact groups", 2007).
//
// A = Q·R with a positive diagonal of R has exactly one solution, so Gram-Schmidt (twice, in double precision) gives the matrix
// that LAPACK's QR gives after PyTorch's correction of signs.
import { normal } from '../random/distributions';
import type { Generator } from '../random/generator';

/** Fills `data`, rows × (length / rows), row-major: orthonormal rows or columns, whichever are fewer, times `gain`. */
export function orthogonal(generator: Generator, data: Float32Array, rows: number, gain: number): void {
  normal(generator, data, 0, 1);
  const columns = data.length / rows;
  const count = Math.min(rows, columns);
  const length = Math.max(rows, columns);
  const at = (vector: number, i: number): number => (rows < columns ? vector * columns + i : i * columns + vector);

  const basis: Float64Array[] = [];
  for (let k = 0; k < count; k++) {
    const vector = Float64Array.from({ length }, (_, i) => data[at(k, i)]);
    for (let pass = 0; pass < 2; pass++) {
      for (const other of basis) subtractProjection(vector, other);
    }
    const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0));
    for (let i = 0; i < length; i++) vector[i] /= norm;
    basis.push(vector);
    for (let i = 0; i < length; i++) data[at(k, i)] = Math.fround(vector[i]) * gain;
  }
}

function subtractProjection(vector: Float64Array, unit: Float64Array): void {
  let dot = 0;
  for (let i = 0; i < vector.length; i++) dot += vector[i] * unit[i];
  for (let i = 0; i < vector.length; i++) vector[i] -= dot * unit[i];
}
