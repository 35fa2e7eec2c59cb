// Operations that change memory in place while other values still see it. The graph is written in single assignments: what reads
// such a value later reads it unchanged, where PyTorch would see the change. Shapes and costs are the same; training is not.
//
//     y = x[:, :1]        a view of x
//     y.mul_(2)           changes x as well
//     return x            the graph returns what x was before
import type { ValueId } from '../../graph/graph';
import type { RecordedOperation } from '../torch/recording';

interface Change {
  readonly operation: number;
  readonly target: ValueId;
  readonly result: ValueId;
}

class Memory {
  /** What a value is a view of, or was changed from. */
  private readonly parents = new Map<ValueId, { readonly parent: ValueId; readonly operation: number }>();
  private readonly operations: readonly RecordedOperation[];

  constructor(operations: readonly RecordedOperation[]) {
    this.operations = operations;
    operations.forEach(({ outputs, shares }, operation) => {
      if (shares !== null) for (const id of outputs) this.parents.set(id, { parent: shares, operation });
    });
  }

  /** The value itself, then what it is a view of, and so on. */
  chain(id: ValueId): readonly ValueId[] {
    const found = [id];
    for (let step = this.parents.get(id); step !== undefined; step = this.parents.get(step.parent))
      found.push(step.parent);
    return found;
  }

  /** Views of different parts: outputs of one split, or indices that differ. */
  areApart(a: ValueId, b: ValueId): boolean {
    const [left, right] = [this.chain(a), this.chain(b)];
    const common = left.find((id) => right.includes(id));
    if (common === undefined) return true;
    const [x, y] = [left, right].map((chain) => chain[chain.indexOf(common) - 1] as ValueId | undefined);
    if (x === undefined || y === undefined) return false;
    const [p, q] = [x, y].map((id) => this.parents.get(id)?.operation ?? -1);
    if (p === q) return x !== y && !this.operations[p].isInPlace;
    const [first, second] = [p, q].map((operation) => this.operations[operation]);
    if (first.operator === 'select' && second.operator === 'select')
      return (
        first.attributes['dim'] === second.attributes['dim'] && first.attributes['index'] !== second.attributes['index']
      );
    if (first.operator !== 'getitem' || second.operator !== 'getitem') return false;
    const [i, j] = [first.attributes['index'], second.attributes['index']];
    if (!Array.isArray(i) || !Array.isArray(j)) return false;
    const at = i.findIndex((item, k) => JSON.stringify(item) !== JSON.stringify(j[k]));
    return at >= 0 && differ(i[at], j[at]);
  }
}

/** Two items of an index that meet nowhere: integers of one sign, or slices one after the other. */
function differ(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return a !== b && a < 0 === b < 0;
  const [left, right] = [extent(a), extent(b)];
  return left !== null && right !== null && (left.stop <= right.start || right.stop <= left.start);
}

function extent(item: unknown): { readonly start: number; readonly stop: number } | null {
  if (!Array.isArray(item) || item[0] !== 'slice') return null;
  const [start, stop] = [item[1] ?? 0, item[2] ?? Infinity] as unknown[];
  return typeof start === 'number' && typeof stop === 'number' && start >= 0 && stop >= 0 ? { start, stop } : null;
}

/** Indices of the operations that change in place what is read later by another name. */
export function aliasedChanges(
  operations: readonly RecordedOperation[],
  outputs: readonly ValueId[],
): ReadonlySet<number> {
  const found = new Set<number>();
  if (!operations.some(({ isInPlace }) => isInPlace)) return found;
  const memory = new Memory(operations);
  const madeBy = new Map<ValueId, number>();
  operations.forEach((operation, index) => operation.outputs.forEach((id) => madeBy.set(id, index)));
  const changes = new Map<ValueId, Change[]>();
  const rootOf = (id: ValueId): ValueId => memory.chain(id).at(-1) ?? id;
  const read = (id: ValueId, reader: RecordedOperation | null): void => {
    for (const { operation, target, result } of changes.get(rootOf(id)) ?? []) {
      if ((madeBy.get(id) ?? -1) >= operation || memory.areApart(id, target)) continue;
      // `x[i] += 1` changes the part and puts it back.
      if (reader?.operator === 'setitem' && reader.inputs['value'] === result) continue;
      found.add(operation);
    }
  };
  operations.forEach((operation, index) => {
    for (const id of Object.values(operation.inputs).flat()) if (id !== null) read(id, operation);
    if (!operation.isInPlace || operation.shares === null) return;
    const root = rootOf(operation.shares);
    const change = { operation: index, target: operation.shares, result: operation.outputs[0] };
    changes.set(root, [...(changes.get(root) ?? []), change]);
  });
  for (const id of outputs) read(id, null);
  return found;
}
