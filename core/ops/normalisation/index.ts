// Normalisation layers' functions.
import { batchNorm, instanceNorm } from './batch-norm';
import { groupNorm } from './group-norm';
import { layerNorm, rmsNorm } from './layer-norm';
import { localResponseNorm, normalize } from './other';

export const normalisations = [
  batchNorm,
  instanceNorm,
  layerNorm,
  rmsNorm,
  groupNorm,
  localResponseNorm,
  normalize,
] as const;
