// One worker's engine: memory, programs bound to it, and the steps over this worker's share of a batch. Every program of one
// kind uses the addresses planned for the largest share; a smaller share has smaller tensors at the same places.
import type { ValueId } from '../../core/graph/graph';
import type { Exchange, Share } from '../layers/rule';
import { slotsOf } from '../kernels/slots';
import { emptyState, updateParameters, type MutableOptimizerState } from '../optim/update';
import type { Batch, DropoutSource, LossSpec, OptimizerStep, SlotName } from '../types';
import { derive } from './derive';
import type { DerivedGraph } from './ir';
import type { GraphParts } from './parts';
import type { MemoryPlan } from './memory';
import { alone } from '../parallel/exchange';
import { emit, type ProgramKind } from './program';
import { Profiler } from './profile';
import { referenceBackend } from './reference';
import { joined, sliceBatch, sumOfTotals } from './batches';
import type { LossTotals, Memory, RunState } from './run-state';
import type { Store } from './store';
import type { Backend, Task } from './task';
import { isPlanned, valueKey } from './views';

/** `inspect`: plain rules one by one, so that every value of the graph exists for a while. */
export type LocalProgram = ProgramKind | 'inspect';

/** A program for one batch size, before it is bound to memory. */
export interface PlannedProgram {
  readonly graph: DerivedGraph;
  readonly tasks: readonly Task[];
}

export interface LocalParts {
  readonly parts: GraphParts;
  readonly backend: Backend;
  readonly loss: LossSpec;
  readonly memory: Memory;
  readonly store: Store;
  readonly plans: Readonly<Record<LocalProgram, MemoryPlan>>;
  /** What was planned: the programs for the largest share. */
  readonly programs: Readonly<Record<LocalProgram, PlannedProgram>>;
  /** Addresses of the fixed buffers. */
  readonly fixed: ReadonlyMap<string, number>;
  /** Where the plans begin. */
  readonly arena: number;
  /** Items that inference takes at once. */
  readonly chunk: number;
  /** Items of a batch depend on each other in evaluation. */
  readonly joint: boolean;
  readonly exchange: Exchange;
  readonly random: DropoutSource | null;
  readonly now: (() => number) | null;
}

interface BoundTask {
  readonly task: Task;
  readonly run: () => void | Promise<void>;
}

interface BoundProgram {
  readonly graph: DerivedGraph;
  readonly tasks: readonly BoundTask[];
  readonly address: (key: string) => number;
}

export class LocalEngine {
  readonly parts: LocalParts;
  readonly run: RunState;
  readonly profiler: Profiler | null;
  /** Its slots lie in the store. */
  readonly optimizer: MutableOptimizerState;
  private readonly bound = new Map<string, BoundProgram>();

  constructor(parts: LocalParts) {
    this.parts = parts;
    this.optimizer = emptyState(parts.store.layout);
    this.profiler = parts.now ? new Profiler(parts.now) : null;
    this.run = {
      memory: parts.memory,
      store: parts.store,
      exchange: parts.exchange,
      random: parts.random,
      version: 0,
      derivedAt: new Map(),
      training: false,
      batches: 0,
      share: { from: 0, total: 0 },
      batch: null,
      denominator: 1,
      totals: { lossSum: 0, correct: 0, predictions: null },
    };
  }

  get gradients(): Float32Array {
    return this.parts.memory.floats(this.parts.store.gradients, this.parts.store.length);
  }

  /** Forward, loss and backward over this worker's share; then gradients and totals are those of the whole batch. */
  async differentiate(batch: Batch, share: Share, denominator: number, batches: number): Promise<void> {
    this.run.batches = batches;
    // A share may be empty where a batch has fewer items than there are workers; its sums still count, as zeros.
    await this.execute('train', batch, share, denominator);
    // Running statistics have moved.
    this.run.version++;
    this.profiler?.countStep();
    const totals = Float64Array.of(this.run.totals.lossSum, this.run.totals.correct);
    // Both are on their way before either is waited for.
    await Promise.all([this.run.exchange.sum(this.gradients), this.run.exchange.sum(totals)]);
    this.run.totals.lossSum = totals[0];
    this.run.totals.correct = totals[1];
  }

  /** Forward in evaluation and the loss, over this worker's share. */
  async evaluate(batch: Batch, share: Share): Promise<LossTotals> {
    const parts: LossTotals[] = [];
    for (const [part, from] of this.chunks(batch)) {
      await this.execute('evaluate', part, { from: share.from + from, total: share.total }, 1);
      parts.push({ ...this.run.totals });
    }
    return sumOfTotals(parts);
  }

  /** The output in evaluation. */
  async predict(batch: Batch): Promise<{ readonly data: Float32Array; readonly shape: readonly number[] }> {
    const parts: Float32Array[] = [];
    let shape: readonly number[] = [];
    for (const [part, from] of this.chunks(batch)) {
      await this.execute('predict', part, { from, total: batch.count }, 1);
      const { graph, address } = this.program('predict', part.count);
      const { output } = graph;
      parts.push(this.parts.memory.floats(address(valueKey(output)), output.size).slice());
      shape = [batch.count, ...output.shape.slice(1)];
    }
    return { data: joined(parts), shape };
  }

