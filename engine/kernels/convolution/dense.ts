// Dense convolutions (and linear layers) and their transposes: every output channel of a group sees every input channel of it. A
// few images at a time are read into scratch memory through whatever lies before (streams.ts), multiplied (product.ts), and
// summed up for the batch norm that follows; backward the same with the gradient.
//
//     convolution    y = W x        dx = Wᵀ dy        dW = x ⊗ dy        x framed by the taps, dy by those backward
//     transpose      y = Wᵀ x       dx = W dy         dW = dy ⊗ x        the same tables, x and y having changed places
import type { Buffer, FixedBuffer, Task } from '../../plan/task';
import { gradientKey } from '../../plan/views';
import { blockedRegions, blocksOf, POSITION } from '../blocked';
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
import { unitTask, type Bound, type Unit } from '../unit';
import { bindProduct, bindWeightSums } from './product';
import { arenaScratch, fixedScratch, scratchOf, tableBuffers, type Scratch } from './scratch';
import { insideBlocks, isPointwise, outsideBlocks, type ConvolutionShape } from './shape';
import { tapsOf, type Taps } from './taps';
import {
  biasBuffers,
  biasSumBuffer,
  bindBiasGradient,
  bindStatistics,
  eachRun,
  forwardTouches,
  imagesAtOnce,
  type ConvolutionParts,
} from './unit';
import {
  biasPacking,
  bindUnpacking,
  densePacking,
  groupBytes,
  packingBuffers,
  transposedPacking,
  type Packing,
} from './weights';

export interface DenseParts extends ConvolutionParts {
  readonly source: Source;
  readonly transposed: boolean;
}

/** One way through the convolution: its tables and weights. */
interface Way {
  readonly direction: 'forward' | 'backward';
  readonly taps: Taps;
  readonly tables: string | null;
  readonly weights: readonly Packing[];
}

interface Dense extends DenseParts {
  readonly name: string;
  /** Images taken at once. */
  readonly images: number;
  readonly pointwise: boolean;
  /** From the unit's input to its output, and the gradient's way back. */
  readonly there: Way;
  readonly back: Way;
  /** The sums of the weights' gradient. */
  readonly sums: Packing;
  readonly inputBlocks: number;
  readonly outputBlocks: number;
  readonly inputArea: number;
  readonly outputArea: number;
}

const allTaps = (s: ConvolutionShape): readonly number[] => Array.from({ length: s.kernelArea }, (_, tap) => tap);

export function denseUnit(parts: DenseParts): Unit {
  const { shape: s, transposed } = parts;
  const pointwise = isPointwise(s);
  const areas = [s.rows.input * s.columns.input, s.rows.output * s.columns.output];
  const blocks = [s.groups * insideBlocks(s), s.groups * outsideBlocks(s)];
  const images = imagesAtOnce(Math.min(...areas));
  const name = `c${s.operation}`;
  const tapsForward = tapsOf('forward', s.rows, s.columns, images);
  const tapsBackward = tapsOf('backward', s.rows, s.columns, images);
  const dense = densePacking(s, allTaps(s));
  const forward: Way = {
    direction: 'forward',
    taps: tapsForward,
    tables: pointwise ? null : `${name}.forward`,
    weights: [dense],
  };
  const backward: Way = {
    direction: 'backward',
    taps: tapsBackward,
    tables: pointwise ? null : `${name}.backward`,
    weights: tapsBackward.classes.map((tapClass, i) => transposedPacking(s, tapClass.weights, i)),
  };
  const [there, back] = transposed ? [backward, forward] : [forward, backward];
  const [first, last] = transposed ? [1, 0] : [0, 1];
  const d: Dense = {
    ...parts,
    name,
    images,
    pointwise,
    there,
    back,
    sums: dense,
    inputBlocks: blocks[first],
    outputBlocks: blocks[last],
    inputArea: areas[first],
    outputArea: areas[last],
  };
  return { forward: () => [forwardTask(d)], backward: (fresh) => [backwardTask(d, fresh)] };
}

