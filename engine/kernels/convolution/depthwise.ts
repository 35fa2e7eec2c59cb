// Depthwise convolutions: one channel sees itself alone, so a block of one image is a problem of its own that stays in the
// cache from the reading of its input to the sums of its output. 3×3 with stride 1 has a kernel of its own.
import type { Buffer, FixedBuffer, Task } from '../../plan/task';
import { gradientKey } from '../../plan/views';
import { blocksOf, POSITION, blockedRegions } from '../blocked';
import {
  outputGradientBuffers,
  readOutputGradient,
  readSource,
  sourceBuffers,
  sourceGradientBuffers,
  sourceGradientKey,
  sourceHasGradient,
  writeSourceGradient,
  type Source,
} from '../ends';
import { framed } from '../streams';
import { unitTask, type Bound, type Unit } from '../unit';
import type { ConvolutionShape } from './shape';
import { tapsOf, type Frame, type Taps } from './taps';
import {
  biasBuffers,
  biasSumBuffer,
  bindBiasGradient,
  bindStatistics,
  forwardTouches,
  type ConvolutionParts,
} from './unit';
import {
  biasPacking,
  bindPacking,
  bindUnpacking,
  depthwisePacking,
  groupBytes,
  packingBuffers,
  type Packing,
} from './weights';

export interface DepthwiseParts extends ConvolutionParts {
  readonly source: Source;
}

interface Depthwise extends DepthwiseParts {
  readonly name: string;
  readonly blocks: number;
  readonly taps: Taps;
  readonly backTaps: Taps;
  /** The kernel for 3×3 with stride 1 fits. */
  readonly fast: boolean;
}

/** Equal dilations, stride 1, and a padding that the kernel covers: backward it is such a convolution again. */
function fitsFast({ rows, columns }: ConvolutionShape): boolean {
  const fits = [rows, columns].every(
    ({ kernel, stride, padding, dilation }) => kernel === 3 && stride === 1 && padding <= 2 * dilation,
  );
  return fits && rows.dilation === columns.dilation;
}

export function depthwiseUnit(parts: DepthwiseParts): Unit {
  const { shape: s } = parts;
  const d: Depthwise = {
    ...parts,
    name: `c${s.operation}`,
    blocks: blocksOf(s.groups),
    taps: tapsOf('forward', s.rows, s.columns, 1),
    backTaps: tapsOf('backward', s.rows, s.columns, 1),
    fast: fitsFast(s),
  };
  return { forward: () => [forwardTask(d)], backward: (fresh) => [backwardTask(d, fresh)] };
}

const allTaps = (s: ConvolutionShape): readonly number[] => Array.from({ length: s.kernelArea }, (_, tap) => tap);

/** One block of one image among zeros; shared by all units with such a frame. */
const frameBuffer = (
  role: string,
  { top, left, height, width }: Frame,
  rows: number,
  columns: number,
): FixedBuffer => ({
  key: `plane.${role}.${[top, left, height, width, rows, columns].join('.')}`,
  bytes: height * width * POSITION,
});

const inputFrame = ({ taps, shape }: Depthwise): FixedBuffer =>
  frameBuffer('x', taps.frame, shape.rows.input, shape.columns.input);
const gradientFrame = ({ backTaps, shape }: Depthwise): FixedBuffer =>
  frameBuffer('dy', backTaps.frame, shape.rows.output, shape.columns.output);

const tables = (name: string, { classes }: Taps): readonly FixedBuffer[] =>
  classes.flatMap(({ sources, targets, taps }, i) =>
    [sources, targets, taps].map((contents, k) => ({ key: `${name}.${i}.${k}`, bytes: contents.byteLength, contents })),
  );

const forwardTables = (d: Depthwise): readonly FixedBuffer[] => tables(`${d.name}.forward`, d.taps);
const backwardTables = (d: Depthwise): readonly FixedBuffer[] => tables(`${d.name}.backward`, d.backTaps);

