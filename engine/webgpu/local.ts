// The device with a graph's programs on it: runs them over a batch, updates parameters, reads and writes what lasts. Data stays on the
// device; a step is one submission, after which sixteen numbers come back.
import type { ParameterId, ValueId } from '../../core/graph/graph';
import type { DerivedGraph, PlanValue } from '../plan/ir';
import { inputOf } from '../plan/load';
import { Profiler } from '../plan/profile';
import { isPlanned } from '../plan/views';
import type { RunState } from '../plan/run-state';
import type { Batch, LossSpec, OptimizerStep, SlotName, UpdateGroup } from '../types';
import type { GraphParts } from '../plan/parts';
import { valueRef } from './context';
import type { Device, Region } from './device';
import { ByteInputs } from './inputs';
import type { Drawing, Kernel, StoredRef } from './kernel';
import { CHECK_PARTS, derived, programOf, type GpuLayout, type GpuProgramKind } from './layout';
import { givenNumbers } from './loss';
import { resultsRef, stepRef } from './places';
import { Program } from './program';
import type { GpuTask } from './tasks';
import { checkKernels, updateKernels, varietyOf } from './update';
import { nestKernels } from './nest';

export interface GpuParts {
  readonly parts: GraphParts;
  readonly loss: LossSpec;
  readonly layout: GpuLayout;
  readonly device: Device;
  /** See `nestKernels`. */
  readonly shares: boolean;
  readonly random: RunState['random'];
  readonly now: (() => number) | null;
}

interface Ready {
  readonly graph: DerivedGraph;
  readonly bytes: ByteInputs;
  readonly tasks: readonly GpuTask[];
  readonly program: Program;
  readonly given: StoredRef | null;
  readonly predictions: StoredRef | null;
  readonly kind: GpuProgramKind;
}

export interface StepNumbers {
  readonly lossSum: number;
  readonly correct: number;
  readonly squares: number;
  readonly finite: boolean;
}

export class GpuLocal {
  readonly parts: GpuParts;
  readonly profiler: Profiler | null;
  private readonly ready = new Map<string, Promise<Ready>>();
  private readonly updates = new Map<string, Promise<Program>>();

  constructor(parts: GpuParts) {
    this.parts = parts;
    this.profiler = parts.now ? new Profiler(parts.now) : null;
    const { store, places } = parts.layout;
    const owners = new Float32Array(store.length);
    store.layout.forEach(({ offset, length }, index) => owners.fill(index, offset, offset + length));
    parts.device.write(this.place('train', places.owners), owners);
    for (const [id, { source }] of parts.parts.graph.values.entries())
      if (source.kind === 'constant' && source.data !== null)
        parts.device.write(store.constant(id), Float32Array.from(source.data));
  }

  place(kind: GpuProgramKind, ref: StoredRef): number {
    const { layout } = this.parts;
    return ref.locate(layout.store, (key) => layout.address(kind, key));
  }

  region(kind: GpuProgramKind, ref: StoredRef): Region {
    return { offset: this.place(kind, ref), bytes: 4 * ref.size };
  }

  program(kind: GpuProgramKind, count: number): Promise<Ready> {
    const key = `${kind}.${count}`;
    const known = this.ready.get(key);
    if (known) return known;
    const made = this.makeProgram(kind, count);
    this.ready.set(key, made);
    return made;
  }

  private async makeProgram(kind: GpuProgramKind, count: number): Promise<Ready> {
    const { layout, device } = this.parts;
    const found = derived(this.parts, kind, count);
    if (found.kind !== 'known') throw new Error(found.problem.code);
    const { tasks, given, predictions } = programOf(this.parts, kind, found.value);
    const kernels = tasks.map((task) => task.kernels);
    const program = await Program.make(device, kernels, layout.store, (name) => layout.address(kind, name));
    return { graph: found.value, bytes: new ByteInputs(found.value), tasks, program, given, predictions, kind };
  }

