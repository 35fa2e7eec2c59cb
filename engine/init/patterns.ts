// The fills of torch.nn.init that say where elements are zero: eye_, dirac_ and sparse_.
import { normal, permutation, type Numbers } from '../random/distributions';
import type { Generator } from '../random/generator';

/** Ones on the diagonal. `shape`: rows × columns. */
export function eye(data: Numbers, [rows, columns]: readonly number[]): void {
  data.fill(0);
  for (let i = 0; i < Math.min(rows, columns); i++) data[i * columns + i] = 1;
}

/** A one in the middle of each kernel that takes a channel to the same channel of its group. `shape`: outputs × inputs × extents. */
export function dirac(data: Numbers, [outputs, inputs, ...extents]: readonly number[], groups: number): void {
  data.fill(0);
  const area = extents.reduce((a, b) => a * b, 1);
  const middle = extents.reduce((at, extent) => at * extent + Math.floor(extent / 2), 0);
  const each = outputs / groups;
  for (let group = 0; group < groups; group++)
    for (let channel = 0; channel < Math.min(each, inputs); channel++)
      data[((group * each + channel) * inputs + channel) * area + middle] = 1;
}

/** Normal numbers; then in each column the first of a permutation of the rows become zero. `shape`: rows × columns. */
export function sparse(
  generator: Generator,
  data: Float32Array,
  [rows, columns]: readonly number[],
  { sparsity, std }: { readonly sparsity: number; readonly std: number },
): void {
  normal(generator, data, 0, std);
  const zeros = Math.ceil(sparsity * rows);
  for (let column = 0; column < columns; column++) {
    const order = permutation(generator, rows);
    for (let i = 0; i < zeros; i++) data[order[i] * columns + column] = 0;
  }
}
