// How a layer's activations become pixels.
import type { LayerActivation } from '../../protocol/training';

/** How the values lie: maps side by side, or a vector as a row of cells. */
export function tilesOf({ shape, bytes }: LayerActivation): { channels: number; height: number; width: number } {
  if (shape.length === 3) {
    const [, height, width] = shape;
    return { channels: bytes.byteLength / (height * width), height, width };
  }
  return { channels: Math.min(bytes.byteLength, 64), height: 1, width: 1 };
}

/** From near black over blue to near white: it reads in every theme, and in grey. */
export function brightness(value: number): readonly [number, number, number, number] {
  const share = value / 255;
  return [
    Math.round(12 + 240 * share ** 1.8),
    Math.round(20 + 228 * share ** 1.1),
    Math.round(44 + 208 * share ** 0.7),
    255,
  ];
}
