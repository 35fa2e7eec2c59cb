// One model's evaluation: what is asked for, and what came of it.
import type { ModelAnalysis } from '../../analysis';
import type { Diagnostic } from '../../base/diagnostic';
import type { Location } from '../../base/location';
import type { Dim } from '../../shape/dim';
import type { DType } from '../../shape/dtype';
import type { Recording } from '../torch/recording';
import type { PythonError } from '../values';
import type { FedCall } from './fed';
import type { ModuleTree } from './walk';

/** A tensor to feed: its shape and element type. */
export interface InputSpec {
  readonly shape: readonly Dim[];
  readonly dtype: DType;
  /** The elements, where the source tells them and they are few. */
  readonly data?: readonly number[];
  /** Only the last dimension is evident: there may be more before it. */
  readonly anyRank?: boolean;
}

export interface ModelRequest {
  readonly expression: string;
  readonly origin: ModelAnalysis['origin'];
  readonly definition: Location | null;
  readonly training: boolean;
  /** null: not evident. */
  readonly inputs: readonly InputSpec[] | null;
  readonly isInputSupposed?: boolean;
  /** The call that feeds the model; absent: the inputs are its only arguments. */
  readonly call?: FedCall | undefined;
}

/** A model's analysis, with what the source's places need of its evaluation. */
export interface ModelRun {
  readonly analysis: ModelAnalysis;
  readonly diagnostics: readonly Diagnostic[];
  /** The user's code raised, or could not be evaluated to its end. */
  readonly failed: boolean;
  readonly tree: ModuleTree;
  readonly recording: Recording;
}

/** Why user code could not be evaluated to its end. */
export interface Failure {
  readonly reason: string;
  readonly location: Location | null;
  readonly error: PythonError | null;
}
