// Which values share memory. A view has its input's storage, an operation in place its target's; everything else has its own.
// Strides tell a view from a copy where `reshape` and `contiguous` may be either.
//
//     conv2d -> 3   batch_norm -> 4   relu in place -> 5   flatten -> 6        storages: {3}, {4, 5, 6}
import type { AttributeValue, GraphParameter, GraphValue, Operation, Tree, ValueId } from '../graph/graph';
import { dimEquals, multiply, type Dim } from '../shape/dim';
import { dtypeBytes } from '../shape/dtype';
import { contiguousStrides, elementCount } from '../shape/shape';
import { denseStrides, viewStrides, type Strides } from './strides';

/** An operation, with the value whose memory its outputs have: an input that is viewed or changed in place. */
export interface ExecutedOperation extends Operation<Dim> {
  readonly shares?: ValueId | null;
  /** It changes `shares` rather than views it. */
  readonly isInPlace?: boolean;
  /** Executed where no gradients are asked for. */
  readonly isUntracked?: boolean;
}

/** What memory and receptive fields are computed from: a graph, or the recording that becomes one. */
export interface Execution {
  readonly values: readonly GraphValue<Dim>[];
  readonly inputs: readonly ValueId[];
  readonly output: Tree<ValueId>;
  readonly parameters: readonly GraphParameter[];
  readonly operations: readonly ExecutedOperation[];
}

/** Memory that one tensor or several occupy. */
export interface TensorStorage {
  readonly bytes: Dim;
  /** Made by an operation, or fed; parameters, buffers and constants of the code are no activations. */
  readonly isActivation: boolean;
}

export interface Layout {
  readonly storages: readonly TensorStorage[];
  /** By value: the index of its storage. */
  readonly storageOf: readonly number[];
  /** By value: elements between neighbours along each axis; null where that is not known. */
  readonly strides: readonly Strides[];
}

export const valueBytes = (value: GraphValue<Dim>): Dim => multiply(elementCount(value.shape), dtypeBytes[value.dtype]);

/** `training`: dropout makes a new tensor; else it hands its input on. */
export function layOut(execution: Execution, training: boolean): Layout {
  const storages: TensorStorage[] = [];
  const storageOf: number[] = [];
  const strides: Strides[] = [];
  const add = (id: ValueId): void => {
    const value = execution.values[id];
    const { kind } = value.source;
    storageOf[id] =
      storages.push({ bytes: valueBytes(value), isActivation: kind === 'input' || kind === 'operation' }) - 1;
    strides[id] = contiguousStrides(value.shape);
  };
  execution.values.forEach((value, id) => {
    if (value.source.kind !== 'operation') add(id);
  });
  for (const operation of execution.operations) {
    const shared = sharedInput(operation, training);
    for (const id of operation.outputs) {
      const view = shared === null ? undefined : viewOf(execution, operation, shared, id, strides[shared]);
      if (shared === null || view === undefined) {
        add(id);
        strides[id] = ownStrides(execution, operation, id, strides);
      } else {
        storageOf[id] = storageOf[shared];
        strides[id] = view;
      }
    }
  }
  return { storages, storageOf, strides };
}

/** Element by element, PyTorch keeps the order in which the first operand's axes stand in memory; so does attention's kernel. */
function ownStrides(
  execution: Execution,
  operation: ExecutedOperation,
  id: ValueId,
  strides: readonly Strides[],
): Strides {
  const { shape } = execution.values[id];
  const [first] = inputsOf(operation);
  const isOrderKept = operation.operator === 'scaled_dot_product_attention' || elementwise.has(operation.operator);
  if (!isOrderKept || first === undefined || strides[first] === null) return contiguousStrides(shape);
  const from = execution.values[first].shape;
  const isSameSize =
    from.length === shape.length && from.every((d, i) => dimEquals(d, shape[i]) || i === shape.length - 1);
  return isSameSize ? denseStrides(strides[first], shape) : contiguousStrides(shape);
}

const elementwise = new Set(
  `
    add sub mul div true_divide neg clone relu relu6 hardtanh leaky_relu elu gelu silu mish hardswish
    hardsigmoid sigmoid tanh exp sqrt rsqrt pow clamp dropout
  `
    .trim()
    .split(/\s+/),
);

const dropouts = [
  'dropout',
  'dropout1d',
  'dropout2d',
  'dropout3d',
  'alpha_dropout',
  'feature_alpha_dropout',
  'feature_dropout',
];

function sharedInput(operation: ExecutedOperation, training: boolean): ValueId | null {
  const { input } = operation.inputs;
  if (operation.attributes.inplace === true && typeof input === 'number') return input;
  if (operation.shares !== undefined && operation.shares !== null) return operation.shares;
  const isOff = !training || operation.attributes.p === 0;
  return dropouts.includes(operation.operator) && isOff && typeof input === 'number' ? input : null;
}

/** The strides of an output that shares its input's memory; undefined: the operation has to copy after all. */
function viewOf(
  execution: Execution,
  operation: ExecutedOperation,
  shared: ValueId,
  output: ValueId,
  strides: Strides,
): Strides | undefined {
  const from = execution.values[shared];
  const to = execution.values[output];
  if (from.dtype !== to.dtype) return null;
  const isSameShape = from.shape.length === to.shape.length && from.shape.every((d, i) => dimEquals(d, to.shape[i]));
  if (operation.operator === 'contiguous') return isContiguous(strides, to.shape) ? strides : undefined;
  if (strides === null) return null;
  const view = viewStrides(operation, from.shape, strides, to.shape);
  if (view === 'copy') return undefined;
  return view ?? (isSameShape ? strides : null);
}

const isContiguous = (strides: Strides, shape: readonly Dim[]): boolean =>
  strides === null || contiguousStrides(shape).every((step, i) => shape[i] === 1 || dimEquals(step, strides[i]));

/** The tensor arguments of an operation, in order. */
export const inputsOf = (operation: Operation<Dim>): ValueId[] =>
  Object.values(operation.inputs).flatMap((input) => (input === null ? [] : input));

/** The values in an output of any form. */
export function leavesOf(tree: Tree<ValueId>): ValueId[] {
  if (tree === null) return [];
  if (typeof tree === 'number') return [tree];
  return Object.values(tree as Readonly<Record<string, Tree<ValueId>>>).flatMap(leavesOf);
}

/** An attribute that is a number, else null. */
export const numberOf = (value: AttributeValue<Dim> | undefined): number | null =>
  typeof value === 'number' ? value : null;
