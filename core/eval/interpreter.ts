// The interpreter: what the parts of the evaluator ask of each other, put together. One for each analysis of a file.
import type { Diagnostic, Problem, RelatedPlace } from '../base/diagnostic';
import type { Location } from '../base/location';
import { renderMessage } from '../base/messages';
import { CostMemory } from '../cost/remembered';
import type { Initialiser } from '../graph/graph';
import type { TensorType } from '../ops/operator';
import { operators, operatorsByFunction } from '../ops/table';
import type { Call, Expression, Program, Statement } from '../syntax/ast';
import type { Programs } from './programs';
import { assignTarget, augmentValue } from './assignment';
import { deleteAttribute, setAttribute } from './attributeAssignment';
import { lookupAttribute } from './attributes';
import { Budget, defaultLimits, type Limits } from './budget';
import { installBuiltins } from './builtins/install';
import { isInstance, typeOf } from './classes';
import { evaluateExpression } from './expressions';
import { forkBlocks, forkValues, maybeBlock } from './branches';
import { isWithinBranch, joinValues, type ForkHost, type Journal } from './fork';
import { callValue } from './functions';
import { importedModule, type ImportHost } from './imports';
import { missingAttribute, type MissingHost } from './missing';
import { elementsOf, iteratorOf } from './iteration';
import { evaluateScript } from './javascript/expressions';
import type { ScriptImportHost } from './javascript/imports';
import { assignScript } from './javascript/statements';
import { ModuleTable, type ModuleHost, type ModuleSources } from './modules';
import { compare, equal } from './comparison';
import { binary } from './operators';
import { truth } from './truth';
import { executeBlock } from './statements';
import { deleteItem, getItem, setItem } from './subscripts';
import { reprOf, textOf } from './text';
import { callOperator, elementCount, holdsTensor, type ModuleCallWatcher, type OperatorHost } from './torch/dispatch';
import { shapeTree } from './torch/moduleBase';
import type { Recording } from './torch/recording';
import { ModuleTemplates, type TemplateHost } from './torch/templates';
import {
  ClassValue,
  DictValue,
  heap,
  InstanceValue,
  libraryLoad,
  NativeFunction,
  PythonError,
  Storage,
  TensorValue,
  TupleValue,
  UnknownValue,
  type Attributes,
  type BuiltinTypes,
  type Completion,
  type Derivation,
  type Frame,
  type IteratorValue,
  type Keywords,
  type LazyImport,
  type Machine,
  type Maker,
  type ModuleValue,
  type Mutable,
  type Value,
} from './values';
import type { Doubt } from './loads';
import { storageStep, type StorageStep } from './storageSteps';

/** What is evaluated next, and how far. */
export interface Session extends ModuleSources {
  readonly limits?: Limits;
  readonly isCancelled?: () => boolean;
}

