// What a backend makes of a derived graph: buffers by name, and tasks in order of execution that touch them. Planning memory
// needs nothing else; running binds every task to addresses once.
import type { EngineKind } from '../types';

export interface Buffer {
  /** Unique in a program: `v12` a value, `g12` its gradient, `s3.mean` what operation 3 saves. */
  readonly key: string;
  readonly bytes: number;
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
  readonly bind: (address: AddressOf) => () => void | Promise<void>;
}

/** Tasks for one batch size. */
export interface Program {
  readonly count: number;
  readonly tasks: readonly Task[];
}
