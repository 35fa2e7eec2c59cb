// The tree of a constructed module: names of submodules, parameters and buffers as `named_modules()` and `state_dict()` have them.
import type { UnknownPlace } from '../../analysis';
import type { Location } from '../../base/location';
import { keyText } from '../hashing';
import type { GraphParameter, ParameterId } from '../../graph/graph';
import { isSymbolic } from '../../shape/dim';
import { InstanceValue, SetValue, TensorValue, UnknownValue, type Storage, type Value } from '../values';
import { membersOf } from '../torch/moduleMembers';

export interface ModuleTree {
  /** Every module once, by its first path, in the order of `named_modules()`. '' is the root. */
  readonly paths: ReadonlyMap<InstanceValue, string>;
  /** Indexed by ParameterId, in the order of `state_dict()`. */
  readonly parameters: readonly GraphParameter[];
  readonly tensors: readonly TensorValue[];
  readonly byStorage: ReadonlyMap<Storage, ParameterId>;
  /** A member that is no module or tensor: its parameters are not known. */
  readonly open: boolean;
  /** Of a parameter it could not be told whether it is trained. */
  readonly isUndecided: boolean;
  /** Why parameters, or their number, could not be told. */
  readonly lost: readonly UnknownPlace[];
}

/** The module itself and all below it, each once, in the order of `named_modules()`. */
export function modulesOf(root: InstanceValue, found = new Set<InstanceValue>()): ReadonlySet<InstanceValue> {
  if (found.has(root)) return found;
  found.add(root);
  for (const { value } of membersOf(root, '_modules')?.entries.values() ?? [])
    if (value instanceof InstanceValue) modulesOf(value, found);
  return found;
}

/** The shape of a parameter or buffer somewhere in it is not known so far. */
export const hasOpenShapes = (root: InstanceValue): boolean =>
  [...modulesOf(root)].some((module) =>
    (['_parameters', '_buffers'] as const).some((which) =>
      [...(membersOf(module, which)?.entries.values() ?? [])].some(
        ({ value }) => value instanceof TensorValue && (value.uninitialised || value.tensor.shape.some(isSymbolic)),
      ),
    ),
  );

export function walkModules(root: InstanceValue): ModuleTree {
  const paths = new Map<InstanceValue, string>();
  const parameters: GraphParameter[] = [];
  const tensors: TensorValue[] = [];
  const byStorage = new Map<Storage, ParameterId>();
  /** The modules on the way down to the one being visited. */
  const above = new Set<InstanceValue>();
  let open = false;
  let isUndecided = false;
  const lost: UnknownPlace[] = [];
  const lose = (reason: string, location: Location | null): void => {
    if (!lost.some((known) => known.reason === reason)) lost.push({ reason, location });
  };
  const loseMember = (value: Value): void => {
    open = true;
    if (value instanceof UnknownValue) lose(value.reason, value.location);
    else lose('a parameter or a submodule could not be told', null);
  };

  const addTensor = (tensor: TensorValue, name: string, kind: GraphParameter['kind'], persistent: boolean): void => {
    const known = byStorage.get(tensor.storage);
    if (known !== undefined) {
      parameters[known] = { ...parameters[known], aliases: [...parameters[known].aliases, name] };
      return;
    }
    byStorage.set(tensor.storage, parameters.length);
    tensors.push(tensor);
    if (tensor.undecided !== null && kind === 'parameter') {
      isUndecided = true;
      lose(tensor.undecided.reason, tensor.undecided.location);
    }
    if (tensor.uninitialised && kind === 'parameter') lose(tensor.whyUninitialised, null);
    const shape = tensor.uninitialised ? null : tensor.tensor.shape.map((d) => (isSymbolic(d) ? NaN : d));
    parameters.push({
      name,
      aliases: [],
      kind,
      shape: shape === null || shape.some(Number.isNaN) ? null : shape,
      dtype: tensor.tensor.dtype,
      trainable: kind === 'parameter' && tensor.requiresGrad,
      persistent,
    });
  };

  const visit = (module: InstanceValue, path: string): void => {
    if (above.has(module)) return;
    // a shared module's tensors have a name at each of its places
    if (!paths.has(module)) paths.set(module, path);
    above.add(module);
    const prefix = path === '' ? '' : `${path}.`;
    const passing = module.attributes.get('_non_persistent_buffers_set');
    for (const [which, kind] of [
      ['_parameters', 'parameter'],
      ['_buffers', 'buffer'],
    ] as const) {
      const dict = membersOf(module, which);
      if (dict === undefined) continue;
      if (dict.open !== null) loseMember(dict.open);
      for (const { key, value } of dict.entries.values()) {
        const name = `${prefix}${keyText(key)}`;
        const persistent = !(passing instanceof SetValue && passing.entries.has(key));
        if (value instanceof TensorValue) addTensor(value, name, kind, persistent);
        else if (value !== null) loseMember(value);
      }
    }
    const children = membersOf(module, '_modules');
    if (children !== undefined && children.open !== null) loseMember(children.open);
    for (const { key, value } of children?.entries.values() ?? []) {
      if (value instanceof InstanceValue) visit(value, `${prefix}${keyText(key)}`);
      else if (value !== null) loseMember(value);
    }
    // what is not known may well be a module
    for (const [name, value] of module.attributes) {
      if (value instanceof UnknownValue && !name.startsWith('_')) loseMember(value);
    }
    above.delete(module);
  };
  visit(root, '');
  return { paths, parameters, tensors, byStorage, open, isUndecided, lost };
}

/** Scalars among the parameters, each tensor once; null where one has no known shape. */
export function countParameters(tree: ModuleTree, trainableOnly = false): number | null {
  if (tree.open) return null;
  let total = 0;
  for (const { kind, shape, trainable } of tree.parameters) {
    if (kind !== 'parameter' || (trainableOnly && !trainable)) continue;
    if (shape === null) return null;
    total += shape.reduce((a, b) => a * b, 1);
  }
  return total;
}
