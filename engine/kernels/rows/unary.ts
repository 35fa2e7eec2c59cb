// Activations of tensors that are no images: the same kernels, over all elements in a row. Buffers begin at multiples of 64 bytes, so
// that the last vector may reach past the last element.
import type { PlanOperation } from '../../plan/ir';
import { unaryKind } from '../elementwise';
import type { KernelHolder, Unit } from '../unit';
import { addressOf, gradientAddress, rowsUnit, tensorOf } from './unit';

/** null: this call has no kernel. */
export function unaryUnit(holder: KernelHolder, operation: PlanOperation): Unit | null {
  const x = tensorOf(operation, 'input');
  const [y] = operation.outputs;
  const kind = unaryKind(operation);
  if (!kind || x?.source.kind !== 'operation') return null;
  const vectors = Math.ceil(x.size / 4);
  return rowsUnit({
    holder,
    operation,
    reads: ['input'],
    forward(bound) {
      const [xAt, yAt] = [x, y].map((value) => addressOf(bound, value));
      return () => bound.kernels.unary(kind.code, xAt, yAt, vectors, kind.parameter);
    },
    backward(bound, target) {
      const [xAt, dy, dx] = [addressOf(bound, x), gradientAddress(bound, y) ?? 0, target('input')];
      return () => {
        if (dx) bound.kernels.unaryGradient(kind.code, xAt, dy, dx.at, vectors, kind.parameter, dx.add ? 1 : 0);
      };
    },
  });
}
