// torch.optim.lr_scheduler.OneCycleLR: the rate up to `maxLr` and down to almost nothing, over the steps of the whole run; the
// momentum (or beta1) the other way. L. Smith, N. Topin, "Super-Convergence", 2018.
import type { Rule } from './counted';
import type { OneCycleSettings } from './types';

interface Phase {
  readonly end: number;
  readonly lr: readonly [from: number, to: number];
  readonly momentum: readonly [from: number, to: number];
}

/** Steps past `totalSteps`, where PyTorch raises, keep the last rate. */
export function oneCycle(settings: OneCycleSettings): Rule {
  const phases = phasesOf(settings);
  const last = phases.length - 1;
  return (group, count) => {
    const at = Math.min(count, settings.totalSteps - 1);
    const index = phases.findIndex(({ end }, i) => at <= end || i === last);
    const start = index === 0 ? 0 : phases[index - 1].end;
    const phase = phases[index];
    const share = (at - start) / (phase.end - start);
    group.lr = anneal(settings.anneal, phase.lr, share);
    if (settings.cycleMomentum) group.momentum = anneal(settings.anneal, phase.momentum, share);
  };
}

function phasesOf(settings: OneCycleSettings): readonly Phase[] {
  const { maxLr, totalSteps, pctStart, baseMomentum: low, maxMomentum: high } = settings;
  const initial = maxLr / settings.divFactor;
  const least = initial / settings.finalDivFactor;
  const rise: Phase = { end: pctStart * totalSteps - 1, lr: [initial, maxLr], momentum: [high, low] };
  if (!settings.threePhase) return [rise, { end: totalSteps - 1, lr: [maxLr, least], momentum: [low, high] }];
  return [
    rise,
    { end: 2 * pctStart * totalSteps - 2, lr: [maxLr, initial], momentum: [low, high] },
    { end: totalSteps - 1, lr: [initial, least], momentum: [high, high] },
  ];
}

const anneal = (kind: 'cos' | 'linear', [from, to]: readonly [number, number], share: number): number =>
  kind === 'cos' ? to + ((from - to) / 2) * (Math.cos(Math.PI * share) + 1) : (to - from) * share + from;
