// Elements chosen and replaced by position.
import { getitem, setitem } from './getitem';
import { embeddings } from './embed';
import { selections } from './select';
import { distinctElements } from './unique';

export const indexers = [getitem, setitem, ...selections, ...embeddings, ...distinctElements] as const;
