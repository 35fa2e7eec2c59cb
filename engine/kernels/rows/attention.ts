// Scaled dot-product attention, head by head (engine/layers/attention.ts has the formulas). The probabilities of one head at a time
// are in memory; the backward pass computes them again, which costs a fifth more and leaves nothing to keep.
import { flag, numberOf, optionalNumber } from '../../layers/attributes';
import { drawDropout, drawnItems } from '../../layers/dropout';
import type { PlanOperation, PlanValue } from '../../plan/ir';
import type { RunState } from '../../plan/run-state';
import type { Bound, KernelHolder, Unit } from '../unit';
import { bindMultiply, packedBuffer, rowMajor, transposed } from './product';
import { addressOf, gradientAddress, rowsUnit, scratchBuffer, tensorOf } from './unit';

const product = (list: readonly number[]): number => list.reduce((a, b) => a * b, 1);

/** null: heads are shared, or there is a mask. */
export function attentionUnit(holder: KernelHolder, operation: PlanOperation): Unit | null {
  const [q, k, v] = ['query', 'key', 'value'].map((name) => tensorOf(operation, name));
  const [y] = operation.outputs;
  if (!q || !k || !v || tensorOf(operation, 'attn_mask')) return null;
  // Gradients of one tensor in several parts would have to be added in the order of the parts.
  if (new Set([q.id, k.id, v.id]).size < 3) return null;
  const leading = y.shape.slice(0, -2);
  const alike = ({ shape, batchAxis }: PlanValue): boolean =>
    shape.slice(0, -2).join() === leading.join() && batchAxis === y.batchAxis;
  if (![q, k, v].every(alike)) return null;
  const attributes = { attribute: (name: string) => operation.attributes[name] };
  const heads = product(leading);
  const [queries, width] = q.shape.slice(-2);
  const [keys, out] = v.shape.slice(-2);
  const square = queries * keys;
  const scale = optionalNumber(attributes, 'scale') ?? 1 / Math.sqrt(width);
  const causal = flag(attributes, 'is_causal', false) ? 1 : 0;
  const p = numberOf(attributes, 'dropout_p', 0);
  const scores = scratchBuffer(operation, 'scores', square);
  const slopes = scratchBuffer(operation, 'slopes', square);
  const drops = { key: `s${operation.index}.drops`, bytes: 4 * heads * square };
  const packed = packedBuffer(operation, [
    { depth: width, columns: keys },
    { depth: keys, columns: Math.max(out, width) },
    { depth: out, columns: keys },
    { depth: queries, columns: Math.max(out, width) },
  ]);
  /** Addresses of one head's parts. */
  const head = (at: number, index: number, rows: number, columns: number) =>
    rowMajor(at + 4 * index * rows * columns, columns);
  const bind = (bound: Bound) => {
    const { kernels, address } = bound;
    const multiply = bindMultiply(bound, packed);
    const [qAt, kAt, vAt] = [q, k, v].map((value) => addressOf(bound, value));
    const s = address(scores.key);
    const dropAt = p > 0 ? address(drops.key) : 0;
    return {
      kernels,
      multiply,
      s: rowMajor(s, keys),
      drop: (index: number) => dropAt + 4 * index * square,
      q: (index: number) => head(qAt, index, queries, width),
      k: (index: number) => head(kAt, index, keys, width),
      v: (index: number) => head(vAt, index, keys, out),
      /** The probabilities of a head, to `s`. */
      weigh(index: number) {
        const problem = { rows: queries, depth: width, columns: keys, alpha: scale };
        multiply(this.q(index), transposed(this.k(index)), this.s, problem);
        kernels.softmaxRows(s, s, 4 * keys, queries, keys, causal);
      },
    };
  };
  return rowsUnit({
    holder,
    operation,
    reads: ['query', 'key', 'value'],
    saved: p > 0 ? [drops] : [],
    scratch: [scores, packed],
    backwardScratch: [slopes],
    forward(bound) {
      const b = bind(bound);
      const yAt = addressOf(bound, y);
      const draw = p > 0 ? bindDrops(bound.run, y.batchAxis, p, b.drop(0), heads * square) : null;
      return () => {
        draw?.();
        for (let index = 0; index < heads; index++) {
          b.weigh(index);
          if (draw) b.kernels.multiplyElements(b.s.at, b.drop(index), b.s.at, square, 0);
          b.multiply(b.s, b.v(index), head(yAt, index, queries, out), { rows: queries, depth: keys, columns: out });
        }
      };
    },
    backward(bound, target) {
      const b = bind(bound);
      const dyAt = gradientAddress(bound, y) ?? 0;
      const [dq, dk, dv] = [target('query'), target('key'), target('value')];
      const slope = rowMajor(bound.address(slopes.key), keys);
      return () => {
        for (let index = 0; index < heads; index++) {
          const dy = head(dyAt, index, queries, out);
          b.weigh(index);
          b.multiply(dy, transposed(b.v(index)), slope, { rows: queries, depth: out, columns: keys });
          if (dv) {
            // The weights as they were used: their own are needed once more.
            if (p > 0) b.kernels.multiplyElements(b.s.at, b.drop(index), b.s.at, square, 0);
            const problem = { rows: keys, depth: queries, columns: out, add: dv.add };
            b.multiply(transposed(b.s), dy, head(dv.at, index, keys, out), problem);
            if (p > 0) b.weigh(index);
          }
          if (p > 0) b.kernels.multiplyElements(slope.at, b.drop(index), slope.at, square, 0);
          b.kernels.softmaxGradientRows(b.s.at, slope.at, slope.at, 4 * keys, queries, keys, scale, 0);
          if (dq) {
            const problem = { rows: queries, depth: keys, columns: width, add: dq.add };
            b.multiply(slope, b.k(index), head(dq.at, index, queries, width), problem);
          }
          if (dk) {
            const problem = { rows: keys, depth: queries, columns: width, add: dk.add };
            b.multiply(transposed(slope), b.q(index), head(dk.at, index, keys, width), problem);
          }
        }
      };
    },
  });
}

/** Draws the mask of all heads, as PyTorch draws it. */
function bindDrops(run: RunState, batchAxis: number | null, p: number, at: number, size: number): () => void {
  const mask = run.memory.floats(at, size);
  return () => {
    const { random, share, batch } = run;
    if (!random) throw new Error('the graph drops, but no random source was given');
    const items = drawnItems({ batchAxis, items: batch?.count ?? 0 });
    drawDropout({ share, drawMask: (...draw) => random.bernoulli(...draw) }, p, items, mask);
  };
}
