// torch.optim.lr_scheduler.CosineAnnealingLR: half a cosine from the base rate down to `etaMin` in `tMax` epochs, and back up.
// I. Loshchilov, F. Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, without the restarts.
//
//     η(t) = η_min + (η_base − η_min)·(1 + cos(π·t/T))/2, computed from η(t − 1) as PyTorch does, so that schedules can be chained
import type { Rule } from './counted';
import type { CosineSettings } from './types';

export const cosine =
  ({ tMax, etaMin }: CosineSettings): Rule =>
  (group, epoch, base) => {
    if (epoch === 0) return;
    if ((epoch - 1 - tMax) % (2 * tMax) === 0) {
      // The rate before is etaMin itself: the recursion would divide by 0.
      group.lr += ((base - etaMin) * (1 - Math.cos(Math.PI / tMax))) / 2;
    } else {
      const ratio = (1 + Math.cos((Math.PI * epoch) / tMax)) / (1 + Math.cos((Math.PI * (epoch - 1)) / tMax));
      group.lr = ratio * (group.lr - etaMin) + etaMin;
    }
  };
