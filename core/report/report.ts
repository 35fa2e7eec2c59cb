// The answer about a file as plain JSON: what `convlens analyze --json` prints and `convlens/model` answers. Lines and columns
// count from 1; a figure that is not known is null, a dimension that is not a number is a string.
import type { AttributeValue, ChannelReach, Tree } from '../graph/graph';
import type { Convention } from '../analysis';
import type { Severity } from '../base/diagnostic';
import type { SerialisedDim, SerialisedShape } from './serialise';

export interface FileReport {
  readonly version: 1;
  readonly file: string;
  readonly convention: Convention;
  readonly models: readonly ModelReport[];
  readonly diagnostics: readonly DiagnosticReport[];
}

export interface ModelReport {
  readonly expr: string;
  readonly origin: string;
  readonly input: readonly SerialisedShape[];
  /** Nothing tells the input's shape: it is supposed from the layers. */
  readonly inputSupposed: boolean;
  readonly output: Tree<SerialisedShape>;
  readonly params: number | null;
  readonly trainable: number | null;
  readonly macs: SerialisedDim | null;
  readonly activationBytes: {
    readonly inferencePeak: SerialisedDim | null;
    readonly trainingSaved: SerialisedDim | null;
  };
  readonly exact: boolean;
  /** The calls of leaf modules, in order. */
  readonly layers: readonly CallReport[];
  /** What runs outside leaf modules, in order. */
  readonly operations: readonly CallReport[];
  readonly unknowns: readonly UnknownReport[];
}

export interface CallReport {
  /** `layer1.0.conv1`; '' for an operation, which belongs to no leaf module. */
  readonly path: string;
  /** The module's class, or the operator's name. */
  readonly type: string;
  readonly in: readonly SerialisedShape[];
  readonly out: Tree<SerialisedShape>;
  readonly params: number | null;
  readonly macs: SerialisedDim | null;
  /** Of one output position on the model's input, per spatial axis. */
  readonly receptiveField: readonly number[] | null;
  /** Which channels of the model's input reach the output's: runs of neighbouring channels that the same ones reach. */
  readonly channels: ChannelReach | null;
  readonly attributes: Readonly<Record<string, AttributeValue<SerialisedDim>>>;
  readonly defined: PlaceReport | null;
  readonly called: PlaceReport | null;
}

export interface PlaceReport {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** file, line and column are null where the place is not known. */
export interface UnknownReport {
  readonly reason: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly column: number | null;
}

export interface DiagnosticReport extends PlaceReport {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly expected: string | null;
  readonly actual: string | null;
  readonly hint: string | null;
  readonly endLine: number;
  readonly endColumn: number;
  readonly related: readonly (PlaceReport & { readonly message: string })[];
}
