// Digits that the engine draws itself, for training without any download: each a glyph in one of several hands, its points
// moved, the whole slanted, turned, stretched and shifted, drawn with a pen of some width, and a little noise over the ink.
// The same seed draws the same digits. In form like MNIST: 28×28 bytes, white on black, the digit inside the middle 20×20.
import { Generator } from '../random/generator';
import { digits, mnistNormalisation, type DatasetPair, type ImageDataset } from './dataset';
import { glyphs, type Point, type Stroke } from './glyphs';

const side = 28;
/** Points a curve is cut into between two of its given points. */
const pieces = 5;

export interface SyntheticOptions {
  readonly train: number;
  readonly validation: number;
  /** Of the drawing, not of the training: two runs with different seeds see the same digits. */
  readonly seed: number;
}

export const syntheticDefaults: SyntheticOptions = { train: 12_000, validation: 2_000, seed: 0 };

/** Training and validation digits by the same hand, none drawn twice. */
export function syntheticDigits(options: Partial<SyntheticOptions> = {}): DatasetPair {
  const { train, validation, seed } = { ...syntheticDefaults, ...options };
  const random = new Generator(seed);
  return { train: draw(random, train), validation: draw(random, validation) };
}

function draw(random: Generator, count: number): ImageDataset {
  const images = new Uint8Array(count * side * side);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = random.random32() % 10;
    drawDigit(random, labels[i], images.subarray(i * side * side, (i + 1) * side * side));
  }
  const shape = { count, channels: 1, height: side, width: side };
  return { name: 'synthetic digits', ...shape, images, labels, classes: digits, ...mnistNormalisation };
}

/** Draws one digit into 28×28 bytes. */
function drawDigit(random: Generator, digit: number, target: Uint8Array): void {
  const variants = glyphs[digit];
  const move = handOf(random);
  const width = spread(random, 0.85, 0.3, 0.4, 1.7);
  const ink = spread(random, 1, 0.08, 0.8, 1);
  const coverage = new Float32Array(side * side);
  for (const stroke of variants[random.random32() % variants.length]) {
    const points = stroke.map(([x, y]): Point => [x + normal(random) * 0.035, y + normal(random) * 0.035]);
    const path = curve(points).map(move);
    for (let i = 1; i < path.length; i++) cover(coverage, path[i - 1], path[i], width);
  }
  for (let i = 0; i < coverage.length; i++) {
    if (coverage[i] === 0) continue;
    const noisy = coverage[i] * ink * 255 + normal(random) * 6 * coverage[i];
    target[i] = Math.min(Math.max(Math.round(noisy), 0), 255);
  }
}

/** From the unit square to pixels, by one hand: size, slant, turn and place. */
function handOf(random: Generator): (point: Point) => Point {
  const turn = spread(random, 0, 0.13, -0.35, 0.35);
  const slant = spread(random, 0.12, 0.18, -0.35, 0.6);
  const wide = spread(random, 15, 2.2, 9, 19);
  const high = spread(random, 19, 1.2, 15, 21);
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const centre = (side - 1) / 2;
  const [right, down] = [centre + spread(random, 0, 0.9, -2, 2), centre + spread(random, 0, 0.9, -2, 2)];
  return ([x, y]) => {
    const v = (y - 0.5) * high;
    const u = (x - 0.5) * wide - v * slant;
    return [right + u * cos - v * sin, down + u * sin + v * cos];
  };
}

/** Points along the Catmull-Rom curve through `points`; a line of two points stays one. */
function curve(points: Stroke): Stroke {
  if (points.length < 3) return points;
  const path: Point[] = [points[0]];
  for (let i = 1; i < points.length; i++) {
    const [a, b, c, d] = [
      points[Math.max(i - 2, 0)],
      points[i - 1],
      points[i],
      points[Math.min(i + 1, points.length - 1)],
    ];
    for (let piece = 1; piece <= pieces; piece++) {
      const t = piece / pieces;
      path.push([blend(a[0], b[0], c[0], d[0], t), blend(a[1], b[1], c[1], d[1], t)]);
    }
  }
  return path;
}

const blend = (a: number, b: number, c: number, d: number, t: number): number =>
  b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));

/** Covers the pixels near the line from `a` to `b`: wholly within `radius` of it, less and less up to a pixel further out. */
function cover(coverage: Float32Array, [ax, ay]: Point, [bx, by]: Point, radius: number): void {
  const reach = radius + 1;
  const [dx, dy] = [bx - ax, by - ay];
  const length = dx * dx + dy * dy;
  const within = (low: number, high: number): [number, number] => [
    Math.max(Math.ceil(Math.min(low, high) - reach), 0),
    Math.min(Math.floor(Math.max(low, high) + reach), side - 1),
  ];
  const [left, right] = within(ax, bx);
  const [top, bottom] = within(ay, by);
  for (let y = top; y <= bottom; y++) {
    for (let x = left; x <= right; x++) {
      const along = length === 0 ? 0 : Math.min(Math.max(((x - ax) * dx + (y - ay) * dy) / length, 0), 1);
      const distance = Math.hypot(x - ax - along * dx, y - ay - along * dy);
      const value = Math.min(Math.max(reach - distance, 0), 1);
      const at = y * side + x;
      if (value > coverage[at]) coverage[at] = value;
    }
  }
}

/** A normal value held within bounds. */
const spread = (random: Generator, mean: number, std: number, low: number, high: number): number =>
  Math.min(Math.max(mean + std * normal(random), low), high);

/** Nearly normal: the sum of four uniform values, of variance 1. */
function normal(random: Generator): number {
  let sum = -2;
  for (let i = 0; i < 4; i++) sum += random.uniform24();
  return sum * Math.sqrt(3);
}
