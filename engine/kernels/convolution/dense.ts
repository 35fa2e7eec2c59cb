// Dense convolutions (and linear layers): every output channel of a group sees every input channel of it. A few images at a
// time are read into scratch memory through whatever lies before (streams.ts), multiplied (assembly/gemm.ts), and summed up for
// the batch norm that follows; backward the same with the gradient.
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
import { framed, packed, type Placement } from '../streams';
import { unitTask, type Bound, type Unit } from '../unit';
import { insideBlocks, isPointwise, outsideBlocks, type ConvolutionShape } from './shape';
import { tapsOf, type Frame, type Taps } from './taps';
import {
  biasBuffers,
  biasSumBuffer,
  bindBiasGradient,
  bindStatistics,
  chunkOf,
  forwardTouches,
  imagesAtOnce,
  type ConvolutionParts,
} from './unit';
import {
  biasPacking,
  bindPacking,
  bindUnpacking,
  densePacking,
  groupBytes,
  packingBuffers,
  transposedPacking,
  type Packing,
} from './weights';

export interface DenseParts extends ConvolutionParts {
  readonly source: Source;
}

/** Scratch memory for `images` images of `blocks` blocks. */
interface Scratch {
  readonly buffer: Buffer | FixedBuffer;
  readonly placement: Placement;
  /** Bytes between two blocks. */
  readonly stride: number;
  /** Its frame of zeros must last. */
  readonly fixed: boolean;
}

function scratch(
  name: string,
  role: 'x' | 'dy',
  frame: Frame | null,
  extent: readonly [number, number],
  blocks: number,
  images: number,
): Scratch {
  const [height, width] = extent;
  if (frame === null || (frame.height === height && frame.width === width)) {
    const stride = images * height * width * POSITION;
    return { buffer: { key: name, bytes: blocks * stride }, placement: packed(height, width), stride, fixed: false };
  }
  const placement = framed(frame);
  const stride = images * placement.image;
  // Units whose frames are alike share the memory: none reads what another left inside.
  const key = `frame.${[role, frame.top, frame.left, frame.height, frame.width, height, width, blocks, images].join('.')}`;
  return { buffer: { key, bytes: blocks * stride }, placement, stride, fixed: true };
}

const tableBuffers = (name: string, taps: Taps): readonly FixedBuffer[] =>
  taps.classes.flatMap(({ sources, targets, taps: offsets }, i) =>
    [sources, targets, offsets].map((contents, k) => ({
      key: `${name}.${i}.${k}`,
      bytes: contents.byteLength,
      contents,
    })),
  );

export function denseUnit(parts: DenseParts): Unit {
  const { shape: s } = parts;
  const [inputs, outputs] = [insideBlocks(s), outsideBlocks(s)];
  const outputArea = s.rows.output * s.columns.output;
  const images = imagesAtOnce(outputArea);
  const pointwise = isPointwise(s);
  const taps = tapsOf('forward', s.rows, s.columns, images);
  const backTaps = tapsOf('backward', s.rows, s.columns, images);
  const name = `c${s.operation}`;
  return {
    forward: () => [forwardTask({ ...parts, name, images, inputs, outputs, outputArea, pointwise, taps, backTaps })],
    backward: (fresh) => [
      backwardTask({ ...parts, name, images, inputs, outputs, outputArea, pointwise, taps, backTaps }, fresh),
    ],
  };
}

interface Dense extends DenseParts {
  readonly name: string;
  readonly images: number;
  /** Blocks a group. */
  readonly inputs: number;
  readonly outputs: number;
  readonly outputArea: number;
  readonly pointwise: boolean;
  readonly taps: Taps;
  readonly backTaps: Taps;
}

const allTaps = (s: ConvolutionShape): readonly number[] => Array.from({ length: s.kernelArea }, (_, tap) => tap);

/** A stored source needs no copy where positions correspond one to one. */
const readsInPlace = ({ source, pointwise }: Dense): boolean => pointwise && source.kind === 'stored';

const inputScratch = (d: Dense): Scratch =>
  scratch(
    `${d.name}.input`,
    'x',
    d.taps.frame,
    [d.shape.rows.input, d.shape.columns.input],
    d.shape.groups * d.inputs,
    d.images,
  );

/** Calls `visit` for each run of images. */
function eachRun(d: Dense, visit: (image: number, images: number) => void): void {
  const { count } = d.shape;
  for (let image = 0; image < count; image += d.images) visit(image, Math.min(d.images, count - image));
}

