// Python values as arguments of operators, and operators' results as Python values.
import { UnknownArgument, type ArgumentValue } from '../../ops/arguments';
import { Float, type Result, type ScalarResult, type TensorType } from '../../ops/operator';
import { SymbolicDim } from '../../shape/dim';
import {
  DTypeValue,
  ListValue,
  TensorValue,
  TupleValue,
  type InstanceValue,
  type Machine,
  type Value,
} from '../values';

/** A tensor argument that remembers which tensor it is. */
export interface TensorArgument extends TensorType {
  readonly source: TensorValue;
}

export const isTensorArgument = (value: unknown): value is TensorArgument =>
  typeof value === 'object' && value !== null && 'source' in value;

export function toArgument(machine: Machine, value: Value): ArgumentValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string' || typeof value === 'number')
    return value;
  if (typeof value === 'bigint') return new UnknownArgument('a very large integer');
  if (value instanceof Float || value instanceof SymbolicDim) return value;
  switch (value.kind) {
    case 'tensor':
      if (value.uninitialised) return new UnknownArgument(value.whyUninitialised);
      return { ...value.tensor, source: value } as TensorArgument;
    case 'unknown':
      return new UnknownArgument(value.reason);
    case 'list':
      if (value.open !== null) return new UnknownArgument(value.open.reason);
      return value.items.map((item) => toArgument(machine, item));
    case 'tuple':
      return value.items.map((item) => toArgument(machine, item));
    case 'range': {
      const items = machine.elements(value);
      return items === null ? new UnknownArgument('a long range') : items.map((item) => toArgument(machine, item));
    }
    case 'set':
      if (value.open !== null) return new UnknownArgument(value.open.reason);
      return [...value.entries.values()].map((item) => toArgument(machine, item));
    case 'ellipsis':
      return { ellipsis: true };
    case 'slice':
      return { slice: [value.lower, value.upper, value.step].map((part) => toArgument(machine, part)) as never };
    case 'dtype':
      return { dtype: value.dtype };
    case 'instance':
      if (value.payload !== undefined) return toArgument(machine, value.payload);
      // a NumPy array is the tensor in it
      if (value.type.mro.some((type) => type.attributes.has('__array__')))
        return toArgument(machine, arrayOf(machine, value));
      return { opaque: value.type.name };
    case 'iterator': {
      const items = machine.elements(value);
      return items === null ? new UnknownArgument('an iterator') : items.map((item) => toArgument(machine, item));
    }
    case 'class':
      return { opaque: value.name };
    default:
      return { opaque: value.kind };
  }
}

/** Of a NumPy array as core/library/numpy has it, its tensor; of another class's, its numbers. */
function arrayOf(machine: Machine, value: InstanceValue): Value {
  const tensor = value.attributes.get('_t');
  return tensor instanceof TensorValue ? tensor : machine.call(machine.attribute(value, 'tolist'), []);
}

const scalarOf = (scalar: ScalarResult['scalar']): Value =>
  typeof scalar === 'object' && scalar !== null && 'dtype' in scalar ? new DTypeValue(scalar.dtype) : scalar;

/** Results as values; `make` turns a tensor type into a tensor. */
export function fromResult(machine: Machine, result: Result, make: (type: TensorType) => TensorValue): Value {
  if ('shape' in result) return make(result);
  if ('scalar' in result) return scalarOf(result.scalar);
  const items = result.tuple.map((item) => fromResult(machine, item, make));
  if (result.form === 'list') return new ListValue(items);
  const tuple = new TupleValue(items);
  if (result.names !== undefined) {
    tuple.attributes = new Map(result.names.map((name, i) => [name, items[i]]));
  }
  return tuple;
}
