// Typed reading of one call's bound arguments: `OperatorArguments` over a map from parameter names to values.
import type { Problem } from '../base/diagnostic';
import { type Dim, isSymbolic } from '../shape/dim';
import type { DType } from '../shape/dtype';
import { type ArgumentValue, type OperatorArguments, ProblemSignal, UnknownArgument, UnknownSignal } from './arguments';
import { Float, type TensorType } from './operator';
import { axisOutOfRange, invalidArgument } from './problems';
import type { Signature } from './signature';
import { isDType, isList, isOpaque, isTensor, typeName } from './values';

/** Python's types where PyTorch takes a dtype. */
const PYTHON_TYPES: Readonly<Record<string, DType>> = {
  float: 'float64',
  int: 'int64',
  bool: 'bool',
  complex: 'complex128',
};

export class BoundArguments implements OperatorArguments {
  constructor(
    readonly operatorName: string,
    private readonly signature: Signature,
    private readonly bound: ReadonlyMap<string, ArgumentValue>,
  ) {}

  has(name: string): boolean {
    return this.bound.has(name) && this.bound.get(name) !== null;
  }

  accepts(name: string): boolean {
    return this.signature.byName.has(name);
  }

  raw(name: string): ArgumentValue {
    const value = this.bound.get(name);
    if (value !== undefined) return value;
    const parameter = this.signature.byName.get(name);
    if (parameter?.default === undefined) {
      return this.fail({
        code: 'CL1013',
        details: { reason: `${this.operatorName}() missing required argument: '${name}'` },
      });
    }
    return parameter.default;
  }

  tensor(name: string): TensorType {
    return this.toTensor(name, this.raw(name));
  }

  optionalTensor(name: string): TensorType | null {
    const value = this.raw(name);
    return value === null ? null : this.toTensor(name, value);
  }

  tensors(name: string): readonly TensorType[] {
    return this.list(name).map((value) => this.toTensor(name, value));
  }

  dim(name: string): Dim {
    return this.toDim(name, this.raw(name));
  }

  optionalDim(name: string): Dim | null {
    return this.raw(name) === null ? null : this.dim(name);
  }

  int(name: string): number {
    return this.concrete(name, this.dim(name));
  }

  optionalInt(name: string): number | null {
    return this.raw(name) === null ? null : this.int(name);
  }

  dims(name: string): readonly Dim[] {
    const value = this.known(this.raw(name));
    if (isTensor(value) && value.shape.length === 1) return this.elements(name, value);
    return isList(value) ? this.list(name).map((v) => this.toDim(name, v)) : [this.toDim(name, value)];
  }

  optionalDims(name: string): readonly Dim[] | null {
    const value = this.raw(name);
    const none = value === null || (isList(value) && value.length === 1 && value[0] === null);
    return none ? null : this.dims(name);
  }

  ints(name: string, count: number): readonly number[] {
    const values = this.dims(name).map((d) => this.concrete(name, d));
    if (values.length === count) return values;
    if (values.length === 1) return Array<number>(count).fill(values[0]);
    return this.fail(
      invalidArgument(this.operatorName, `${name} must hold ${count} integers`, {
        expected: `${count} integers, or one`,
        actual: `${values.length} integers`,
      }),
    );
  }

  number(name: string): number {
    const value = this.known(this.raw(name));
    if (value instanceof Float) return value.value;
    if (isTensor(value)) return this.item(name, value);
    return this.concrete(name, this.toDim(name, value));
  }

  optionalNumber(name: string): number | null {
    return this.raw(name) === null ? null : this.number(name);
  }

  boolean(name: string): boolean {
    const value = this.known(this.raw(name));
    if (typeof value === 'boolean') return value;
    if (value === null) return false;
    if (typeof value === 'number') return value !== 0;
    return this.mismatch(name, 'bool', value);
  }

  string(name: string): string {
    const value = this.known(this.raw(name));
    if (typeof value === 'string') return value;
    return this.mismatch(name, 'str', value);
  }

