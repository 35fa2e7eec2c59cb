// Operations that change memory in place while other values still see it. The graph is written in single assignments: what reads
// such a value later reads it unchanged, where PyTorch would see the change. Shapes and costs are the same; training is not.
//
//     y = x.flatten(1)    a view of x
//     y.mul_(2)           changes x as well
//     return x            the graph returns what x was before
//
// A part that an index names is put back into the whole (`Machine.putBack`): of that nothing is seen too early.
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
  private readonly makers = new Map<ValueId, number>();
  private readonly viewed = new Map<ValueId, readonly ValueId[]>();
  private readonly operations: readonly RecordedOperation[];

  constructor(operations: readonly RecordedOperation[]) {
    this.operations = operations;
    operations.forEach(({ outputs, shares }, operation) => {
      for (const id of outputs) this.makers.set(id, operation);
      if (shares !== null) for (const id of outputs) this.parents.set(id, { parent: shares, operation });
    });
  }

  /** The operation; -1: an input, a parameter. */
  madeBy(id: ValueId): number {
    return this.makers.get(id) ?? -1;
  }

  /** The value, and what it was before it was changed in place, as far as that was. */
  private states(id: ValueId): readonly ValueId[] {
    const found = [id];
    for (let step = this.parents.get(id); step !== undefined; step = this.parents.get(step.parent)) {
      if (!this.operations[step.operation].isInPlace) break;
      found.push(step.parent);
    }
    return found;
  }

  /**
   * Of an assignment of a part to where it is anyway (`x[i] += 1`), which changes no memory: the states of the part, and of
   * parts of it that were put back before; null for any other operation.
   */
  putBack({ operator, inputs, attributes }: RecordedOperation): ReadonlySet<ValueId> | null {
    const { input, value } = inputs;
    if (operator !== 'setitem' || typeof input !== 'number' || typeof value !== 'number') return null;
    const states = this.states(value);
    const part = this.parents.get(states[states.length - 1]);
    const taken = part && this.operations[part.operation];
    if (part === undefined || taken?.operator !== 'getitem' || !this.states(input).includes(part.parent)) return null;
    if (JSON.stringify(taken.attributes['index']) !== JSON.stringify(attributes['index'])) return null;
    const nested = states.flatMap((id) => [...(this.putBack(this.operations[this.madeBy(id)]) ?? [])]);
    return new Set([...states, ...nested]);
  }

  /** The value as it was before changes in place, then what that is a view of, and so on. */
  views(id: ValueId): readonly ValueId[] {
    const known = this.viewed.get(id);
    if (known) return known;
    const found: ValueId[] = [];
    for (let at: ValueId | undefined = id; at !== undefined;) {
      const first: ValueId = this.states(at).at(-1) ?? at;
      found.push(first);
      at = this.parents.get(first)?.parent;
    }
    this.viewed.set(id, found);
    return found;
  }

  /** Views of different parts: outputs of one split, or indices that differ. */
  areApart(a: ValueId, b: ValueId): boolean {
    const [left, right] = [this.views(a), this.views(b)];
    const common = left.find((id) => right.includes(id));
    if (common === undefined) return true;
    const [x, y] = [left, right].map((views) => views[views.indexOf(common) - 1] as ValueId | undefined);
    if (x === undefined || y === undefined) return false;
    const [p, q] = [x, y].map((id) => this.madeBy(id));
    if (p === q) return x !== y;
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
  const changes = new Map<ValueId, Change[]>();
  const rootOf = (id: ValueId): ValueId => memory.views(id).at(-1) ?? id;
  const read = (id: ValueId, seen: ReadonlySet<ValueId>): void => {
    for (const { operation, target, result } of changes.get(rootOf(id)) ?? [])
      if (memory.madeBy(id) < operation && !memory.areApart(id, target) && !seen.has(result)) found.add(operation);
  };
  operations.forEach((operation, index) => {
    const put = memory.putBack(operation);
    for (const id of Object.values(operation.inputs).flat()) if (id !== null) read(id, put ?? NONE);
    if (!operation.isInPlace || operation.shares === null || put !== null) return;
    const root = rootOf(operation.shares);
    const change = { operation: index, target: operation.shares, result: operation.outputs[0] };
    changes.set(root, [...(changes.get(root) ?? []), change]);
  });
  for (const id of outputs) read(id, NONE);
  return found;
}

const NONE: ReadonlySet<ValueId> = new Set();
