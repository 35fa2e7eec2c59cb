// What indexing saves for the backward pass: the indices.
import type { AttributeValue } from '../graph/graph';
import type { Dim } from '../shape/dim';
import type { SavedItem, SavingFacts } from './saving-facts';

/** Bytes of an index. */
export const INDEX = 8;

/** Index tensors are kept; lists of numbers become such. Null: an index that is not recorded. */
export function indexing(f: SavingFacts, index: AttributeValue<Dim> | undefined): readonly SavedItem[] | null {
  if (f.input('index').length > 0) return f.input('index');
  if (!Array.isArray(index) || index[0] === 'slice') return [];
  const saved: SavedItem[] = [];
  for (const item of index as readonly AttributeValue<Dim>[]) {
    if (item === 'tensor') return null;
    if (Array.isArray(item) && item[0] !== 'slice') saved.push(item.length * INDEX);
  }
  return saved;
}
