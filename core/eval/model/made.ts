// Which models the file's own code makes, and what it feeds them: its body, its `__main__` guard and the functions that need no
// arguments are run, and watched.
import type { Diagnostic } from '../../base/diagnostic';
import type { Location } from '../../base/location';
import type { FunctionDefinition, Program, Statement } from '../../syntax/ast';
import { isMainGuard } from '../../syntax/bodies';
import { homeOf, sourceOf } from '../../syntax/sources';
import type { Interpreter } from '../interpreter';
import { executeBlock } from '../statements';
import type { InstanceValue } from '../values';
import { FunctionValue, type Frame, type ModuleValue, type Scope, type Value } from '../values';
import type { Candidate } from './candidate';
import { fedCall, type FedCall } from './fed';
import type { Failure, InputSpec } from './modelRun';
import { guarded } from './run';
import type { Steps } from './steps';
import { isOfArguments, told } from './summary';
import { modulesOf } from './walk';

export const makesTensor = /\btorch\.(?:randn?|zeros|ones|empty|randint)\s*\(/;

/** What a step made, and what PyTorch would raise in it. */
export interface Step {
  readonly candidates: readonly Candidate[];
  readonly told: readonly Diagnostic[];
}

/** The models that a step made. */
export interface Made {
  readonly step: string;
  readonly candidates: readonly Candidate[];
}

export class Watch {
  /** Models that were fed tensors of known shapes. */
  private readonly called: Candidate[] = [];
  /** What PyTorch refuses in code that was run. */
  private readonly failures: Failure[] = [];
  private readonly made: InstanceValue[] = [];
  /** What PyTorch would raise where evaluation went on. */
  readonly told: Diagnostic[] = [];

  constructor(
    private readonly interpreter: Interpreter,
    private readonly program: Program,
    private readonly module: ModuleValue,
    private readonly steps: Steps,
  ) {}

  /** Evaluates the file's body. */
  load(): void {
    this.steps.load(this.module, () => {
      this.during(() => {
        this.module.load?.();
        return null;
      });
    });
  }

  /** The models of the functions and guards of the file that make a tensor, and of its body. */
  feeding(): Made {
    const statements = this.program.body.filter((statement) => makesTensor.test(sourceOf(this.program, statement)));
    for (const statement of statements) this.ran.add(statement);
    const step = `statements ${statements.map(({ start }) => start).join(' ')}`;
    return this.models(step, () => {
      for (const statement of statements) this.run(statement);
    });
  }

  /** Runs the functions and guards of the file that mention a name, themselves or through functions that they call. */
  *runMentioning(name: string): Generator<Made> {
    for (const statement of this.mentioning(name)) {
      if (this.ran.has(statement)) continue;
      this.ran.add(statement);
      this.interpreter.shareBudget(0.25);
      const step = `statement ${statement.start}`;
      yield this.models(step, () => {
        this.run(statement);
      });
    }
  }

  private models(step: string, body: () => void): Made {
    let isRun = false;
    const { candidates, told } = this.steps.run<Step>(step, () => {
      isRun = true;
      const before = this.told.length;
      body();
      return { candidates: this.take(), told: this.told.slice(before) };
    });
    if (!isRun) this.told.push(...told);
    return { step, candidates };
  }

  /** Models that were fed, models that could have been, and those that could not be made. */
  private take(): Candidate[] {
    return [...this.called.splice(0), ...this.unfed(), ...this.refused()];
  }

  private refused(): Candidate[] {
    return this.failures.splice(0).map((failure) => ({
      expression: innermostName(this.program, failure.location),
      origin: 'call',
      definition: null,
      module: null,
      inputs: null,
      failure,
    }));
  }

  /** Models that nothing was fed to, and that are no parts of others, the last made first. */
  private unfed(): Candidate[] {
    const { program } = this;
    const parts = new Set<InstanceValue>();
    // what is made of parts is made after them
    for (const module of this.made.reverse()) {
      if (parts.has(module)) continue;
      for (const part of modulesOf(module)) if (part !== module) parts.add(part);
    }
    const whole = this.made.splice(0).filter((module) => !parts.has(module));
    return whole.flatMap((module): Candidate[] => {
      const created = module.created?.location ?? null;
      const inFile = created?.file === program.file;
      const { definition, name } = module.type;
      const isOwn = definition?.file === program.file;
      // a single layer of the library, a loss for instance, is no model
      if (!isOwn && (!inFile || modulesOf(module).size === 1)) return [];
      // a container that a class fills may be one whose layers it calls itself
      if (!isOwn && isInClass(program, created)) return [];
      return [
        {
          expression: inFile ? program.text.slice(created.start, created.end) : `${name}(...)`,
          origin: 'default',
          definition: isOwn ? definition : created,
          module,
          inputs: null,
        },
      ];
    });
  }

  private readonly ran = new Set<Statement>();

  private run(statement: Statement): void {
    const { interpreter, module, program } = this;
    if (statement.kind === 'function') {
      const fn = module.attributes.get(statement.name);
      if (fn instanceof FunctionValue && takesNoArguments(fn, 0))
        this.during(() => interpreter.call(fn, []), takesFurtherArguments(fn));
    } else if (isMainGuard(program, statement)) {
      interpreter.entered.add(statement);
      this.during(() => {
        const frame = moduleFrame(program, module);
        interpreter.frame = frame;
        executeBlock(interpreter, statement.then, frame);
        return null;
      });
    }
  }

  /** `mayTakeMore`: the code was run without arguments that its callers may give. */
  private during(body: () => Value, mayTakeMore = false): void {
    const { interpreter } = this;
    interpreter.onModuleCall = (called, args, keywords, depth) => this.see(called, fedCall(args, keywords), depth);
    interpreter.onModuleMade = (made) => this.made.push(made);
    interpreter.doubts = [];
    const failure = guarded(interpreter, body);
    interpreter.onModuleCall = interpreter.onModuleMade = null;
    for (const each of told(interpreter.doubts)) if (each.location.file === this.program.file) this.told.push(each);
    if (!failure?.error?.problem || interpreter.doubts.some(({ error }) => error === undefined)) return;
    if (!(mayTakeMore && isOfArguments(failure.error))) this.failures.push(failure);
  }

  private see(called: InstanceValue, call: FedCall | null, depth: number): void {
    const { program } = this;
    if (depth > 0 || call === null) return;
    const { tensors } = call;
    const isKnown = this.called.some(
      (other) => other.module?.type === called.type && sameShapes(other.inputs, tensors),
    );
    if (isKnown) return;
    const created = called.created?.location;
    const inFile = created?.file === program.file;
    this.called.push({
      expression: inFile ? program.text.slice(created.start, created.end) : `${called.type.name}(...)`,
      origin: 'call',
      definition: called.type.definition?.file === program.file ? called.type.definition : inFile ? created : null,
      module: called,
      inputs: tensors.map(({ tensor }) => ({ ...tensor })),
      call,
    });
  }

  /** Those that mention it themselves first, then those that mention them, and so on; guards last. */
  private mentioning(name: string): readonly Statement[] {
    const { program } = this;
    const functions = program.body.filter((s) => s.kind === 'function');
    const guards = program.body.filter((s) => isMainGuard(program, s));
    const reached = new Set<FunctionDefinition>();
    const names = new Set([name]);
    for (let latest: ReadonlySet<string> = names; latest.size > 0;) {
      const next = functions.filter((fn) => !reached.has(fn) && mentions(program, fn, latest));
      latest = new Set(next.map((fn) => fn.name));
      for (const fn of next) reached.add(fn);
      for (const each of latest) names.add(each);
    }
    return [...reached, ...guards.filter((guard) => mentions(program, guard, names))];
  }
}

const words = new WeakMap<Statement, { readonly source: string; readonly words: ReadonlySet<string> }>();

export function wordsOf(program: Program, statement: Statement): ReadonlySet<string> {
  const source = sourceOf(program, statement);
  let known = words.get(statement);
  if (known?.source !== source) {
    known = { source, words: new Set(source.match(/[A-Za-z_]\w*/g)) };
    words.set(statement, known);
  }
  return known.words;
}

function mentions(program: Program, statement: Statement, names: ReadonlySet<string>): boolean {
  const known = wordsOf(program, statement);
  for (const name of names) {
    const isItself = statement.kind === 'function' && statement.name === name;
    if (!isItself && known.has(name)) return true;
  }
  return false;
}

function sameShapes(inputs: readonly InputSpec[] | null, tensors: FedCall['tensors']): boolean {
  return (
    inputs !== null &&
    inputs.length === tensors.length &&
    inputs.every((spec, i) => String(spec.shape) === String(tensors[i].tensor.shape))
  );
}

/** The class or function of the file in which a place lies. */
function innermostName(program: Program, place: Location | null): string {
  const holder = program.body.find((s) => place?.file === program.file && isIn(program, s, place));
  return holder?.kind === 'class' || holder?.kind === 'function' ? `${holder.name}(...)` : '(...)';
}

const moduleFrame = (program: Program, module: ModuleValue): Frame => ({
  scope: module.scope as Scope,
  program,
  function: null,
  returned: null,
  maybeReturned: null,
  caller: null,
  callNode: null,
  self: undefined,
  depth: 0,
});

/** Every parameter after the first `bound` ones has a default. */
export const takesNoArguments = (fn: FunctionValue, bound: number): boolean =>
  fn.node.parameters.every(
    (p, i) => i < bound || p.kind === 'star' || p.kind === 'doubleStar' || fn.defaults[i] !== undefined,
  );

/** What is None by default is often one that callers give. */
const takesFurtherArguments = (fn: FunctionValue): boolean =>
  fn.node.parameters.some(({ kind }, i) => kind === 'star' || kind === 'doubleStar' || fn.defaults[i] === null);

const isInClass = (program: Program, place: Location | null): boolean =>
  place !== null && program.body.some((s) => s.kind === 'class' && isIn(program, s, place));

function isIn(program: Program, statement: Statement, place: Location): boolean {
  const start = homeOf(program, place.start);
  return statement.start <= start && start < statement.end;
}
