// One model, evaluated: constructed, put in eval or training mode, fed with an input, recorded.
import type { ModelAnalysis, Totals, UnknownPlace } from '../../analysis';
import type { Diagnostic } from '../../base/diagnostic';
import type { Location } from '../../base/location';
import { activationBytes } from '../../cost/memory';
import { channelReaches } from '../../cost/channels';
import { followPositions } from '../../cost/receptiveField';
import type { ValueId } from '../../graph/graph';
import { sum, type Dim } from '../../shape/dim';
import type { DType } from '../../shape/dtype';
import { exceptionText } from '../text';
import type { Interpreter } from '../interpreter';
import type { StorageStep } from '../storageSteps';
import { isModule } from '../torch/moduleMembers';
import { Recording } from '../torch/recording';
import {
  Abort,
  InstanceValue,
  PythonError,
  Storage,
  TensorValue,
  UnknownValue,
  type Frame,
  type ModuleValue,
  type Scope,
  type Value,
} from '../values';
import { modelSteps } from '../budget';
import { feedAgain, type FedCall } from './fed';
import { buildGraph } from './graph';
import { countParameters, walkModules, type ModuleTree } from './walk';

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

/** Evaluates an expression in a module's namespace. */
export function evaluateIn(interpreter: Interpreter, module: ModuleValue, expression: string): Value {
  module.load?.();
  // the file's ending tells the language
  const ending = /\.\w+$/.exec(module.file ?? '')?.[0] ?? '';
  const program = interpreter.parse(`convlens-library:<expression>${ending}`, expression);
  const statement = program.body[0];
  const frame: Frame = {
    scope: module.scope as Scope,
    program,
    function: null,
    returned: null,
    maybeReturned: null,
    caller: null,
    callNode: null,
    self: undefined,
    depth: 0,
  };
  interpreter.frame = frame;
  try {
    return statement?.kind === 'expression'
      ? interpreter.evaluate(statement.value, frame)
      : interpreter.unknown('no expression');
  } finally {
    interpreter.frame = null;
  }
}

export type Construction =
  { readonly kind: 'module'; readonly module: InstanceValue } | (Failure & { readonly kind: 'failed' });

/** Why user code could not be evaluated to its end. */
export interface Failure {
  readonly reason: string;
  readonly location: Location | null;
  readonly error: PythonError | null;
}

/** Runs `make`, which should yield a module. */
export function construct(interpreter: Interpreter, make: () => Value): Construction {
  interpreter.steps = [];
  interpreter.doubts = [];
  const made: Value[] = [];
  const failure = guarded(interpreter, () => {
    interpreter.step(modelSteps);
    return made.push(make());
  });
  if (failure !== null) return { kind: 'failed', ...failure };
  const [value] = made;
  if (value instanceof InstanceValue && isModule(value)) return { kind: 'module', module: value };
  if (value instanceof UnknownValue)
    return { kind: 'failed', reason: value.reason, location: value.location, error: null };
  return {
    kind: 'failed',
    reason: `the expression is no nn.Module but ${interpreter.typeOf(value).name}`,
    location: null,
    error: null,
  };
}

function failureOf(interpreter: Interpreter, error: unknown): Failure {
  if (error instanceof PythonError) {
    const text = exceptionText(interpreter, error.exception);
    return { reason: `${error.exception.type.name}: ${text}`, location: error.location, error };
  }
  if (error instanceof Abort) return { reason: error.reason, location: interpreter.place(), error: null };
  // user code nested beyond what the stack holds
  if (error instanceof RangeError)
    return { reason: 'the code is nested too deeply to evaluate', location: null, error: null };
  throw error;
}

const noInput = "the input's shape is not evident: write it above the class, as in `# convlens: input=1x3x224x224`";

/**
 * Evaluates `forward` of a constructed module on inputs of the given shapes; null: they are not evident. Throws `Abort` where the
 * analysis is cancelled.
 */
export function runModel(
  interpreter: Interpreter,
  file: string,
  module: InstanceValue,
  request: ModelRequest,
): ModelRun {
  const failures: Failure[] = [];
  const attempt = (body: () => Value): void => {
    const failure = guarded(interpreter, body);
    if (failure !== null) failures.push(failure);
  };
  if (isLazy(module)) materialise(interpreter, module, request);
  attempt(() => interpreter.call(interpreter.attribute(module, 'train'), [request.training]));
  const steps = [...interpreter.steps];
  const recording = new Recording(walkModules(module).byStorage, file);
  for (const { reason, location } of interpreter.doubts) recording.unknown(reason, location);
  const inputs: ValueId[] = [];
  const tensors = (request.inputs ?? []).map((spec, index) => {
    const tensor = inputTensor(spec);
    inputs.push(recording.input(tensor, index));
    return tensor;
  });
  let output: Value = null;
  if (request.inputs === null) failures.push({ reason: noInput, location: request.definition, error: null });
  else {
    interpreter.recording = recording;
    const { args, keywords } = fed(request, tensors);
    attempt(() => (output = interpreter.call(module, args, keywords)));
    interpreter.recording = null;
  }
  const pause = (): void => interpreter.stopIfCancelled();
  pause();
  // walked again: lazy modules have their parameters now
  const defined = { ...request, definition: request.definition ?? module.type.definition };
  return summarise(defined, recording, walkModules(module), { steps, inputs, output, failures, pause });
}

