// The engine as its users see it (`Engine` in types.ts): this worker leads, further workers follow, each on its share of every
// batch. Parameters, gradients and the optimiser's state are the same bits on all of them.
import type { ParameterId, ValueId } from '../core/graph/graph';
import { denominatorOf } from './loss/loss';
import { alone, leading } from './parallel/exchange';
import { Link } from './parallel/link';
import { evaluateInPieces } from './parallel/pieces';
import { sharedMemory, sharing } from './parallel/shared';
import { detach, shareOf } from './parallel/shares';
import { chooseBackend, type ChosenBackend } from './plan/backends';
import { sliceBatch, sumOfTotals } from './plan/batches';
import { compile, mixes } from './plan/compile';
import type { LocalEngine } from './plan/local';
import type { LossTotals } from './plan/run-state';
import { combine } from './plan/parts';
import { cannotStart, keepValues, nonFiniteForward, nonFiniteGradient } from './plan/session-parts';
import { graphDrops, readOptimizer, readState, trackedBatches, writeOptimizer, writeState } from './plan/state';
import { createGpuEngine } from './webgpu/session';
import type {
  Batch,
  Engine,
  EngineOptions,
  EngineOutcome,
  EvaluationResult,
  ForwardResult,
  OptimizerState,
  OptimizerStep,
  NonFiniteError,
  PlanRefusal,
  StateData,
  StepResult,
} from './types';

/** Plans the graph here and on every further worker. Refuses with a place what cannot be computed. */
export async function createEngine(options: EngineOptions): Promise<EngineOutcome> {
  const { graph, loss, auxiliaryWeight = null } = options;
  if (graphDrops(graph) && !options.random)
    return cannotStart('the model drops, but there is no source of random numbers');
  const evaluation = options.evaluation ?? null;
  if (!evaluation && graph.operations.some(({ operator }) => /^(bernoulli|rand|rand_like)$/.test(operator)))
    return cannotStart('the model draws random numbers in training: its graph in evaluation is needed as well');
  if (options.device === 'webgpu') return createGpuEngine(options);
  const kernels = options.kernels ?? null;
  const memoryLimit = options.memoryLimit ?? null;
  let chosen: ChosenBackend;
  try {
    chosen = await chooseBackend(options.device, kernels, memoryLimit);
  } catch (error) {
    return cannotStart(error instanceof Error ? error.message : String(error));
  }
  const parts = combine(graph, evaluation, auxiliaryWeight);
  // Shares of a batch would not be what the whole is.
  const workers = options.workers?.length && !mixes(parts, 'training') ? options.workers : [];
  const size = workers.length + 1;
  const capacity = Math.ceil(options.batchSize / size);
  const slots = options.optimizerSlots ?? 2;
  const links = workers.map((channel) => new Link(channel));
  const shared = size > 1 && workers.every(({ sharesMemory }) => sharesMemory) ? sharedMemory(size) : null;
  // Before this worker plans its own share: they all plan at once.
  links.forEach((link, index) =>
    link.send({
      type: 'start',
      settings: {
        graph,
        evaluation,
        device: options.device,
        kernels,
        loss,
        auxiliaryWeight,
        capacity,
        slots,
        memoryLimit,
        rank: index + 1,
        size,
        shared,
      },
    }),
  );
  const compiled = compile({
    parts,
    ...chosen,
    loss,
    capacity,
    slots,
    exchange: shared ? sharing(shared, 0, size, links) : links.length > 0 ? leading(links) : alone,
    random: options.random ?? null,
    now: options.profile ? (options.now ?? null) : null,
  });
  const answers = await Promise.all(links.map((link) => link.take('started', 'refused')));
  const refusals = answers.flatMap((answer) => (answer.type === 'refused' ? [answer.refusal] : []));
  if (compiled.kind === 'refused' || refusals.length > 0) {
    answers.forEach(({ type }, index) => type === 'started' && links[index].send({ type: 'stop' }));
    return ofWholeBatch(compiled.kind === 'refused' ? compiled : refusals[0], options.batchSize, size);
  }
  return { kind: 'known', value: new Session(options, compiled.engine, compiled.bytes, chosen.variant, links) };
}

/** Each worker plans its own share; whoever is told knows the batch alone. Bytes are those of one worker. */
function ofWholeBatch(refusal: PlanRefusal, batch: number, workers: number): PlanRefusal {
  const { code, details } = refusal.problem;
  if (code !== 'CL3006') return refusal;
  const fits = Number(details['fits']) * workers;
  return { ...refusal, problem: { ...refusal.problem, details: { ...details, batch, fits } } };
}

class Session implements Engine {
  readonly kind: Engine['kind'];
  readonly variant: Engine['variant'];
  readonly batchSize: number;
  readonly workers: number;
  readonly plannedBytes: number;
  private readonly options: EngineOptions;
  private readonly local: LocalEngine;
  private readonly links: readonly Link[];
  private steps = 0;

