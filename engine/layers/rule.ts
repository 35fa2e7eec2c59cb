// What the engine must know of an operator: how to compute it and its gradients, plainly, on row-major float32 tensors.
// One file an operator (or a family that differs in a formula); `table.ts` gathers them. Accumulation is in double precision.
import type { AttributeValue } from '../../core/graph/graph';
import type { MoveRule } from './move';

/** A tensor in the plan's memory. Indices (embedding) are whole numbers in float32: exact below 2^24. */
export interface View {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** What one worker holds of a batch. */
export interface Share {
  /** Items of the whole batch that come before this worker's. */
  readonly from: number;
  /** Items of the whole batch. */
  readonly total: number;
}

/** Sums over the workers, in rank order, so that every worker ends with the same bits. */
export interface Exchange {
  readonly rank: number;
  readonly size: number;
  /** In place; undefined: done already (one worker, or shared memory). */
  sum(buffer: Float64Array | Float32Array): Promise<void> | undefined;
}

/** Draws the mask of one dropout call: see `DropoutSource` in engine/types.ts. */
export type DrawMask = (probability: number, total: number, from: number, target: Float32Array) => void;

/** An operation that is being run: its tensors and its attributes. Names are the operator's parameter names in PyTorch. */
export interface RuleContext {
  readonly training: boolean;
  /** Batches seen in training, this one included. */
  readonly batches: number;
  readonly share: Share;
  /** Items of this worker's share. */
  readonly items: number;
  readonly exchange: Exchange;
  readonly drawMask: DrawMask;
  /** See `DropoutSource.uniform`. */
  readonly drawUniform: (total: number, from: number, target: Float32Array) => void;
  input(name: string): View;
  optional(name: string): View | null;
  list(name: string): readonly View[];
  readonly outputCount: number;
  output(index?: number): View;
  /** What `saves` asked for. */
  saved(name: string): Float32Array;
  savedDoubles(name: string): Float64Array;
  attribute(name: string): AttributeValue<number> | undefined;
  /** The input holds truth values. */
  isBoolean(name: string): boolean;
  /** The axis of the first output that grows with the batch. */
  readonly batchAxis: number | null;
}

export interface BackwardContext extends RuleContext {
  /** null: no gradient reaches this output. */
  outputGradient(index?: number): View | null;
  /** To be added to; null: not wanted. */
  inputGradient(name: string): View | null;
  listGradient(name: string): readonly (View | null)[];
}

/** Shapes and attributes alone, to say what must be saved. */
export interface ShapeContext {
  readonly training: boolean;
  shape(name: string): readonly number[];
  /** Of the tensors of a list. */
  listShapes(name: string): readonly (readonly number[])[];
  hasInput(name: string): boolean;
  outputShape(index?: number): readonly number[];
  attribute(name: string): AttributeValue<number> | undefined;
  /** A tensor of that name, or one of the list of that name, holds truth values. */
  isBoolean(name: string): boolean;
}

export interface Saved {
  readonly elements: number;
  readonly type: 'float32' | 'float64';
}

type Completion = void | Promise<void>;

export interface LayerRule {
  forward(c: RuleContext): Completion;
  /** Absent: no gradient passes. Adds to the inputs' gradients. */
  backward?(c: BackwardContext): Completion;
  /** Whose elements the backward pass reads beside the outputs' gradients; shapes are always there. Absent: none. */
  readonly reads?: { readonly inputs?: readonly string[]; readonly outputs?: boolean };
  /** Buffers that live from forward to backward. */
  saves?(c: ShapeContext): Readonly<Record<string, Saved>>;
  /** Why this call cannot be computed, in a short English phrase; null or absent: it can. */
  refuses?(c: ShapeContext): string | null;
  /** Runs even where its output is not used: it updates statistics or draws random numbers. */
  readonly effect?: boolean;
  /** Of several outputs the rule computes the first alone (values, not their positions). */
  readonly firstOutputOnly?: boolean;
  /** Where elements go, for operators that only move them. */
  readonly move?: MoveRule;
  /** Whether a call with these attributes takes random numbers in training; absent: never. */
  draws?(c: Pick<RuleContext, 'attribute'>): boolean;
  /** Where the batch is in an output; absent: in the axis of the first input that has one. */
  batchAxis?(c: AxisContext): number | BatchPlace | null;
}

/** A batch may share its axis with faster parts (`batch · heads`): `within` elements of the axis are faster. */
export interface BatchPlace {
  readonly axis: number;
  readonly within: number;
}

/** What a rule may ask to say where the batch axis went: shapes are those of the analysed graph. */
export interface AxisContext {
  readonly axis: number | null;
  readonly within: number;
  /** Which output is asked about. */
  readonly output: number;
  readonly inputRank: number;
  readonly inputShape: readonly number[];
  readonly outputShape: readonly number[];
  attribute(name: string): AttributeValue<number> | undefined;
}