function forwardTask(d: Depthwise): Task {
  const { shape: s, output } = d;
  const weights = depthwisePacking(s, allTaps(s), 'depthwise');
  const bias = biasPacking(s, s.groups);
  const frame = inputFrame(d);
  return unitTask(d.holder, 'forward', {
    operations: [s.operation],
    touches: [...sourceBuffers(d.source), ...forwardTouches(d)],
    fixed: [...biasBuffers(s, s.groups), ...packingBuffers(weights), frame, ...forwardTables(d)],
    writes: blockedRegions(output.tensor),
    bind(bound) {
      const x = bound.address(frame.key);
      const read = readSource(bound, d.source, framed(d.taps.frame));
      const packedWeights = bindPacking(bound, weights);
      const packedBias = bias ? bindPacking(bound, bias) : null;
      const statistics = bindStatistics(bound, output);
      const convolve = bindConvolve(bound, d, bias !== null);
      const base = bound.address(output.tensor.key);
      const { stride, area } = output.tensor;
      return () => {
        const [w, b] = [packedWeights(), packedBias?.() ?? 0];
        for (let image = 0; image < s.count; image++) {
          for (let block = 0; block < d.blocks; block++) {
            read(block, image, 1, x);
            const y = base + block * stride + image * area * POSITION;
            convolve(x, y, w + block * s.kernelArea * 32, b && b + block * 32);
          }
          statistics(image, 1);
        }
      };
    },
  });
}

/** Source, target, weights and bias of one block: addresses. */
type Convolve = (x: number, y: number, w: number, bias: number) => void;

function bindConvolve({ kernels, address }: Bound, d: Depthwise, hasBias: boolean): Convolve {
  const { shape: s, taps } = d;
  const [rows, columns] = [s.rows.output, s.columns.output];
  if (d.fast && !hasBias)
    return (x, y, w) =>
      kernels.depthwise3(x, taps.frame.width * POSITION, y, columns * POSITION, w, rows, columns, s.rows.dilation);
  const [sources, targets, offsets] = [0, 1, 2].map((k) => address(`${d.name}.forward.0.${k}`));
  return (x, y, w, bias) => kernels.depthwise(x, sources, offsets, s.kernelArea, w, bias, y, targets, rows * columns);
}

function backwardTask(d: Depthwise, fresh: (key: string) => boolean): Task {
  const { shape: s } = d;
  const wantsInput = sourceHasGradient(d.source);
  const freshInput = wantsInput && fresh(sourceGradientKey(d.source));
  const freshWeight = s.weight.hasGradient && fresh(gradientKey(s.weight));
  const freshBias = s.bias !== null && s.bias.hasGradient && fresh(gradientKey(s.bias));
  const [xFrame, dyFrame] = [inputFrame(d), gradientFrame(d)];
  const inputArea = s.rows.input * s.columns.input;
  const dx: Buffer = { key: `${d.name}.dx`, bytes: inputArea * POSITION };
  const weights = depthwisePacking(s, allTaps(s), 'depthwise');
  const sums: Buffer = { key: `${d.name}.dw`, bytes: groupBytes(weights) };
  const transposed = transposedPackings(d);
  return unitTask(d.holder, 'backward', {
    operations: [s.operation],
    touches: [
      ...sourceBuffers(d.source),
      ...outputGradientBuffers(d.output.gradient),
      ...(wantsInput ? sourceGradientBuffers(d.source) : []),
      dx,
      sums,
    ],
    fixed: [
      ...biasBuffers(s, s.groups),
      ...packingBuffers(weights),
      ...transposed.flatMap(packingBuffers),
      xFrame,
      dyFrame,
      biasSumBuffer(d.blocks),
      ...forwardTables(d),
      ...backwardTables(d),
    ],
    bind(bound) {
      const { run, address } = bound;
      const [x, dy, dxBase, dw] = [xFrame.key, dyFrame.key, dx.key, sums.key].map(address);
      const read = readSource(bound, d.source, framed(d.taps.frame));
      const placement = framed(d.backTaps.frame);
      const readDy = readOutputGradient(bound, d.output.gradient, placement);
      const biasGradient = bindBiasGradient(bound, s.bias, d.blocks, freshBias);
      const writer = wantsInput ? writeSourceGradient(bound, d.source, freshInput) : null;
      const weightGradient = s.weight.hasGradient ? bindWeightGradient(bound, d) : null;
      const inputGradient = bindInputGradient(bound, d, transposed);
      const unpackWeights = s.weight.hasGradient ? bindUnpacking(bound, weights, dw, freshWeight) : null;
      const clear = run.memory.floats(dw, sums.bytes / 4);
      const gradientAt = dy + placement.offset;
      return () => {
        clear.fill(0);
        biasGradient?.begin();
        writer?.begin();
        const packedWeights = inputGradient.weights();
        for (let image = 0; image < s.count; image++)
          for (let block = 0; block < d.blocks; block++) {
            readDy(block, image, 1, dy);
            biasGradient?.add(block, gradientAt, placement.row, s.rows.output, s.columns.output);
            if (weightGradient) {
              read(block, image, 1, x);
              weightGradient(x, gradientAt, dw + block * s.kernelArea * 32);
            }
            if (!writer) continue;
            inputGradient.convolve(dy, dxBase, packedWeights, block);
            writer.write(block, image, 1, dxBase);
          }
        unpackWeights?.();
        biasGradient?.end();
      };
    },
  });
}

