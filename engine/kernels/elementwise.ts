// Activations that do more than clamp: one pass from a source, lazy or stored, to a stored tensor.
import { numberOf, text } from '../layers/attributes';
import type { PlanOperation } from '../plan/ir';
import { POSITION, type Blocked } from './blocked';
import type { Source } from './ends';
import { planeUnit, sourceExtent } from './planes';
import type { KernelHolder, Unit } from './unit';

export interface Kind {
  /** As in assembly/unary.ts. */
  readonly code: number;
  readonly parameter: number;
}

type KindOf = (attribute: (name: string) => PlanOperation['attributes'][string]) => Kind | null;

const fixed =
  (code: number): KindOf =>
  () => ({ code, parameter: 0 });

const kinds: Readonly<Record<string, KindOf>> = {
  leaky_relu: (attribute) => ({ code: 0, parameter: numberOf({ attribute }, 'negative_slope', 0.01) }),
  elu: (attribute) => ({ code: 1, parameter: numberOf({ attribute }, 'alpha', 1) }),
  silu: fixed(2),
  gelu: (attribute) => (text({ attribute }, 'approximate', 'none') === 'none' ? { code: 3, parameter: 0 } : null),
  hardswish: fixed(4),
  hardsigmoid: fixed(5),
  sigmoid: fixed(6),
  tanh: fixed(7),
};

export const elementwiseOperators: readonly string[] = Object.keys(kinds);

/** null: this call has no kernel. */
export const unaryKind = ({ operator, attributes }: PlanOperation): Kind | null =>
  kinds[operator]((name) => attributes[name]);

export function elementwiseUnit(
  holder: KernelHolder,
  operation: PlanOperation,
  source: Source,
  output: Blocked,
): Unit | null {
  const kind = unaryKind(operation);
  if (!kind) return null;
  const { height, width } = sourceExtent(source);
  const vectors = (height * width * POSITION) / 16;
  return planeUnit({
    holder,
    operation: operation.index,
    name: 'e',
    source,
    output,
    needsInput: true,
    forward:
      ({ kernels }) =>
      (_block, _image, x, y) =>
        kernels.unary(kind.code, x, y, vectors, kind.parameter),
    backward:
      ({ kernels }) =>
      (_block, _image, x, dy, dx) =>
        kernels.unaryGradient(kind.code, x, dy, dx, vectors, kind.parameter, 0),
  });
}
