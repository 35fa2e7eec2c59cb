// The arguments of one operator call, bound to its signature, read through typed accessors. An accessor that meets an unknown
// or an unfit value leaves the rule by throwing a signal that `apply.ts` turns into an outcome; no signal leaves `ops/`.
import type { Problem } from '../base/diagnostic';
import type { Dim } from '../shape/dim';
import type { DType } from '../shape/dtype';
import type { Float, TensorType } from './tensor';

/** An argument whose value cannot be told. */
export class UnknownArgument {
  readonly kind = 'unknown';
  constructor(readonly reason: string) {}
}

/**
 * What the evaluator hands over: Python values as plain data. Lists and tuples are arrays. Anything else of Python's (a module,
 * a device) is `opaque`; the types `int`, `float`, `bool` and `complex` are `{ opaque: 'int' }` and so on.
 * The index of `getitem` and `setitem`: a tuple is an array; any other index, a list included, stands in an array of one.
 */
export type ArgumentValue =
  | null
  | boolean
  | string
  | Dim
  | Float
  | TensorType
  | UnknownArgument
  | { readonly ellipsis: true }
  | { readonly slice: readonly [ArgumentValue, ArgumentValue, ArgumentValue] }
  | { readonly dtype: DType }
  | { readonly opaque: string }
  | readonly ArgumentValue[];

/** Thrown inside a rule only: PyTorch would raise. */
export class ProblemSignal extends Error {
  constructor(readonly problem: Problem) {
    super(problem.code);
  }
}

/** Thrown inside a rule only: the answer cannot be told. */
export class UnknownSignal extends Error {
  constructor(readonly reason: string) {
    super(reason);
  }
}

/** Typed reading of bound arguments. Every accessor names the parameter as the signature does. */
export interface OperatorArguments {
  /** The name the user called it by, for messages: `Conv2d`, `conv2d`. */
  readonly operatorName: string;
  /** The value is given and not None. */
  has(name: string): boolean;
  /** The signature has such a parameter. */
  accepts(name: string): boolean;
  raw(name: string): ArgumentValue;
  tensor(name: string): TensorType;
  optionalTensor(name: string): TensorType | null;
  /** A list or tuple of tensors (also a star parameter). */
  tensors(name: string): readonly TensorType[];
  /** An integer or a symbolic dimension; a float is CL1010. */
  dim(name: string): Dim;
  optionalDim(name: string): Dim | null;
  /** An integer that must be a number (an axis, a count). A symbol is unknown. */
  int(name: string): number;
  optionalInt(name: string): number | null;
  /** A list or tuple of dimensions; a lone integer is a list of one; `*size` and `(size,)` are the same. */
  dims(name: string): readonly Dim[];
  /** As `dims`, or null for None. */
  optionalDims(name: string): readonly Dim[] | null;
  /** `count` integers: a lone integer is repeated, as PyTorch's `_ntuple` does. */
  ints(name: string, count: number): readonly number[];
  /** A float or an integer. */
  number(name: string): number;
  optionalNumber(name: string): number | null;
  boolean(name: string): boolean;
  string(name: string): string;
  optionalDType(name: string): DType | null;
  /** An axis, normalised to [0, rank); out of range is CL1008. */
  axis(name: string, rank: number): number;
  /** Axes, normalised; None means `fallback`. */
  axes(name: string, rank: number, fallback?: readonly number[]): readonly number[];
  /** PyTorch would raise: leaves the rule. */
  fail(problem: Problem): never;
  /** Cannot be told: leaves the rule. */
  unknown(reason: string): never;
}
