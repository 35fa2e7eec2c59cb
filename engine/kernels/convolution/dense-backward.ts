// The way back through a dense convolution (dense.ts): the gradients of its bias, weights and input.
import type { Buffer, Task } from '../../plan/task';
import { gradientKey } from '../../plan/views';
import { blocksOf, POSITION } from '../blocked';
import {
  fixedOf,
  outputGradientBuffers,
  readOutputGradient,
  sourceBuffers,
  sourceGradientBuffers,
  sourceGradientKey,
  sourceHasGradient,
  writeSourceGradient,
} from '../ends';
import { unitTask, type Bound } from '../unit';
import { bindInput, inputScratch, wayBuffers, type Dense } from './dense-parts';
import { openEnding } from './fold';
import { bindProduct, bindWeightSums } from './product';
import { arenaScratch, fixedScratch, scratchOf, type Scratch } from './scratch';
import { biasSumBuffer, bindBiasGradient, eachRun } from './unit';
import { bindUnpacking, groupBytes, packingBuffers } from './weights';

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

export function backwardTask(d: Dense, fresh: (key: string) => boolean): Task {
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
      ...fixedOf,
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
    ending: openEnding(),
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
