// What the core answers about one file: the models it makes evident, their graphs and totals, and for each place of the
// source what stands there. Plain data; `index.ts` makes it, `server/` and `cli/` show it.
import type { Diagnostic } from './base/diagnostic';
import type { Location } from './base/location';
import type { AttributeValue, Graph, Tree } from './graph/graph';
import type { Dim } from './shape/dim';

/** Reading files, injected: Node's fs, VS Code's, or a map in tests. Paths use forward slashes. Synchronous. */
export interface AnalysisHost {
  /** undefined: no such file, or not readable. */
  readText(file: string): string | undefined;
}

export const conventions = ['macs', 'flops', 'torchinfo', 'fvcore', 'thop', 'ptflops'] as const;
export type Convention = (typeof conventions)[number];

export interface AnalyzeRequest {
  readonly file: string;
  /** The text in the editor; absent: read through the host. */
  readonly text?: string;
  /** An expression in the file's namespace; absent: every model that the file makes evident. */
  readonly model?: string;
  /** `1x3x224x224`, `Nx3xHxW`; one for each input. */
  readonly inputs?: readonly string[];
  /** Roots for absolute imports, beside the file's own package root. */
  readonly roots?: readonly string[];
  readonly training?: boolean;
  /** Called now and then; true stops the analysis with the models that are complete by then. */
  readonly isCancelled?: () => boolean;
}

export interface FileAnalysis {
  readonly file: string;
  readonly models: readonly ModelAnalysis[];
  readonly diagnostics: readonly Diagnostic[];
  /** Layer constructors in this file, in source order. */
  readonly constructions: readonly ConstructionSite[];
  /** Calls and assignments in `forward`-like code of this file that yield tensors, in source order. */
  readonly applications: readonly ApplicationSite[];
}

export interface ModelAnalysis {
  /** `DSDilatedNet(base_channels=16)` */
  readonly expression: string;
  /** How the model and its input were found. */
  readonly origin: 'request' | 'directive' | 'call' | 'annotation' | 'docstring' | 'default';
  /** The class or function that defines it, where it stands in this file (the name's location). */
  readonly definition: Location | null;
  /** The input's shape is supposed from the layers: nothing tells it. */
  readonly isInputSupposed: boolean;
  readonly graph: Graph<Dim>;
  readonly totals: Totals;
  /** Nothing that the totals need is unknown. */
  readonly exact: boolean;
  readonly unknowns: readonly UnknownPlace[];
}

/** A file's analysis with that part of the graphs alone that its places show: small enough to cross threads at every keystroke. */
export interface FileOutline extends Omit<FileAnalysis, 'models'> {
  readonly models: readonly ModelOutline[];
}

export interface ModelOutline extends Omit<ModelAnalysis, 'graph'> {
  readonly graph: GraphOutline;
}

/** Of `values` at least the inputs are there. */
export type GraphOutline = Pick<Graph<Dim>, 'values' | 'inputs' | 'calls'>;

export interface UnknownPlace {
  readonly reason: string;
  readonly location: Location | null;
}

/** null: unknown. */
export interface Totals {
  readonly params: number | null;
  readonly trainable: number | null;
  /** Multiply-accumulates, torch.utils.flop_counter / 2. */
  readonly macs: Dim | null;
  readonly activationBytes: {
    /** The most bytes of activations alive at once in inference (input included, parameters not). */
    readonly inferencePeak: Dim | null;
    /** Bytes autograd keeps for the backward pass in training. */
    readonly trainingSaved: Dim | null;
  };
}

/** A constructor call of a module in the source, e.g. `nn.Conv2d(in_ch, in_ch, 3, groups=in_ch)`. */
export interface ConstructionSite {
  /** The whole call expression. */
  readonly location: Location;
  readonly type: string;
  /** The module has no child modules. */
  readonly leaf: boolean;
  /** Every module that this call constructed, over all models, in order. */
  readonly instances: readonly Instance[];
}

export interface Instance {
  /** Index into `models`. */
  readonly model: number;
  /** '' for the model itself. */
  readonly path: string;
  readonly attributes: Readonly<Record<string, AttributeValue<Dim>>>;
  /** Own parameters, in order. */
  readonly parameters: readonly { readonly name: string; readonly shape: readonly number[] | null }[];
  /** Indices into the model's `graph.calls` (leaf modules) — empty when never called. */
  readonly calls: readonly number[];
  /** For a module with children: everything below it. For a leaf: its own. */
  readonly params: number | null;
  readonly macs: Dim | null;
  /** Shapes at its first call. */
  readonly inputs: readonly (readonly Dim[])[] | null;
  readonly output: Tree<readonly Dim[]> | null;
}

/** An expression that yields tensors, with what it yielded each time it was evaluated. */
export interface ApplicationSite {
  /** The call expression. */
  readonly location: Location;
  /** Distinct results, in order of first appearance. */
  readonly results: readonly { readonly model: number; readonly shape: Tree<readonly Dim[]>; readonly count: number }[];
  /** Multiply-accumulates summed over all evaluations in the first model that reaches it. */
  readonly macs: Dim | null;
}
