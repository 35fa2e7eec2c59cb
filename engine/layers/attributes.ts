// Typed reading of an operation's normalised attributes. A missing one takes PyTorch's default, given by the caller.
import type { AttributeValue } from '../../core/graph/graph';

interface HasAttributes {
  attribute(name: string): AttributeValue<number> | undefined;
}

export function numberOf(c: HasAttributes, name: string, fallback: number): number {
  const value = c.attribute(name);
  return typeof value === 'number' ? value : fallback;
}

export function optionalNumber(c: HasAttributes, name: string): number | null {
  const value = c.attribute(name);
  return typeof value === 'number' ? value : null;
}

export function flag(c: HasAttributes, name: string, fallback: boolean): boolean {
  const value = c.attribute(name);
  return typeof value === 'boolean' ? value : fallback;
}

export function text(c: HasAttributes, name: string, fallback: string): string {
  const value = c.attribute(name);
  return typeof value === 'string' ? value : fallback;
}

/** A list of `count` numbers; a lone number is repeated. */
export function tuple(c: HasAttributes, name: string, count: number, fallback: number): readonly number[] {
  const value = c.attribute(name);
  if (typeof value === 'number') return Array<number>(count).fill(value);
  if (!Array.isArray(value) || value.length === 0) return Array<number>(count).fill(fallback);
  const list = value as readonly AttributeValue<number>[];
  if (list.length === 1) return Array<number>(count).fill(Number(list[0]));
  return list.map(Number);
}

/** A list of numbers, or null where the attribute is None or missing. */
export function optionalList(c: HasAttributes, name: string): readonly number[] | null {
  const value = c.attribute(name);
  if (typeof value === 'number') return [value];
  return Array.isArray(value) ? (value as readonly AttributeValue<number>[]).map(Number) : null;
}

/** An axis counted from the front. */
export const axisOf = (axis: number, rank: number): number => (axis < 0 ? axis + rank : axis);
