// Losses.
import { classificationLosses } from './classification';
import { regressionLosses } from './regression';

export const losses = [...classificationLosses, ...regressionLosses] as const;
