// What the lowerings share: reading an operation's inputs and attributes, the beginning and the growth of lazy values.
import type { PlanOperation, PlanValue } from '../../plan/ir';
import { plainLazy, type Lazy } from '../lazy';
import type { Lower, Lowering } from '../lowering';
import { LazyRoot } from '../root';
import type { Unit } from '../unit';

export const inputOf = (operation: PlanOperation, name = 'input'): PlanValue => operation.inputs[name] as PlanValue;

export const attributesOf = (
  operation: PlanOperation,
): { attribute: (name: string) => PlanOperation['attributes'][string] } => ({
  attribute: (name) => operation.attributes[name],
});

/** A unit without a gradient to pass has no backward tasks. */
export const onlyIf = (wanted: boolean, unit: Unit): Unit =>
  wanted ? unit : { forward: unit.forward, backward: () => [] };

/** The convolution that makes the root's tensor serves it, where nobody else reads that tensor. */
export function addRoot(lowering: Lowering, operation: PlanOperation, root: LazyRoot, input: PlanValue): void {
  const producer = lowering.convolutions.get(input.id);
  if (producer && lowering.isReadOnce(input)) {
    root.producerServes = true;
    if (root.norm?.batchStatistics) producer.norm = root.norm;
    // The chain may still grow: the gradient is read as it is at the end.
    producer.gradient = {
      kind: 'lazy',
      get lazy() {
        return root.lazy;
      },
    };
  }
  lowering.units.push(onlyIf(operation.hasBackward, root));
}

/**
 * The lazy value that this operation continues: the one that ends in its input, where nobody else reads that and `fits` agrees;
 * else one that begins at the input, stored. null: the input is no image.
 */
export function extend(lowering: Lowering, operation: PlanOperation, fits: (lazy: Lazy) => boolean): LazyRoot | null {
  const input = inputOf(operation);
  const known = lowering.lazy(input);
  if (known && lowering.isReadOnce(input) && fits(known.lazy)) return known;
  const y = lowering.isImage(input) ? lowering.blocked(input) : null;
  if (!y) return null;
  const root = new LazyRoot(lowering.holder, operation.index, y, null, plainLazy(y, operation.outputs[0].id));
  addRoot(lowering, operation, root, input);
  return root;
}

export const isPlain = ({ pooled, low, high }: Lazy): boolean => !pooled && low === -Infinity && high === Infinity;

export const firstOf =
  (...lowers: readonly Lower[]): Lower =>
  (lowering, operation) =>
    lowers.some((lower) => lower(lowering, operation));
