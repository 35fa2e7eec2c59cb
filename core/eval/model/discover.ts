// Which models a file makes evident, and which inputs: directives, calls that feed a tensor, annotations, docstrings, defaults.
import type { ModelAnalysis } from '../../analysis';
import type { Location } from '../../base/location';
import type { ClassDefinition, FunctionDefinition, Program, Statement } from '../../syntax/ast';
import { isSymbolic } from '../../shape/dim';
import type { Interpreter } from '../interpreter';
import { executeBlock } from '../statements';
import type { InstanceValue } from '../values';
import {
  ClassValue,
  FunctionValue,
  TensorValue,
  type Frame,
  type ModuleValue,
  type Scope,
  type Value,
} from '../values';
import { shapeInAnnotation, shapeInDocstring, parseShape } from './inputs';
import { guarded, type InputSpec } from './run';

/** A model to evaluate: an expression in the file's namespace, or a module that the file's own code made. */
export interface Candidate {
  readonly expression: string;
  readonly origin: ModelAnalysis['origin'];
  readonly definition: Location | null;
  readonly module: InstanceValue | null;
  /** null: to be supposed from the layers. */
  readonly inputs: readonly InputSpec[] | null;
}

const directive = /^convlens:\s*(.*)$/;

/** `# convlens: Net(width=2) input=1x1x28x28 input=...` on the line above a class, function or call. */
export function directives(program: Program): Candidate[] {
  const found: Candidate[] = [];
  for (const comment of program.comments) {
    const body = directive.exec(comment.text)?.[1];
    if (body === undefined) continue;
    const inputs: InputSpec[] = [];
    const rest = body.replace(/\binput\s*=\s*([\w×]+)/g, (_, shape: string) => {
      const dims = parseShape(shape);
      if (dims !== null) inputs.push({ shape: dims, dtype: 'float32' });
      return '';
    });
    const below = program.body.find((statement) => statement.start >= comment.end);
    const named = below?.kind === 'class' || below?.kind === 'function' ? below : null;
    const expression = rest.trim() !== '' ? rest.trim() : named === null ? '' : `${named.name}()`;
    if (expression === '') continue;
    found.push({
      expression,
      origin: 'directive',
      definition:
        named === null ? { file: program.file, start: comment.start, end: comment.end } : nameLocation(program, named),
      module: null,
      inputs: inputs.length > 0 ? inputs : inputsOf(named, program),
    });
  }
  return found;
}

export const nameLocation = (program: Program, node: ClassDefinition | FunctionDefinition): Location => ({
  file: program.file,
  start: node.nameStart,
  end: node.nameStart + node.name.length,
});

/** Shapes that a class tells in an annotation of `forward` or in a docstring. */
export function inputsOf(node: Statement | null, program: Program): readonly InputSpec[] | null {
  if (node?.kind !== 'class') return null;
  const forward = node.body.find((statement) => statement.kind === 'function' && statement.name === 'forward');
  if (forward?.kind === 'function') {
    const annotated = forward.parameters
      .slice(1)
      .filter((parameter) => parameter.default === null)
      .map((parameter) => {
        const { annotation } = parameter;
        return shapeInAnnotation(annotation === null ? null : program.text.slice(annotation.start, annotation.end));
      });
    if (annotated.length > 0 && annotated.every((shape) => shape !== null))
      return annotated.map((shape) => ({ shape, dtype: 'float32' }));
  }
  const shape =
    shapeInDocstring(node.docstring) ?? (forward?.kind === 'function' ? shapeInDocstring(forward.docstring) : null);
  return shape === null ? null : [{ shape, dtype: 'float32' }];
}

