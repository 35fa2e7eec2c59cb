// Depthwise convolutions: one channel sees itself alone, so a block of a few images is a problem of its own that stays in the
// cache from the reading of its input to the sums of its output. 3×3 with stride 1 has a kernel of its own.
import type { Buffer, FixedBuffer, Task } from '../../plan/task';
import { gradientKey } from '../../plan/views';
import { blocksOf, POSITION, blockedRegions } from '../blocked';
import {
  fixedOf,
  outputGradientBuffers,
  readOutputGradient,
  readSource,
  sourceBuffers,
  sourceGradientBuffers,
  sourceGradientKey,
  sourceHasGradient,
  writeSourceGradient,
} from '../ends';
import { framed } from '../streams';
import { unitTask, type Unit } from '../unit';
import {
  bindConvolve,
  bindInputGradient,
  bindWeightGradient,
  type Depthwise,
  type DepthwiseParts,
} from './depthwise-kernels';
import { bindEndedBias, bindEndedPacking, endingBuffers } from './fold';
import type { ConvolutionShape } from './shape';
import { tapsOf, type Frame, type Taps } from './taps';
import { biasSumBuffer, bindBiasGradient, bindStatistics, eachRun, forwardTouches, imagesAtOnce } from './unit';
import { bindUnpacking, depthwisePacking, groupBytes, packingBuffers, type Packing } from './weights';

/** Equal dilations, stride 1, and a padding that the kernel covers: backward it is such a convolution again. */
function fitsFast({ rows, columns }: ConvolutionShape): boolean {
  const fits = [rows, columns].every(
    ({ kernel, stride, padding, dilation }) => kernel === 3 && stride === 1 && padding <= 2 * dilation,
  );
  return fits && rows.dilation === columns.dilation;
}

export function depthwiseUnit(parts: DepthwiseParts): Unit {
  const { shape: s } = parts;
  const images = imagesAtOnce(Math.min(s.rows.input * s.columns.input, s.rows.output * s.columns.output));
  const d: Depthwise = {
    ...parts,
    name: `c${s.operation}`,
    blocks: blocksOf(s.groups),
    images,
    taps: tapsOf('forward', s.rows, s.columns, images),
    backTaps: tapsOf('backward', s.rows, s.columns, images),
    fast: fitsFast(s),
  };
  return { forward: () => [forwardTask(d)], backward: (fresh) => [backwardTask(d, fresh)] };
}

const allTaps = (s: ConvolutionShape): readonly number[] => Array.from({ length: s.kernelArea }, (_, tap) => tap);

/** One block of some images, each among zeros; shared by all units with such a frame. */
const frameBuffer = (
  role: string,
  { top, left, height, width }: Frame,
  [rows, columns, images]: readonly number[],
): FixedBuffer => ({
  key: `plane.${role}.${[top, left, height, width, rows, columns, images].join('.')}`,
  bytes: images * height * width * POSITION,
});

const inputFrame = ({ taps, shape, images }: Depthwise): FixedBuffer =>
  frameBuffer('x', taps.frame, [shape.rows.input, shape.columns.input, images]);
const gradientFrame = ({ backTaps, shape, images }: Depthwise): FixedBuffer =>
  frameBuffer('dy', backTaps.frame, [shape.rows.output, shape.columns.output, images]);

const tables = (name: string, { classes }: Taps): readonly FixedBuffer[] =>
  classes.flatMap(({ sources, targets, taps }, i) =>
    [sources, targets, taps].map((contents, k) => ({ key: `${name}.${i}.${k}`, bytes: contents.byteLength, contents })),
  );

const forwardTables = (d: Depthwise): readonly FixedBuffer[] => tables(`${d.name}.forward`, d.taps);
const backwardTables = (d: Depthwise): readonly FixedBuffer[] => tables(`${d.name}.backward`, d.backTaps);

function forwardTask(d: Depthwise): Task {
  const { shape: s, output } = d;
  const weights = depthwisePacking(s, allTaps(s), 'depthwise');
  const frame = inputFrame(d);
  return unitTask(d.holder, 'forward', {
    operations: [s.operation],
    touches: [...sourceBuffers(d.source), ...forwardTouches(d)],
    fixed: [
      ...fixedOf,
      ...endingBuffers(s, s.groups, output.ending),
      ...packingBuffers(weights),
      frame,
      ...forwardTables(d),
    ],
    writes: blockedRegions(output.tensor),
    bind(bound) {
      const x = bound.address(frame.key);
      const read = readSource(bound, d.source, framed(d.taps.frame));
      const packedWeights = bindEndedPacking(bound, weights, output.ending);
      const packedBias = bindEndedBias(bound, s, s.groups, output.ending);
      const statistics = bindStatistics(bound, output);
      const convolve = bindConvolve(bound, d);
      const base = bound.address(output.tensor.key);
      const { stride, area } = output.tensor;
      return () => {
        const [w, b] = [packedWeights(), packedBias?.() ?? 0];
        statistics.begin();
        eachRun({ count: s.count, images: d.images, fromBack: false }, (image, images) => {
          for (let block = 0; block < d.blocks; block++) {
            read(block, image, images, x);
            const y = base + block * stride + image * area * POSITION;
            convolve(x, y, images, w + block * s.kernelArea * 32, b && b + block * 32);
          }
          statistics.add(image, images);
        });
      };
    },
  });
}

function backwardTask(d: Depthwise, fresh: (key: string) => boolean): Task {
  const { shape: s } = d;
  const wantsInput = sourceHasGradient(d.source);
  const freshInput = wantsInput && fresh(sourceGradientKey(d.source));
  const freshWeight = s.weight.hasGradient && fresh(gradientKey(s.weight));
  const freshBias = s.bias !== null && s.bias.hasGradient && fresh(gradientKey(s.bias));
  const [xFrame, dyFrame] = [inputFrame(d), gradientFrame(d)];
  const inputArea = s.rows.input * s.columns.input;
  const dx: Buffer = { key: `${d.name}.dx`, bytes: d.images * inputArea * POSITION };
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
      ...fixedOf,
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
        eachRun({ count: s.count, images: d.images, fromBack: d.fromBack }, (image, images) => {
          for (let block = 0; block < d.blocks; block++) {
            readDy(block, image, images, dy);
            for (let i = 0; biasGradient && i < images; i++)
              biasGradient.add(block, gradientAt + i * placement.image, placement.row, s.rows.output, s.columns.output);
            if (weightGradient) {
              read(block, image, images, x);
              weightGradient(x, gradientAt, images, dw + block * s.kernelArea * 32);
            }
            if (!writer) continue;
            inputGradient.convolve(dy, dxBase, images, packedWeights, block);
            writer.write(block, image, images, dxBase);
          }
        });
        unpackWeights?.();
        biasGradient?.end();
      };
    },
  });
}

/** Weights of each class in the order of its taps; the fast kernel takes them in rising order. */
const transposedPackings = (d: Depthwise): readonly Packing[] =>
  d.backTaps.classes.map(({ weights }, i) =>
    depthwisePacking(d.shape, d.fast ? [...weights].reverse() : weights, `transposed${i}`),
  );