/** How `forward` is called with these inputs. */
const fed = ({ call }: ModelRequest, tensors: readonly TensorValue[]) =>
  call ? feedAgain(call, tensors) : { args: tensors, keywords: null };

const inputTensor = ({ shape, dtype, data }: InputSpec): TensorValue =>
  new TensorValue({ shape, dtype, ...(data && { data }) }, new Storage(null));

const isLazy = (module: InstanceValue): boolean => walkModules(module).parameters.some(({ shape }) => shape === null);

/**
 * Lazy modules make their parameters in a first pass, which draws their initial values: users run one on an empty batch before
 * they make an optimiser. In evaluation, so that no statistics move. What fails in it fails again where it is told.
 */
function materialise(interpreter: Interpreter, module: InstanceValue, request: ModelRequest): void {
  if (request.inputs === null) return;
  const { args, keywords } = fed(request, request.inputs.map(inputTensor));
  guarded(interpreter, () => interpreter.call(interpreter.attribute(module, 'eval'), []));
  guarded(interpreter, () => interpreter.call(module, args, keywords));
}

/** The analysis of a model that could not even be constructed. */
export const failedModel = (file: string, request: ModelRequest, failure: Failure): ModelRun => {
  const recording = new Recording(new Map(), file);
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
    pause: () => undefined,
  });
};

interface Evaluation {
  readonly steps: readonly StorageStep[];
  readonly inputs: readonly ValueId[];
  readonly output: Value;
  readonly failures: readonly Failure[];
  /** Throws `Abort` where nobody waits for the analysis any more. */
  readonly pause: () => void;
}

const unknownBytes = { inferencePeak: null, trainingSaved: null };

function summarise(request: ModelRequest, recording: Recording, tree: ModuleTree, evaluation: Evaluation): ModelRun {
  const { output, failures, steps, inputs, pause } = evaluation;
  const unknowns: UnknownPlace[] = [...recording.unknowns];
  for (const { reason, location } of failures) unknowns.push({ reason, location });
  if (output instanceof UnknownValue && unknowns.length === 0)
    unknowns.push({ reason: output.reason, location: output.location });
  if (failures.length === 0) unknowns.push(...tree.lost);
  const { expression, training, origin, definition, isInputSupposed = false } = request;
  const execution = { values: recording.values, inputs, operations: recording.operations, pause };
  const seen = { positions: followPositions(execution), channels: channelReaches(execution) };
  const graph = buildGraph({ expression, training, recording, tree, steps, inputs, output, seen });
  const macs = graph.operations.map((operation) => operation.macs);
  const certain = unknowns.length === 0;
  const totals: Totals = {
    params: countParameters(tree),
    trainable: tree.isUndecided ? null : countParameters(tree, true),
    macs: certain && !macs.includes(null) ? sum(macs as Dim[]) : null,
    activationBytes: certain ? activationBytes(graph, recording.recomputes) : unknownBytes,
  };
  const exact = certain && totals.params !== null && totals.macs !== null;
  return {
    analysis: { expression, origin, definition, isInputSupposed, graph, totals, exact, unknowns },
    diagnostics: failures.flatMap((failure) => diagnosticsOf(failure, request, recording)),
    failed: failures.some(({ error }) => error !== null),
    tree,
    recording,
  };
}

/** It may come of arguments that nobody gave. */
export const isOfArguments = ({ problem }: PythonError): boolean =>
  problem === null || ['CL1012', 'CL1013', 'CL1014'].includes(problem.code);

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
  if (recording.unknowns.length > 0) return [];
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

/** Runs user code; what it raises comes back as a failure. */
export function guarded(interpreter: Interpreter, body: () => Value): Failure | null {
  const { journal } = interpreter;
  try {
    body();
    return null;
  } catch (error) {
    return failureOf(interpreter, error);
  } finally {
    interpreter.frame = null;
    interpreter.journal = journal;
    interpreter.moduleDepth = 0;
    interpreter.tryDepth = 0;
  }
}