  constructor(
    options: EngineOptions,
    local: LocalEngine,
    bytes: number,
    variant: Engine['variant'],
    links: readonly Link[],
  ) {
    this.options = options;
    this.local = local;
    this.links = links;
    this.kind = options.device;
    this.variant = variant;
    this.batchSize = options.batchSize;
    this.workers = links.length + 1;
    this.plannedBytes = bytes;
  }

  get layout(): Engine['layout'] {
    return this.local.parts.store.layout;
  }

  readState(id: ParameterId): Promise<StateData> {
    return Promise.resolve(readState(this.local, id));
  }

  writeState(id: ParameterId, data: StateData): Promise<void> {
    writeState(this.local, id, data);
    for (const link of this.links) link.send({ type: 'writeState', id, data });
    return Promise.resolve();
  }

  readGradients(): Promise<Float32Array> {
    return Promise.resolve(this.local.gradients.slice());
  }

  readOptimizer(): Promise<OptimizerState> {
    return Promise.resolve(readOptimizer(this.local));
  }

  writeOptimizer(state: OptimizerState): Promise<void> {
    writeOptimizer(this.local, state);
    for (const link of this.links) link.send({ type: 'writeOptimizer', state });
    return Promise.resolve();
  }

  async step(batch: Batch, optimizer: OptimizerStep): Promise<StepResult> {
    if (batch.count > this.batchSize)
      throw new Error(`a batch of ${batch.count} in an engine planned for ${this.batchSize}`);
    const step = ++this.steps;
    const denominator = denominatorOf(this.options.loss, batch);
    const random = graphDrops(this.options.graph) ? (this.options.random?.readState() ?? null) : null;
    this.links.forEach((link, index) => {
      const { batch: own, share } = shareOf(batch, index + 1, this.workers);
      const { batch: given, transfer } = detach(own);
      link.send({ type: 'step', batch: given, share, denominator, optimizer, random }, transfer);
    });
    const { batch: own, share } = shareOf(batch, 0, this.workers);
    const batches = trackedBatches(this.local);
    await this.local.differentiate(own, share, denominator, batches.count());
    const { lossSum, correct } = this.local.run.totals;
    if (!Number.isFinite(lossSum)) throw await this.foundNonFinite(step);
    const { finite, norm } = this.local.update(optimizer);
    if (!finite) throw nonFiniteGradient(this.layout, this.local.gradients, step);
    batches.advance();
    return { loss: lossSum / denominator, correct, ...(norm === undefined ? {} : { gradientNorm: norm }) };
  }

  async evaluate(batch: Batch): Promise<EvaluationResult> {
    const inPieces = this.links.length > 0 && !this.local.parts.joint;
    const { lossSum, correct, predictions } = inPieces
      ? await evaluateInPieces(this.local, this.links, batch)
      : await this.evaluateTogether(batch);
    const weight = denominatorOf(this.options.loss, batch);
    return { lossSum, weight, correct, ...(predictions ? { predictions } : {}) };
  }

  /** Where items depend on each other, in batches as in training. */
  private async evaluateTogether(batch: Batch): Promise<LossTotals> {
    const results: LossTotals[] = [];
    const most = this.local.parts.joint ? this.batchSize : batch.count;
    for (let from = 0; from < batch.count; from += most) {
      const part = sliceBatch(batch, from, Math.min(most, batch.count - from));
      this.links.forEach((link, index) => {
        const { batch: own, share } = shareOf(part, index + 1, this.workers);
        const { batch: given, transfer } = detach(own);
        link.send({ type: 'evaluate', batch: given, share }, transfer);
      });
      const { batch: own, share } = shareOf(part, 0, this.workers);
      results.push(await this.local.evaluate(own, share));
      results.push(...(await Promise.all(this.links.map((link) => link.take('evaluated')))));
    }
    return sumOfTotals(results);
  }

  async forward(images: Batch['images'], count: number, keep: readonly ValueId[] | 'all' = []): Promise<ForwardResult> {
    const whole: Batch = { images, count };
    const { data: logits, shape } = await this.local.predict(whole);
    const kept = await keepValues(whole, keep, (item, _, visit) => this.local.inspect(item, visit));
    return { logits, shape, kept };
  }

  profile(): ReturnType<Engine['profile']> {
    return this.local.profiler?.report() ?? [];
  }

  resetProfile(): void {
    this.local.profiler?.reset();
  }

  dispose(): void {
    for (const link of this.links) link.send({ type: 'stop' });
  }

  private async foundNonFinite(step: number): Promise<NonFiniteError> {
    const [own, ...others] = await Promise.all([
      this.local.findNonFinite(),
      ...this.links.map(async (link) => (await link.take('nonFinite')).operations),
    ]);
    const found = [own, ...others].flatMap((operations) => operations ?? []);
    return nonFiniteForward(this.options.graph, step, found);
  }
}
