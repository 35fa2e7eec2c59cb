// Slices: which elements `start:stop:step` says, and assigning to them.
import { Float } from '../ops/operator';
import { SymbolicDim } from '../shape/dim';
import { asInteger } from './numbers';
import type { ListValue, SliceValue } from './values';
import { type Machine, type Value } from './values';

/** Where a slice of `length` elements begins and ends, as `slice.indices` gives it; null where a bound cannot be told. */
export function sliceBounds(
  slice: SliceValue,
  length: number,
): { readonly from: number; readonly to: number; readonly step: number } | null {
  const bound = (value: Value): number | null | undefined => {
    if (value === null) return null;
    const integer = asInteger(value);
    return integer === undefined || integer instanceof SymbolicDim ? undefined : Number(integer);
  };
  const step = bound(slice.step) ?? (slice.step === null ? 1 : undefined);
  const lower = bound(slice.lower);
  const upper = bound(slice.upper);
  if (step === undefined || lower === undefined || upper === undefined || step === 0) return null;
  const clip = (position: number): number => {
    const p = position < 0 ? position + length : position;
    return step > 0 ? Math.min(Math.max(p, 0), length) : Math.min(Math.max(p, -1), length - 1);
  };
  const from = lower === null ? (step > 0 ? 0 : length - 1) : clip(lower);
  const to = upper === null ? (step > 0 ? length : -1) : clip(upper);
  return { from, to, step };
}

/** The positions a slice selects of `length` elements; null where a bound cannot be told. */
export function sliceIndices(slice: SliceValue, length: number): readonly number[] | null {
  const bounds = sliceBounds(slice, length);
  if (bounds === null) return null;
  const { from, to, step } = bounds;
  const indices: number[] = [];
  for (let i = from; step > 0 ? i < to : i > to; i += step) indices.push(i);
  return indices;
}

/** What a slice of a sequence must be made of. */
export function checkSlice(machine: Machine, slice: SliceValue): void {
  if (asInteger(slice.step) === 0) machine.raise('ValueError', 'slice step cannot be zero');
  for (const bound of [slice.lower, slice.upper, slice.step])
    if (bound instanceof Float || typeof bound === 'string')
      machine.raise('TypeError', 'slice indices must be integers or None or have an __index__ method');
}

export function setSlice(machine: Machine, list: ListValue, slice: SliceValue, value: Value): void {
  const indices = sliceIndices(slice, list.items.length);
  const elements = machine.elements(value);
  if (indices === null || elements === null) {
    list.open = machine.unknown('a slice assignment whose bounds cannot be told');
    return;
  }
  if (slice.step === null || slice.step === 1) {
    const start = indices.length > 0 ? indices[0] : Math.max(0, sliceStart(slice, list.items.length));
    list.items.splice(start, indices.length, ...elements);
    return;
  }
  if (indices.length !== elements.length) {
    machine.raise(
      'ValueError',
      `attempt to assign sequence of size ${elements.length} to extended slice of size ${indices.length}`,
    );
  }
  indices.forEach((position, i) => (list.items[position] = elements[i]));
}

function sliceStart(slice: SliceValue, length: number): number {
  const lower = asInteger(slice.lower);
  if (typeof lower !== 'number') return 0;
  return Math.min(lower < 0 ? lower + length : lower, length);
}
