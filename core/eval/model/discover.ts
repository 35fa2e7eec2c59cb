// Which models a file makes evident, and which inputs: directives, calls that feed a tensor, annotations, docstrings, defaults.
import type { Location } from '../../base/location';
import type { TextEdit } from '../../base/textEdit';
import type { ClassDefinition, FunctionDefinition, Program, Statement } from '../../syntax/ast';
import { sourceOf } from '../../syntax/sources';
import { ClassValue, FunctionValue, type ModuleValue } from '../values';
import type { Candidate } from './candidate';
import { shapeInAnnotation, shapeInDocstring, parseShape } from './inputs';
import { makesTensor, takesNoArguments, wordsOf } from './made';
import type { InputSpec } from './modelRun';

const directive = /^convlens:\s*(.*)$/;

export const isDirective = (comment: string): boolean => directive.test(comment);

/** The same directives above the same statements, and none of them where the text was edited. */
export function sameDirectives(before: Program, after: Program, { start, ...edit }: TextEdit): boolean {
  const isTouched = ({ comments }: Program, end: number): boolean =>
    comments.some((comment) => isDirective(comment.text) && start <= comment.end && comment.start <= end);
  return (
    directivesOf(before) === directivesOf(after) && !isTouched(before, edit.before) && !isTouched(after, edit.after)
  );
}

/** The directives, each with the number of the statement below it. */
const directivesOf = ({ comments, body }: Program): string =>
  comments
    .filter(({ text }) => isDirective(text))
    .map(({ text, end }) => `${body.findIndex(({ start }) => start >= end)} ${text}`)
    .join('\n');

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

/** Code that makes a tensor, or a model of the library's layers. */
const makesModel = /\btorch\.(?:randn?|zeros|ones|empty|randint)\s*\(|\bSequential\s*\(/;

/** Whether evaluating the file can show a model: otherwise nothing of it needs to be run. */
export const mayHoldModels = (program: Program): boolean =>
  program.language === 'typescript' ||
  makesModel.test(program.text) ||
  program.comments.some(({ text }) => isDirective(text)) ||
  holdsClass(program.body);

/** All that is read off the text of a definition without running it, as one string to be compared. */
export function seenInText(program: Program, statement: Statement): string {
  if (statement.kind === 'class') {
    const inputs = inputsOf(statement, program) ?? [];
    return inputs.map(({ shape }) => shape.join('x')).join(' ');
  }
  const words = wordsOf(program, statement);
  const named = program.body.flatMap((each) => ('name' in each && words.has(each.name) ? [each.name] : []));
  return [makesTensor.test(sourceOf(program, statement)), ...named].join(' ');
}

const holdsClass = (body: readonly Statement[]): boolean =>
  body.some((statement) => {
    if (statement.kind === 'class') return true;
    if (statement.kind === 'if') return holdsClass(statement.then) || holdsClass(statement.otherwise);
    if (statement.kind === 'try')
      return holdsClass(statement.body) || statement.handlers.some((handler) => holdsClass(handler.body));
    return false;
  });

/** The module classes of the file, in source order. */
export const moduleClasses = (
  program: Program,
  module: ModuleValue,
  isModuleClass: (type: ClassValue) => boolean,
): { readonly name: string; readonly definition: Location }[] =>
  program.body.flatMap((statement) => {
    const type = statement.kind === 'class' ? module.attributes.get(statement.name) : undefined;
    return statement.kind === 'class' && type instanceof ClassValue && isModuleClass(type)
      ? [{ name: statement.name, definition: nameLocation(program, statement) }]
      : [];
  });

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