const makesTensor = /\btorch\.(?:randn?|zeros|ones|empty|randint)\s*\(/;

/** Whether evaluating the file can show a model: otherwise nothing of it needs to be run. */
export const mayHoldModels = (program: Program): boolean =>
  program.language === 'typescript' ||
  makesTensor.test(program.text) ||
  program.comments.some(({ text }) => directive.test(text)) ||
  holdsClass(program.body);

const holdsClass = (body: readonly Statement[]): boolean =>
  body.some((statement) => {
    if (statement.kind === 'class') return true;
    if (statement.kind === 'if') return holdsClass(statement.then) || holdsClass(statement.otherwise);
    if (statement.kind === 'try')
      return holdsClass(statement.body) || statement.handlers.some((handler) => holdsClass(handler.body));
    return false;
  });

/** Runs the functions and guards of the file that feed a tensor to a model, and sees which model gets which shapes. */
export function calledModels(interpreter: Interpreter, program: Program, module: ModuleValue): Candidate[] {
  const found: Candidate[] = [];
  const watch = (called: InstanceValue, args: readonly Value[], depth: number): void => {
    if (depth > 0) return;
    const tensors = args.filter((value) => value instanceof TensorValue);
    if (tensors.length === 0 || tensors.length !== args.length) return;
    if (tensors.some((tensor) => tensor.uninitialised || tensor.tensor.shape.some(isSymbolic))) return;
    if (found.some((candidate) => candidate.module?.type === called.type && sameShapes(candidate.inputs, tensors)))
      return;
    const created = called.created?.location;
    const inFile = created?.file === program.file;
    found.push({
      expression: inFile ? program.text.slice(created.start, created.end) : `${called.type.name}(...)`,
      origin: 'call',
      definition: called.type.definition?.file === program.file ? called.type.definition : inFile ? created : null,
      module: called,
      inputs: tensors.map((tensor) => ({ shape: tensor.tensor.shape, dtype: tensor.tensor.dtype })),
    });
  };
  for (const statement of program.body) {
    if (!makesTensor.test(program.text.slice(statement.start, statement.end))) continue;
    interpreter.onModuleCall = watch;
    if (statement.kind === 'function') {
      const fn = module.attributes.get(statement.name);
      if (fn instanceof FunctionValue && takesNoArguments(fn, 0)) guarded(interpreter, () => interpreter.call(fn, []));
    } else if (statement.kind === 'if' && isMainGuard(program, statement))
      runGuard(interpreter, program, statement.then, module);
  }
  interpreter.onModuleCall = null;
  return found;
}

function sameShapes(inputs: readonly InputSpec[] | null, tensors: readonly TensorValue[]): boolean {
  return (
    inputs !== null &&
    inputs.length === tensors.length &&
    inputs.every((spec, i) => String(spec.shape) === String(tensors[i].tensor.shape))
  );
}

const isMainGuard = (program: Program, statement: Extract<Statement, { kind: 'if' }>): boolean =>
  /^\s*__name__\s*==\s*['"]__main__['"]/.test(program.text.slice(statement.test.start, statement.test.end));

function runGuard(interpreter: Interpreter, program: Program, body: readonly Statement[], module: ModuleValue): void {
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
  guarded(interpreter, () => {
    executeBlock(interpreter, body, frame);
    return null;
  });
}

/** Module classes of the file that can be constructed without arguments, the file's own docstrings and annotations telling the input. */
export function defaultModels(
  program: Program,
  module: ModuleValue,
  isModuleClass: (type: ClassValue) => boolean,
): Candidate[] {
  const found: Candidate[] = [];
  for (const statement of program.body) {
    if (statement.kind !== 'class') continue;
    const type = module.attributes.get(statement.name);
    if (!(type instanceof ClassValue) || !isModuleClass(type)) continue;
    const definition = nameLocation(program, statement);
    const inputs = inputsOf(statement, program);
    const builder = takesNothing(type) ? `${statement.name}()` : builderOf(program, statement.name);
    if (builder === null) continue;
    found.push({
      expression: builder,
      origin: inputs === null ? 'default' : 'docstring',
      definition,
      module: null,
      inputs,
    });
  }
  return found;
}

function takesNothing(type: ClassValue): boolean {
  for (const candidate of type.mro) {
    const initialiser = candidate.attributes.get('__init__');
    if (initialiser === undefined) continue;
    if (!(initialiser instanceof FunctionValue)) return true;
    return takesNoArguments(initialiser, 1);
  }
  return true;
}

/** Every parameter after the first `bound` ones has a default. */
const takesNoArguments = (fn: FunctionValue, bound: number): boolean =>
  fn.node.parameters.every(
    (p, i) => i < bound || p.kind === 'star' || p.kind === 'doubleStar' || fn.defaults[i] !== undefined,
  );

/** A function of the file that is annotated to return the class and can be called without arguments: `resnet18()`. */
function builderOf(program: Program, className: string): string | null {
  for (const statement of program.body) {
    if (statement.kind !== 'function' || statement.returns === null) continue;
    if (program.text.slice(statement.returns.start, statement.returns.end).replace(/['"]/g, '') !== className) continue;
    if (statement.parameters.every((p) => p.default !== null || p.kind === 'star' || p.kind === 'doubleStar'))
      return `${statement.name}()`;
  }
  return null;
}
