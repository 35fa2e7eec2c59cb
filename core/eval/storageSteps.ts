// Draws and fills of memory, in the order in which user code causes them: what initialisation is made of.
import type { Initialiser } from '../graph/graph';
import type { Derivation, Storage } from './values';

export interface StorageStep {
  /** No part of another. */
  readonly storage: Storage;
  readonly initialiser: Initialiser | Derivation;
  /** Of a part of the storage; null: of all. */
  readonly part: { readonly offset: number; readonly elements: number } | null;
}

/** A fill of a storage, or of a part of one, as one of the whole that it lies in. */
export function storageStep(storage: Storage, initialiser: Initialiser | Derivation): StorageStep {
  let [root, offset]: [Storage, number | null] = [storage, 0];
  for (; root.base !== null; root = root.base)
    offset = offset === null || root.offset === null ? null : offset + root.offset;
  const unsupported = (reason: string): StorageStep => ({
    storage: root,
    initialiser: { kind: 'unsupported', reason },
    part: null,
  });
  if (initialiser.kind === 'from' && (root !== storage || initialiser.source.base !== null))
    return unsupported('made of a part of another tensor');
  if (root === storage) return { storage, initialiser, part: null };
  if (offset === null || storage.elements === null) return unsupported('a part of the tensor is filled by itself');
  return { storage: root, initialiser, part: { offset, elements: storage.elements } };
}
