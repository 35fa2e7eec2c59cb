// Dense convolutions (and linear layers) and their transposes: every output channel of a group sees every input channel of it. A
// few images at a time are read into scratch memory through whatever lies before (streams.ts), multiplied (product.ts), and
// summed up for the batch norm that follows; backward the same with the gradient.
//
//     convolution    y = W x        dx = Wᵀ dy        dW = x ⊗ dy        x framed by the taps, dy by those backward
//     transpose      y = Wᵀ x       dx = W dy         dW = dy ⊗ x        the same tables, x and y having changed places
import type { Task } from '../../plan/task';
import { blockedRegions, POSITION } from '../blocked';
import { fixedOf, sourceBuffers } from '../ends';
import { unitTask, type Unit } from '../unit';
import { backwardTask } from './dense-backward';
import { bindInput, inputScratch, wayBuffers, type Dense, type DenseParts, type Way } from './dense-parts';
import { bindEndedBias, endingBuffers } from './fold';
import { bindProduct } from './product';
import { arenaScratch, fixedScratch } from './scratch';
import { insideBlocks, isPointwise, outsideBlocks, type ConvolutionShape } from './shape';
import { tapsOf } from './taps';
import { bindStatistics, eachRun, forwardTouches, imagesAtOnce } from './unit';
import { densePacking, transposedPacking } from './weights';

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

function forwardTask(d: Dense): Task {
  const { shape: s, output } = d;
  const { tensor } = output;
  const input = [inputScratch(d)];
  return unitTask(d.holder, 'forward', {
    operations: [s.operation],
    touches: [...sourceBuffers(d.source), ...forwardTouches(d), ...arenaScratch(input)],
    fixed: [
      ...fixedOf,
      ...endingBuffers(s, tensor.channels, output.ending),
      ...wayBuffers(d.there),
      ...fixedScratch(input),
    ],
    writes: blockedRegions(tensor),
    bind(bound) {
      const { stride, read } = bindInput(bound, d);
      const multiply = bindProduct(bound, {
        ...d.there,
        shape: s,
        planned: d.images,
        sourceStride: stride,
        targetStride: tensor.stride,
        bias: bindEndedBias(bound, s, tensor.channels, output.ending),
        ending: output.ending,
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