const wayBuffers = (way: Way): readonly FixedBuffer[] => [
  ...way.weights.flatMap(packingBuffers),
  ...(way.tables === null ? [] : tableBuffers(way.tables, way.taps)),
];

/** A stored source needs no copy where positions correspond one to one. */
const readsInPlace = ({ source, pointwise }: Dense): boolean => pointwise && source.kind === 'stored';

/** The side of the convolution's input must lie in the forward frame, where its weights' gradient or its output is made. */
function inputScratch(d: Dense): Scratch {
  const { shape: s, transposed } = d;
  const side = transposed ? 'output' : 'input';
  return scratchOf({
    name: d.name,
    role: 'x',
    frame: d.pointwise ? null : d.there.taps.frame,
    height: s.rows[side],
    width: s.columns[side],
    blocks: d.inputBlocks,
    images: d.images,
  });
}

function gradientScratch(d: Dense, framedByWay: boolean): Scratch {
  const { shape: s, transposed } = d;
  const side = transposed ? 'input' : 'output';
  return scratchOf({
    name: d.name,
    role: 'dy',
    frame: framedByWay && !d.pointwise ? d.back.taps.frame : null,
    height: s.rows[side],
    width: s.columns[side],
    blocks: d.outputBlocks,
    images: d.images,
  });
}

/** Binds the reading of the input: answers with where it lies, and the bytes between its blocks. */
function bindInput(bound: Bound, d: Dense): { stride: number; read: (image: number, images: number) => number } {
  if (d.source.kind === 'stored' && readsInPlace(d)) {
    const { key, stride } = d.source.tensor;
    const base = bound.address(key);
    return { stride, read: (image) => base + image * d.inputArea * POSITION };
  }
  const { buffer, placement, stride } = inputScratch(d);
  const base = bound.address(buffer.key);
  const stream = readSource(bound, d.source, placement);
  return {
    stride,
    read(image, images) {
      for (let block = 0; block < d.inputBlocks; block++) stream(block, image, images, base + block * stride);
      return base;
    },
  };
}

function forwardTask(d: Dense): Task {
  const { shape: s, output } = d;
  const { tensor } = output;
  const bias = biasPacking(s, tensor.channels);
  const input = [inputScratch(d)];
  return unitTask(d.holder, 'forward', {
    operations: [s.operation],
    touches: [...sourceBuffers(d.source), ...forwardTouches(d), ...arenaScratch(input)],
    fixed: [...biasBuffers(s, tensor.channels), ...wayBuffers(d.there), ...fixedScratch(input)],
    writes: blockedRegions(tensor),
    bind(bound) {
      const { stride, read } = bindInput(bound, d);
      const multiply = bindProduct(bound, {
        ...d.there,
        shape: s,
        planned: d.images,
        sourceStride: stride,
        targetStride: tensor.stride,
        bias,
      });
      const statistics = bindStatistics(bound, output);
      const base = bound.address(tensor.key);
      const runs = { count: s.count, images: d.images, fromBack: false };
      return () => {
        statistics.begin();
        eachRun(runs, (image, images) => {
          multiply(read(image, images), base + image * d.outputArea * POSITION, images);
          statistics.add(image, images);
        });
      };
    },
  });
}

