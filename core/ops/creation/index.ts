// Tensors made and filled.
import { factories } from './factories';
import { fills } from './fills';
import { fromValuesOperators } from './from-values';
import { sequences } from './sequences';
import { windows } from './windows';

export const creators = [...factories, ...sequences, ...fromValuesOperators, ...fills, ...windows] as const;