/** Adds one block's share of the weights' gradient: framed input, gradient inside its frame, sums. */
function bindWeightGradient({ kernels, address }: Bound, d: Depthwise): (x: number, dy: number, dw: number) => void {
  const { shape: s } = d;
  const [xRow, dyRow] = [d.taps.frame.width * POSITION, d.backTaps.frame.width * POSITION];
  const [rows, columns] = [s.rows.output, s.columns.output];
  if (d.fast) return (x, dy, dw) => kernels.depthwise3Weights(x, xRow, dy, dyRow, dw, rows, columns, s.rows.dilation);
  const [sources, , offsets] = [0, 1, 2].map((k) => address(`${d.name}.forward.0.${k}`));
  return (x, dy, dw) => kernels.depthwiseWeights(x, sources, offsets, s.kernelArea, dy, dyRow, rows, columns, dw);
}

interface InputGradient {
  readonly weights: () => readonly number[];
  readonly convolve: (dy: number, dx: number, weights: readonly number[], block: number) => void;
}

function bindInputGradient(bound: Bound, d: Depthwise, transposed: readonly Packing[]): InputGradient {
  const { kernels, address } = bound;
  const { shape: s, backTaps } = d;
  const packings = transposed.map((packing) => bindPacking(bound, packing));
  const weights = (): readonly number[] => packings.map((packing) => packing());
  const [rows, columns] = [s.rows.input, s.columns.input];
  const row = backTaps.frame.width * POSITION;
  if (d.fast) {
    // The one class lists its taps with falling offsets; from the last on they are those of a 3×3 kernel.
    const [{ sources, taps }] = backTaps.classes;
    const first = sources[0] + taps[taps.length - 1];
    return {
      weights,
      convolve: (dy, dx, [w], block) =>
        kernels.depthwise3(dy + first, row, dx, columns * POSITION, w + block * 288, rows, columns, s.rows.dilation),
    };
  }
  const tableOf = backTaps.classes.map((_, i) => [0, 1, 2].map((k) => address(`${d.name}.backward.${i}.${k}`)));
  return {
    weights,
    convolve(dy, dx, packed, block) {
      backTaps.classes.forEach(({ targets, taps }, i) => {
        const [sources, to, offsets] = tableOf[i];
        kernels.depthwise(
          dy,
          sources,
          offsets,
          taps.length,
          packed[i] + block * taps.length * 32,
          0,
          dx,
          to,
          targets.length,
        );
      });
    },
  };
}

/** Weights of each class in the order of its taps; the fast kernel takes them in rising order. */
const transposedPackings = (d: Depthwise): readonly Packing[] =>
  d.backTaps.classes.map(({ weights }, i) =>
    depthwisePacking(d.shape, d.fast ? [...weights].reverse() : weights, `transposed${i}`),
  );
