// Branches on a condition that cannot be told: both are evaluated from the same state, and what comes out is joined.
import { forkBranches, joinValues, type ForkHost, type ForkOutcome } from './fork';
import { refuseAmbiguous, type OperatorHost } from './torch/dispatch';
import { UnknownValue, type Completion, type Frame, type Value } from './values';

type BranchHost = ForkHost & OperatorHost;

export function forkValues(host: BranchHost, condition: Value, then: () => Value, otherwise: () => Value): Value {
  refuseAmbiguous(host, condition);
  const reason = reasonOf(condition);
  const outcome = forkBranches(host, reason, then, otherwise);
  return 'taken' in outcome ? outcome.taken : joinValues(host, outcome.first, outcome.second, reason);
}

/** How a block ended, and what its frame returned by then. */
interface Ended {
  readonly completion: Completion;
  readonly returned: Value;
}

/** How both blocks end; what they returned is in `frame`. */
export function forkBlocks(
  host: BranchHost,
  condition: Value,
  frame: Frame,
  then: () => Completion,
  otherwise: () => Completion,
): Completion {
  const run = (body: () => Completion) => (): Ended => {
    const completion = body();
    return { completion, returned: frame.returned };
  };
  refuseAmbiguous(host, condition);
  const reason = reasonOf(condition);
  const outcome: ForkOutcome<Ended> = forkBranches(host, reason, run(then), run(otherwise), {
    continues: (a, b) => {
      if (a.completion === b.completion) return 'both';
      return a.completion === 'normal' ? 'first' : b.completion === 'normal' ? 'second' : 'both';
    },
  });
  if ('taken' in outcome) {
    frame.returned = outcome.taken.returned;
    return outcome.taken.completion;
  }
  const { first, second } = outcome;
  if (first.completion === 'return' && second.completion === 'return') {
    frame.returned = joinValues(host, first.returned, second.returned, reason);
    return 'return';
  }
  for (const branch of [first, second]) {
    if (branch.completion === 'return') (frame.maybeReturned ??= []).push(branch.returned);
  }
  return first.completion === second.completion ? first.completion : 'normal';
}

/** Blocks that lie within so many others of their kind come of a recursion that nothing ends. */
const mostNested = 4;

/** A block that may run any number of times. */
export function maybeBlock(host: BranchHost, condition: Value, frame: Frame, body: () => Completion): void {
  if (host.maybeDepth >= mostNested) {
    host.inexact(reasonOf(condition));
    return;
  }
  host.maybeDepth++;
  try {
    runMaybe(host, condition, frame, body);
  } finally {
    host.maybeDepth--;
  }
}

function runMaybe(host: BranchHost, condition: Value, frame: Frame, body: () => Completion): void {
  const outcome = forkBranches<Ended>(
    host,
    reasonOf(condition),
    () => ({ completion: body(), returned: frame.returned }),
    () => ({ completion: 'normal', returned: null }),
    { havoc: true },
  );
  if ('first' in outcome && outcome.first.completion === 'return')
    (frame.maybeReturned ??= []).push(outcome.first.returned);
}

const reasonOf = (condition: Value): string =>
  condition instanceof UnknownValue ? condition.reason : 'a condition on a symbol or on numbers in a tensor';
