// The state of a run at the end of an epoch, copied out of the engine, so that it can be written, or written again, later.
import { writeCheckpoint } from '../checkpoint/checkpoint';
import { modelTensors } from '../checkpoint/modelState';
import { optimizerStateDict, type GroupExtras } from '../checkpoint/optimizerState';
import { writeSafetensors } from '../checkpoint/safetensors';
import type { Checkpoint, Role } from './events';
import type { Run } from './prepare';

/** A copy of everything that a checkpoint holds. */
export async function snapshot(run: Run, role: Role, valAcc: number): Promise<Checkpoint> {
  const { engine, optimizer, position, schedule, generator } = run;
  const { epoch } = position;
  const tensors = await Promise.all(run.graph.parameters.map((_, id) => engine.readState(id)));
  const model = modelTensors(run.graph, (id) => tensors[id]);
  const state = optimizerStateDict(optimizer, engine.layout, await engine.readOptimizer(), extrasOf(run));
  const trainer = {
    generator: generator.readState(),
    step: position.step,
    bestValAcc: position.bestValAcc,
    bestEpoch: position.bestEpoch,
    epochsWithoutImprovement: position.epochsWithoutImprovement,
    schedule: schedule.readState(),
  };
  return {
    role,
    epoch,
    valAcc,
    pth: () => writeCheckpoint({ epoch, model, optimizer: state, valAcc, trainer }),
    safetensors: () => writeSafetensors(model),
  };
}

/** What PyTorch's schedulers leave in each parameter group. */
function extrasOf({ optimizer, scheduleSettings: settings }: Run): readonly GroupExtras[] {
  return optimizer.groups.map((group): GroupExtras => {
    switch (settings.kind) {
      case 'none':
      case 'plateau':
        return {};
      case 'onecycle': {
        const initial = settings.maxLr / settings.divFactor;
        const rates = { initial_lr: initial, max_lr: settings.maxLr, min_lr: initial / settings.finalDivFactor };
        const momenta = { max_momentum: settings.maxMomentum, base_momentum: settings.baseMomentum };
        return settings.cycleMomentum ? { ...rates, ...momenta } : rates;
      }
      default:
        return { initial_lr: group.settings.lr };
    }
  });
}