/** Binds the reading of the input: answers with where it lies, and the bytes between its blocks. */
function bindInput(bound: Bound, d: Dense): { stride: number; read: (image: number, images: number) => number } {
  if (d.source.kind === 'stored' && readsInPlace(d)) {
    const { key, stride } = d.source.tensor;
    const base = bound.address(key);
    return { stride, read: (image) => base + image * d.outputArea * POSITION };
  }
  const { buffer, placement, stride } = inputScratch(d);
  const base = bound.address(buffer.key);
  const stream = readSource(bound, d.source, placement);
  const blocks = d.shape.groups * d.inputs;
  return {
    stride,
    read(image, images) {
      for (let block = 0; block < blocks; block++) stream(block, image, images, base + block * stride);
      return base;
    },
  };
}

function forwardTask(d: Dense): Task {
  const { shape: s, output } = d;
  const weights = densePacking(s, allTaps(s));
  const bias = biasPacking(s);
  const input = inputScratch(d);
  return unitTask(d.holder, 'forward', {
    operations: [s.operation],
    touches: [...sourceBuffers(d.source), ...forwardTouches(d), ...(input.fixed ? [] : [input.buffer])],
    fixed: [
      ...biasBuffers(s),
      ...packingBuffers(weights),
      ...(input.fixed ? [input.buffer] : []),
      ...(d.pointwise ? [] : tableBuffers(`${d.name}.forward`, d.taps)),
    ],
    writes: blockedRegions(output.tensor),
    bind(bound) {
      const { address, kernels } = bound;
      const { stride, read } = bindInput(bound, d);
      const packedWeights = bindPacking(bound, weights);
      const packedBias = bias ? bindPacking(bound, bias) : null;
      const tables = d.pointwise ? [0, 0, 0] : [0, 1, 2].map((k) => address(`${d.name}.forward.0.${k}`));
      const statistics = bindStatistics(bound, output);
      const base = address(output.tensor.key);
      const chunk = chunkOf(d.inputs);
      return () => {
        const w = packedWeights();
        const b = packedBias?.() ?? 0;
        eachRun(d, (image, images) => {
          const a = read(image, images);
          for (let group = 0; group < s.groups; group++)
            kernels.gemm(
              a + group * d.inputs * stride,
              stride,
              tables[0],
              tables[2],
              s.kernelArea,
              d.inputs,
              2,
              w + group * groupBytes(weights),
              base + group * d.outputs * output.tensor.stride + image * d.outputArea * POSITION,
              output.tensor.stride,
              0,
              b && b + group * d.outputs * 32,
              images * d.outputArea,
              d.outputs,
              chunk,
              0,
            );
          statistics(image, images);
        });
      };
    },
  });
}

function backwardTask(d: Dense, fresh: (key: string) => boolean): Task {
  const { shape: s } = d;
  const wantsInput = sourceHasGradient(d.source);
  const freshInput = wantsInput && fresh(sourceGradientKey(d.source));
  const freshWeight = s.weight.hasGradient && fresh(gradientKey(s.weight));
  const freshBias = s.bias !== null && s.bias.hasGradient && fresh(gradientKey(s.bias));
  const outputBlocks = s.groups * d.outputs;
  const dy = scratch(
    `${d.name}.dy`,
    'dy',
    wantsInput && !d.pointwise ? d.backTaps.frame : null,
    [s.rows.output, s.columns.output],
    outputBlocks,
    d.images,
  );
  const inputArea = s.rows.input * s.columns.input;
  const dx: Buffer = { key: `${d.name}.dx`, bytes: s.groups * d.inputs * d.images * inputArea * POSITION };
  const weights = densePacking(s, allTaps(s));
  const sums: Buffer = { key: `${d.name}.dw`, bytes: s.groups * groupBytes(weights) };
  const transposed = d.backTaps.classes.map((tapClass, i) => transposedPacking(s, tapClass.weights, i));
  const input = inputScratch(d);
  const arenaScratch = [dy, input].filter((each) => !each.fixed).map((each) => each.buffer);
  const fixedScratch = [dy, input].filter((each) => each.fixed).map((each) => each.buffer);
  return unitTask(d.holder, 'backward', {
    operations: [s.operation],
    touches: [
      ...sourceBuffers(d.source),
      ...outputGradientBuffers(d.output.gradient),
      ...(wantsInput ? [...sourceGradientBuffers(d.source), dx] : []),
      ...arenaScratch,
      sums,
    ],
    fixed: [
      ...biasBuffers(s),
      ...packingBuffers(weights),
      ...fixedScratch,
      biasSumBuffer(blocksOf(s.outside * s.groups)),
      ...(wantsInput ? transposed.flatMap(packingBuffers) : []),
      ...(d.pointwise || !wantsInput ? [] : tableBuffers(`${d.name}.backward`, d.backTaps)),
    ],
    bind(bound) {
      const { run, address } = bound;
      const dyBase = address(dy.buffer.key);
      const readDy = readOutputGradient(bound, d.output.gradient, dy.placement);
      const biasGradient = bindBiasGradient(bound, s.bias, outputBlocks, freshBias);
      const weightGradient = s.weight.hasGradient ? bindWeightGradient(bound, d, dy, sums, weights, freshWeight) : null;
      const inputGradient = wantsInput ? bindInputGradient(bound, d, dy, dx, transposed, freshInput) : null;
      const clear = run.memory.floats(address(sums.key), sums.bytes / 4);
      return () => {
        clear.fill(0);
        biasGradient?.begin();
        inputGradient?.begin();
        eachRun(d, (image, images) => {
          for (let block = 0; block < outputBlocks; block++) {
            const at = dyBase + block * dy.stride;
            readDy(block, image, images, at);
            for (let i = 0; biasGradient && i < images; i++) {
              const { offset, row, image: next } = dy.placement;
              biasGradient.add(block, at + offset + i * next, row, s.rows.output, s.columns.output);
            }
          }
          weightGradient?.add(image, images);
          inputGradient?.write(image, images);
        });
        weightGradient?.end();
        biasGradient?.end();
      };
    },
  });
}

