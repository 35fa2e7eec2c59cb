// The most memory that activations take at once in inference: every storage lives from the operation that makes it to the last
// one that reads it; the input counts from the start, the output stays to the end. Parameters, buffers and what an operation
// allocates for itself alone (a kernel's workspace, the indices that a max pooling drops) are not counted. PyTorch's own peak is
// higher where Python holds on to a tensor that nothing reads any more.
//
//     conv2d 0 -> 1, relu 1 -> 2, linear 2 -> 3          alive: {0, 1}  {1, 2}  {2, 3}
import { add, certainlyAtLeast, maximum, substitute, subtract, sum, type Dim, type SymbolicDim } from '../shape/dim';
import { inputsOf, leavesOf, type Execution, type Layout } from './storage';

/** Sums over symbols that nothing tells apart, beyond which a maximum of them says nothing to anyone. */
const MOST_RIVALS = 3;

/** In bytes; null: too many symbolic sizes that cannot be compared. */
export function inferencePeak(execution: Execution, layout: Layout): Dim | null {
  const { operations } = execution;
  const first = new Map<number, number>();
  const last = new Map<number, number>();
  const touch = (id: number, at: number): void => {
    const storage = layout.storageOf[id];
    if (storage === undefined || !layout.storages[storage].isActivation) return;
    if (!first.has(storage)) first.set(storage, at);
    last.set(storage, at);
  };
  const read = new Set([...operations.flatMap(inputsOf), ...leavesOf(execution.output)]);
  for (const id of execution.inputs) touch(id, 0);
  operations.forEach((operation, at) => {
    for (const id of inputsOf(operation)) touch(id, at);
    // A second result that nothing reads (the indices of a maximum) goes at once.
    operation.outputs.forEach((id, index) => {
      if (index === 0 || read.has(id)) touch(id, at);
    });
  });
  for (const id of leavesOf(execution.output)) touch(id, operations.length);
  const born: number[][] = operations.map(() => []);
  const gone: number[][] = operations.map(() => []);
  for (const [storage, at] of first) born[at]?.push(storage);
  for (const [storage, at] of last) gone[at]?.push(storage);
  const size = (storages: readonly number[]): Dim => sum(storages.map((storage) => layout.storages[storage].bytes));
  if (operations.length === 0) return size([...first.keys()]);

  let alive: Dim = 0;
  const sums = new Map<string, Dim>();
  operations.forEach((_, at) => {
    alive = add(alive, size(born[at]));
    sums.set(formatKey(alive), alive);
    alive = subtract(alive, size(gone[at]));
  });
  return greatest([...sums.values()]);
}

const formatKey = (d: Dim): string => (typeof d === 'number' ? String(d) : d.key);

/** Its value for sizes as images have them, to guess which sum is the greatest before that is shown. */
function typical(d: Dim): number {
  if (typeof d === 'number') return d;
  let value = typicalValues.get(d);
  if (value === undefined) {
    const substituted = substitute(d, (name) => (/^[NB]/i.test(name) ? 8 : 224));
    typicalValues.set(d, (value = typeof substituted === 'number' ? substituted : 0));
  }
  return value;
}

const typicalValues = new WeakMap<SymbolicDim, number>();

/** The maximum, with those that may exceed the likely one; null where they are too many. */
function greatest(sums: readonly Dim[]): Dim | null {
  const sizes = sums.map(typical);
  const likely = sums[sizes.indexOf(Math.max(...sizes))];
  const rivals: Dim[] = [];
  for (const value of sums) {
    if (certainlyAtLeast(likely, value)) continue;
    rivals.push(value);
    if (rivals.length > MOST_RIVALS) return null;
  }
  return rivals.reduce((a, b) => maximum(a, b), likely);
}
