// Layer norm and softmax over the last axes, row by row (assembly/rows.ts).
import { axisOf, numberOf, optionalList, optionalNumber } from '../../layers/attributes';
import type { PlanOperation } from '../../plan/ir';
import type { KernelHolder, Unit } from '../unit';
import { addressOf, gradientAddress, rowsUnit, tensorOf } from './unit';

const attributesOf = (operation: PlanOperation) => ({ attribute: (name: string) => operation.attributes[name] });

export function layerNormUnit(holder: KernelHolder, operation: PlanOperation): Unit | null {
  const [x, weight, bias] = ['input', 'weight', 'bias'].map((name) => tensorOf(operation, name));
  const [y] = operation.outputs;
  if (!x) return null;
  const attributes = attributesOf(operation);
  const axes = optionalList(attributes, 'normalized_shape') ?? x.shape.slice(-1);
  const length = axes.reduce((a, b) => a * b, 1);
  const rows = x.size / length;
  const eps = numberOf(attributes, 'eps', 1e-5);
  const statistics = { key: `s${operation.index}.rows`, bytes: 8 * rows };
  return rowsUnit({
    holder,
    operation,
    reads: ['input', 'weight'],
    saved: [statistics],
    forward(bound) {
      const at = bound.address(statistics.key);
      const [xAt, yAt] = [x, y].map((value) => addressOf(bound, value));
      const [w, b] = [weight, bias].map((value) => (value ? addressOf(bound, value) : 0));
      return () => bound.kernels.layerNormRows(xAt, yAt, w, b, at, rows, length, eps);
    },
    backward(bound, target) {
      const at = bound.address(statistics.key);
      const xAt = addressOf(bound, x);
      const w = weight ? addressOf(bound, weight) : 0;
      const dy = gradientAddress(bound, y) ?? 0;
      const [dx, dw, db] = [target('input'), target('weight'), target('bias')];
      const cleared = [dw, db].flatMap((each) => (each && !each.add ? [bound.run.memory.floats(each.at, length)] : []));
      const add = dx?.add ? 1 : 0;
      return () => {
        for (const sums of cleared) sums.fill(0);
        const [to, toWeight, toBias] = [dx, dw, db].map((each) => each?.at ?? 0);
        bound.kernels.layerNormGradientRows(xAt, dy, to, w, toWeight, toBias, at, rows, length, add);
      };
    },
  });
}

/** null: over another axis than the last. */
export function softmaxUnit(holder: KernelHolder, operation: PlanOperation): Unit | null {
  const x = tensorOf(operation, 'input');
  const [y] = operation.outputs;
  const dim = optionalNumber(attributesOf(operation), 'dim');
  if (!x || dim === null || axisOf(dim, x.shape.length) !== x.shape.length - 1) return null;
  const length = x.shape[x.shape.length - 1];
  const rows = x.size / length;
  return rowsUnit({
    holder,
    operation,
    reads: [],
    readsOutput: true,
    forward(bound) {
      const [xAt, yAt] = [x, y].map((value) => addressOf(bound, value));
      return () => bound.kernels.softmaxRows(xAt, yAt, 4 * length, rows, length, 0);
    },
    backward(bound, target) {
      const yAt = addressOf(bound, y);
      const dy = gradientAddress(bound, y) ?? 0;
      const dx = target('input');
      return () => {
        if (dx) bound.kernels.softmaxGradientRows(yAt, dy, dx.at, 4 * length, rows, length, 1, dx.add ? 1 : 0);
      };
    },
  });
}
