// Elements chosen and replaced by position.
import { getitem, setitem } from './getitem';
import { selections } from './select';

export const indexers = [getitem, setitem, ...selections] as const;
