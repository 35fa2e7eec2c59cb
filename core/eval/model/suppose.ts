// A model whose input nobody wrote down is run on one that is supposed: the shape its first layer asks for, with symbols for the
// other sizes. Where symbols leave something open (a guard on a size, a skip connection that fits for even sizes only), or a
// linear layer tells the size it was made for, the sizes are numbers: the first common one with which everything can be told.
import { dimEquals, isSymbolic, substitute, type Dim } from '../../shape/dim';
import { Journal } from '../fork';
import { restore } from '../snapshots';
import type { Interpreter } from '../interpreter';
import type { InstanceValue } from '../values';
import { guessInputs } from './inputs';
import type { InputSpec, ModelRun } from './modelRun';

const spatial = new Set(['H', 'W', 'D', 'L']);

/** Sizes that models are made for, by the number of axes that are free. */
const common: Readonly<Record<number, readonly number[]>> = {
  1: [1024, 128, 16],
  2: [224, 32, 28, 256, 64, 299, 128, 512],
  3: [32, 64, 128, 16],
};

/** More runs than these are not worth their time. */
const mostTries = 5;
const largestSize = 1024;

/** What an input must fulfil for the run to be one that PyTorch would make. */
interface Equation {
  readonly dim: Dim;
  readonly equals: Dim;
}

/**
 * Runs `attempt` on the supposed inputs, and on better ones where they leave something open. `supposed` null: no layer was seen to
 * consume the input, so that only a run in which everything can be told counts.
 */
export function runSupposed(
  interpreter: Interpreter,
  module: InstanceValue,
  supposed: readonly InputSpec[] | null,
  count: number,
  attempt: (inputs: readonly InputSpec[] | null) => ModelRun,
): ModelRun {
  if (supposed !== null) return refine(interpreter, supposed, attempt) ?? attempt(supposed);
  for (const inputs of guessInputs(module, count)) {
    const run = refine(interpreter, inputs, attempt, true);
    if (run !== null) return run;
  }
  return attempt(null);
}

/** The run to keep; null: the first one, which has been undone. */
function refine(
  interpreter: Interpreter,
  inputs: readonly InputSpec[],
  attempt: (inputs: readonly InputSpec[]) => ModelRun,
  mustBeExact = false,
): ModelRun | null {
  const trial = begin(interpreter);
  const first = attempt(inputs);
  const free = freeSymbols(inputs);
  const equations = first.tree.open ? [] : equationsOf(first, inputs);
  const settled = free.size === 0 || (first.analysis.exact && equations.length === 0);
  const isLazy = first.tree.open || first.tree.parameters.some(({ shape }) => shape === null);
  if (settled || isLazy || first.diagnostics.length > 0 || !isDecidedBySize(first)) {
    if (!mustBeExact || first.analysis.exact) return trial.keep(first);
    trial.undo();
    return null;
  }
  trial.undo();
  for (const size of sizesFor(equations, free).slice(0, mostTries)) {
    const next = begin(interpreter);
    const run = attempt(inputs.map((spec) => ({ ...spec, shape: spec.shape.map((d) => withSize(d, size)) })));
    if (run.analysis.exact) return next.keep(run);
    next.undo();
    if (!isDecidedBySize(run)) break;
    if (interpreter.isBudgetSpent()) break;
  }
  return mustBeExact && !first.analysis.exact ? null : attemptAgain(interpreter, inputs, attempt);
}

function attemptAgain(
  interpreter: Interpreter,
  inputs: readonly InputSpec[],
  attempt: (inputs: readonly InputSpec[]) => ModelRun,
): ModelRun {
  const trial = begin(interpreter);
  return trial.keep(attempt(inputs));
}

interface Trial {
  keep(run: ModelRun): ModelRun;
  undo(): void;
}

/** What a trial changes of the module is taken back where it is not kept. */
function begin(interpreter: Interpreter): Trial {
  const { doubts, steps } = interpreter;
  const outer = interpreter.journal;
  const journal = new Journal(outer, true);
  interpreter.journal = journal;
  interpreter.doubts = [...doubts];
  interpreter.steps = [...steps];
  return {
    keep(run) {
      interpreter.journal = outer;
      return run;
    },
    undo() {
      interpreter.journal = outer;
      interpreter.doubts = doubts;
      interpreter.steps = steps;
      for (const [object, before] of journal.before) restore(object, before);
    },
  };
}

const symbolsOf = (d: Dim): string[] => {
  const names: string[] = [];
  substitute(d, (name) => {
    names.push(name);
    return undefined;
  });
  return names;
};

const freeSymbols = (inputs: readonly InputSpec[]): ReadonlySet<string> =>
  new Set(inputs.flatMap(({ shape }) => shape.flatMap(symbolsOf)).filter((name) => spatial.has(name)));

const withSize = (d: Dim, size: number): Dim => substitute(d, (name) => (spatial.has(name) ? size : undefined));

/** Everything can be told but what depends on a size, or PyTorch would refuse the sizes. */
const isDecidedBySize = ({ analysis, failed }: ModelRun): boolean =>
  analysis.exact ||
  failed ||
  analysis.unknowns.every(({ reason }) => /symbol|cannot be told|depends on|[HWDL]\b/.test(reason));

/** Linear layers say how many features they are made for; a batch stays a batch. */
function equationsOf({ recording, analysis }: ModelRun, inputs: readonly InputSpec[]): readonly Equation[] {
  const shapeOf = (id: unknown): readonly Dim[] | null =>
    typeof id === 'number' ? (recording.values[id]?.shape ?? null) : null;
  const equations: Equation[] = [];
  for (const { operator, inputs: given } of recording.operations) {
    if (operator !== 'linear') continue;
    const features = shapeOf(given['input'])?.at(-1);
    const expected = shapeOf(given['weight'])?.at(-1);
    if (features === undefined || expected === undefined || !isSymbolic(features) || isSymbolic(expected)) continue;
    equations.push({ dim: features, equals: expected });
  }
  const output = analysis.graph.output;
  const batch = inputs[0]?.shape[0];
  const first = shapeOf(output)?.[0];
  if (first !== undefined && batch !== undefined && isSymbolic(first) && isSymbolic(batch)) {
    const mixes = symbolsOf(first).some((name) => spatial.has(name)) && symbolsOf(first).includes(batch.toString());
    if (mixes) equations.push({ dim: first, equals: batch });
  }
  return equations;
}

/** The sizes that fulfil the equations, the common ones first. */
function sizesFor(equations: readonly Equation[], free: ReadonlySet<string>): readonly number[] {
  const preferred = common[Math.min(free.size, 3)] ?? [];
  if (equations.length === 0) return preferred;
  const fits = (size: number): boolean => equations.every(({ dim, equals }) => dimEquals(withSize(dim, size), equals));
  const found = preferred.filter(fits);
  if (found.length > 0) return found;
  for (let size = 1; size <= largestSize; size++) if (fits(size)) return [size];
  return [];
}
