// Elements chosen and replaced by position.
import { getitem, setitem } from './getitem';
import { selections } from './select';
import { distinctElements } from './unique';

export const indexers = [getitem, setitem, ...selections, ...distinctElements] as const;
