// What is wrong with a model, as data: a stable code, what was expected, what was found, what to do. Prose is made from it,
// in each language, by `messages.ts`.
import type { Location } from './location';
import type { DiagnosticCode } from './codes';

export type Severity = 'error' | 'warning' | 'information' | 'hint';

/** Another place that explains a diagnostic, e.g. where the offending tensor was produced. */
export interface RelatedPlace {
  readonly location: Location;
  /** A short English sentence, already rendered. */
  readonly message: string;
}

/** What an operator or the evaluator reports, before it is tied to a place. */
export interface Problem {
  readonly code: DiagnosticCode;
  /** Facts for the message template of the code, e.g. `{ groups: 3, channels: 64 }`. */
  readonly details: Readonly<Record<string, string | number>>;
  /** What would have been right, for people: `in_channels = 64`. */
  readonly expected?: string;
  readonly actual?: string;
  /** What to do about it, in one short sentence. */
  readonly hint?: string;
}

export interface Diagnostic extends Problem {
  readonly severity: Severity;
  readonly location: Location;
  readonly related: readonly RelatedPlace[];
}
