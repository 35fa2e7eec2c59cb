// What stops a training run, as data: a problem with a code, and a place where there is one. Thrown by whatever reads data or
// checkpoints or runs steps, and turned into one event where the run was started.
import type { DiagnosticCode } from '../../core/base/codes';
import type { Problem } from '../../core/base/diagnostic';
import type { Location } from '../../core/base/location';
import { renderMessage } from '../../core/base/messages';

export class TrainingFailure extends Error {
  readonly problem: Problem;
  readonly location: Location | null;

  constructor(problem: Problem, location: Location | null = null) {
    super(renderMessage(problem));
    this.name = 'TrainingFailure';
    this.problem = problem;
    this.location = location;
  }
}

/** A failure by its code and facts, to be thrown. `hint` says what to do, in one short sentence. */
export const failure = (code: DiagnosticCode, details: Problem['details'], hint?: string): TrainingFailure =>
  new TrainingFailure(hint === undefined ? { code, details } : { code, details, hint });

/** The message of whatever was thrown. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Whatever was thrown, as a failure: what nobody foresaw is a worker that ended (CL3303). */
export const asFailure = (thrown: unknown): TrainingFailure =>
  thrown instanceof TrainingFailure ? thrown : failure('CL3303', { reason: reasonOf(thrown) });

/** The event that ends a run. */
export const errorEvent = ({ problem, message, location }: TrainingFailure): FailureEvent => ({
  event: 'error',
  code: problem.code,
  message,
  hint: problem.hint ?? null,
  location,
});

export interface FailureEvent {
  readonly event: 'error';
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string | null;
  readonly location: Location | null;
}
