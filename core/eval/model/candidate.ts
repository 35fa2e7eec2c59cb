// A model that a file makes evident, before it is run.
import type { ModelAnalysis } from '../../analysis';
import type { Location } from '../../base/location';
import type { InstanceValue } from '../values';
import type { FedCall } from './fed';
import type { Failure, InputSpec } from './modelRun';

/** A model to evaluate: an expression in the file's namespace, or a module that the file's own code made. */
export interface Candidate {
  readonly expression: string;
  readonly origin: ModelAnalysis['origin'];
  readonly definition: Location | null;
  readonly module: InstanceValue | null;
  /** null: to be supposed from the layers. */
  readonly inputs: readonly InputSpec[] | null;
  /** The call that feeds the module; its tensors are the inputs. Absent: they are its only arguments. */
  readonly call?: FedCall;
  /** It was made by code that was run, and could not be. */
  readonly failure?: Failure;
}
