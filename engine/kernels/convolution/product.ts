// The two kinds of products that dense convolutions are made of, bound to memory: images times weights, and images times images
// summed to the weights' gradient. A convolution and its transpose use the same ones, the other way round.
import { POSITION } from '../blocked';
import type { Placement } from '../streams';
import type { Bound } from '../unit';
import { bindEndedPacking, boundsOf, type Ending } from './fold';
import { tableKey } from './scratch';
import { insideBlocks, outsideBlocks, type ConvolutionShape } from './shape';
import type { Taps } from './taps';
import { groupBytes, type Packing } from './weights';

export interface ProductParts {
  readonly shape: ConvolutionShape;
  /** `forward`: from the side of the convolution's input to that of its output. */
  readonly direction: 'forward' | 'backward';
  readonly taps: Taps;
  /** Of the tables; null: positions correspond one to one. */
  readonly tables: string | null;
  /** By class of taps. */
  readonly weights: readonly Packing[];
  /** Images that the tables are made for. */
  readonly planned: number;
  /** Bytes between blocks. */
  readonly sourceStride: number;
  readonly targetStride: number;
  readonly bias: (() => number) | null;
  readonly ending: Ending;
}

/** Positions of a tile of the product. */
const TILE = 6;

/** Positions of the operand that stay in the first-level cache with a panel of weights. */
const chunkOf = (blocks: number): number =>
  Math.max(18, Math.min(252, TILE * Math.floor(16384 / (blocks * POSITION * TILE))));

/** target = weights · source (+ bias) for some images: addresses, number of images. */
export function bindProduct(bound: Bound, p: ProductParts): (source: number, target: number, images: number) => void {
  const { kernels, address } = bound;
  const [inside, outside] = [insideBlocks(p.shape), outsideBlocks(p.shape)];
  const [from, to] = p.direction === 'forward' ? [inside, outside] : [outside, inside];
  const chunk = chunkOf(from);
  const bounds = boundsOf(bound, p.shape, p.ending);
  const classes = p.taps.classes.map(({ taps, targets }, i) => ({
    weights: bindEndedPacking(bound, p.weights[i], p.ending),
    panel: groupBytes(p.weights[i]),
    tapCount: taps.length,
    positions: targets.length / p.planned,
    tables: ([0, 1, 2] as const).map((k) => (p.tables === null ? 0 : address(tableKey(p.tables, i, k)))),
  }));
  return (source, target, images) => {
    const b = p.bias?.() ?? 0;
    for (const { weights, panel, tapCount, positions, tables } of classes) {
      const w = weights();
      for (let group = 0; group < p.shape.groups; group++)
        kernels.gemm(
          source + group * from * p.sourceStride,
          p.sourceStride,
          tables[0],
          tables[2],
          tapCount,
          from,
          0,
          w + group * panel,
          target + group * to * p.targetStride,
          p.targetStride,
          tables[1],
          b && b + group * to * POSITION,
          positions * images,
          to,
          chunk,
          bounds,
        );
    }
  };
}

/** Positions of one call of the weights' kernel: a pair of blocks stays in the first-level cache. */
const WEIGHT_CHUNK = 256;

export interface WeightSumParts {
  readonly shape: ConvolutionShape;
  readonly taps: Taps;
  readonly pointwise: boolean;
  readonly weights: Packing;
  /** The operand on the side of the convolution's input lies in the frame of `taps`; bytes between its blocks. */
  readonly insideStride: number;
  readonly outsideStride: number;
  readonly outsidePlacement: Placement;
}

/** sums += inside ⊗ outside for some images: addresses, number of images. */
export function bindWeightSums(
  { kernels }: Bound,
  p: WeightSumParts,
): (inside: number, outside: number, sums: number, images: number) => void {
  const { shape: s, taps } = p;
  const [inputs, outputs] = [insideBlocks(s), outsideBlocks(s)];
  const area = s.rows.output * s.columns.output;
  const panel = groupBytes(p.weights) / outputs;
  const tapBytes = inputs * 8 * POSITION;
  const frameRow = taps.frame.width * POSITION;
  const [{ taps: offsets, sources }] = taps.classes;
  const call = (
    a: number,
    aRow: number,
    aStep: number,
    g: number,
    gRow: number,
    rows: number,
    columns: number,
    to: number,
  ): void =>
    kernels.gemmWeights(
      a,
      p.insideStride,
      aRow,
      aStep,
      inputs * 2,
      g,
      p.outsideStride,
      gRow,
      outputs,
      rows,
      columns,
      to,
      panel,
    );
  const onePair = (a: number, g: number, to: number, images: number): void => {
    if (p.pointwise) {
      const positions = images * area;
      for (let at = 0; at < positions; at += WEIGHT_CHUNK)
        call(a + at * POSITION, 0, POSITION, g + at * POSITION, 0, 1, Math.min(WEIGHT_CHUNK, positions - at), to);
      return;
    }
    const { offset, row, image } = p.outsidePlacement;
    const [aRow, aStep] = [s.rows.stride * frameRow, s.columns.stride * POSITION];
    for (let i = 0; i < images; i++) {
      const from = a + sources[0] + i * taps.frame.height * frameRow;
      const gradient = g + offset + i * image;
      for (let tap = 0; tap < offsets.length; tap++)
        call(from + offsets[tap], aRow, aStep, gradient, row, s.rows.output, s.columns.output, to + tap * tapBytes);
    }
  };
  return (inside, outside, sums, images) => {
    for (let group = 0; group < s.groups; group++)
      onePair(
        inside + group * inputs * p.insideStride,
        outside + group * outputs * p.outsideStride,
        sums + group * groupBytes(p.weights),
        images,
      );
  };
}