  /** Inference goes through the whole network with a few items at a time, so that they stay in the cache. */
  private *chunks(batch: Batch): Iterable<readonly [part: Batch, from: number]> {
    const { chunk } = this.parts;
    for (let from = 0; from < batch.count; from += chunk)
      yield [sliceBatch(batch, from, Math.min(chunk, batch.count - from)), from];
  }

  private async execute(kind: ProgramKind, batch: Batch, share: Share, denominator: number): Promise<void> {
    this.prepare(kind, batch, share, denominator);
    for (const { task, run } of this.program(kind, batch.count).tasks) {
      const done = this.profiler && kind === 'train' ? this.profiler.measure(task, run) : run();
      if (done) await done;
    }
  }

  /** Runs one item through the plain rules and hands over each value as it is made. */
  async inspect(
    batch: Batch,
    visit: (id: ValueId, shape: readonly number[], data: Float32Array) => void,
  ): Promise<void> {
    this.prepare('inspect', batch, { from: 0, total: batch.count }, 1);
    const { graph, tasks, address } = this.program('inspect', batch.count);
    const { firstValue } = this.parts.parts.evaluation;
    for (const { task, run } of tasks) {
      await run();
      for (const index of task.operations)
        for (const value of graph.operations.find((operation) => operation.index === index)?.outputs ?? [])
          if (isPlanned(value))
            visit(value.id - firstValue, value.shape, this.parts.memory.floats(address(valueKey(value)), value.size));
    }
  }

  /** Repeats the last training batch's forward pass and returns the first task's operations whose result is not finite. */
  async findNonFinite(): Promise<readonly number[] | null> {
    const { batch } = this.run;
    if (!batch) return null;
    const { tasks, address } = this.program('train', batch.count);
    let found: readonly number[] | null = null;
    for (const { task, run } of tasks) {
      if (task.phase !== 'forward') break;
      await run();
      const bad = task.writes.some(
        ({ key, offset = 0, bytes }) =>
          !this.parts.memory.floats(address(key) + offset, bytes / 4).every(Number.isFinite),
      );
      if (bad) found ??= task.operations;
    }
    return found;
  }

  /**
   * Clips and applies the gradients of the whole batch, if they are finite. Answers with their norm before clipping by norm.
   * Throws where the optimiser keeps more slots than were planned.
   */
  update(optimizer: OptimizerStep): { readonly finite: boolean; readonly norm?: number } {
    const { memory, store } = this.parts;
    const { arithmetic } = this.parts.backend;
    if (!arithmetic.isFinite(this.gradients)) return { finite: false };
    for (const { rule } of optimizer.groups) for (const name of slotsOf(rule)) this.slot(name);
    const parameters = memory.floats(store.parameters, store.length);
    this.run.version++;
    return {
      finite: true,
      norm: updateParameters(optimizer, store.layout, parameters, this.gradients, this.optimizer, arithmetic),
    };
  }

  /** The optimiser's flat array of that name; zeros where it is new. */
  slot(name: SlotName): Float32Array {
    const { memory, store } = this.parts;
    const used = Object.keys(this.optimizer.slots).length;
    if (!this.optimizer.slots[name] && used >= store.slots.length)
      throw new Error(`the optimiser keeps more slots than the ${store.slots.length} that were planned`);
    return (this.optimizer.slots[name] ??= memory.floats(store.slots[used], store.length));
  }

  private prepare(kind: LocalProgram, batch: Batch, share: Share, denominator: number): void {
    const together = kind === 'train' || kind === 'evaluate';
    const exchange = together ? this.parts.exchange : alone;
    Object.assign(this.run, { training: kind === 'train', batch, share, denominator, exchange });
  }

  private program(kind: LocalProgram, count: number): BoundProgram {
    const key = `${kind}.${count}`;
    const known = this.bound.get(key);
    if (known) return known;
    const { plans, fixed, arena } = this.parts;
    const address = (name: string): number => {
      const lasting = fixed.get(name);
      if (lasting !== undefined) return lasting;
      const offset = plans[kind].offsets.get(name);
      if (offset === undefined) throw new Error(`${name} has no place in the plan`);
      return arena + offset;
    };
    const { graph, tasks } = this.planned(kind, count);
    this.run.training = kind === 'train';
    const program: BoundProgram = {
      graph,
      address,
      tasks: tasks.map((task) => ({ task, run: task.bind(this.run, address) })),
    };
    this.bound.set(key, program);
    return program;
  }

  private planned(kind: LocalProgram, count: number): PlannedProgram {
    const { parts, loss, backend, programs } = this.parts;
    if (programs[kind].graph.count === count) return programs[kind];
    const part = kind === 'train' ? parts.training : parts.evaluation;
    const derived = derive(parts.graph, part, count, kind === 'train');
    if (derived.kind !== 'known') throw new Error(derived.problem.code);
    return { graph: derived.value, tasks: tasksOf(kind, backend, derived.value, loss) };
  }
}

export const tasksOf = (kind: LocalProgram, backend: Backend, graph: DerivedGraph, loss: LossSpec): readonly Task[] =>
  kind === 'inspect' ? emit('predict', referenceBackend, graph, loss) : emit(kind, backend, graph, loss);
