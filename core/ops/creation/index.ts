// Tensors made and filled.
import { factories } from './factories';
import { fills } from './fills';
import { fromValuesOperators } from './from-values';
import { sequences } from './sequences';

export const creators = [...factories, ...sequences, ...fromValuesOperators, ...fills] as const;
