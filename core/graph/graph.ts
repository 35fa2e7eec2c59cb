// The model graph: what one forward pass of one model executes, in order, as static single assignments. It is what cost,
// hints, the visualiser and the engine read. `D` is a dimension: `Dim` inside the core, `number | string` once serialised.
//
//     values      0: input 1×1×28×28     1: parameter stem.0.weight 32×1×3×3     2: 1×32×28×28
//     operations  conv2d { input: 0, weight: 1, bias: null } { stride: [1,1], ... } -> [2]
//     calls       stem.0 Conv2d, operations [0, 1)
import type { Location } from '../base/location';
import type { DType } from '../shape/dtype';

export type ValueId = number;
export type ParameterId = number;

export interface Graph<D> {
  readonly version: 1;
  /** As the user would write it: `DSDilatedNet(base_channels=16)`. */
  readonly expression: string;
  /** Analysed in training mode: batch norms use batch statistics, dropout drops. */
  readonly training: boolean;
  /** Indexed by ValueId. */
  readonly values: readonly GraphValue<D>[];
  /** The values fed from outside, in the order of the arguments of `forward`. */
  readonly inputs: readonly ValueId[];
  readonly output: Tree<ValueId>;
  /** Indexed by ParameterId; parameters and buffers in the order of `state_dict()`. */
  readonly parameters: readonly GraphParameter[];
  /** Every draw from the generator and every fill during construction, in order, so that a seed means what it means in PyTorch. */
  readonly initialisation: readonly InitialisationStep[];
  /** In order of execution. */
  readonly operations: readonly Operation<D>[];
  /** One row per call of a leaf module, in order. */
  readonly calls: readonly LeafCall<D>[];
}

/** A tensor, or a tuple, list or dict of them; null where PyTorch has something that is no tensor. */
export type Tree<T> = T | null | readonly Tree<T>[] | { readonly [key: string]: Tree<T> };

export interface GraphValue<D> {
  readonly shape: readonly D[];
  readonly dtype: DType;
  readonly source:
    | { readonly kind: 'input'; readonly index: number }
    | { readonly kind: 'parameter'; readonly parameter: ParameterId }
    | { readonly kind: 'operation'; readonly operation: number; readonly output: number }
    /** A tensor made in the code: `data` where the evaluator knows its few numbers. */
    | { readonly kind: 'constant'; readonly data: readonly number[] | null };
}

export interface GraphParameter {
  /** The name in `state_dict()`: `stem.0.weight`. */
  readonly name: string;
  /** Further names of the same tensor (shared weights). */
  readonly aliases: readonly string[];
  readonly kind: 'parameter' | 'buffer';
  /** null: the parameter of a lazy module that was never initialised. */
  readonly shape: readonly number[] | null;
  readonly dtype: DType;
  readonly trainable: boolean;
  /** A buffer with `persistent=False` is not in `state_dict()`. */
  readonly persistent: boolean;
}

/** What fills a tensor. Means, bounds and values as PyTorch computes them, in double precision. */
export type Initialiser =
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'data'; readonly data: readonly number[] }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly std: number }
  | {
      readonly kind: 'truncatedNormal';
      readonly mean: number;
      readonly std: number;
      readonly low: number;
      readonly high: number;
    }
  | { readonly kind: 'bernoulli'; readonly probability: number }
  | { readonly kind: 'integers'; readonly low: number; readonly high: number }
  | { readonly kind: 'permutation'; readonly size: number }
  | { readonly kind: 'orthogonal'; readonly gain: number }
  /** Ones on the diagonal of a matrix. */
  | { readonly kind: 'eye' }
  /** The identity of a convolution, of each group's channels. */
  | { readonly kind: 'dirac'; readonly groups: number }
  /** Normal, but in each column of a matrix this share of the rows, drawn as a permutation, is zero. */
  | { readonly kind: 'sparse'; readonly sparsity: number; readonly std: number }
  /** Made of what another tensor holds at this point, element by element, in float32: `torch.randn(n) * 0.02`, a deep copy. */
  | {
      readonly kind: 'derived';
      /** Of a parameter (its id), or of a tensor outside of the model (`InitialisationStep.tensor`). */
      readonly from: 'parameter' | 'tensor';
      readonly index: number;
      readonly operation: 'copy' | 'multiply' | 'divide' | 'add' | 'subtract';
      /** The other operand; 0 for a copy. */
      readonly value: number;
    }
  /** Memory that nothing filled (`torch.empty`), or a fill that is not modelled: `reason` says which. */
  | { readonly kind: 'unsupported'; readonly reason: string };

