// From a graph to a worker's engine: derive, emit, plan memory, allocate. All bytes are known before anything is allocated.
import type { Exchange } from '../layers/rule';
import type { DropoutSource, LossSpec, PlanRefusal } from '../types';
import { align } from './alignment';
import { derive } from './derive';
import type { DerivedGraph } from './ir';
import { LocalEngine, tasksOf, type LocalProgram, type PlannedProgram } from './local';
import type { GraphParts } from './parts';
import { planMemory, type MemoryPlan } from './memory';
import { mixesItems, PRIME } from './mixing';
import type { Memory } from './run-state';
import { placeStore, type Store } from './store';
import type { Backend, FixedBuffer, Task } from './task';

/** How a backend gets its memory: `start` bytes are its own. */
export interface Allocator {
  readonly start: number;
  readonly limit: number;
  allocate(bytes: number): Memory;
}

export interface CompileOptions {
  readonly parts: GraphParts;
  readonly backend: Backend;
  readonly allocator: Allocator;
  readonly loss: LossSpec;
  /** Items of the largest share of a batch. */
  readonly capacity: number;
  readonly slots: number;
  readonly exchange: Exchange;
  readonly random: DropoutSource | null;
  readonly now: (() => number) | null;
}

export interface Compiled {
  readonly kind: 'known';
  readonly engine: LocalEngine;
  readonly bytes: number;
}

interface Layout {
  readonly kind: 'known';
  readonly store: Store;
  readonly plans: Readonly<Record<LocalProgram, MemoryPlan>>;
  readonly programs: Readonly<Record<LocalProgram, PlannedProgram>>;
  readonly fixed: FixedLayout;
  /** Items that inference takes at once. */
  readonly chunk: number;
  readonly joint: boolean;
  readonly bytes: number;
}

interface FixedLayout {
  readonly addresses: ReadonlyMap<string, number>;
  readonly buffers: readonly FixedBuffer[];
  /** The first byte after them. */
  readonly end: number;
}

export function compile(options: CompileOptions): Compiled | PlanRefusal {
  const layout = layOut(options, options.capacity);
  if (layout.kind === 'refused') return layout;
  if (layout.bytes > options.allocator.limit) return tooLarge(options, layout.bytes);
  const memory = options.allocator.allocate(layout.bytes);
  for (const [id, value] of options.parts.graph.values.entries())
    if (value.source.kind === 'constant' && value.source.data !== null)
      memory.floats(layout.store.constant(id), value.source.data.length).set(value.source.data);
  for (const { key, contents } of layout.fixed.buffers)
    if (contents) new Uint8Array(memory.buffer).set(bytesOf(contents), layout.fixed.addresses.get(key));
  const { parts, backend, loss, exchange, random, now } = options;
  const { store, plans, programs, bytes, fixed } = layout;
  const engine = new LocalEngine({
    parts,
    backend,
    loss,
    memory,
    store,
    plans,
    programs,
    fixed: fixed.addresses,
    arena: fixed.end,
    chunk: layout.chunk,
    joint: layout.joint,
    exchange,
    random,
    now,
  });
  return { kind: 'known', engine, bytes };
}

const bytesOf = (data: Int32Array | Float32Array): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

function layOut(options: CompileOptions, capacity: number): Layout | PlanRefusal {
  const { parts, backend, loss } = options;
  const { graph } = parts;
  const training = derive(graph, parts.training, capacity, true);
  if (training.kind === 'refused') return training;
  const single = derive(graph, parts.evaluation, 1, false);
  if (single.kind === 'refused') return single;
  const store = placeStore(graph, { start: options.allocator.start, slots: options.slots, used: training.value.used });
  const program = (kind: LocalProgram, derived: DerivedGraph): PlannedProgram => ({
    graph: derived,
    tasks: tasksOf(kind, backend, derived, loss),
  });
  const joint = isJoint(single.value) || mixes(parts, 'evaluation');
  const chunk = joint ? capacity : inferenceChunk(backend, capacity, program('predict', single.value).tasks);
  const inference = chunk === 1 ? single : derive(graph, parts.evaluation, chunk, false);
  if (inference.kind === 'refused') return inference;
  const programs = {
    train: program('train', training.value),
    evaluate: program('evaluate', inference.value),
    predict: program('predict', inference.value),
    inspect: program('inspect', single.value),
  };
  const plans = {
    train: planMemory(programs.train.tasks),
    evaluate: planMemory(programs.evaluate.tasks),
    predict: planMemory(programs.predict.tasks),
    inspect: planMemory(programs.inspect.tasks),
  };
  const fixed = placeFixed(
    Object.values(programs).flatMap(({ tasks }) => tasks),
    store.end,
  );
  const arena = Math.max(...Object.values(plans).map((plan) => plan.bytes));
  return { kind: 'known', store, plans, programs, fixed, chunk, joint, bytes: fixed.end + arena };
}

/** Whether items of a batch depend on each other by more than batch norms (mixing.ts). */
export function mixes({ graph, ...parts }: GraphParts, part: 'training' | 'evaluation'): boolean {
  const derived = derive(graph, parts[part], PRIME, part === 'training');
  return derived.kind === 'known' && mixesItems(derived.value);
}

/** Statistics of the batch are used: its items depend on each other. */
const isJoint = ({ operations }: DerivedGraph): boolean =>
  operations.some(({ operator, inputs }) => operator === 'batch_norm' && (inputs['running_mean'] ?? null) === null);

/** As many items as the cache holds, in fours where it holds some. */
function inferenceChunk(backend: Backend, capacity: number, single: readonly Task[]): number {
  if (backend.cacheBytes === null) return capacity;
  const fits = Math.max(1, Math.floor(backend.cacheBytes / planMemory(single).bytes));
  return Math.min(capacity, fits >= 4 ? 4 * Math.floor(fits / 4) : fits);
}

/** Buffers of one key are one buffer, as large as the largest. */
function placeFixed(tasks: readonly Task[], start: number): FixedLayout {
  const buffers = new Map<string, FixedBuffer>();
  for (const buffer of tasks.flatMap((task) => task.fixed ?? [])) {
    const known = buffers.get(buffer.key);
    if (!known || known.bytes < buffer.bytes) buffers.set(buffer.key, buffer);
  }
  const addresses = new Map<string, number>();
  let end = start;
  for (const { key, bytes } of buffers.values()) {
    addresses.set(key, end);
    end = align(end + bytes);
  }
  return { addresses, buffers: [...buffers.values()], end };
}

/** Says what the batch needs and which would fit: bytes grow with the batch, so halving finds it. */
function tooLarge(options: CompileOptions, bytes: number): PlanRefusal {
  const { limit } = options.allocator;
  let [fits, fails] = [0, options.capacity];
  while (fails - fits > 1) {
    const middle = (fits + fails) >> 1;
    const layout = layOut(options, middle);
    if (layout.kind === 'known' && layout.bytes <= limit) fits = middle;
    else fails = middle;
  }
  return {
    kind: 'refused',
    problem: { code: 'CL3006', details: { batch: options.capacity, bytes, limit, fits } },
    location: null,
  };
}
