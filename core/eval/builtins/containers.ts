// The methods and constructors of all containers.
import type { BuiltinTypes } from '../values';
import { installDict, installSet } from './mappings';
import { installRange } from './ranges';
import { installList, installTuple } from './sequences';

export function installContainers(types: BuiltinTypes): void {
  installList(types);
  installTuple(types);
  installDict(types);
  installSet(types);
  installRange(types);
}
