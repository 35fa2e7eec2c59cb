// Shapes changed, elements moved: no arithmetic.
import { expansions } from './expand';
import { folds } from './fold';
import { joins } from './join';
import { pad } from './pad';
import { permutations } from './permute';
import { rearrangements } from './rearrange';
import { resamplers } from './resample';
import { reshapes } from './reshape';
import { shuffles } from './shuffle';
import { splits } from './split';
import { squeezes } from './squeeze';
import { vmapped } from './vmap';

export const views = [
  ...reshapes,
  ...permutations,
  ...squeezes,
  ...expansions,
  ...splits,
  ...joins,
  ...rearrangements,
  pad,
  ...shuffles,
  ...folds,
  ...resamplers,
  ...vmapped,
] as const;
