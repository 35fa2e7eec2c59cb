// Which models a TypeScript file makes evident: those that its names hold, those that its functions build without arguments, and
// those that only live inside a function that it runs. A model of TensorFlow.js declares its inputs itself.
import type { Diagnostic } from '../../base/diagnostic';
import type { Location } from '../../base/location';
import type { Expression, Program, Statement } from '../../syntax/ast';
import { lookupInClass } from '../binding';
import type { Interpreter } from '../interpreter';
import { needsNoArguments } from '../javascript/functions';
import type { ModuleValue } from '../values';
import { FunctionValue, InstanceValue, ListValue, TensorValue, type Value } from '../values';
import { exceptionText } from '../text';
import type { Candidate } from './candidate';
import type { InputSpec } from './modelRun';
import { guarded } from './run';

/** A function whose text makes a model, or says that it returns one. */
const buildsModel =
  /\b(?:sequential|model|Sequential|LayersModel)\s*\(|:\s*(?:Promise<\s*)?(?:\w+\.)?(?:Sequential|LayersModel)\b/;

interface Found {
  readonly model: InstanceValue;
  readonly expression: string;
  readonly definition: Location | null;
}

/** The last defined first: parts come before the model that is made of them. */
export function scriptModels(interpreter: Interpreter, program: Program, module: ModuleValue): readonly Candidate[] {
  const found: Found[] = [];
  const failed: Candidate[] = [];
  const add = (model: InstanceValue, expression: string, definition: Location | null): void => {
    if (!found.some((other) => other.model === model || isSamePlace(other.model, model)))
      found.push({ model, expression, definition });
  };
  for (const { name, target } of declarations(program)) {
    const value = module.attributes.get(name);
    if (isModel(value)) add(value, name, locationOf(program, target));
  }
  for (const { name, target, start, end } of functions(program)) {
    const fn = module.attributes.get(name);
    if (!(fn instanceof FunctionValue) || !needsNoArguments(fn) || !buildsModel.test(program.text.slice(start, end)))
      continue;
    if (found.some(({ model }) => isWithin(model, program, start, end))) continue;
    let made: Value = null;
    interpreter.shareBudget();
    const failure = guarded(interpreter, () => (made = interpreter.call(fn, [])));
    const definition = locationOf(program, target);
    if (isModel(made)) add(made, `${name}()`, definition);
    else if (failure?.error && failure.error.problem !== null)
      failed.push({ expression: `${name}()`, origin: 'call', definition, module: null, inputs: null });
  }
  for (const model of everyModel(interpreter)) {
    if (!isWithin(model, program, 0, program.end) || isLayer(model) || isEmpty(model)) continue;
    const local = innermostName(program, model.created?.location.start ?? 0);
    add(
      model,
      local?.name ?? program.text.slice(model.created?.location.start, model.created?.location.end),
      local?.location ?? null,
    );
  }
  const evident = found.map(({ model, expression, definition }): Candidate => ({
    expression,
    origin: 'call',
    definition,
    module: model,
    inputs: null,
  }));
  return [...evident, ...failed].sort((a, b) => (b.definition?.start ?? 0) - (a.definition?.start ?? 0));
}

/** What TensorFlow.js would throw while the file's own statements build a model. */
export function bodyDiagnostics(interpreter: Interpreter, file: string): readonly Diagnostic[] {
  return (interpreter.modules.failures.get(file) ?? []).flatMap(
    ({ exception, location, problem, related }): Diagnostic[] => {
      if (location?.file !== file) return [];
      if (problem !== null) return [{ ...problem, severity: 'error', location, related }];
      // errors of its own are values that do not fit; others come of what is not modelled
      if (exception.type.name !== 'ValueError') return [];
      const details = { exception: 'Error', message: exceptionText(interpreter, exception) };
      return [{ code: 'CL1014', details, severity: 'error', location, related: [] }];
    },
  );
}

/** The tensors that a model says it takes; null where it says nothing. */
export function declaredInputs(interpreter: Interpreter, module: InstanceValue): readonly InputSpec[] | null {
  const declare = lookupInClass(module.type, '_declared_inputs');
  if (declare === undefined) return null;
  const tensors = interpreter.elements(interpreter.call(declare, [module]));
  if (tensors === null || tensors.length === 0) return null;
  return tensors.every((tensor) => tensor instanceof TensorValue)
    ? tensors.map(({ tensor }) => ({ shape: tensor.shape, dtype: tensor.dtype }))
    : null;
}

const isModel = (value: Value | undefined): value is InstanceValue =>
  value instanceof InstanceValue && lookupInClass(value.type, '_declared_inputs') !== undefined;

/** A model that is applied to tensors is a part of another. */
const isLayer = (model: InstanceValue): boolean => hasItems(model.attributes.get('_nodes'));

const isEmpty = (model: InstanceValue): boolean => !hasItems(model.attributes.get('_steps'));

const hasItems = (value: Value | undefined): boolean => value instanceof ListValue && value.items.length > 0;

function everyModel(interpreter: Interpreter): readonly InstanceValue[] {
  const library = interpreter.findModule('tfjs.models');
  const made = library === undefined || library.load !== null ? undefined : library.attributes.get('made');
  return made instanceof ListValue ? made.items.filter((item) => item instanceof InstanceValue) : [];
}

function isSamePlace(a: InstanceValue, b: InstanceValue): boolean {
  const [x, y] = [a.created?.location, b.created?.location];
  return x !== undefined && y !== undefined && x.file === y.file && x.start === y.start;
}

function isWithin(model: InstanceValue, program: Program, start: number, end: number): boolean {
  const place = model.created?.location;
  return place?.file === program.file && place.start >= start && place.end <= end;
}

const locationOf = (program: Program, { start, end }: { readonly start: number; readonly end: number }): Location => ({
  file: program.file,
  start,
  end,
});

interface Declaration {
  readonly name: string;
  readonly target: Expression;
  readonly value: Expression;
}

function declared(statement: Statement): Declaration | null {
  if (statement.kind !== 'assign') return null;
  const [target] = statement.targets;
  return target.kind === 'name' ? { name: target.name, target, value: statement.value } : null;
}

const declarations = (program: Program): readonly Declaration[] =>
  program.body.flatMap((statement) => declared(statement) ?? []);

/** `function f() {}` and `const f = () => ...`, with the whole text's range. */
function functions(
  program: Program,
): readonly { name: string; target: { start: number; end: number }; start: number; end: number }[] {
  return program.body.flatMap((statement) => {
    const { start, end } = statement;
    if (statement.kind === 'function') {
      return [
        {
          name: statement.name,
          target: { start: statement.nameStart, end: statement.nameStart + statement.name.length },
          start,
          end,
        },
      ];
    }
    const declaration = declared(statement);
    return declaration?.value.kind === 'lambda'
      ? [{ name: declaration.name, target: declaration.target, start, end }]
      : [];
  });
}

/** The name that the innermost assignment around an offset gives to its value. */
function innermostName(
  program: Program,
  offset: number,
): { readonly name: string; readonly location: Location } | null {
  let found: { name: string; location: Location } | null = null;
  const visit = (statements: readonly Statement[]): void => {
    for (const statement of statements) {
      if (offset < statement.start || offset >= statement.end) continue;
      const declaration = declared(statement);
      if (declaration !== null && offset >= declaration.value.start) {
        found = { name: declaration.name, location: locationOf(program, declaration.target) };
        if (declaration.value.kind === 'lambda' && Array.isArray(declaration.value.body))
          visit(declaration.value.body as readonly Statement[]);
      }
      for (const block of blocksOf(statement)) visit(block);
    }
  };
  visit(program.body);
  return found;
}

function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'function':
    case 'class':
    case 'while':
    case 'for':
      return [statement.body];
    case 'if':
      return [statement.then, statement.otherwise];
    case 'try':
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.finalizer];
    default:
      return [];
  }
}
