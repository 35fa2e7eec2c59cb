// The engine on a WebGPU device (`Engine` in engine/types.ts). It needs no further workers: the device takes the whole batch.
import type { ParameterId, ValueId } from '../../core/graph/graph';
import { slotNames, slotsOf } from '../kernels/slots';
import { denominatorOf } from '../loss/loss';
import { joined, sliceBatch, sumOfTotals } from '../plan/batches';
import { cannotStart, keepValues, nonFiniteForward, nonFiniteGradient } from '../plan/session-parts';
import { combine } from '../plan/parts';
import { sizeOf } from '../plan/ir';
import { counterIds, isWhole } from '../plan/state';
import type {
  Batch,
  Engine,
  EngineOptions,
  EngineOutcome,
  EvaluationResult,
  ForwardResult,
  OptimizerState,
  OptimizerStep,
  SlotName,
  StateData,
  StepResult,
} from '../types';
import { Device, isSoftware, requestAdapter } from './device';
import { layOut, tooLarge, type GpuLayout } from './layout';
import { GpuLocal } from './local';
import { ENTRY } from './places';
import { entryOf, tableOfEntries, varietyOf } from './update';

/** Plans the graph for the first adapter that there is. Refuses with a place what has no kernels. */
export async function createGpuEngine(options: EngineOptions): Promise<EngineOutcome> {
  const adapter = options.gpu ? await requestAdapter(options.gpu) : null;
  if (!adapter) return cannotStart('there is no WebGPU adapter');
  if ((options.auxiliaryWeight ?? 0) !== 0) return cannotStart('a WebGPU device computes the loss of one output');
  const parts = combine(options.graph, options.evaluation ?? null, options.auxiliaryWeight);
  const { loss, batchSize: capacity } = options;
  const shares = !isSoftware(adapter);
  const wanted = { parts, loss, capacity, slots: options.optimizerSlots ?? 2, shares };
  const layout = layOut(wanted);
  if (layout.kind === 'refused') return layout;
  let device: Device;
  try {
    device = await Device.open(adapter);
  } catch (error) {
    return cannotStart(error instanceof Error ? error.message : String(error));
  }
  const limit = Math.min(options.memoryLimit ?? device.limit, device.limit);
  if (layout.bytes > limit) {
    device.destroy();
    return tooLarge(wanted, layout.bytes, limit);
  }
  device.allocate(layout.bytes, layout.words);
  const now = options.profile ? (options.now ?? null) : null;
  const local = new GpuLocal({ parts, loss, layout, device, shares, random: options.random ?? null, now });
  await local.program('train', capacity);
  return { kind: 'known', value: new GpuSession(options, local, layout) };
}

class GpuSession implements Engine {
  readonly kind = 'webgpu';
  readonly variant = 'plain';
  readonly workers = 1;
  readonly batchSize: number;
  readonly plannedBytes: number;
  private readonly options: EngineOptions;
  private readonly local: GpuLocal;
  private readonly layouts: GpuLayout;
  private readonly counts: number[];
  private readonly slots: SlotName[] = [];
  /** `num_batches_tracked` of every batch norm that trains, and how often a step calls it. */
  private readonly counters: Map<ParameterId, { count: number; calls: number }>;
  private steps = 0;

  constructor(options: EngineOptions, local: GpuLocal, layout: GpuLayout) {
    this.options = options;
    this.local = local;
    this.layouts = layout;
    this.batchSize = options.batchSize;
    this.plannedBytes = layout.bytes;
    this.counts = layout.store.layout.map(() => 0);
    this.counters = new Map();
    for (const id of counterIds(local.parts.parts))
      this.counters.set(id, { count: 0, calls: 1 + (this.counters.get(id)?.calls ?? 0) });
  }

  get layout(): Engine['layout'] {
    return this.layouts.store.layout;
  }

  async readState(id: ParameterId): Promise<StateData> {
    const { shape, dtype } = this.options.graph.parameters[id];
    const counter = this.counters.get(id);
    if (counter) return BigInt64Array.of(BigInt(counter.count));
    const [data] = await this.device.read([this.local.parameterRegion(id, sizeOf(shape ?? []))]);
    return isWhole(dtype) ? BigInt64Array.from(data, (value) => BigInt(Math.round(value))) : data;
  }

  writeState(id: ParameterId, data: StateData): Promise<void> {
    const { name, shape } = this.options.graph.parameters[id];
    const elements = sizeOf(shape ?? []);
    if (data.length !== elements)
      return Promise.reject(new Error(`${name} has ${elements} elements, but ${data.length} were given`));
    const floats = Float32Array.from(data as ArrayLike<number | bigint>, Number);
    this.device.write(this.layouts.store.parameter(id), floats);
    const counter = this.counters.get(id);
    if (counter) counter.count = Number(data[0]);
    return Promise.resolve();
  }

  async readGradients(): Promise<Float32Array> {
    const { gradients, length } = this.layouts.store;
    const [data] = await this.device.read([{ offset: gradients, bytes: 4 * length }]);
    return data;
  }

