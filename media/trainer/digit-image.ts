// A drawing as MNIST has its digits: the strokes' box scaled to 20 pixels at its longer side, its centre of mass in the middle of
// 28×28 (Y. LeCun, C. Cortes, "The MNIST database": "the images were centered in a 28x28 image by computing the center of mass").
//
//     digitImage(ink, 280)   // 280×280 values of 0..255 → 28×28 bytes; null: nothing is drawn

export const digitSize = 28;
const boxSize = 20;

/** @param ink size × size, row by row: 0 is paper, 255 is ink. */
export function digitImage(ink: Uint8Array | Uint8ClampedArray, size: number): Uint8Array<ArrayBuffer> | null {
  const box = boxOf(ink, size);
  if (box === null) return null;
  const scale = boxSize / (1 + Math.max(box.right - box.left, box.bottom - box.top));
  const mass = massOf(ink, size);
  const image = new Uint8Array(digitSize * digitSize);
  const middle = digitSize / 2;
  for (let row = 0; row < digitSize; row++)
    for (let column = 0; column < digitSize; column++) {
      const left = mass.x + (column - middle) / scale;
      const top = mass.y + (row - middle) / scale;
      image[row * digitSize + column] = Math.round(average(ink, size, left, top, 1 / scale));
    }
  return image;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function boxOf(ink: ArrayLike<number>, size: number): Box | null {
  let [left, right, top, bottom] = [size, -1, size, -1];
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++) {
      if (ink[y * size + x] === 0) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  return right < 0 ? null : { left, right, top, bottom };
}

/** The centre of mass; the middle of a pixel lies half a pixel from its edge. */
function massOf(ink: ArrayLike<number>, size: number): { readonly x: number; readonly y: number } {
  let [all, x, y] = [0, 0, 0];
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const weight = ink[row * size + column];
      all += weight;
      x += weight * (column + 0.5);
      y += weight * (row + 0.5);
    }
  return { x: x / all, y: y / all };
}

/** The mean of the ink over a square; beyond the paper there is none. */
function average(ink: ArrayLike<number>, size: number, left: number, top: number, side: number): number {
  let sum = 0;
  for (let y = Math.max(0, Math.floor(top)); y < Math.min(size, top + side); y++) {
    const height = Math.min(y + 1, top + side) - Math.max(y, top);
    for (let x = Math.max(0, Math.floor(left)); x < Math.min(size, left + side); x++)
      sum += ink[y * size + x] * height * (Math.min(x + 1, left + side) - Math.max(x, left));
  }
  return sum / (side * side);
}
