// Everything a run needs before its first step: the engine with the model's initial state, or with that of a checkpoint, the
// optimiser, the schedule, and the main generator at the place where PyTorch's would be.
//
//     torch.manual_seed(S); model = EXPR; loader = DataLoader(train, shuffle=True, ...); optimizer = Adam(model.parameters())
import type { SerialisedGraph } from '../../core/graph/graph';
import { readCheckpoint, type LoadedCheckpoint } from '../checkpoint/checkpoint';
import { readModelTensors } from '../checkpoint/modelState';
import { readOptimizerState } from '../checkpoint/optimizerState';
import { limited, type DatasetPair } from '../data/dataset';
import { batchesOf } from '../data/loader';
import { sequentialOrder, shuffledOrder } from '../data/order';
import { initialise } from '../init/initialise';
import { decayGroups, Optimizer, parameterIds } from '../optim/optimizer';
import { optimizerSettings } from '../optim/settings';
import { dropoutSource } from '../random/dropout';
import { Generator } from '../random/generator';
import { createSchedule } from '../schedule/create';
import type { Schedule, ScheduleSettings } from '../schedule/types';
import { createEngine } from '../session';
import type { Engine, EngineOptions, EngineOutcome, LossSpec } from '../types';
import { requireCompatible } from './compatibility';
import { failure, TrainingFailure } from './failure';
import { scheduleSettings, validateSettings, type TrainSettings } from './settings';

export interface RunOptions {
  readonly graph: SerialisedGraph;
  /** The same model in evaluation mode: `EngineOptions.evaluation`. */
  readonly evaluation?: SerialisedGraph;
  readonly settings: TrainSettings;
  readonly data: DatasetPair;
  /** How to compute; batch, loss and dropout are the run's own business. */
  readonly engine: Pick<EngineOptions, 'device' | 'kernels' | 'gpu' | 'workers' | 'memoryLimit' | 'profile' | 'now'>;
  readonly loss?: LossSpec;
  /** A checkpoint to go on from: `file` is what messages call it. */
  readonly resume?: { readonly bytes: Uint8Array; readonly file: string } | null;
  /** Instead of the engine's own `createEngine`: for tests. */
  readonly create?: (options: EngineOptions) => Promise<EngineOutcome>;
}

/** Where a run stands. Numbers count finished things. */
export interface Position {
  epoch: number;
  step: number;
  bestValAcc: number;
  bestEpoch: number;
  epochsWithoutImprovement: number;
}

export interface Run {
  readonly graph: SerialisedGraph;
  /** What the engine evaluates, where it is not `graph`. */
  readonly evaluation: SerialisedGraph | null;
  readonly settings: TrainSettings;
  readonly data: DatasetPair;
  readonly engine: Engine;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  readonly scheduleSettings: ScheduleSettings;
  readonly generator: Generator;
  readonly stepsPerEpoch: number;
  readonly position: Position;
}

/** Throws TrainingFailure: settings, data, checkpoint or model that cannot be trained. */
export async function prepare(options: RunOptions): Promise<Run> {
  const { graph, settings } = options;
  validateSettings(settings);
  const data: DatasetPair = { ...options.data, train: limited(options.data.train, settings.limit) };
  requireCompatible(graph, data.train);
  requireCompatible(graph, data.validation);
  const generator = new Generator(settings.seed);
  const initial = initialise(graph, generator);

  const stepsPerEpoch = batchesOf(data.train.count, settings.batchSize);
  const optimizer = optimizerOf(graph, settings);
  const ofSchedule = scheduleSettings(settings, stepsPerEpoch);
  const schedule = createSchedule(ofSchedule, optimizer.groups);
  const engine = await engineOf(options, optimizer, generator);
  for (const [id, state] of initial.entries()) await engine.writeState(id, state);

  const position: Position = { epoch: 0, step: 0, bestValAcc: 0, bestEpoch: 0, epochsWithoutImprovement: 0 };
  const run: Run = {
    graph,
    evaluation: options.evaluation ?? null,
    settings,
    data,
    engine,
    optimizer,
    schedule,
    scheduleSettings: ofSchedule,
    generator,
    stepsPerEpoch,
    position,
  };
  if (options.resume) await goOn(run, readCheckpoint(options.resume.bytes, options.resume.file));
  return run;
}