  optionalDType(name: string): DType | null {
    const value = this.known(this.raw(name));
    if (value === null) return null;
    if (isDType(value)) return value.dtype;
    if (isOpaque(value) && value.opaque in PYTHON_TYPES) return PYTHON_TYPES[value.opaque];
    return this.mismatch(name, 'torch.dtype', value);
  }

  axis(name: string, rank: number): number {
    return this.normaliseAxis(this.int(name), rank);
  }

  axes(name: string, rank: number, fallback?: readonly number[]): readonly number[] {
    const given = this.optionalDims(name);
    if (given === null) return fallback ?? this.mismatch(name, 'int', null);
    const axes = given.map((d) => this.normaliseAxis(this.concrete(name, d), rank));
    const repeated = axes.find((axis, i) => axes.indexOf(axis) !== i);
    if (repeated === undefined) return axes;
    return this.fail(invalidArgument(this.operatorName, `dim ${repeated} appears multiple times in the list of dims`));
  }

  fail(problem: Problem): never {
    throw new ProblemSignal(problem);
  }

  unknown(reason: string): never {
    throw new UnknownSignal(reason);
  }

  private known(value: ArgumentValue): Exclude<ArgumentValue, UnknownArgument> {
    return value instanceof UnknownArgument ? this.unknown(value.reason) : value;
  }

  /** A list, tuple or star parameter; a star parameter that holds one list is that list. */
  private list(name: string): readonly ArgumentValue[] {
    const value = this.known(this.raw(name));
    if (!isList(value)) return this.mismatch(name, 'tuple', value);
    const isStar = this.signature.byName.get(name)?.kind === 'star';
    const only = isStar && value.length === 1 ? this.known(value[0]) : undefined;
    return only !== undefined && isList(only) ? only : value;
  }

  private toTensor(name: string, given: ArgumentValue): TensorType {
    const value = this.known(given);
    if (isTensor(value)) return value;
    return this.mismatch(name, 'Tensor', value);
  }

  private toDim(name: string, given: ArgumentValue): Dim {
    const value = this.known(given);
    if (typeof value === 'number' || isSymbolic(value)) return value;
    if (typeof value === 'boolean') return Number(value);
    if (value instanceof Float) {
      return this.fail({
        code: 'CL1010',
        details: { parameter: name, value: formatFloat(value.value) },
        expected: 'int',
        actual: 'float',
        hint: Number.isInteger(value.value) ? 'Use // instead of /, or int(...).' : 'Use int(...) to round it.',
      });
    }
    if (isTensor(value)) return this.item(name, value);
    return this.mismatch(name, 'int', value);
  }

  private item(name: string, tensor: TensorType): number {
    if (tensor.data?.length === 1) return tensor.data[0];
    if (tensor.shape.every((d) => d === 1)) return this.unknown(`the value of the tensor ${name} is not known`);
    return this.mismatch(name, 'int', tensor);
  }

  private elements(name: string, tensor: TensorType): readonly Dim[] {
    return tensor.data ?? this.unknown(`the values of the tensor ${name} are not known`);
  }

  private concrete(name: string, d: Dim): number {
    return isSymbolic(d) ? this.unknown(`${name} depends on ${String(d)}`) : d;
  }

  private normaliseAxis(axis: number, rank: number): number {
    // PyTorch lets a tensor of no dimensions be addressed as if it had one.
    const bound = Math.max(rank, 1);
    if (axis < -bound || axis >= bound) return this.fail(axisOutOfRange(axis, rank));
    return axis < 0 ? axis + bound : axis;
  }

  private mismatch(name: string, expected: string, value: ArgumentValue): never {
    // What the evaluator does not model may be anything.
    if (isOpaque(value)) return this.unknown(`the argument ${name} (${value.opaque}) is not modelled`);
    const actual = typeName(value);
    return this.fail(
      invalidArgument(this.operatorName, `argument '${name}' must be ${expected}, not ${actual}`, { expected, actual }),
    );
  }
}

const formatFloat = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value));
