// Sums and products of two row-major tensors, of which the second has the shape of the first or of its last axes.
//     add    y = a + α b      da = dy          db = α dy        summed over the rows that share b
//     mul    y = a ∘ b        da = dy ∘ b      db = dy ∘ a
import { optionalNumber } from '../../layers/attributes';
import type { PlanOperation, PlanValue } from '../../plan/ir';
import type { KernelHolder, Unit } from '../unit';
import { addressOf, gradientAddress, rowsUnit, tensorOf, type Target } from './unit';

/** Whether `part` is shaped as the last axes of `whole`, with any number of ones before; with a batch, as the whole of it. */
function endsIn(whole: PlanValue, part: PlanValue): boolean {
  if (part.batchAxis !== null) return part.shape.join() === whole.shape.join() && part.batchAxis === whole.batchAxis;
  const first = part.shape.findIndex((extent) => extent !== 1);
  const own = first < 0 ? [] : part.shape.slice(first);
  const from = whole.shape.length - own.length;
  if (whole.batchAxis !== null && whole.batchAxis >= from) return false;
  return part.size > 1 && own.join() === whole.shape.slice(from).join();
}

/** null: other shapes. */
export function binaryUnit(holder: KernelHolder, operation: PlanOperation, kind: 'add' | 'sub' | 'mul'): Unit | null {
  const [left, right] = [tensorOf(operation, 'input'), tensorOf(operation, 'other')];
  const [y] = operation.outputs;
  if (!left || !right || left.id === right.id) return null;
  const fits = (a: PlanValue, b: PlanValue): boolean =>
    a.shape.join() === y.shape.join() && a.batchAxis === y.batchAxis && endsIn(a, b);
  const swapped = !fits(left, right);
  if (swapped && !fits(right, left)) return null;
  const [a, b] = swapped ? [right, left] : [left, right];
  const [aName, bName] = swapped ? ['other', 'input'] : ['input', 'other'];
  const alpha =
    (optionalNumber({ attribute: (name) => operation.attributes[name] }, 'alpha') ?? 1) * (kind === 'sub' ? -1 : 1);
  if (swapped && alpha !== 1) return null;
  const length = b.size;
  const rows = length === 0 ? 0 : a.size / length;
  return rowsUnit({
    holder,
    operation,
    reads: kind === 'mul' ? ['input', 'other'] : [],
    forward(bound) {
      const [aAt, bAt, yAt] = [a, b, y].map((value) => addressOf(bound, value));
      const { kernels, run } = bound;
      if (kind === 'mul')
        return () => {
          for (let row = 0, at = 0; row < rows; row++, at += 4 * length)
            kernels.multiplyElements(aAt + at, bAt, yAt + at, length, 0);
        };
      const [from, to] = [aAt, yAt].map((at) => run.memory.floats(at, a.size));
      return () => {
        to.set(from);
        for (let row = 0; row < rows; row++) kernels.addScaled(yAt + 4 * row * length, bAt, length, alpha);
      };
    },
    backward(bound, target) {
      const { kernels, run } = bound;
      const dy = gradientAddress(bound, y) ?? 0;
      const [da, db] = [target(aName), target(bName)];
      const [aAt, bAt] = [a, b].map((value) => addressOf(bound, value));
      const whole = (at: number, size: number): Float32Array => run.memory.floats(at, size);
      const clear = (to: Target | null, size: number): (() => void) => {
        const data = to && !to.add ? whole(to.at, size) : null;
        return () => data?.fill(0);
      };
      const clearB = clear(db, length);
      if (kind === 'mul')
        return () => {
          clearB();
          for (let row = 0, at = 0; row < rows; row++, at += 4 * length) {
            if (da) kernels.multiplyElements(dy + at, bAt, da.at + at, length, da.add ? 1 : 0);
            if (db) kernels.multiplyElements(dy + at, aAt + at, db.at, length, 1);
          }
        };
      const [gradient, copy] = [whole(dy, a.size), da && !da.add ? whole(da.at, a.size) : null];
      return () => {
        if (da?.add) kernels.addScaled(da.at, dy, a.size, 1);
        else copy?.set(gradient);
        clearB();
        for (let row = 0; db && row < rows; row++) kernels.addScaled(db.at, dy + 4 * row * length, length, alpha);
      };
    },
  });
}
