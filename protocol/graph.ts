// The check of a model graph that arrives as a message: the form of core/graph/graph.ts, with bounds, and every index in range.
import type {
  AttributeValue,
  GraphParameter,
  GraphValue,
  Initialiser,
  InitialisationStep,
  LeafCall,
  Operation,
  ReceptiveField,
  SerialisedGraph,
  Tree,
} from '../core/graph/graph';
import type { Location } from '../core/base/location';
import { boolean, finite, integer, list, nullable, object, oneOf, record, tagged, text, type Check } from './validate';

type Dimension = number | string;

const most = 200_000;
const depth = 32;
const index = integer(0, most);
const name = text(1_000);
const whole = integer(0, Number.MAX_SAFE_INTEGER);
const real = finite();

const dimension: Check<Dimension> = (value, at) =>
  typeof value === 'string'
    ? text(1_000)(value, at)
    : integer(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER)(value, at);
const shape: Check<readonly Dimension[]> = list(dimension, 64);
const numbers = list(real, 1_000_000);

/** A leaf, null, or lists and dicts of such, at most 32 deep. */
const tree =
  <T>(leaf: Check<T>, isLeaf: (value: unknown) => boolean, level = 0): Check<Tree<T>> =>
  (value, at) => {
    if (value === null) return undefined;
    if (isLeaf(value)) return leaf(value, at);
    if (level === depth) return `${at}: nested too deep`;
    const inner = tree(leaf, isLeaf, level + 1);
    return Array.isArray(value) ? list(inner, most)(value, at) : record(inner, most)(value, at);
  };

const isDimension = (value: unknown): boolean => typeof value === 'number' || typeof value === 'string';
const isShape = (value: unknown): boolean => Array.isArray(value) && value.every(isDimension);

const attribute =
  (level = 0): Check<AttributeValue<Dimension>> =>
  (value, at) => {
    if (value === null || typeof value === 'boolean') return undefined;
    if (typeof value === 'number') return real(value, at);
    if (typeof value === 'string') return text(10_000)(value, at);
    if (level === depth) return `${at}: nested too deep`;
    return list(attribute(level + 1), most)(value, at);
  };

const dtype: Check<GraphParameter['dtype']> = (value, at) => text(40)(value, at);
const location: Check<Location> = object({ file: text(4_096), start: whole, end: whole });

const source = tagged<'kind', GraphValue<Dimension>['source']>('kind', {
  input: object({ kind: oneOf('input'), index }),
  parameter: object({ kind: oneOf('parameter'), parameter: index }),
  operation: object({ kind: oneOf('operation'), operation: index, output: index }),
  constant: object({ kind: oneOf('constant'), data: nullable(numbers) }),
});

const value: Check<GraphValue<Dimension>> = object({ shape, dtype, source });

const parameter: Check<GraphParameter> = object({
  name,
  aliases: list(name, most),
  kind: oneOf('parameter', 'buffer'),
  shape: nullable(list(whole, 64)),
  dtype,
  trainable: boolean,
  persistent: boolean,
});

const initialiser = tagged<'kind', Initialiser>('kind', {
  constant: object({ kind: oneOf('constant'), value: real }),
  data: object({ kind: oneOf('data'), data: numbers }),
  uniform: object({ kind: oneOf('uniform'), low: real, high: real }),
  normal: object({ kind: oneOf('normal'), mean: real, std: real }),
  truncatedNormal: object({ kind: oneOf('truncatedNormal'), mean: real, std: real, low: real, high: real }),
  bernoulli: object({ kind: oneOf('bernoulli'), probability: real }),
  integers: object({ kind: oneOf('integers'), low: real, high: real }),
  permutation: object({ kind: oneOf('permutation'), size: whole }),
  orthogonal: object({ kind: oneOf('orthogonal'), gain: real }),
  eye: object({ kind: oneOf('eye') }),
  dirac: object({ kind: oneOf('dirac'), groups: whole }),
  sparse: object({ kind: oneOf('sparse'), sparsity: real, std: real }),
  derived: object({
    kind: oneOf('derived'),
    from: oneOf('parameter', 'tensor'),
    index,
    operation: oneOf('copy', 'multiply', 'divide', 'add', 'subtract'),
    value: real,
  }),
  unsupported: object({ kind: oneOf('unsupported'), reason: text(10_000) }),
});

