// Where everything lies in the device's one buffer, known before anything is allocated: the store, what the host and the update
// need, then the plans, which share one arena.
import { align } from '../plan/alignment';
import { derive } from '../plan/derive';
import type { DerivedGraph } from '../plan/ir';
import { planMemory, type MemoryPlan } from '../plan/memory';
import type { GraphParts } from '../plan/parts';
import type { ProgramKind } from '../plan/program';
import { placeStore, type Store } from '../plan/store';
import type { LossSpec, PlanRefusal } from '../types';
import { ENOUGH_GROUPS } from './groups';
import { wordsOf } from './inputs';
import { placeTables } from './program';
import { updatePlaces, type UpdatePlaces } from './places';
import { emitTasks, refusedBy, type GpuProgram } from './tasks';

/** `inspect` is `predict` for one item, which hands over each value as it is made. */
export type GpuProgramKind = ProgramKind | 'inspect';

export interface GpuLayout {
  readonly kind: 'known';
  readonly store: Store;
  readonly places: UpdatePlaces;
  readonly address: (kind: GpuProgramKind, key: string) => number;
  readonly bytes: number;
  /** Words of inputs that come as bytes, at most. */
  readonly words: number;
  /** Of the store and what is fixed. */
  readonly lasting: number;
}

export interface LayoutOptions {
  readonly parts: GraphParts;
  readonly loss: LossSpec;
  readonly capacity: number;
  readonly slots: number;
  /** See `nestKernels`. */
  readonly shares: boolean;
}

/** Room for the parts of the check of the gradients: three sums by as many workgroups as share one (`nestKernels`). */
export const CHECK_PARTS = 3 * ENOUGH_GROUPS;

/** The first bytes stay unused: no tensor lies at address 0. */
const START = 64;

export function derived(
  { parts }: Pick<LayoutOptions, 'parts'>,
  kind: GpuProgramKind,
  count: number,
): ReturnType<typeof derive> {
  const training = kind === 'train';
  return derive(parts.graph, training ? parts.training : parts.evaluation, count, training);
}

export const programOf = (
  { loss, shares }: Pick<LayoutOptions, 'loss' | 'shares'>,
  kind: GpuProgramKind,
  graph: DerivedGraph,
): GpuProgram => {
  const apart = kind === 'inspect';
  return emitTasks({ kind: apart ? 'predict' : kind, graph, loss, shares, apart });
};

export function layOut(options: LayoutOptions): GpuLayout | PlanRefusal {
  const { parts, capacity } = options;
  const plans = new Map<GpuProgramKind, MemoryPlan>();
  let used: readonly boolean[] = [];
  let [tables, words] = [0, 0];
  for (const kind of ['train', 'evaluate', 'predict', 'inspect'] as const) {
    const graph = derived(options, kind, kind === 'inspect' ? 1 : capacity);
    if (graph.kind === 'refused') return graph;
    const refusal = refusalOf(graph.value, kind === 'train');
    if (refusal) return refusal;
    if (kind === 'train') ({ used } = graph.value);
    const { tasks } = programOf(options, kind, graph.value);
    plans.set(kind, planMemory(tasks));
    words = Math.max(words, wordsOf(graph.value));
    tables += 4 * placeTables(tasks.flatMap(({ kernels }) => kernels)).length;
  }
  const store = placeStore(parts.graph, { start: START, slots: options.slots, used });
  const places = updatePlaces(store.layout.length, store.length);
  const fixed = new Map<string, number>();
  let end = store.end;
  for (const { key, bytes } of [...places.buffers, { key: 'check', bytes: 4 * CHECK_PARTS }]) {
    fixed.set(key, end);
    end = align(end + bytes);
  }
  const arena = Math.max(...[...plans.values()].map(({ bytes }) => bytes));
  return {
    kind: 'known',
    store,
    places,
    lasting: end,
    words,
    bytes: end + arena + tables + 4 * words,
    address(kind, key) {
      const lasting = fixed.get(key);
      if (lasting !== undefined) return lasting;
      const offset = plans.get(kind)?.offsets.get(key);
      if (offset === undefined) throw new Error(`${key} has no place in the plan`);
      return end + offset;
    },
  };
}

function refusalOf(graph: DerivedGraph, training: boolean): PlanRefusal | null {
  for (const operation of graph.operations) {
    const reason = refusedBy(operation, training);
    if (reason !== null)
      return {
        kind: 'refused',
        problem: { code: 'CL3001', details: { operator: operation.operator }, actual: reason },
        location: operation.location,
      };
  }
  return null;
}

/** Says what the batch needs and which would fit: bytes grow with the batch, so halving finds it. */
export function tooLarge(options: LayoutOptions, bytes: number, limit: number): PlanRefusal {
  let [fits, fails] = [0, options.capacity];
  while (fails - fits > 1) {
    const middle = (fits + fails) >> 1;
    const layout = layOut({ ...options, capacity: middle });
    if (layout.kind === 'known' && layout.bytes <= limit) fits = middle;
    else fails = middle;
  }
  return {
    kind: 'refused',
    problem: { code: 'CL3006', details: { batch: options.capacity, bytes, limit, fits } },
    location: null,
  };
}
