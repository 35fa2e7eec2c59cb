// The state that a model has after its construction: runs the graph's initialisation steps on a generator, in PyTorch's order,
// and hands out every parameter and buffer by its id.
//
//     const state = initialise(graph, new Generator(0));       // torch.manual_seed(0); model = DSDilatedNet()
//     state[graph.parameters.findIndex((p) => p.name === 'fc.bias')]     // Float32Array(10)
import type { GraphParameter, Initialiser, SerialisedGraph } from '../../core/graph/graph';
import type { DType } from '../../core/shape/dtype';
import { bernoulli, integers, normal, permutation, uniform, type Numbers } from '../random/distributions';
import type { Generator } from '../random/generator';
import { truncatedNormal } from '../random/truncatedNormal';
import { failure } from '../train/failure';
import type { StateData } from '../types';
import { orthogonal } from './orthogonal';
import { dirac, eye, sparse } from './patterns';

type Step = Exclude<Initialiser, { readonly kind: 'unsupported' | 'derived' }>;
type Derived = Extract<Initialiser, { readonly kind: 'derived' }>;

/** Fills `data`, of that shape, as the step says. */
type Fill<K extends Step['kind'], Data> = (
  generator: Generator,
  data: Data,
  step: Extract<Step, { readonly kind: K }>,
  shape: readonly number[],
) => void;

type WholeKind = 'constant' | 'data' | 'bernoulli' | 'integers' | 'permutation' | 'eye' | 'dirac';

/** These make whole numbers, or copy; they draw alike for every dtype. */
const wholeFills: { readonly [K in WholeKind]: Fill<K, Numbers> } = {
  constant: (_, data, { value }) => data.fill(value),
  data: (_, data, { data: values }) => data.set(values),
  bernoulli: (generator, data, { probability }) => bernoulli(generator, data, probability),
  integers: (generator, data, { low, high }) => integers(generator, data, low, high),
  permutation: (generator, data, { size }) => data.set(permutation(generator, size)),
  eye: (_, data, __, shape) => eye(data, shape),
  dirac: (_, data, { groups }, shape) => dirac(data, shape, groups),
};

const fills: { readonly [K in Step['kind']]: Fill<K, Float32Array> } = {
  ...wholeFills,
  uniform: (generator, data, { low, high }) => uniform(generator, data, low, high),
  normal: (generator, data, { mean, std }) => normal(generator, data, mean, std),
  truncatedNormal: (generator, data, { mean, std, low, high }) =>
    truncatedNormal(generator, data, mean, std, low, high),
  orthogonal: (generator, data, { gain }, [rows = 1]) => orthogonal(generator, data, rows, gain),
  sparse: (generator, data, { sparsity, std }, shape) => sparse(generator, data, shape, { sparsity, std }),
};

const isWhole = (kind: Step['kind']): kind is WholeKind => Object.hasOwn(wholeFills, kind);

/**
 * Every parameter's and buffer's initial values, by ParameterId: BigInt64Array for int64, Float32Array for all else.
 * Throws TrainingFailure CL3002 where a tensor's values are not known (never filled, or filled in an unsupported way).
 */