  async readOptimizer(): Promise<OptimizerState> {
    const { store } = this.layouts;
    const regions = this.slots.map((_, index) => ({ offset: store.slots[index], bytes: 4 * store.length }));
    const data = await this.device.read(regions);
    const slots: Partial<Record<SlotName, Float32Array>> = {};
    for (const name of slotNames) {
      const index = this.slots.indexOf(name);
      if (index >= 0) slots[name] = data[index];
    }
    return { steps: [...this.counts], slots };
  }

  writeOptimizer(state: OptimizerState): Promise<void> {
    const { store } = this.layouts;
    for (const name of slotNames) {
      const given = state.slots[name];
      if (given) this.device.write(store.slots[this.slotAt(name)], Float32Array.from(given));
      else if (this.slots.includes(name))
        this.device.write(store.slots[this.slotAt(name)], new Float32Array(store.length));
    }
    state.steps.forEach((count, i) => (this.counts[i] = count));
    return Promise.resolve();
  }

  /** Which of the store's slots is that one. Throws where the optimiser keeps more slots than were planned. */
  private slotAt(name: SlotName): number {
    const known = this.slots.indexOf(name);
    if (known >= 0) return known;
    const planned = this.layouts.store.slots.length;
    if (this.slots.length >= planned)
      throw new Error(`the optimiser keeps more slots than the ${planned} that were planned`);
    return this.slots.push(name) - 1;
  }

  async step(batch: Batch, optimizer: OptimizerStep): Promise<StepResult> {
    if (batch.count > this.batchSize)
      throw new Error(`a batch of ${batch.count} in an engine planned for ${this.batchSize}`);
    const step = ++this.steps;
    const denominator = denominatorOf(this.options.loss, batch);
    const batches = 1 + ([...this.counters.values()][0]?.count ?? 0);
    const { clip = null } = optimizer;
    const { entries, counts } = this.entries(optimizer);
    const scalars = [denominator, 1 / batches, clip?.kind === 'norm' ? clip.max : 0];
    const slotAt = (name: SlotName): number => this.slotAt(name);
    const found = await this.local.step(batch, scalars, entries, { groups: optimizer.groups, clip, slotAt });
    if (!Number.isFinite(found.lossSum)) {
      const operations = (await this.local.findNonFinite(batch.count)) ?? [];
      throw nonFiniteForward(this.options.graph, step, operations);
    }
    if (!found.finite) throw nonFiniteGradient(this.layout, await this.readGradients(), step);
    counts.forEach((count, i) => (this.counts[i] = count));
    for (const counter of this.counters.values()) counter.count += counter.calls;
    const gradientNorm = clip?.kind === 'norm' ? { gradientNorm: Math.sqrt(found.squares) } : {};
    return { loss: found.lossSum / denominator, correct: found.correct, ...gradientNorm };
  }

  /** The update's table, and the counts of updates once it is done. */
  private entries({ groups }: OptimizerStep): { readonly entries: Float32Array; readonly counts: readonly number[] } {
    const varieties = [...new Set(groups.map(varietyOf))];
    const entries = tableOfEntries(this.layout.length);
    const counts = [...this.counts];
    for (const group of groups) {
      for (const name of slotsOf(group.rule)) this.slotAt(name);
      const members = new Set(group.parameters);
      for (const [index, { id, used }] of this.layout.entries()) {
        if (!used || !members.has(id)) continue;
        counts[index] += 1;
        entries.set(entryOf(group, 1 + varieties.indexOf(varietyOf(group)), counts[index]), index * ENTRY);
      }
    }
    return { entries, counts };
  }

  async evaluate(batch: Batch): Promise<EvaluationResult> {
    const results = await this.inParts(batch, (part) => this.local.evaluate(part));
    const { lossSum, correct, predictions } = sumOfTotals(results);
    const weight = denominatorOf(this.options.loss, batch);
    return { lossSum, weight, correct, ...(predictions ? { predictions } : {}) };
  }

  /** A batch in parts of the planned size, in order: while the device computes one, the next is on its way. */
  private async inParts<Result>(batch: Batch, run: (part: Batch) => Promise<Result>): Promise<readonly Result[]> {
    const results: Result[] = [];
    let running: Promise<Result> | null = null;
    for (let from = 0; from < batch.count; from += this.batchSize) {
      const next = run(sliceBatch(batch, from, Math.min(this.batchSize, batch.count - from)));
      // Where one fails, the other's failure is nobody's.
      next.catch(() => undefined);
      if (running) results.push(await running);
      running = next;
    }
    if (running) results.push(await running);
    return results;
  }

  async forward(images: Batch['images'], count: number, keep: readonly ValueId[] | 'all' = []): Promise<ForwardResult> {
    const parts = await this.inParts({ images, count }, (part) => this.local.predict(part));
    const shape = [count, ...parts[0].shape.slice(1)];
    const kept = await keepValues({ images, count }, keep, (...given) => this.local.inspect(...given));
    return { logits: joined(parts.map(({ data }) => data)), shape, kept };
  }

  profile(): ReturnType<Engine['profile']> {
    return this.local.profiler?.report() ?? [];
  }

  resetProfile(): void {
    this.local.profiler?.reset();
  }

  dispose(): void {
    this.device.destroy();
  }

  private get device(): Device {
    return this.local.parts.device;
  }
}
