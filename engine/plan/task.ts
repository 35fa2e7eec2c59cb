// What a backend makes of a derived graph: buffers by name, and tasks in order of execution that touch them. Planning memory
// needs nothing else; running binds every task to addresses once.
import type { Arithmetic } from '../optim/arithmetic';
import type { EngineKind } from '../types';
import type { DerivedGraph } from './ir';
import type { RunState } from './run-state';

export interface Buffer {
  /** Unique in a program: `v12` a value, `g12` its gradient, `s3.mean` what operation 3 saves. */
  readonly key: string;
  readonly bytes: number;
}

/** Memory outside of the plan that lasts as long as the engine and is shared by all programs, by key: tables, packed weights. */
export interface FixedBuffer extends Buffer {
  /** What it holds from the start; absent: zeros. */
  readonly contents?: Int32Array | Float32Array;
}

/** A part of a buffer. */
export interface Region extends Buffer {
  /** Absent: from the start. */
  readonly offset?: number;
}

export type Phase = 'forward' | 'loss' | 'backward';

/** Tells where a buffer begins, in bytes; multiples of 64. */
export type AddressOf = (key: string) => number;

export interface Task {
  /** Indices into `graph.operations`: several where kernels are fused; none for the loss. */
  readonly operations: readonly number[];
  readonly phase: Phase;
  readonly kernel: EngineKind;
  /** Every buffer that is read, written, or used as scratch. A buffer lives from the first task that touches it to the last. */
  readonly touches: readonly Buffer[];
  readonly fixed?: readonly FixedBuffer[];
  /** What is computed here, in float32, for the search of what stopped being finite. */
  readonly writes: readonly Region[];
  readonly bind: (run: RunState, address: AddressOf) => () => void | Promise<void>;
}

/** Makes tasks of a derived graph. The loss and the loading of inputs are the same for every backend. */
export interface Backend {
  readonly kind: EngineKind;
  /** Bytes of a plan that stay in a processor's cache; null: it does not matter. */
  readonly cacheBytes: number | null;
  /** Of the optimisers' steps, over arrays in the backend's memory. */
  readonly arithmetic: Arithmetic;
  forward(graph: DerivedGraph): readonly Task[];
  /** @param fresh says, the first time it is asked about a gradient, that nothing was added to it yet */
  backward(graph: DerivedGraph, fresh: (key: string) => boolean): readonly Task[];
}
