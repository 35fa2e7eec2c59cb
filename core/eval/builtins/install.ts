// All of the built-in names, for one interpreter.
import { installObject } from '../classes';
import { installType } from '../metaclasses';
import { installModuleBase } from '../torch/moduleBase';
import { installTensorClasses } from '../torch/natives';
import type { Attributes, BuiltinTypes } from '../values';
import { installBytes } from './bytes';
import { installContainers } from './containers';
import { installExceptions } from './exceptions';
import { installFunctions } from './functions';
import { installNumbers } from './numbers';
import { installProtocol } from './protocol';
import { installStrings } from './strings';
import { createTypes } from './types';

export function installBuiltins(builtins: Attributes): BuiltinTypes {
  const types = createTypes();
  installObject(types);
  installType(types);
  installNumbers(types);
  installStrings(types);
  installBytes(types);
  installProtocol(types);
  installContainers(types);
  installFunctions(builtins, types);
  installExceptions(builtins, types);
  installTensorClasses(types);
  installModuleBase(types);
  return types;
}
