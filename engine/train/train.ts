// The training loop of the notes' script: for each epoch a pass over the shuffled training set, a pass over the validation set,
// and the best model by validation accuracy kept. It knows neither files nor threads nor pages: whoever runs it saves the
// checkpoints, hears the events, and may pause or stop it between two steps.
import { elementsOf } from '../checkpoint/tensor';
import { parameterIds } from '../optim/optimizer';
import { BestWeights } from './bestWeights';
import { Clock } from './clock';
import type { RunControl } from './control';
import { trainEpoch, validate, type EpochContext, type Figures } from './epoch';
import type { Checkpoint, EndReason, TrainEvent } from './events';
import { DeviceLostError } from '../webgpu/device';
import { asFailure, errorEvent } from './failure';
import type { Run } from './prepare';
import { Saver, type Save } from './saver';
import { snapshot } from './snapshot';

export interface Hooks {
  readonly emit: (event: TrainEvent) => void;
  readonly save: Save;
  /** Resolves in a later turn of the event loop, so that messages are heard between two steps. */
  readonly breathe: () => Promise<void>;
  /** Milliseconds, monotonic. */
  readonly now: () => number;
  /** Also hand out the state after every epoch (role `last`), to resume from. */
  readonly saveLast: boolean;
  /** Given that state as well, whether it is saved or not. */
  readonly keep?: (state: Checkpoint) => void;
}

export interface Outcome {
  readonly reason: EndReason;
  readonly bestValAcc: number;
  /** Finished, those before a resume included. */
  readonly epochs: number;
  /** Checkpoints that could not be written, newest of each role: they exist nowhere else. */
  readonly unsaved: readonly Checkpoint[];
}

/**
 * Runs to the end of the last epoch, or to a stop; never rejects. A number that stops being finite (CL3301) or a worker that
 * ends (CL3303) ends the run with an `error` event; whatever was saved before stays.
 */
export async function train(run: Run, control: RunControl, hooks: Hooks): Promise<Outcome> {
  const { position, settings } = run;
  const saver = new Saver(hooks.save, hooks.emit);
  hooks.emit(startEvent(run));
  if (settings.epochs === 0) await saver.write(await snapshot(run, 'initial', 0));
  const reason = await epochs(run, control, hooks, saver).catch((thrown: unknown) => {
    // Whoever started the run goes on elsewhere.
    if (thrown instanceof DeviceLostError) return 'deviceLost' as const;
    hooks.emit(errorEvent(asFailure(thrown)));
    return 'failed' as const;
  });
  if (reason === 'deviceLost') return { reason, bestValAcc: position.bestValAcc, epochs: position.epoch, unsaved: [] };
  // A run cut short by its own limit is asked for its state: there is no other sign of it.
  if (reason === 'maxSteps' && !saver.has('best')) await saver.write(await snapshot(run, 'last', position.bestValAcc));
  else await saver.retry();
  const { bestValAcc, epoch } = position;
  if (reason !== 'failed') hooks.emit({ event: 'done', bestValAcc, epochs: epoch, reason });
  return { reason, bestValAcc, epochs: epoch, unsaved: saver.unsaved };
}

async function epochs(run: Run, control: RunControl, hooks: Hooks, saver: Saver): Promise<EndReason> {
  const { position, settings, engine } = run;
  const clock = new Clock(hooks.now);
  const best = new BestWeights();
  const parameters = run.graph.parameters.length;
  const stops = settings.earlyStopPatience !== null;
  if (stops && position.bestEpoch === position.epoch) await best.keep(engine, parameters);
  const lastStep = settings.maxSteps === null ? Infinity : position.step + settings.maxSteps;

  while (position.epoch < settings.epochs) {
    const epoch = position.epoch + 1;
    const { emit, breathe } = hooks;
    const context: EpochContext = { run, control, clock, own: new Clock(hooks.now), emit, breathe, lastStep };
    const lr = run.optimizer.groups[0]?.lr ?? 0;
    const trained = await trainEpoch(context, epoch);
    if (trained === null) return control.isStopped ? 'stopped' : 'maxSteps';
    const validated = await validate(context, epoch);
    if (validated === null) return 'stopped';

    position.epoch = epoch;
    if (run.schedule.per === 'epoch') run.schedule.advance(validated.loss);
    emit(epochEvent(context.own, epoch, trained, validated, lr));
    const better = validated.accuracy > position.bestValAcc;
    position.epochsWithoutImprovement = better ? 0 : position.epochsWithoutImprovement + 1;
    if (better) {
      position.bestValAcc = validated.accuracy;
      position.bestEpoch = epoch;
      if (stops) await best.keep(engine, parameters);
    }
    await saver.retry();
    if (better) await saver.write(await snapshot(run, 'best', validated.accuracy));
    if (hooks.saveLast || hooks.keep) {
      const state = await snapshot(run, 'last', validated.accuracy);
      hooks.keep?.(state);
      if (hooks.saveLast) await saver.write(state);
    }

    if (stops && position.epochsWithoutImprovement >= (settings.earlyStopPatience ?? Infinity)) {
      await best.restore(engine);
      return 'earlyStop';
    }
    if (position.step >= lastStep) return 'maxSteps';
  }
  return 'completed';
}

function startEvent({ graph, engine, settings, data, position }: Run): TrainEvent {
  return {
    event: 'start',
    model: graph.expression,
    params: parameterIds(graph).reduce((sum, id) => sum + elementsOf(graph.parameters[id].shape ?? []), 0),
    device: engine.kind,
    variant: engine.variant,
    workers: engine.workers,
    seed: Number(settings.seed),
    trainImages: data.train.count,
    valImages: data.validation.count,
    dataset: data.train.name,
    firstEpoch: position.epoch + 1,
    epochs: settings.epochs,
    plannedBytes: engine.plannedBytes,
  };
}

function epochEvent(own: Clock, epoch: number, trained: Figures, validated: Figures, lr: number): TrainEvent {
  return {
    event: 'epoch',
    epoch,
    trainLoss: trained.loss,
    trainAcc: trained.accuracy,
    valLoss: validated.loss,
    valAcc: validated.accuracy,
    seconds: own.seconds('train') + own.seconds('validate'),
    imagesPerSecond: own.rate('train') ?? 0,
    lr,
  };
}