export interface InitialisationStep {
  /** null: a draw for a tensor that is no parameter; it still moves the generator by `elements`. */
  readonly parameter: ParameterId | null;
  /** The number of a tensor that is no parameter, where a later step takes its values. */
  readonly tensor?: number;
  /** The first of the `elements` that are filled, in row-major order; absent: the whole tensor. */
  readonly offset?: number;
  readonly elements: number;
  readonly initialiser: Initialiser;
}

/** A normalised argument of an operator: plain data. */
export type AttributeValue<D> = null | boolean | number | string | D | readonly AttributeValue<D>[];

export interface Operation<D> {
  /** The operator's name in `ops/table.ts`: `conv2d`, `batch_norm`, `relu`. */
  readonly operator: string;
  /** Tensor arguments by the operator's parameter names; a list for `cat`'s `tensors`. */
  readonly inputs: Readonly<Record<string, ValueId | readonly ValueId[] | null>>;
  /** The other arguments, normalised (a stride is always a list), by the operator's parameter names. */
  readonly attributes: Readonly<Record<string, AttributeValue<D>>>;
  readonly outputs: readonly ValueId[];
  /** It changes memory in place that is read later by another name (`x[:, 0].mul_(2)`): the graph's values do not show that. */
  readonly aliased?: true;
  /** Multiply-accumulates by torch.utils.flop_counter / 2; null: unknown. */
  readonly macs: D | null;
  /** The leaf call it is executed in, or null when a module with children (or no module) executes it. */
  readonly call: number | null;
  /** Where the user's source calls it: the innermost place in a file of the user's. */
  readonly location: Location | null;
}

export interface LeafCall<D> {
  /** Dotted, as `named_modules()` has it: `layer1.0.conv1`. */
  readonly path: string;
  /** The class's name: `Conv2d`. */
  readonly type: string;
  /** Tensor arguments' shapes. */
  readonly inputs: readonly (readonly D[])[];
  readonly output: Tree<readonly D[]>;
  /** Scalars among the module's own parameters (not its buffers); null: unknown (lazy). */
  readonly params: number | null;
  readonly macs: D | null;
  readonly receptiveField: ReceptiveField | null;
  /** Which channels of the model's input reach which of the output's; null: not told. Not in the serialised form. */
  readonly channels?: ChannelReach | null;
  /** The constructor's arguments as normalised by the module: `{ kernel_size: [3,3], groups: 1 }`. */
  readonly attributes: Readonly<Record<string, AttributeValue<D>>>;
  /** Where the module is constructed, and where it is called. */
  readonly defined: Location | null;
  readonly called: Location | null;
  /** The range of `operations` executed during the call. */
  readonly operations: readonly [number, number];
}

/** Which channels of the model's input reach which of a tensor: runs of neighbouring channels that the same ones reach. */
export interface ChannelReach {
  /** Channels of the input. */
  readonly of: number;
  /** `inputs`: half-open intervals. */
  readonly runs: readonly { readonly outputs: number; readonly inputs: readonly (readonly [number, number])[] }[];
}

/** Of one output position on the model's input, per spatial axis, in input pixels (Araujo et al., Distill 2019). */
export interface ReceptiveField {
  readonly size: readonly number[];
  /** Distance on the input between neighbouring outputs. */
  readonly jump: readonly number[];
  /** Centre of the first output's field, counted from the centre of the first input pixel. */
  readonly offset: readonly number[];
}

/** What crosses a message channel or stands in JSON: dimensions that are not numbers are strings. */
export type SerialisedGraph = Graph<number | string>;