function optimizerOf(graph: SerialisedGraph, settings: TrainSettings): Optimizer {
  const chosen = optimizerSettings(settings.optimizer, {
    lr: settings.lr,
    momentum: settings.momentum ?? undefined,
    weightDecay: settings.weightDecay ?? undefined,
    nesterov: settings.nesterov,
    dampening: settings.dampening ?? undefined,
    amsgrad: settings.amsgrad,
    centered: settings.centered,
  });
  const groups = settings.decayMatricesOnly
    ? decayGroups(graph, chosen)
    : [{ parameters: parameterIds(graph), settings: chosen }];
  return new Optimizer(groups, settings.clip ?? undefined);
}

async function engineOf(options: RunOptions, optimizer: Optimizer, generator: Generator): Promise<Engine> {
  const { graph, settings, create = createEngine } = options;
  const { loss = { kind: 'cross_entropy', labelSmoothing: settings.labelSmoothing } } = options;
  const outcome = await create({
    ...options.engine,
    graph,
    evaluation: options.evaluation,
    loss,
    auxiliaryWeight: settings.auxiliaryWeight ?? undefined,
    batchSize: settings.batchSize,
    optimizerSlots: Math.max(...optimizer.groups.map(slotsOf)),
    random: dropoutSource(generator),
  });
  if (outcome.kind === 'refused') throw new TrainingFailure(outcome.problem, outcome.location);
  return outcome.value;
}

function slotsOf({ settings, momentum }: Optimizer['groups'][number]): number {
  switch (settings.kind) {
    case 'sgd':
      return momentum === 0 ? 0 : 1;
    case 'adam':
    case 'adamw':
      return settings.amsgrad ? 3 : 2;
    case 'rmsprop':
      return 1 + (momentum === 0 ? 0 : 1) + (settings.centered ? 1 : 0);
  }
}

/** Puts a checkpoint's state in the place of the initial one. */
async function goOn(run: Run, checkpoint: LoadedCheckpoint): Promise<void> {
  const { graph, engine, optimizer, position } = run;
  const state = readModelTensors(graph, checkpoint.model);
  const ofOptimizer =
    checkpoint.optimizer === null ? null : readOptimizerState(checkpoint.optimizer, optimizer, engine.layout);
  for (const [id, data] of state.entries()) if (data !== undefined) await engine.writeState(id, data);
  if (ofOptimizer !== null) await engine.writeOptimizer(ofOptimizer);

  const { trainer, epoch, valAcc } = checkpoint;
  position.epoch = epoch;
  position.step = trainer?.step ?? epoch * run.stepsPerEpoch;
  position.bestValAcc = trainer?.bestValAcc ?? valAcc ?? 0;
  position.bestEpoch = trainer?.bestEpoch ?? epoch;
  position.epochsWithoutImprovement = trainer?.epochsWithoutImprovement ?? 0;
  if (trainer !== null) {
    run.schedule.writeState(trainer.schedule);
    takeGenerator(run, trainer.generator);
  } else {
    run.schedule.writeState({ last_epoch: run.schedule.per === 'epoch' ? epoch : position.step });
    passOver(run, epoch);
  }
}

function takeGenerator({ generator }: Run, state: Uint8Array): void {
  try {
    generator.writeState(state);
  } catch {
    throw failure('CL3202', { reason: "its generator's state is damaged" });
  }
}

/** The draws of epochs that another program has run: those of the loaders; a dropout's cannot be told. */
function passOver({ generator, data }: Run, epochs: number): void {
  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffledOrder(generator, data.train.count);
    sequentialOrder(generator, data.validation.count);
  }
}