function backwardTask(d: Dense, fresh: (key: string) => boolean): Task {
  const { shape: s, output } = d;
  const wantsInput = sourceHasGradient(d.source);
  const wantsWeight = s.weight.hasGradient;
  const freshInput = wantsInput && fresh(sourceGradientKey(d.source));
  const freshWeight = wantsWeight && fresh(gradientKey(s.weight));
  const freshBias = s.bias !== null && s.bias.hasGradient && fresh(gradientKey(s.bias));
  // A transpose's gradient stands on the side of the convolution's input: its frame serves the weights' gradient, too.
  const dy = gradientScratch(d, wantsInput || d.transposed);
  const dx: Buffer = { key: `${d.name}.dx`, bytes: d.inputBlocks * d.images * d.inputArea * POSITION };
  const sums: Buffer = { key: `${d.name}.dw`, bytes: s.groups * groupBytes(d.sums) };
  const scratches = [dy, inputScratch(d)];
  return unitTask(d.holder, 'backward', {
    operations: [s.operation],
    touches: [
      ...sourceBuffers(d.source),
      ...outputGradientBuffers(output.gradient),
      ...(wantsInput ? [...sourceGradientBuffers(d.source), dx] : []),
      ...arenaScratch(scratches),
      sums,
    ],
    fixed: [
      ...biasBuffers(s, output.tensor.channels),
      ...packingBuffers(d.sums),
      ...fixedScratch(scratches),
      biasSumBuffer(blocksOf(output.tensor.channels)),
      ...(wantsInput ? wayBuffers(d.back) : []),
    ],
    bind(bound) {
      const { run, address } = bound;
      const [dyBase, dw] = [address(dy.buffer.key), address(sums.key)];
      const readDy = readOutputGradient(bound, output.gradient, dy.placement);
      const biasGradient = bindBiasGradient(bound, s.bias, d.outputBlocks, freshBias);
      const unpack = wantsWeight ? bindUnpacking(bound, d.sums, dw, freshWeight) : null;
      const addWeights = wantsWeight ? bindWeights(bound, d, dy, dw) : null;
      const writeInput = wantsInput ? bindInputGradient(bound, d, dy, dx, freshInput) : null;
      const clear = run.memory.floats(dw, sums.bytes / 4);
      const side = d.transposed ? 'input' : 'output';
      const [rows, columns] = [s.rows[side], s.columns[side]];
      const runs = { count: s.count, images: d.images, fromBack: d.fromBack };
      return () => {
        clear.fill(0);
        biasGradient?.begin();
        writeInput?.begin();
        eachRun(runs, (image, images) => {
          for (let block = 0; block < d.outputBlocks; block++) {
            const at = dyBase + block * dy.stride;
            readDy(block, image, images, at);
            const { offset, row, image: next } = dy.placement;
            for (let i = 0; biasGradient && i < images; i++)
              biasGradient.add(block, at + offset + i * next, row, rows, columns);
          }
          addWeights?.(image, images);
          writeInput?.write(image, images);
        });
        unpack?.();
        biasGradient?.end();
      };
    },
  });
}

function bindWeights(bound: Bound, d: Dense, dy: Scratch, dw: number): (image: number, images: number) => void {
  const { shape, pointwise, sums } = d;
  const { stride, read } = bindInput(bound, d);
  const gradient = bound.address(dy.buffer.key);
  const [inside, outside] = d.transposed ? [dy.stride, stride] : [stride, dy.stride];
  const add = bindWeightSums(bound, {
    shape,
    pointwise,
    taps: (d.transposed ? d.back : d.there).taps,
    weights: sums,
    insideStride: inside,
    outsideStride: outside,
    outsidePlacement: d.transposed ? inputScratch(d).placement : dy.placement,
  });
  return (image, images) => {
    const input = read(image, images);
    if (d.transposed) add(gradient, input, dw, images);
    else add(input, gradient, dw, images);
  };
}

function bindInputGradient(
  bound: Bound,
  d: Dense,
  dy: Scratch,
  dx: Buffer,
  fresh: boolean,
): { readonly begin: () => void; readonly write: (image: number, images: number) => void } {
  const [from, to] = [bound.address(dy.buffer.key), bound.address(dx.key)];
  const targetStride = d.images * d.inputArea * POSITION;
  const multiply = bindProduct(bound, {
    ...d.back,
    shape: d.shape,
    planned: d.images,
    sourceStride: dy.stride,
    targetStride,
    bias: null,
  });
  const writer = writeSourceGradient(bound, d.source, fresh);
  return {
    begin: writer.begin,
    write(image, images) {
      multiply(from, to, images);
      for (let block = 0; block < d.inputBlocks; block++) writer.write(block, image, images, to + block * targetStride);
    },
  };
}