  /** Inputs, labels or targets, masks, and what the loss divides by. */
  private upload(
    { graph, bytes, given: labels, program, kind }: Ready,
    batch: Batch,
    scalars: readonly number[],
    run: Drawing,
  ): void {
    const { device } = this.parts;
    const given = graph.inputs.map((_, index) => inputOf(batch, index));
    graph.inputs.forEach((value, index) => {
      const source = given[index];
      if ('bytes' in source) return bytes.send(index, source, (offset, data) => device.writeWords(offset, data));
      if (source.length !== value.size)
        throw new Error(`input ${index} takes ${value.size} numbers, but ${source.length} were given`);
      device.write(this.place(kind, valueRef(value)), Float32Array.from(source));
    });
    program.choose((input) => 'bytes' in given[input]);
    if (labels) device.write(this.place(kind, labels), givenNumbers(this.parts.loss, graph.output, batch));
    device.write(this.place(kind, stepRef), Float32Array.from(scalars));
    program.draw(run);
  }

  private drawing(batch: Batch, training: boolean): Drawing {
    const { random } = this.parts;
    const share = { from: 0, total: batch.count };
    if (!random) return { training, share, drawMask: () => undefined, drawUniform: () => undefined };
    const drawMask: Drawing['drawMask'] = (...draw) => random.bernoulli(...draw);
    return { training, share, drawMask, drawUniform: (...draw) => random.uniform(...draw) };
  }

  /** Forward, loss, backward; and the update, where everything is finite. */
  async step(
    batch: Batch,
    scalars: readonly number[],
    entries: Float32Array,
    update: {
      readonly groups: readonly UpdateGroup[];
      readonly clip: OptimizerStep['clip'] | null;
      readonly slotAt: (name: SlotName) => number;
    },
  ): Promise<StepNumbers> {
    const { device, layout } = this.parts;
    device.check();
    const ready = await this.program('train', batch.count);
    const updating = await this.updateProgram(update.groups, update.clip, update.slotAt);
    this.upload(ready, batch, scalars, this.drawing(batch, true));
    device.write(this.place('train', layout.places.entries), entries);
    const encoder = device.encoder();
    if (this.profiler) await this.profiled(ready);
    else ready.program.encode(encoder);
    updating.encode(encoder);
    const [results] = await device.read([this.region('train', resultsRef)], encoder);
    const [lossSum, correct, squares, infinite] = results;
    return { lossSum, correct, squares, finite: infinite === 0 };
  }

  /** Task by task: by the device's clock, or where it has none each waited for. */
  private async profiled({ program, tasks }: Ready): Promise<void> {
    const { device } = this.parts;
    const stopwatch = device.stopwatch(tasks.length);
    if (stopwatch) {
      const encoder = device.encoder();
      program.encodeTimed(encoder, stopwatch);
      stopwatch.stop(encoder);
      device.submit(encoder);
      const times = await stopwatch.read();
      stopwatch.destroy();
      tasks.forEach((task, index) => {
        if (task.kernels.length > 0) this.profiler?.add({ ...task, kernel: 'webgpu' }, times[index]);
      });
      return this.profiler?.countStep();
    }
    for (const [index, task] of tasks.entries()) {
      if (task.kernels.length === 0) continue;
      await this.profiler?.measure({ ...task, kernel: 'webgpu' }, () => {
        const encoder = device.encoder();
        program.encode(encoder, [program.runs[index]]);
        device.submit(encoder);
        return device.idle();
      });
    }
    this.profiler?.countStep();
  }

  /** The kernels that check and update, for the rules of these groups. */
  private updateProgram(
    groups: readonly UpdateGroup[],
    clip: OptimizerStep['clip'] | null,
    slotAt: (name: SlotName) => number,
  ): Promise<Program> {
    const varieties = new Map(groups.map((group) => [varietyOf(group), group]));
    const key = [...varieties.keys(), clip?.kind === 'value' ? clip.max : ''].join('; ');
    const known = this.updates.get(key);
    if (known) return known;
    const { layout, device, shares } = this.parts;
    const { length } = layout.store;
    const check: StoredRef = {
      kind: 'stored',
      shape: [CHECK_PARTS],
      size: CHECK_PARTS,
      locate: (_, at) => at('check'),
    };
    const options = { length, places: layout.places, slotAt, clipValue: clip };
    const kernels: Kernel[] = [
      ...checkKernels(length, check, shares),
      ...[...varieties.values()].flatMap((group, index) => updateKernels(group, index + 1, options)),
    ];
    const made = Program.make(device, [kernels], layout.store, (name) => layout.address('train', name));
    this.updates.set(key, made);
    return made;
  }

