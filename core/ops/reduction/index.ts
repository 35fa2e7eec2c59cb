// Reductions, and functions along one axis.
import { extrema } from './extremum';
import { reductions } from './reductions';
import { scans } from './scan';
import { wholes } from './whole';

export const reducers = [...reductions, ...extrema, ...scans, ...wholes] as const;
