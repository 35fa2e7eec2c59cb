// One model, evaluated: constructed, put in eval or training mode, fed with an input, recorded.
import type { ValueId } from '../../graph/graph';
import type { Interpreter } from '../interpreter';
import { exceptionText } from '../text';
import { modelSteps } from '../budget';
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
import { feedAgain } from './fed';
import type { Failure, InputSpec, ModelRequest, ModelRun } from './modelRun';
import { summarise } from './summary';
import { hasOpenShapes, walkModules } from './walk';

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
  if (hasOpenShapes(module)) materialise(interpreter, module, request);
  attempt(() => interpreter.call(interpreter.attribute(module, 'train'), [request.training]));
  const steps = [...interpreter.steps];
  const recording = new Recording(walkModules(module).byStorage, file, request.isInputSupposed === true);
  for (const { reason, location, error } of interpreter.doubts) recording.unknown(reason, location, error);
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
  return summarise(defined, recording, walkModules(module), {
    steps,
    inputs,
    output,
    failures,
    costsOf: (pass) => interpreter.costs.costsOf(pass, pause),
  });
}

/** How `forward` is called with these inputs. */
const fed = ({ call }: ModelRequest, tensors: readonly TensorValue[]) =>
  call ? feedAgain(call, tensors) : { args: tensors, keywords: null };

const inputTensor = ({ shape, dtype, data }: InputSpec): TensorValue =>
  new TensorValue({ shape, dtype, ...(data && { data }) }, new Storage(null));

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
