// From what was recorded of one model's evaluation to its analysis.
import type { Totals, UnknownPlace } from '../../analysis';
import type { Diagnostic } from '../../base/diagnostic';
import { PassCosts, type Pass } from '../../cost/remembered';
import type { ValueId } from '../../graph/graph';
import { sum, type Dim } from '../../shape/dim';
import type { StorageStep } from '../storageSteps';
import { Recording, type UnknownPlaceRecord } from '../torch/recording';
import { UnknownValue, type PythonError, type Value } from '../values';
import { buildGraph, outputTree } from './graph';
import type { Failure, ModelRequest, ModelRun } from './modelRun';
import { countParameters, type ModuleTree } from './walk';

/** The analysis of a model that could not even be constructed. */
export const failedModel = (
  file: string,
  request: ModelRequest,
  failure: Failure,
  doubts: readonly UnknownPlaceRecord[] = [],
): ModelRun => {
  const recording = new Recording(new Map(), file);
  for (const { reason, location, error } of doubts) if (error !== undefined) recording.unknown(reason, location, error);
  const tree: ModuleTree = {
    paths: new Map(),
    parameters: [],
    tensors: [],
    byStorage: new Map(),
    open: true,
    isUndecided: false,
    lost: [],
  };
  return summarise(request, recording, tree, {
    steps: [],
    inputs: [],
    output: null,
    failures: [failure],
    costsOf: (pass) => new PassCosts(pass, () => undefined),
  });
};

interface Evaluation {
  readonly steps: readonly StorageStep[];
  readonly inputs: readonly ValueId[];
  readonly output: Value;
  readonly failures: readonly Failure[];
  /** Throws `Abort` where nobody waits for the analysis any more. */
  readonly costsOf: (pass: Pass) => PassCosts;
}

const unknownBytes = { inferencePeak: null, trainingSaved: null };

/** What an evaluation told, in figures. */
export function summarise(
  request: ModelRequest,
  recording: Recording,
  tree: ModuleTree,
  evaluation: Evaluation,
): ModelRun {
  const { failures, steps, inputs } = evaluation;
  const unknowns: UnknownPlace[] = recording.unknowns.map(({ reason, location }) => ({ reason, location }));
  for (const { reason, location } of failures) unknowns.push({ reason, location });
  if (evaluation.output instanceof UnknownValue && unknowns.length === 0)
    unknowns.push({ reason: evaluation.output.reason, location: evaluation.output.location });
  if (failures.length === 0) unknowns.push(...tree.lost);
  const { expression, training, origin, definition, isInputSupposed = false } = request;
  const output = outputTree(evaluation.output, recording);
  const { values, operations, recomputes } = recording;
  const costs = evaluation.costsOf({ values, inputs, output, operations, parameters: tree.parameters, recomputes });
  const graph = buildGraph({ expression, training, recording, tree, steps, inputs, output, costs });
  const macs = graph.operations.map((operation) => operation.macs);
  const certain = unknowns.length === 0;
  const totals: Totals = {
    params: countParameters(tree),
    trainable: tree.isUndecided ? null : countParameters(tree, true),
    macs: certain && !macs.includes(null) ? sum(macs as Dim[]) : null,
    activationBytes: certain ? costs.bytes : unknownBytes,
  };
  const exact = certain && totals.params !== null && totals.macs !== null;
  return {
    analysis: { expression, origin, definition, isInputSupposed, graph, totals, exact, unknowns },
    diagnostics: [
      ...told(recording.unknowns),
      ...failures.flatMap((failure) => diagnosticsOf(failure, request, recording)),
    ],
    failed: failures.some(({ error }) => error !== null),
    tree,
    recording,
  };
}

/** It may come of arguments that nobody gave. */
export const isOfArguments = ({ problem }: PythonError): boolean =>
  problem === null || ['CL1012', 'CL1013', 'CL1014'].includes(problem.code);

/** What PyTorch would raise where evaluation went on. */
export const told = (unknowns: readonly UnknownPlaceRecord[]): Diagnostic[] =>
  unknowns.flatMap(({ error }) => error ?? []);

/** What PyTorch would raise. A model whose arguments and input are only supposed may fail for that: no alarm then. */
function diagnosticsOf(
  failure: Failure,
  { origin, inputs, definition }: ModelRequest,
  recording: Recording,
): Diagnostic[] {
  const { error } = failure;
  // where no line of the user's is to blame, the class is
  const location = failure.location ?? definition;
  if (error === null || location === null) return [];
  if (recording.unknowns.some(({ error }) => error === undefined)) return [];
  // what is installed is not known, nor all of what the library has
  if (/Import|ModuleNotFound/.test(error.exception.type.name)) return [];
  const supposed = origin === 'default';
  if (error.problem === null) {
    if (supposed) return [];
    const [, exception, message] = /^(\w+): ?(.*)$/s.exec(failure.reason) ?? [null, 'Exception', failure.reason];
    return [{ code: 'CL1014', details: { exception, message }, severity: 'error', location, related: [] }];
  }
  if (supposed && isOfArguments(error)) return [];
  const rankSupposed = inputs?.some(({ anyRank }) => anyRank === true) ?? false;
  if (rankSupposed && !['CL1001', 'CL1003', 'CL1010'].includes(error.problem.code)) return [];
  return [{ ...error.problem, severity: 'error', location, related: error.related }];
}
