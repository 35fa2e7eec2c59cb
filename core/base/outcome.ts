// Three outcomes, never two: known, unknown with a reason, wrong with a problem.
import type { Problem } from './diagnostic';

export type Outcome<T> = Known<T> | UnknownOutcome | Wrong;

export interface Known<T> {
  readonly kind: 'known';
  readonly value: T;
}

/** The answer cannot be told; `reason` says why, in a short English phrase. */
export interface UnknownOutcome {
  readonly kind: 'unknown';
  readonly reason: string;
}

/** PyTorch would raise here. */
export interface Wrong {
  readonly kind: 'wrong';
  readonly problem: Problem;
}

export const known = <T>(value: T): Known<T> => ({ kind: 'known', value });
export const unknown = (reason: string): UnknownOutcome => ({ kind: 'unknown', reason });
export const wrong = (problem: Problem): Wrong => ({ kind: 'wrong', problem });