const withoutExtras: Check<InitialisationStep> = object({ parameter: nullable(index), elements: whole, initialiser });

/** `tensor` and `offset` may be absent. */
const initialisation: Check<InitialisationStep> = (given, at) => {
  if (typeof given !== 'object' || given === null) return withoutExtras(given, at);
  const { tensor, offset, ...rest } = given as Record<string, unknown>;
  for (const extra of [tensor, offset]) {
    const problem = extra === undefined ? undefined : index(extra, at);
    if (problem !== undefined) return problem;
  }
  return withoutExtras(rest, at);
};

const input: Check<Operation<Dimension>['inputs'][string]> = (given, at) =>
  Array.isArray(given) ? list(index, most)(given, at) : nullable(index)(given, at);

const withoutMark: Check<Operation<Dimension>> = object({
  operator: name,
  inputs: record(input, 100),
  attributes: record(attribute(), 100),
  outputs: list(index, most),
  macs: nullable(dimension),
  call: nullable(index),
  location: nullable(location),
});

/** `aliased` may be absent. */
const operation: Check<Operation<Dimension>> = (given, at) => {
  if (typeof given !== 'object' || given === null) return withoutMark(given, at);
  const { aliased, ...rest } = given as Record<string, unknown>;
  return aliased === undefined || aliased === true ? withoutMark(rest, at) : boolean(null, at);
};

const receptiveField: Check<ReceptiveField> = object({
  size: list(real, 8),
  jump: list(real, 8),
  offset: list(real, 8),
});

const call: Check<LeafCall<Dimension>> = object({
  path: name,
  type: name,
  inputs: list(shape, 1_000),
  output: tree(shape, isShape),
  params: nullable(whole),
  macs: nullable(dimension),
  receptiveField: nullable(receptiveField),
  attributes: record(attribute(), 1_000),
  defined: nullable(location),
  called: nullable(location),
  operations: list(index, 2, 2) as Check<readonly [number, number]>,
});

const form: Check<SerialisedGraph> = object({
  version: oneOf(1),
  expression: text(10_000),
  training: boolean,
  values: list(value, most),
  inputs: list(index, 1_000),
  output: tree(index, (leaf) => typeof leaf === 'number'),
  parameters: list(parameter, most),
  initialisation: list(initialisation, most),
  operations: list(operation, most),
  calls: list(call, most),
});

/** A serialised graph whose references all point into it. */
export const serialisedGraph: Check<SerialisedGraph> = (candidate, at) =>
  form(candidate, at) ?? strayReference(candidate as SerialisedGraph, at);

function strayReference(graph: SerialisedGraph, at: string): string | undefined {
  const below = (limit: number, references: Iterable<number>, place: string): string | undefined => {
    for (const reference of references) if (reference >= limit) return `${at}${place}: ${reference} points to nothing`;
    return undefined;
  };
  const values = graph.values.length;
  for (const [i, each] of graph.operations.entries()) {
    const inputs = Object.values(each.inputs).flatMap((one) => one ?? []);
    const problem =
      below(values, [...inputs, ...each.outputs], `.operations[${i}]`) ??
      below(graph.calls.length, each.call === null ? [] : [each.call], `.operations[${i}].call`);
    if (problem !== undefined) return problem;
  }
  for (const [i, { source: from }] of graph.values.entries()) {
    const problem =
      from.kind === 'parameter'
        ? below(graph.parameters.length, [from.parameter], `.values[${i}].source`)
        : from.kind === 'operation'
          ? below(graph.operations.length, [from.operation], `.values[${i}].source`)
          : undefined;
    if (problem !== undefined) return problem;
  }
  const steps = graph.initialisation.flatMap(({ parameter: target }) => target ?? []);
  return below(values, graph.inputs, '.inputs') ?? below(graph.parameters.length, steps, '.initialisation');
}
