// What an operator is. One file an operator (or a family that differs in a number): signature, names, shape rule, cost.
//
//     export const relu = operator({ name: 'relu', signature: 'input, inplace=False', functions: ['torch.relu', F('relu')],
//                                    methods: ['relu', 'relu_'], infer: (a) => ({ result: a.tensor('input') }) });
import type { Initialiser } from '../graph/graph';
import type { Dim } from '../shape/dim';
import type { DType } from '../shape/dtype';
import type { OperatorArguments } from './arguments';
import { Float, type TensorType } from './tensor';

export { Float, type TensorType };

/** What an operator returns: a tensor, a Python scalar (`x.size(0)`, `x.dim()`), or a tuple of such. */
export type Result = TensorType | ScalarResult | TupleResult;

export interface ScalarResult {
  readonly scalar: null | boolean | string | Dim | Float | { readonly dtype: DType };
}

export interface TupleResult {
  readonly tuple: readonly Result[];
  /** `list` where PyTorch returns a list; `named` where it returns a named tuple, with the fields' names. */
  readonly form?: 'tuple' | 'list';
  readonly names?: readonly string[];
}

/** How an operator moves spatial windows, for receptive fields: per spatial axis. */
export interface WindowMotion {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  /** Before the first element, per axis. */
  readonly padding: readonly number[];
  readonly dilation: readonly number[];
  /** Transposed convolution and up-sampling: the stride divides instead. */
  readonly transposed?: boolean;
}

export interface Inference {
  readonly result: Result;
  /** Multiply-accumulates by torch.utils.flop_counter / 2; absent: 0. */
  readonly macs?: Dim;
  /** Normalised non-tensor arguments, recorded in the graph; absent: the bound arguments as they are. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Absent: position-wise (the receptive field passes through). `global`: every output sees the whole input. */
  readonly window?: WindowMotion | 'global';
  /** A view or metadata query that executes nothing (`x.shape`, `view`): not recorded where `result` is no tensor. */
  readonly free?: boolean;
  /** What fills the result, for creation operators and in-place fills (`uniform_`). */
  readonly initialiser?: Initialiser;
}

export interface Operator {
  /** Unique; the engine and the graph know the operator by it. PyTorch's functional name where there is one. */
  readonly name: string;
  /** Python parameter list: `input, weight, bias=None, stride=1`; `*size`, `*, dim=None` and `/` are understood. */
  readonly signature: string;
  /** Qualified names under which Python code calls it: `torch.nn.functional.conv2d`, `torch.conv2d`. */
  readonly functions: readonly string[];
  /** Names as methods of a tensor (bound to the first parameter). A trailing `_` means in place. */
  readonly methods: readonly string[];
  /** Attributes of a tensor read without a call (`x.shape`, `x.T`). */
  readonly properties?: readonly string[];
  /** Where the method's parameter list differs from the function's: `self, *size`. */
  readonly methodSignature?: string;
  readonly infer: (a: OperatorArguments) => Inference;
}

export const operator = <const Definition extends Operator>(definition: Definition): Definition => definition;

/** The qualified name of a function of torch.nn.functional. */
export const F = (name: string): string => `torch.nn.functional.${name}`;