export function initialise(graph: SerialisedGraph, generator: Generator): readonly StateData[] {
  const tensors = graph.parameters.map(allocate);
  const filled = new Set<number>();
  /** Tensors outside of the model that parameters are made of. */
  const outside = new Map<number, StateData>();
  for (const { parameter, tensor, offset, elements, initialiser } of graph.initialisation) {
    const target = parameter === null ? null : graph.parameters[parameter];
    const name = target?.name ?? 'a tensor made during construction';
    if (initialiser.kind === 'unsupported') {
      if (parameter === null && tensor === undefined)
        throw failure('CL3002', { parameter: name, reason: initialiser.reason });
      // Memory that nothing filled may still be filled by a later step.
      if (tensor !== undefined) outside.delete(tensor);
      else if (parameter !== null) filled.delete(parameter);
      continue;
    }
    const whole = parameter !== null ? tensors[parameter] : tensor === undefined ? undefined : outside.get(tensor);
    const data =
      whole === undefined
        ? new Float32Array(elements)
        : offset === undefined
          ? whole
          : whole.subarray(offset, offset + elements);
    // Memory that nothing filled is not known by one of its parts, but the part may draw.
    const settles = offset === undefined;
    if (tensor !== undefined && settles) outside.set(tensor, data);
    if (initialiser.kind === 'derived') {
      const { from, index } = initialiser;
      const source = from === 'tensor' ? outside.get(index) : filled.has(index) ? tensors[index] : undefined;
      if (source === undefined || source.length !== data.length)
        throw failure('CL3002', { parameter: name, reason: 'it is made of a tensor whose values are not known' });
      derive(data, source, initialiser);
      if (parameter !== null && settles) filled.add(parameter);
      continue;
    }
    const reason = mismatch(initialiser, data.length, elements, target?.dtype ?? 'float32');
    if (reason !== undefined) throw failure('CL3002', { parameter: name, reason });
    run(generator, data, initialiser, target?.shape ?? [elements]);
    if (parameter !== null && settles) filled.add(parameter);
  }
  const bare = graph.parameters.findIndex((_, id) => !filled.has(id));
  if (bare !== -1) throw failure('CL3002', { parameter: graph.parameters[bare].name, reason: reasonFor(graph, bare) });
  return tensors;
}

function allocate({ name, shape, dtype }: GraphParameter): StateData {
  if (shape === null)
    throw failure('CL3002', { parameter: name, reason: 'its shape is set by a first call that never happens' });
  const length = shape.reduce((product, size) => product * size, 1);
  return dtype === 'int64' ? new BigInt64Array(length) : new Float32Array(length);
}

function mismatch(step: Step, length: number, elements: number, dtype: DType): string | undefined {
  const given = step.kind === 'data' ? step.data.length : step.kind === 'permutation' ? step.size : elements;
  if (elements !== length || given !== length) return `${given} values for ${length} elements`;
  // PyTorch draws other streams for other dtypes; a fixed value is the same in each.
  const fixed = ['constant', 'data', 'eye', 'dirac'].includes(step.kind);
  const supported = fixed || dtype === 'float32';
  return supported || (dtype === 'int64' && isWhole(step.kind))
    ? undefined
    : `random values of type ${dtype} are not supported`;
}

function run(generator: Generator, data: StateData, step: Step, shape: readonly number[]): void {
  if (data instanceof Float32Array) {
    (fills[step.kind] as Fill<Step['kind'], Float32Array>)(generator, data, step, shape);
  } else if (isWhole(step.kind)) {
    const values = new Float64Array(data.length);
    (wholeFills[step.kind] as Fill<Step['kind'], Numbers>)(generator, values, step, shape);
    data.set(Array.from(values, (value) => BigInt(Math.trunc(value))));
  }
}

/** In float32, as torch computes with a number. */
function derive(data: StateData, source: StateData, { operation, value }: Derived): void {
  if (data instanceof BigInt64Array || source instanceof BigInt64Array) {
    if (operation !== 'copy') throw failure('CL3002', { parameter: 'a tensor', reason: 'arithmetic on whole numbers' });
    for (let i = 0; i < data.length; i++) data[i] = source[i];
    return;
  }
  const operand = Math.fround(value);
  for (let i = 0; i < data.length; i++) data[i] = operators[operation](source[i], operand);
}

const operators: { readonly [K in Derived['operation']]: (x: number, operand: number) => number } = {
  copy: (x) => x,
  multiply: (x, operand) => x * operand,
  divide: (x, operand) => x / operand,
  add: (x, operand) => x + operand,
  subtract: (x, operand) => x - operand,
};

function reasonFor(graph: SerialisedGraph, parameter: number): string {
  const steps = graph.initialisation.filter((each) => each.parameter === parameter);
  const last = steps.at(-1)?.initialiser;
  return last?.kind === 'unsupported' ? last.reason : 'nothing fills it';
}
