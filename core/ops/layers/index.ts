// Functions of torch.nn.functional that stand alone: dropout, look-ups, sampling, distances.
import { distances } from './distance';
import { dropouts } from './dropout';
import { embeddings } from './embedding';
import { samplers } from './sampling';

export const layers = [...dropouts, ...embeddings, ...samplers, ...distances] as const;
