// Where an nn.Module keeps its parameters, submodules and buffers: three dicts beside its plain attributes, as PyTorch does.
import { DictValue, type InstanceValue, type Value } from '../values';

export const memberDicts = ['_parameters', '_modules', '_buffers'] as const;
export type MemberDict = (typeof memberDicts)[number];

/** The dict of that name; undefined before `Module.__init__` has run (or for an object that is no module). */
export function membersOf(module: InstanceValue, which: MemberDict): DictValue | undefined {
  const dict = module.attributes.get(which);
  return dict instanceof DictValue ? dict : undefined;
}

/** A parameter, submodule or buffer by name; undefined where there is none. */
export function moduleMember(module: InstanceValue, name: string): Value | undefined {
  for (const which of memberDicts) {
    const dict = membersOf(module, which);
    if (dict === undefined) return undefined;
    const entry = dict.entries.get(name);
    if (entry !== undefined) return entry.value;
    if (dict.open !== null) return dict.open;
  }
  return undefined;
}

export const isModule = (value: InstanceValue): boolean => membersOf(value, '_modules') !== undefined;