  async evaluate(batch: Batch): Promise<{ lossSum: number; correct: number; predictions: Int32Array | null }> {
    const { device } = this.parts;
    device.check();
    const ready = await this.program('evaluate', batch.count);
    this.upload(ready, batch, [1, 1, 0], this.drawing(batch, false));
    const encoder = device.encoder();
    ready.program.encode(encoder);
    const { predictions } = ready;
    const regions = [resultsRef, ...(predictions ? [predictions] : [])].map((ref) => this.region('evaluate', ref));
    const [results, classes] = await device.read(regions, encoder);
    return { lossSum: results[0], correct: results[1], predictions: predictions ? Int32Array.from(classes) : null };
  }

  async predict(batch: Batch): Promise<{ readonly data: Float32Array; readonly shape: readonly number[] }> {
    const { device } = this.parts;
    device.check();
    const ready = await this.program('predict', batch.count);
    this.upload(ready, batch, [1, 1, 0], this.drawing(batch, false));
    const encoder = device.encoder();
    ready.program.encode(encoder);
    const { output } = ready.graph;
    const [data] = await device.read([this.region('predict', valueRef(output))], encoder);
    return { data, shape: output.shape };
  }

  /** Runs one item and hands over each value that `wants` names. */
  async inspect(
    batch: Batch,
    wants: (id: ValueId) => boolean,
    visit: (id: ValueId, shape: readonly number[], data: Float32Array) => void,
  ): Promise<void> {
    const { device, parts } = this.parts;
    const ready = await this.program('inspect', batch.count);
    this.upload(ready, batch, [1, 1, 0], this.drawing(batch, false));
    const { firstValue } = parts.evaluation;
    const { tasks, program } = ready;
    for (const [index, task] of tasks.entries()) {
      const made = task.made.filter((value) => isPlanned(value) && wants(value.id - firstValue));
      const encoder = device.encoder();
      program.encode(encoder, [program.runs[index]]);
      if (made.length === 0) {
        device.submit(encoder);
        continue;
      }
      const data = await device.read(
        made.map((value) => this.region('inspect', valueRef(value))),
        encoder,
      );
      made.forEach((value, i) => visit(value.id - firstValue, value.shape, data[i]));
    }
  }

  /** Repeats the last training batch's forward pass and returns the first task's operations whose result is not finite. */
  async findNonFinite(count: number): Promise<readonly number[] | null> {
    const { device, layout } = this.parts;
    const { tasks, program } = await this.program('train', count);
    for (const [index, task] of tasks.entries()) {
      if (task.phase !== 'forward') break;
      const encoder = device.encoder();
      program.encode(encoder, [program.runs[index]]);
      const made = task.made.filter(isPlanned);
      const checks = made.slice(0, MOST_CHECKED).map(countNonFinite);
      const checking = await Program.make(device, checks, layout.store, (name) => layout.address('train', name));
      checking.encode(encoder);
      if (made.length === 0) {
        device.submit(encoder);
        continue;
      }
      const [results] = await device.read([this.region('train', resultsRef)], encoder);
      if (results.subarray(5, 5 + checks.length).some((count) => count > 0)) return task.operations;
    }
    return null;
  }

  parameterRegion(id: ParameterId, elements: number): Region {
    return { offset: this.parts.layout.store.parameter(id), bytes: 4 * elements };
  }
}

/** Outputs of one operation whose counts fit into the results. */
const MOST_CHECKED = 11;

const countNonFinite = (value: PlanValue, index: number): readonly Kernel[] =>
  nestKernels(
    {
      shape: [1],
      reduce: [value.size],
      reads: { x: { ref: valueRef(value), strides: [0, 1] } },
      results: [{ out: resultsRef, value: 'select(1.0, 0.0, is_finite(x))' }],
      at: `${5 + index}u`,
    },
    false,
  );
