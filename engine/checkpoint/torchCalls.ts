// The calls that a checkpoint of tensors needs, by name, and what each yields: a table, so that nothing else can be called.
// A subset of torch/_weights_only_unpickler.py.
import { Malformed } from './malformed';
import { orderedDict, PyTensor, PyTuple, type PyValue } from './pickleValue';
import { StorageReference, valueOf, type Item } from './pickleItem';
import { viewStorage } from './storage';

type Call = (items: readonly Item[]) => PyValue;

const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['collections.OrderedDict', makeOrderedDict],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', rebuildParameter],
  ['torch.Size', ([sizes = new PyTuple([])]) => valueOf(sizes)],
]);

/** Throws Malformed for a name that is not in the table. */
export function callOf(name: string, items: readonly Item[]): PyValue {
  const call = calls.get(name);
  if (call === undefined) throw new Malformed(`it needs ${name}, which only Python has`);
  return call(items);
}

/** Without arguments, or with a list of pairs. */
function makeOrderedDict([pairs]: readonly Item[]): PyValue {
  if (pairs === undefined) return orderedDict([]);
  const entries = Array.isArray(pairs) ? (pairs as readonly PyValue[]) : undefined;
  if (entries === undefined) throw new Malformed('an OrderedDict is damaged');
  return orderedDict(
    entries.map((pair) => {
      const [key, value] =
        pair instanceof PyTuple ? pair.items : Array.isArray(pair) ? (pair as readonly PyValue[]) : [];
      if ((typeof key !== 'string' && typeof key !== 'number') || value === undefined) {
        throw new Malformed('an OrderedDict is damaged');
      }
      return [key, value] as const;
    }),
  );
}

/** (storage, offset, sizes, strides, requires_grad, hooks) */
function rebuildTensor([reference, offset, sizes, strides]: readonly Item[]): PyTensor {
  if (!(reference instanceof StorageReference)) throw new Malformed('a tensor has no storage');
  return viewStorage(reference.storage, integer(offset), integers(sizes), integers(strides));
}

/** (tensor, requires_grad, hooks) */
function rebuildParameter([tensor]: readonly Item[]): PyTensor {
  if (!(tensor instanceof PyTensor)) throw new Malformed('a parameter has no tensor');
  return tensor;
}

function integer(item: Item | undefined): number {
  if (typeof item !== 'number') throw new Malformed('a tensor is damaged');
  return item;
}

function integers(item: Item | undefined): number[] {
  if (!(item instanceof PyTuple)) throw new Malformed('a tensor is damaged');
  return item.items.map(integer);
}
