// Reductions, and functions along one axis.
import { extrema } from './extremum';
import { reductions } from './reductions';
import { scans } from './scan';

export const reducers = [...reductions, ...extrema, ...scans] as const;
