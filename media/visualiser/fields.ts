// What people type into the fields: counts, pairs and lists of counts, and what is wrong with them.

/** A whole number in `[min, max]`, or undefined. */
export function readCount(text: string, min: number, max: number): number | undefined {
  const plain = text.trim();
  if (!/^\d{1,9}$/.test(plain)) return undefined;
  const value = Number(plain);
  return value >= min && value <= max ? value : undefined;
}

/** `3` for both axes, `3,5` or `3×5` for height and width. */
export function readPair(text: string, min: number, max: number): readonly [number, number] | undefined {
  const parts = text
    .trim()
    .split(/\s*[,×x，]\s*|\s+/)
    .map((part) => readCount(part, min, max));
  const [height, width = height] = parts;
  return parts.length > 2 || height === undefined || width === undefined ? undefined : [height, width];
}

export const pairText = ([height, width]: readonly [number, number]): string =>
  height === width ? String(height) : `${height}, ${width}`;

/** `1, 2, 5`: at least one and at most `most` of them. */
export function readList(
  text: string,
  range: { min: number; max: number; most: number },
): readonly number[] | undefined {
  const parts = text
    .trim()
    .split(/\s*[,，]\s*|\s+/)
    .map((part) => readCount(part, range.min, range.max));
  const numbers = parts.filter((part) => part !== undefined);
  return numbers.length === parts.length && numbers.length <= range.most ? numbers : undefined;
}
