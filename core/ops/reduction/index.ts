// Reductions, and functions along one axis.
import { extrema } from './extremum';
import { histograms } from './histogram';
import { reductions } from './reductions';
import { scans } from './scan';
import { wholes } from './whole';

export const reducers = [...reductions, ...extrema, ...scans, ...wholes, ...histograms] as const;
