// How the body of a module is run: statement by statement, once, whoever asks for it first.
import type { Program, Statement } from '../syntax/ast';
import type { Journal } from './fork';
import type { Doubt } from './loads';
import { isPackage } from './registries';
import { staticForm } from './staticImports';
import type { Recording } from './torch/recording';
import {
  Abort,
  heap,
  ListValue,
  PythonError,
  Scope,
  UnknownValue,
  type Frame,
  type Machine,
  type Maker,
  type ModuleValue,
} from './values';

/** What the interpreter gives. */
export interface BodyHost extends Machine {
  recording: Recording | null;
  journal: Journal | null;
  doubts: Doubt[];
  /** The next share of the request's allowance of steps. */
  shareBudget(): void;
}

/** Whose making the body is, and what it leaves behind beside what it binds. */
export interface BodyOutcome {
  readonly madeIn: Maker | null;
  /** It is another file's than the analysed one. */
  readonly isImported: boolean;
  /** What is only declared Python does not import by now. */
  declare(isDeclared: boolean): void;
  /** A statement ended in an error: what the rest of the body would have bound is unknown then, not missing. */
  failed(error: PythonError): void;
}

/** One statement that fails does not keep the others from being there. */
export function runBody(interpreter: BodyHost, program: Program, scope: Scope, outcome: BodyOutcome): void {
  const outer = {
    madeIn: heap.madeIn,
    module: heap.module,
    frame: interpreter.frame,
    tryDepth: interpreter.tryDepth,
    recording: interpreter.recording,
    journal: interpreter.journal,
    unknownCalls: interpreter.unknownCalls,
    maybeRaised: interpreter.maybeRaised,
    doubts: interpreter.doubts,
  };
  const frame: Frame = {
    scope,
    program,
    function: null,
    returned: null,
    maybeReturned: null,
    caller: outer.frame,
    callNode: null,
    self: undefined,
    depth: outer.frame === null ? 0 : outer.frame.depth + 1,
  };
  interpreter.frame = frame;
  interpreter.tryDepth = 0;
  interpreter.maybeRaised = [];
  // what the body of another file cannot tell is in what it binds: it is no doubt about the model that is being made
  if (outcome.isImported) interpreter.doubts = [];
  // what a module's body does is done once, whoever asks for it first
  interpreter.recording = null;
  interpreter.journal = null;
  heap.madeIn = outcome.madeIn;
  heap.module = outcome.madeIn?.isLibrary === true ? null : scope;
  try {
    for (const statement of program.body) {
      for (const own of staticForm(statement)) {
        outcome.declare(own !== statement);
        runStatement(interpreter, own, frame, outcome);
      }
    }
  } finally {
    heap.madeIn = outer.madeIn;
    heap.module = outer.module;
    interpreter.frame = outer.frame;
    interpreter.tryDepth = outer.tryDepth;
    interpreter.recording = outer.recording;
    interpreter.journal = outer.journal;
    // Python would have run the body before: what it calls is not called in the `try` that is at work
    interpreter.unknownCalls = outer.unknownCalls;
    interpreter.maybeRaised = outer.maybeRaised;
    if (outcome.isImported) interpreter.doubts = outer.doubts;
  }
}

function runStatement(interpreter: BodyHost, statement: Statement, frame: Frame, outcome: BodyOutcome): void {
  const { scope, program } = frame;
  try {
    interpreter.execute([statement], frame);
  } catch (error) {
    if (error instanceof PythonError) {
      const name = program.file.split('/').pop() ?? program.file;
      scope.openStar ??= new UnknownValue(`${name} could not be evaluated to its end`, error.location);
      outcome.failed(error);
    } else if (error instanceof Abort) {
      outcome.madeIn?.spoil();
      scope.openStar ??= new UnknownValue(error.reason, interpreter.place());
      interpreter.frame = frame;
      interpreter.shareBudget();
      // throws again where it is not for the steps
      interpreter.step(0);
    } else throw error;
  }
}

/** The names of a module whose body is about to run. */
export function newScope(module: ModuleValue, own: string, madeIn: Maker | null): Scope {
  const outer = heap.madeIn;
  heap.madeIn = module.madeIn = madeIn;
  const { name, file, attributes } = module;
  attributes.clear();
  attributes.set('__name__', name);
  attributes.set('__package__', own);
  attributes.set('__file__', file);
  attributes.set('__doc__', null);
  attributes.set('__spec__', howFound);
  if (isPackage(module)) attributes.set('__path__', new ListValue([file!.slice(0, file!.lastIndexOf('/'))]));
  module.scope = new Scope(null, attributes);
  heap.madeIn = outer;
  return module.scope;
}

const howFound = new UnknownValue('how a module was found', null);