export class Interpreter
  implements ForkHost, ImportHost, MissingHost, ModuleHost, OperatorHost, ScriptImportHost, TemplateHost
{
  readonly types: BuiltinTypes;
  readonly builtins: Attributes = new Map();
  readonly modules: ModuleTable;
  readonly templates: ModuleTemplates = new ModuleTemplates(this);
  readonly costs = new CostMemory();
  frame: Frame | null = null;
  journal: Journal | null = null;
  handled: PythonError | null = null;
  tryDepth = 0;
  handlerDepth = 0;
  unknownCalls = 0;
  maybeRaised: PythonError[] = [];
  maybeDepth = 0;
  recording: Recording | null = null;
  onModuleCall: ModuleCallWatcher | null = null;
  onModuleMade: ((module: InstanceValue) => void) | null = null;
  moduleDepth = 0;
  readonly entered: Machine['entered'] = new Set();
  readonly consulted: Machine['consulted'] = new Set();
  /** What could not be told while nothing was recorded, since it was last emptied. */
  doubts: Doubt[] = [];
  /** Every initialisation since it was last emptied. */
  steps: StorageStep[] = [];
  private budget: Budget;
  private readonly operatorFunctions = new Map<string, NativeFunction>();

  private session: Session = { host: { readText: () => undefined }, roots: [] };

  constructor(private readonly programs: Programs) {
    heap.madeIn = libraryLoad;
    this.types = installBuiltins(this.builtins);
    heap.madeIn = null;
    this.modules = new ModuleTable(this);
    this.budget = this.newBudget();
  }

  /** Begins the analysis of a file: only modules of other files live on from the one before, as if nobody had touched them. */
  begin(session: Session): void {
    this.session = session;
    this.modules.begin(session);
    this.frame = this.journal = this.handled = this.recording = this.onModuleCall = this.onModuleMade = null;
    this.tryDepth = this.maybeDepth = this.moduleDepth = 0;
    this.steps = [];
    this.maybeRaised = [];
    this.entered.clear();
    this.consulted.clear();
    this.budget = this.newBudget();
  }

  /** A limit, or whoever asked, stopped something: with other speed it would have been another answer. */
  get isCut(): boolean {
    return this.budget.isCut;
  }

  private newBudget(): Budget {
    return new Budget(this.session.limits ?? defaultLimits, this.session.isCancelled ?? (() => false));
  }

  /** The next share of the request's allowance, for the next model or statement. */
  shareBudget(part?: number): void {
    this.budget.share(part);
  }

  isBudgetSpent(): boolean {
    return this.budget.isSpent();
  }

  get spent(): number {
    return this.budget.spent;
  }

  isPlain(): boolean {
    const { recording, journal, modules } = this;
    return (
      modules.kept.disturbances.isLibraryPlain &&
      recording === null &&
      journal === null &&
      heap.madeIn?.isLibrary !== true
    );
  }

  /** Throws `Abort` where nobody waits for the analysis any more. */
  stopIfCancelled(): void {
    this.budget.stopIfCancelled();
  }

  step(work = 1): void {
    // the library's own modules are loaded to their end: they stay from one analysis to the next
    if (heap.madeIn?.isLibrary !== true) this.budget.spend(work);
  }

  // ---------------------------------------------------------------- the parts

  evaluate(node: Expression, frame: Frame): Value {
    return frame.program.language === 'typescript'
      ? evaluateScript(this, node, frame)
      : evaluateExpression(this, node, frame);
  }
  execute(body: readonly Statement[], frame: Frame): Completion {
    return executeBlock(this, body, frame);
  }
  call(callable: Value, args: readonly Value[], keywords: Keywords = null): Value {
    if (callable instanceof UnknownValue && this.recording !== null && args.some(holdsTensor)) {
      this.recording.unknown(callable.reason, this.place() ?? callable.location);
    }
    return callValue(this, callable, args, keywords);
  }
  lookup(object: Value, name: string): Value | undefined {
    return lookupAttribute(this, object, name);
  }
  attribute(object: Value, name: string, node?: Expression): Value {
    const value = lookupAttribute(this, object, name);
    return value === undefined ? missingAttribute(this, object, name, node) : value;
  }
  setAttribute(object: Value, name: string, value: Value): void {
    setAttribute(this, object, name, value);
  }
  deleteAttribute(object: Value, name: string): void {
    deleteAttribute(this, object, name);
  }
  assign(target: Expression, value: Value, frame: Frame): void {
    if (frame.program.language === 'typescript') assignScript(this, target, value, frame);
    else assignTarget(this, target, value, frame);
  }
  augment(operator: string, current: Value, value: Value): Value {
    return augmentValue(this, operator, current, value);
  }
  getItem(object: Value, index: Value): Value {
    return getItem(this, object, index);
  }
  setItem(object: Value, index: Value, value: Value): void {
    setItem(this, object, index, value);
  }
  deleteItem(object: Value, index: Value): void {
    deleteItem(this, object, index);
  }
  elements(iterable: Value): readonly Value[] | null {
    return elementsOf(this, iterable);
  }
  iterator(iterable: Value): IteratorValue | null {
    return iteratorOf(this, iterable);
  }
  truth(value: Value): boolean | undefined {
    return truth(this, value);
  }
  binary(operator: string, left: Value, right: Value): Value {
    return binary(this, operator, left, right);
  }
  compare(operator: string, left: Value, right: Value): Value {
    return compare(this, operator, left, right);
  }
  equal(left: Value, right: Value): boolean | undefined {
    return equal(this, left, right);
  }
  text(value: Value): Value {
    return textOf(this, value);
  }
  repr(value: Value): string {
    return reprOf(this, value);
  }
  typeOf(value: Value): ClassValue {
    return typeOf(this, value);
  }
  isInstance(value: Value, type: Value): boolean | undefined {
    return isInstance(this, value, type);
  }

  // ---------------------------------------------------------------- modules

  findModule(name: string): ModuleValue | undefined {
    return this.modules.find(name);
  }
  awaitModule(module: ModuleValue, name: string | null): void {
    this.modules.await(module, name);
  }
  mayExport(module: ModuleValue, name: string): boolean {
    return this.modules.mayExport(module, name);
  }
  registers(dict: DictValue, key: unknown, isNeeded: boolean): boolean {
    return this.modules.registers(dict, key, isNeeded);
  }
  findFile(path: string): ModuleValue | undefined {
    return this.modules.findFile(path);
  }
  resolving(names: Attributes, owner: Maker | null, name: string, lazy: LazyImport): void {
    this.modules.kept.resolving(names, owner, name, lazy);
  }
  importModule(name: string): Value {
    return importedModule(this, name);
  }
  moduleFallback(module: ModuleValue, name: string): Value | undefined {
    const qualified = `${module.name}.${name}`;
    const operator = operatorsByFunction.get(qualified);
    if (operator === undefined) return this.modules.native(module, name) ?? this.modules.submodule(module, name);
    let fn = this.operatorFunctions.get(qualified);
    if (fn === undefined) {
      fn = new NativeFunction(
        name,
        (machine, args, keywords) => callOperator(machine, operator, args, keywords, name, false, qualified),
        false,
      );
      this.operatorFunctions.set(qualified, fn);
    }
    return fn;
  }

  moduleNames(module: ModuleValue): readonly string[] {
    const prefix = `${module.name}.`;
    return [...operatorsByFunction.keys()]
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length));
  }

  // ---------------------------------------------------------------- errors and unknowns

  unknown(reason: string): UnknownValue {
    return new UnknownValue(reason, this.place());
  }
  raise(type: string, message: string): never {
    throw this.exception(type, message, null);
  }
  problem(problem: Problem, exception = 'RuntimeError', related: readonly RelatedPlace[] = []): never {
    // user code that catches it reads Python's words
    throw this.exception(exception, pythonText(problem), problem, related);
  }
  refuse(problem: Problem, exception: string, place?: Location): Value {
    if (this.tryDepth > 0 || isWithinBranch(this.journal)) return this.problem(problem, exception);
    const reason = pythonText(problem);
    const location = place ?? this.place();
    const told = [...this.doubts, ...(this.recording?.unknowns ?? [])];
    const isReached =
      this.handlerDepth === 0 && told.every(({ error }) => error !== undefined) && !mayHaveReturned(this.frame);
    const error: Diagnostic | undefined =
      isReached && location !== null ? { ...problem, severity: 'error', location, related: [] } : undefined;
    if (this.recording === null) this.doubts.push({ reason, location, error });
    else this.recording.unknown(reason, location, error);
    return new UnknownValue(reason, location);
  }
  isSupposed(tensor: TensorValue): boolean {
    return this.recording?.isSupposed(tensor) === true;
  }
  private exception(
    type: string,
    message: string,
    problem: Problem | null,
    related: readonly RelatedPlace[] = [],
  ): PythonError {
    const known = this.builtins.get(type);
    const instance = new InstanceValue(
      known instanceof ClassValue ? known : (this.builtins.get('Exception') as ClassValue),
    );
    instance.attributes.set('args', new TupleValue([message]));
    return new PythonError(instance, this.place(), problem, related);
  }
  place(): Location | null {
    for (let { frame } = this as { frame: Frame | null }; frame !== null; frame = frame.caller) {
      if (this.modules.isLibraryFile(frame.program.file)) continue;
      const node = frame.callNode ?? frame.statement;
      if (node !== null && node !== undefined) return { file: frame.program.file, start: node.start, end: node.end };
    }
    return null;
  }

  // ---------------------------------------------------------------- branches that cannot be told

  touch(changed: Mutable): void {
    const object = changed instanceof DictValue && changed.owner !== null ? changed.owner : changed;
    if (object.madeIn !== heap.madeIn) this.modules.kept.changing(object);
    this.journal?.touch(object);
  }
  isSpeculative(): boolean {
    return this.journal !== null;
  }
  markRecording(): unknown {
    return this.recording?.mark() ?? null;
  }
  cutRecording(position: unknown): { readonly cut: unknown; readonly costs: string } {
    return this.recording?.cut(position as never) ?? { cut: null, costs: '' };
  }
  pasteRecording(cut: unknown): void {
    if (cut !== null) this.recording?.paste(cut as never);
  }
  inexact(reason: string): void {
    if (this.recording === null) this.doubts.push({ reason, location: this.place() });
    else this.recording.unknown(reason, this.place());
  }
  fork(condition: Value, then: () => Value, otherwise: () => Value): Value {
    return forkValues(this, condition, then, otherwise);
  }
  forkBlocks(condition: Value, frame: Frame, then: () => Completion, otherwise: () => Completion): Completion {
    return forkBlocks(this, condition, frame, then, otherwise);
  }
  maybe(condition: Value, frame: Frame, body: () => Completion): void {
    maybeBlock(this, condition, frame, body);
  }
  join(values: readonly Value[]): Value {
    return values.reduce((a, b) => joinValues(this, a, b, 'a condition that cannot be told'));
  }

  // ---------------------------------------------------------------- tensors

  observe(node: Call, frame: Frame, value: Value): Value {
    const { recording } = this;
    if (recording !== null && frame.program.file === recording.file && holdsTensor(value)) {
      recording.observations.push({
        location: { file: recording.file, start: node.start, end: node.end },
        shape: shapeTree(value),
        operations: [0, recording.operations.length],
      });
    }
    return value;
  }
  tensor(type: TensorType, initialiser?: Initialiser): TensorValue {
    const tensor = new TensorValue(type, new Storage(elementCount(type.shape)));
    if (initialiser !== undefined) this.initialise(tensor, initialiser);
    return tensor;
  }
  applyOperator(name: string, args: readonly Value[], keywords: Keywords): Value {
    const operator = (operators as Readonly<Record<string, (typeof operators)[keyof typeof operators] | undefined>>)[
      name
    ];
    if (operator === undefined) {
      this.inexact(`the operator '${name}' is not modelled`);
      return this.unknown(`the operator '${name}' is not modelled`);
    }
    return callOperator(this, operator, args, keywords, name, false);
  }
  initialise(tensor: TensorValue, initialiser: Initialiser): void {
    this.steps.push(storageStep(tensor.storage, initialiser));
  }
  derive(tensor: TensorValue, derivation: Derivation): void {
    this.steps.push(storageStep(tensor.storage, derivation));
  }
  initialisePart(tensor: TensorValue, offset: number, elements: number, initialiser: Initialiser): void {
    this.steps.push(storageStep(new Storage(elements, tensor.storage, offset), initialiser));
  }
  rebind(tensor: TensorValue, source: TensorValue): void {
    this.touch(tensor);
    this.recording?.changedInPlace(tensor, source);
    tensor.tensor = source.tensor;
    tensor.valueId = source.valueId;
    tensor.recording = source.recording;
  }

  putBack(tensor: TensorValue): void {
    const { part } = tensor;
    if (part !== null && this.recording !== null) this.applyOperator('setitem', [part.whole, part.index, tensor], null);
  }

  parse(file: string, text: string): Program {
    // less than they cost, four million a second: what is imported has an end, unlike what runs
    const charge = (characters: number): void => this.step(Math.ceil(characters / 4));
    return this.programs.parse(file, text, this.modules.isLibraryFile(file) ? undefined : charge);
  }
}

/** A problem in Python's words: user code that catches it reads them. */
function pythonText(problem: Problem): string {
  if (problem.code === 'CL1013') return String(problem.details['reason']);
  return problem.code === 'CL1014' ? String(problem.details['message']) : renderMessage(problem);
}

function mayHaveReturned(frame: Frame | null): boolean {
  for (let { current } = { current: frame }; current !== null; current = current.caller)
    if (current.maybeReturned !== null) return true;
  return false;
}
