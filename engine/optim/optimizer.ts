// The optimiser of a run: parameter groups whose rates a schedule may change, and the step that the engine is asked to do.
//
//     const optimizer = new Optimizer([{ parameters: trainable(graph), settings: optimizerSettings('adam') }]);
//     await engine.step(batch, optimizer.step());
import type { GraphParameter, ParameterId, SerialisedGraph } from '../../core/graph/graph';
import type { OptimizerStep, UpdateGroup, UpdateRule } from '../types';
import type { OptimizerSettings } from './settings';

export interface GroupSettings {
  /** In the order of `model.parameters()`. */
  readonly parameters: readonly ParameterId[];
  readonly settings: OptimizerSettings;
}

/** One entry of `param_groups`: `lr` and `momentum` move with a schedule. */
export interface OptimizerGroup extends GroupSettings {
  lr: number;
  /** The momentum (SGD, RMSprop) or beta1 (Adam, AdamW). */
  momentum: number;
}

/** Ids of `model.parameters()`, in its order: frozen ones too, since PyTorch's optimisers count them. */
export const parameterIds = (graph: SerialisedGraph): ParameterId[] =>
  graph.parameters.flatMap(({ kind }, id) => (kind === 'parameter' ? [id] : []));

/**
 * Two groups, the usual split: tensors of two dimensions and more decay; biases and the weights of norms (one dimension) do not.
 */
export function decayGroups(graph: SerialisedGraph, settings: OptimizerSettings): GroupSettings[] {
  const flat = ({ shape }: GraphParameter): boolean => (shape?.length ?? 0) < 2;
  const ids = parameterIds(graph);
  return [
    { parameters: ids.filter((id) => !flat(graph.parameters[id])), settings },
    { parameters: ids.filter((id) => flat(graph.parameters[id])), settings: { ...settings, weightDecay: 0 } },
  ];
}

export class Optimizer {
  readonly groups: readonly OptimizerGroup[];
  readonly clip: OptimizerStep['clip'];

  constructor(groups: readonly GroupSettings[], clip?: OptimizerStep['clip']) {
    this.groups = groups.map((group) => ({ ...group, lr: group.settings.lr, momentum: momentumOf(group.settings) }));
    this.clip = clip;
  }

  /** The next step at the present rates. */
  step(): OptimizerStep {
    const groups = this.groups.map(({ parameters, settings, lr, momentum }): UpdateGroup => ({
      parameters,
      lr,
      weightDecay: settings.weightDecay,
      rule: ruleOf(settings, momentum),
    }));
    return this.clip === undefined ? { groups } : { groups, clip: this.clip };
  }
}

const momentumOf = (settings: OptimizerSettings): number => ('beta1' in settings ? settings.beta1 : settings.momentum);

function ruleOf(settings: OptimizerSettings, momentum: number): UpdateRule {
  switch (settings.kind) {
    case 'sgd':
      return { kind: 'sgd', momentum, dampening: settings.dampening, nesterov: settings.nesterov };
    case 'adam':
    case 'adamw':
      return {
        kind: settings.kind,
        beta1: momentum,
        beta2: settings.beta2,
        eps: settings.eps,
        amsgrad: settings.amsgrad,
      };
    case 'rmsprop':
      return { kind: 'rmsprop', alpha: settings.alpha, eps: settings.eps, momentum, centered: settings.centered };
  }
}