/** Positions of one call of the weights' kernel: both operands' blocks stay in the first-level cache. */
const WEIGHT_CHUNK = 128;

function bindWeightGradient(
  bound: Bound,
  d: Dense,
  dy: Scratch,
  sums: Buffer,
  weights: Packing,
  fresh: boolean,
): { readonly add: (image: number, images: number) => void; readonly end: () => void } {
  const { kernels, address } = bound;
  const { shape: s } = d;
  const { stride, read } = bindInput(bound, d);
  const [dyBase, dw] = [address(dy.buffer.key), address(sums.key)];
  const panel = groupBytes(weights) / d.outputs;
  const tapBytes = d.inputs * 8 * POSITION;
  const frameRow = d.taps.frame.width * POSITION;
  const taps = d.taps.classes[0].taps;
  const origin = d.taps.classes[0].sources[0];
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
    kernels.gemmWeights(a, stride, aRow, aStep, d.inputs * 2, g, dy.stride, gRow, d.outputs, rows, columns, to, panel);
  return {
    add(image, images) {
      const input = read(image, images);
      for (let group = 0; group < s.groups; group++) {
        const a = input + group * d.inputs * stride;
        const g = dyBase + group * d.outputs * dy.stride;
        const to = dw + group * groupBytes(weights);
        if (d.pointwise) {
          const positions = images * d.outputArea;
          for (let p = 0; p < positions; p += WEIGHT_CHUNK)
            call(a + p * POSITION, 0, POSITION, g + p * POSITION, 0, 1, Math.min(WEIGHT_CHUNK, positions - p), to);
          continue;
        }
        for (let i = 0; i < images; i++) {
          const from = a + origin + i * d.taps.frame.height * frameRow;
          const gradient = g + dy.placement.offset + i * dy.placement.image;
          for (let tap = 0; tap < taps.length; tap++)
            call(
              from + taps[tap],
              s.rows.stride * frameRow,
              s.columns.stride * POSITION,
              gradient,
              dy.placement.row,
              s.rows.output,
              s.columns.output,
              to + tap * tapBytes,
            );
        }
      }
    },
    end: bindUnpacking(bound, weights, dw, fresh),
  };
}

function bindInputGradient(
  bound: Bound,
  d: Dense,
  dy: Scratch,
  dx: Buffer,
  transposed: readonly Packing[],
  fresh: boolean,
): { readonly begin: () => void; readonly write: (image: number, images: number) => void } {
  const { kernels, address } = bound;
  const { shape: s } = d;
  const [dyBase, dxBase] = [address(dy.buffer.key), address(dx.key)];
  const inputArea = s.rows.input * s.columns.input;
  const dxStride = d.images * inputArea * POSITION;
  const weights = transposed.map((packing) => bindPacking(bound, packing));
  const writer = writeSourceGradient(bound, d.source, fresh);
  const chunk = chunkOf(d.outputs);
  const tables = d.backTaps.classes.map((_, i) =>
    d.pointwise ? [0, 0, 0] : [0, 1, 2].map((k) => address(`${d.name}.backward.${i}.${k}`)),
  );
  return {
    begin: writer.begin,
    write(image, images) {
      d.backTaps.classes.forEach((tapClass, i) => {
        const w = weights[i]();
        const positions = (tapClass.targets.length / d.images) * images;
        for (let group = 0; group < s.groups; group++)
          kernels.gemm(
            dyBase + group * d.outputs * dy.stride,
            dy.stride,
            tables[i][0],
            tables[i][2],
            tapClass.taps.length,
            d.outputs,
            2,
            w + group * groupBytes(transposed[i]),
            dxBase + group * d.inputs * dxStride,
            dxStride,
            tables[i][1],
            0,
            positions,
            d.inputs,
            chunk,
            0,
          );
      });
      for (let block = 0; block < s.groups * d.inputs; block++)
        writer.write(block, image, images, dxBase + block * dxStride);
    },
  };
}
