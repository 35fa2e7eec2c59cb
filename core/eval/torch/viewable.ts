// Whether `.view` can be a view: the new shape has to divide what lies together in memory. Strides are followed from the inputs, which lie
// without gaps, through views and through operators of which it is certain how their results lie; of others nothing is said.
//
//     x.transpose(1, 2).view(n, -1)      RuntimeError: view size is not compatible with input tensor's size and stride
import { inputsOf } from '../../cost/storage';
import { denseStrides, viewStrides, type Strides } from '../../cost/strides';
import type { ValueId } from '../../graph/graph';
import { dimEquals, type Dim } from '../../shape/dim';
import { contiguousStrides } from '../../shape/shape';
import type { RecordedOperation, Recording } from './recording';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Their results lie without gaps where all that they are given does. */
const plain = words(`
  conv1d conv2d conv3d conv_transpose1d conv_transpose2d conv_transpose3d matmul addmm baddbmm batch_norm
  group_norm instance_norm max_pool1d max_pool2d max_pool3d avg_pool1d avg_pool2d avg_pool3d
  adaptive_avg_pool1d adaptive_avg_pool2d adaptive_avg_pool3d interpolate pixel_shuffle cat stack add sub mul div mean sum pad
`);

/** Their results lie without gaps, whatever they are given. */
const dense = words('linear mm bmm layer_norm softmax log_softmax embedding');

/** Element by element, of one tensor, or of a first one that has the result's shape: the axes keep their order in memory. */
const orderKept = words(`
  relu relu6 leaky_relu elu gelu silu mish hardswish hardsigmoid hardtanh sigmoid tanh exp log sqrt rsqrt abs neg dropout add sub mul div
  clamp pow clone
`);

/** What is known of a recording so far. */
interface Followed {
  count: number;
  last: RecordedOperation | undefined;
  readonly strides: Map<ValueId, Strides>;
}

const followed = new WeakMap<Recording, Followed>();

/** False only where PyTorch certainly refuses to view the value in this shape. */
export function isViewable(recording: Recording, value: ValueId, shape: readonly Dim[]): boolean {
  const from = recording.values[value].shape;
  if (![...from, ...shape].every((size) => typeof size === 'number')) return true;
  const strides = stridesOf(recording, follow(recording), value);
  if (strides === null) return true;
  return viewStrides({ operator: 'view', attributes: {} } as RecordedOperation, from, strides, shape) !== 'copy';
}

function follow(recording: Recording): Followed {
  const { operations } = recording;
  let known = followed.get(recording);
  // what a branch executed may have been taken back
  if (known === undefined || operations[known.count - 1] !== known.last)
    followed.set(recording, (known = { count: 0, last: undefined, strides: new Map() }));
  for (; known.count < operations.length; known.count++) {
    const operation = (known.last = operations[known.count]);
    for (const id of operation.outputs) known.strides.set(id, resultStrides(recording, known, operation, id));
  }
  return known;
}

/** What was not made by an operation lies without gaps: inputs, parameters, constants. */
function stridesOf({ values }: Recording, { strides }: Followed, id: ValueId): Strides {
  const known = strides.get(id);
  return known !== undefined || values[id].source.kind === 'operation'
    ? (known ?? null)
    : contiguousStrides(values[id].shape);
}

function resultStrides(recording: Recording, known: Followed, operation: RecordedOperation, output: ValueId): Strides {
  const { values } = recording;
  const { operator, shares, attributes } = operation;
  const { shape, dtype } = values[output];
  if (attributes.memory_format !== undefined && attributes.memory_format !== null) return null;
  if (operator === 'contiguous') return contiguousStrides(shape);
  if (shares !== null && !operation.isInPlace) {
    const from = stridesOf(recording, known, shares);
    if (from === null || values[shares].dtype !== dtype) return null;
    const view = viewStrides(operation, values[shares].shape, from, shape);
    return view === 'copy' ? contiguousStrides(shape) : (view ?? null);
  }
  const inputs = inputsOf(operation);
  const isBatched = operator === 'matmul' && inputs.every((id) => values[id].shape.length > 2);
  if (dense.has(operator) || isBatched) return contiguousStrides(shape);
  const given = inputs.map((id) => stridesOf(recording, known, id));
  if (given.includes(null)) return null;
  const [first] = given;
  if (orderKept.has(operator) && first !== null && !first.includes(0) && hasShape(values[inputs[0]].shape, shape))
    return denseStrides(first, shape);
  const allPlain = inputs.every((id, i) => isContiguous(values[id].shape, given[i] as readonly Dim[]));
  return plain.has(operator) && allPlain ? contiguousStrides(shape) : null;
}

const hasShape = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.length === b.length && a.every((size, axis) => dimEquals(size, b[axis]));

const isContiguous = (shape: readonly Dim[], strides: readonly Dim[]): boolean =>
  contiguousStrides(shape).every((step, axis) => shape[axis] === 1 || dimEquals(step, strides[axis]));
