// A convolution of the model's input: few channels, no gradient to pass on. Blocks of eight channels would be mostly zeros, so
// each output position's patch is laid out as one row, and the rows are multiplied like any other operand.
//
//     row    input channel 0: tap 0 tap 1 ...   input channel 1: ...   zeros up to a multiple of 4
import type { PlanValue } from '../../plan/ir';
import type { Buffer, FixedBuffer, Task } from '../../plan/task';
import { gradientKey } from '../../plan/views';
import { valueBuffer, valueKey } from '../../plan/views';
import { POSITION, blockedRegions } from '../blocked';
import { fixedOf, outputGradientBuffers, readOutputGradient } from '../ends';
import { packed } from '../streams';
import { unitTask, type Bound, type Unit } from '../unit';
import { bindEndedBias, bindEndedPacking, boundsOf, endingBuffers } from './fold';
import { outsideBlocks } from './shape';
import { tapsOf } from './taps';
import {
  biasSumBuffer,
  bindBiasGradient,
  bindStatistics,
  eachRun,
  forwardTouches,
  imagesAtOnce,
  type ConvolutionParts,
} from './unit';
import { bindUnpacking, groupBytes, packingBuffers, patchPacking } from './weights';

export interface PatchParts extends ConvolutionParts {
  /** Row-major, of the model's input. */
  readonly input: PlanValue;
}

interface Patch extends PatchParts {
  readonly name: string;
  readonly images: number;
  readonly area: number;
  /** Elements of a row. */
  readonly row: number;
  readonly frame: { readonly bytes: number; readonly height: number; readonly width: number };
  readonly fixed: readonly FixedBuffer[];
}

export function patchUnit(parts: PatchParts): Unit {
  const { shape: s } = parts;
  const area = s.rows.output * s.columns.output;
  const taps = tapsOf('forward', s.rows, s.columns, 1);
  const [tapClass] = taps.classes;
  const { height, width } = taps.frame;
  const plane = height * width * 4;
  // Tables count positions of 32 bytes; here an element has 4.
  const sources = tapClass.sources.map((offset) => offset / 8);
  const offsets = Int32Array.from(
    { length: s.inside * s.kernelArea },
    (_, k) => Math.floor(k / s.kernelArea) * plane + tapClass.taps[k % s.kernelArea] / 8,
  );
  const name = `c${s.operation}`;
  const patch: Patch = {
    ...parts,
    name,
    images: imagesAtOnce(area),
    area,
    row: Math.ceil((s.inside * s.kernelArea) / 4) * 4,
    frame: { bytes: s.inside * plane, height, width },
    fixed: [
      { key: `${name}.frame`, bytes: s.inside * plane },
      { key: `${name}.sources`, bytes: sources.byteLength, contents: sources },
      { key: `${name}.offsets`, bytes: offsets.byteLength, contents: offsets },
    ],
  };
  return { forward: () => [forwardTask(patch)], backward: (fresh) => [backwardTask(patch, fresh)] };
}

/** Rows of some images in the arena. Elements past a row's end are zeros that stay: rows are fixed too. */
const rowsBuffer = (p: Patch): FixedBuffer => ({ key: `${p.name}.rows`, bytes: p.images * p.area * p.row * 4 });

/** Binds the laying out of patches: answers with the address of the rows. */
function bindRows({ run, address, kernels }: Bound, p: Patch): (image: number, images: number) => number {
  const { shape: s } = p;
  const [height, width] = [s.rows.input, s.columns.input];
  const base = address(valueKey(p.input));
  const frame = run.memory.floats(address(`${p.name}.frame`), p.frame.bytes / 4);
  const [sources, offsets] = [address(`${p.name}.sources`), address(`${p.name}.offsets`)];
  const rows = address(rowsBuffer(p).key);
  const inner = s.rows.padding * p.frame.width + s.columns.padding;
  const pixels = run.memory.floats(base, p.input.size);
  return (image, images) => {
    for (let i = 0; i < images; i++) {
      for (let line = 0; line < s.inside * height; line++) {
        const from = ((image + i) * s.inside * height + line) * width;
        const channel = Math.floor(line / height);
        const to = inner + (channel * p.frame.height + (line % height)) * p.frame.width;
        frame.set(pixels.subarray(from, from + width), to);
      }
      const target = rows + i * p.area * p.row * 4;
      kernels.gatherRows(frame.byteOffset, sources, p.area, offsets, s.inside * s.kernelArea, target, p.row * 4);
    }
    return rows;
  };
}

