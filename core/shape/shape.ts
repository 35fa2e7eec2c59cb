// Shapes: lists of dimensions, their text and their simple questions.
//
//     formatShape([1, 3, symbol('H'), 224])   is   1×3×H×224
import { type Dim, dimEquals, formatDim, isSymbolic, parseDim, product } from './dim';

export type Shape = readonly Dim[];

/** `1×64×((H-1)//2+1)×W`; a tensor of no dimensions is `scalar`. */
export const formatShape = (shape: Shape): string =>
  shape.length === 0 ? 'scalar' : shape.map((d) => formatInProduct(d)).join('×');

function formatInProduct(d: Dim): string {
  const text = formatDim(d);
  return isSymbolic(d) && /[-+*/ ]/.test(text) ? `(${text})` : text;
}

/** Reads `1x3x224x224`, `Nx3xHxW`, `1×3×H×W` and `(1, 3, H, W)`; undefined where the text is no shape. */
export function parseShape(text: string): Shape | undefined {
  const trimmed = text.trim().replace(/^[([](.*?),?\s*[)\]]$/s, '$1');
  if (trimmed === '' || trimmed === 'scalar') return text.trim() === '' ? undefined : [];
  const dims = trimmed.split(trimmed.includes(',') ? ',' : /\s*[x×]\s*/).map(parseDim);
  return dims.every((d): d is Dim => d !== undefined) ? dims : undefined;
}

export const shapeEquals = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((d, axis) => dimEquals(d, b[axis]));

/** The number of elements. */
export const elementCount = (shape: Shape): Dim => product(shape);

export const isConcrete = (shape: Shape): shape is readonly number[] => shape.every((d) => typeof d === 'number');

/** Replaces the dimension at `axis`. */
export const withDim = (shape: Shape, axis: number, d: Dim): Shape => shape.map((old, i) => (i === axis ? d : old));

export const withoutAxis = (shape: Shape, axis: number): Shape => shape.filter((_, i) => i !== axis);

/** Steps, in elements, between neighbours along each axis of a contiguous tensor. */
export const contiguousStrides = (shape: Shape): Shape => shape.map((_, axis) => product(shape.slice(axis + 1)));
