// The graph as the planner sees it: every shape a list of numbers for one batch, every operation with its values resolved,
// and what the gradient reaches marked.
import type { AttributeValue, ParameterId, ValueId } from '../../core/graph/graph';
import type { Location } from '../../core/base/location';

export type PlanSource =
  | { readonly kind: 'input'; readonly index: number }
  | { readonly kind: 'parameter'; readonly parameter: ParameterId }
  | { readonly kind: 'constant'; readonly data: readonly number[] }
  | { readonly kind: 'operation' };

export interface PlanValue {
  readonly id: ValueId;
  readonly shape: readonly number[];
  readonly size: number;
  /** The axis that grows with the batch; null: none does. */
  readonly batchAxis: number | null;
  readonly source: PlanSource;
  /** Holds truth values: 1 and 0. */
  readonly boolean: boolean;
  /** Depends on a trainable parameter. */
  readonly needsGradient: boolean;
  /** Needs a gradient and the output depends on it: its gradient has a buffer. */
  readonly hasGradient: boolean;
}

export type PlanInputs = Readonly<Record<string, PlanValue | readonly PlanValue[] | null>>;
export type PlanAttributes = Readonly<Record<string, AttributeValue<number>>>;

export interface PlanOperation {
  /** Index into `graph.operations`. */
  readonly index: number;
  readonly operator: string;
  readonly inputs: PlanInputs;
  readonly attributes: PlanAttributes;
  readonly outputs: readonly PlanValue[];
  /** The module's dotted path, else the operator's name. */
  readonly layer: string;
  readonly location: Location | null;
  /** Takes part in the backward pass. */
  readonly hasBackward: boolean;
}

/** One batch size's view of a graph: only what the output, or a side effect of training, needs. */
export interface DerivedGraph {
  /** Items in the batch. */
  readonly count: number;
  readonly training: boolean;
  readonly inputs: readonly PlanValue[];
  readonly output: PlanValue;
  /** Further outputs whose loss counts in training, and how much. */
  readonly auxiliary: readonly { readonly value: PlanValue; readonly weight: number }[];
  readonly operations: readonly PlanOperation[];
  /** By ParameterId: whether a gradient reaches it. */
  readonly used: readonly boolean[];
}

export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);