/** Byte offsets of the rows, as `gemm` takes them. */
const rowTable = (p: Patch): FixedBuffer => {
  const contents = Int32Array.from({ length: p.images * p.area }, (_, i) => i * p.row * 4);
  return { key: `${p.name}.table`, bytes: contents.byteLength, contents };
};

function forwardTask(p: Patch): Task {
  const { shape: s, output } = p;
  const weights = patchPacking(s, p.row);
  return unitTask(p.holder, 'forward', {
    operations: [s.operation],
    touches: [valueBuffer(p.input), ...forwardTouches(p)],
    fixed: [
      ...endingBuffers(s, s.outside, output.ending),
      ...packingBuffers(weights),
      ...p.fixed,
      rowTable(p),
      rowsBuffer(p),
    ],
    writes: blockedRegions(output.tensor),
    bind(bound) {
      const { address, kernels } = bound;
      const layOut = bindRows(bound, p);
      const packedWeights = bindEndedPacking(bound, weights, output.ending);
      const packedBias = bindEndedBias(bound, s, s.outside, output.ending);
      const bounds = boundsOf(bound, s, output.ending);
      const statistics = bindStatistics(bound, output);
      const [base, table] = [address(output.tensor.key), address(rowTable(p).key)];
      return () => {
        const [w, b] = [packedWeights(), packedBias?.() ?? 0];
        statistics.begin();
        eachRun({ count: s.count, images: p.images, fromBack: false }, (image, images) => {
          const rows = layOut(image, images);
          const y = base + image * p.area * POSITION;
          const { stride } = output.tensor;
          kernels.gemm(
            rows,
            POSITION,
            table,
            0,
            1,
            Math.floor(p.row / 8),
            (p.row / 4) % 2,
            w,
            y,
            stride,
            0,
            b,
            images * p.area,
            outsideBlocks(s),
            60,
            bounds,
          );
          statistics.add(image, images);
        });
      };
    },
  });
}

function backwardTask(p: Patch, fresh: (key: string) => boolean): Task {
  const { shape: s } = p;
  const freshWeight = s.weight.hasGradient && fresh(gradientKey(s.weight));
  const freshBias = s.bias !== null && s.bias.hasGradient && fresh(gradientKey(s.bias));
  const blocks = outsideBlocks(s);
  const stride = p.images * p.area * POSITION;
  const dy: Buffer = { key: `${p.name}.dy`, bytes: blocks * stride };
  const weights = patchPacking(s, p.row);
  const sums: Buffer = { key: `${p.name}.dw`, bytes: groupBytes(weights) };
  return unitTask(p.holder, 'backward', {
    operations: [s.operation],
    touches: [valueBuffer(p.input), ...outputGradientBuffers(p.output.gradient), dy, sums],
    fixed: [...fixedOf, ...packingBuffers(weights), ...p.fixed, rowsBuffer(p), biasSumBuffer(blocks)],
    bind(bound) {
      const { run, address, kernels } = bound;
      const layOut = bindRows(bound, p);
      const [dyBase, dw] = [address(dy.key), address(sums.key)];
      const readDy = readOutputGradient(bound, p.output.gradient, packed(s.rows.output, s.columns.output));
      const biasGradient = bindBiasGradient(bound, s.bias, blocks, freshBias);
      const unpackWeights = s.weight.hasGradient ? bindUnpacking(bound, weights, dw, freshWeight) : null;
      const clear = run.memory.floats(dw, sums.bytes / 4);
      return () => {
        clear.fill(0);
        biasGradient?.begin();
        eachRun({ count: s.count, images: p.images, fromBack: p.fromBack }, (image, images) => {
          const rows = layOut(image, images);
          const positions = images * p.area;
          for (let block = 0; block < blocks; block++) {
            readDy(block, image, images, dyBase + block * stride);
            biasGradient?.add(block, dyBase + block * stride, 0, 1, positions);
          }
          kernels.gemmWeights(
            rows,
            POSITION,
            0,
            p.row * 4,
            p.row / 4,
            dyBase,
            stride,
            0,
            blocks,
            1,
            positions,
            dw,
            p.row * POSITION,
          );
        });
        unpackWeights?.();
        biasGradient?.end();
      };
    },
  });
}
