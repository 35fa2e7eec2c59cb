// A unit: one or several operations of the graph that the WebAssembly backend computes together.
import type { RunState } from '../plan/run-state';
import type { AddressOf, Buffer, FixedBuffer, Region, Task } from '../plan/task';
import type { Kernels } from './module';

export interface Unit {
  readonly forward: () => readonly Task[];
  /** Only asked where the gradient reaches the unit. */
  readonly backward: (fresh: (key: string) => boolean) => readonly Task[];
}

/** The kernels exist only after the memory has been planned; tasks are bound later still. */
export interface KernelHolder {
  kernels: Kernels | null;
}

export interface Bound {
  readonly run: RunState;
  readonly address: AddressOf;
  readonly kernels: Kernels;
}

interface TaskParts {
  readonly operations: readonly number[];
  readonly touches: readonly Buffer[];
  readonly fixed?: readonly FixedBuffer[];
  readonly writes?: readonly Region[];
  readonly bind: (bound: Bound) => () => void | Promise<void>;
}

export function unitTask(holder: KernelHolder, phase: 'forward' | 'backward', parts: TaskParts): Task {
  return {
    phase,
    kernel: 'wasm',
    writes: [],
    ...parts,
    bind(run, address) {
      if (!holder.kernels) throw new Error('kernels are bound before they exist');
      return parts.bind({ run, address, kernels: holder.kernels });
    },
  };
}
