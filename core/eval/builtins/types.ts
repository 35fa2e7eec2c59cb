// The built-in classes, made once for each interpreter.
import { linearise } from '../classes';
import {
  builtinTypeNames,
  ClassValue,
  DictValue,
  InstanceValue,
  ListValue,
  SetValue,
  type BuiltinTypes,
} from '../values';

/** Bases other than `object`. */
const bases: Readonly<Partial<Record<(typeof builtinTypeNames)[number], (typeof builtinTypeNames)[number]>>> = {
  bool: 'int',
  Parameter: 'Tensor',
  Buffer: 'Tensor',
  UninitializedParameter: 'Parameter',
  UninitializedBuffer: 'Buffer',
  generator: 'iterator',
};

export function createTypes(): BuiltinTypes {
  const types: Partial<Record<(typeof builtinTypeNames)[number], ClassValue>> = {};
  for (const name of builtinTypeNames) {
    const base = name === 'object' ? [] : [types[bases[name] ?? 'object'] as ClassValue];
    const type = new ClassValue(name, base, 'builtins', constructors[name] ?? null);
    type.mro = linearise(type) ?? [type];
    types[name] = type;
  }
  return types as BuiltinTypes;
}

const constructors: Readonly<Partial<Record<(typeof builtinTypeNames)[number], ClassValue['construct']>>> = {
  list: (machine, type) => new ListValue([], type === machine.types.list ? null : type),
  dict: (machine, type) => new DictValue(type === machine.types.dict ? null : type),
  set: (machine, type) => new SetValue(false, type === machine.types.set ? null : type),
  frozenset: (machine, type) => new SetValue(true, type === machine.types.frozenset ? null : type),
  str: (_machine, type) => new InstanceValue(type),
};
