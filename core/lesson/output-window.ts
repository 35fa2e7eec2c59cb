// One output of a convolution taken apart: for each input channel the window of the input, the kernel's slice, their products and
// their sum, then the total. What one would write down to compute it by hand.
import { windowIndices } from '../shape/window';
import { firstInput, type Convolution } from './convolve';
import { windowAxis, type Pair } from './geometry';
import { kernelMatrix, valueAt, type Matrix } from './tensors';

export interface OutputPosition {
  readonly channel: number;
  readonly row: number;
  readonly column: number;
}

/** A cell of the input that the window reads; outside the image it is padding and counts as 0. */
export interface WindowCell {
  readonly row: number;
  readonly column: number;
  readonly value: number;
  readonly padding: boolean;
}

/** What one input channel adds to an output. */
export interface ChannelTerm {
  readonly inputChannel: number;
  readonly cells: readonly (readonly WindowCell[])[];
  readonly kernel: Matrix;
  readonly products: Matrix;
  readonly sum: number;
}

export interface OutputWindow {
  readonly position: OutputPosition;
  /** The group, from 0, and the input channels `[first, first + count)` that it reads. */
  readonly group: number;
  readonly first: number;
  readonly count: number;
  readonly terms: readonly ChannelTerm[];
  /** null: the layer has none. */
  readonly bias: number | null;
  readonly total: number;
}

/** `position` must lie in the output of `convolution` (see `checkConvolution`). */
export function windowAt(convolution: Convolution, position: OutputPosition): OutputWindow {
  const { weight, settings } = convolution;
  const first = firstInput(weight, settings.groups, position.channel);
  const terms = Array.from({ length: weight.groupInputs }, (_, i) => termOf(convolution, position, first, i));
  const bias = convolution.bias?.[position.channel] ?? null;
  return {
    position,
    group: first / weight.groupInputs,
    first,
    count: weight.groupInputs,
    terms,
    bias,
    total: terms.reduce((sum, term) => sum + term.sum, bias ?? 0),
  };
}

function termOf(convolution: Convolution, position: OutputPosition, first: number, i: number): ChannelTerm {
  const cells = cellsAt(convolution, first + i, position);
  const kernel = kernelMatrix(convolution.weight, position.channel, i);
  const products = cells.map((row, u) => row.map((cell, v) => cell.value * kernel[u][v]));
  const sum = products.flat().reduce((total, product) => total + product, 0);
  return { inputChannel: first + i, cells, kernel, products, sum };
}

function cellsAt(convolution: Convolution, channel: number, { row, column }: OutputPosition): WindowCell[][] {
  const { input, weight, settings } = convolution;
  const kernel: Pair = [weight.height, weight.width];
  const columns = windowIndices(column, windowAxis(kernel, settings, 1));
  return windowIndices(row, windowAxis(kernel, settings, 0)).map((y) =>
    columns.map((x) => {
      const inside = y >= 0 && y < input.height && x >= 0 && x < input.width;
      return { row: y, column: x, value: inside ? valueAt(input, channel, y, x) : 0, padding: !inside };
    }),
  );
}
