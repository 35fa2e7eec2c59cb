// Arithmetic intensity (Williams, Waterman, Patterson, "Roofline", 2009): floating-point operations for each byte that must move
// between memory and processor: every operand and result once. Low: memory sets the pace, and fewer MACs will not be faster.
import type { GraphValue, Operation } from '../graph/graph';
import { sum, type Dim } from '../shape/dim';
import { inputsOf, valueBytes } from './storage';

export interface ArithmeticIntensity {
  /** 2 · MACs. */
  readonly flops: number;
  readonly bytes: number;
  /** FLOPs for each byte. */
  readonly intensity: number;
}

/** Of some operations, each reading its operands and writing its results; null: a size or a cost is not a number. */
export function arithmeticIntensity(
  operations: readonly Operation<Dim>[],
  values: readonly GraphValue<Dim>[],
): ArithmeticIntensity | null {
  let macs = 0;
  let bytes = 0;
  for (const operation of operations) {
    if (typeof operation.macs !== 'number') return null;
    const moved = sum([...inputsOf(operation), ...operation.outputs].map((id) => valueBytes(values[id])));
    if (typeof moved !== 'number') return null;
    macs += operation.macs;
    bytes += moved;
  }
  return bytes === 0 ? null : { flops: 2 * macs, bytes, intensity: (2 * macs) / bytes };
}
