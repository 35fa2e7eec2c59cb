// The steps of an analysis: running the file's body, the code that makes models, and each model. A step of the analysis before is
// taken over where nothing that it ran has been edited and where it left nothing behind that others could see.
import type { FunctionDefinition } from '../../syntax/ast';
import type { Grown } from '../../syntax/grown';
import type { Interpreter } from '../interpreter';
import type { LoadEvent } from '../loads';
import type { Machine, ModuleValue } from '../values';

interface Step {
  readonly outcome: unknown;
  readonly entered: Machine['entered'];
  readonly consulted: Machine['consulted'];
  /** The modules that it imported. */
  readonly events: readonly LoadEvent[];
}

const load = 'load';

export class Steps {
  /** Of the analyses before, but what was edited since. */
  private known = new Map<string, Step>();
  private latest = new Map<string, Step>();
  private readonly bodies = new Map<string, () => unknown>();
  private readonly takenOver = new Set<string>();

  constructor(private readonly interpreter: Interpreter) {}

  /** A new analysis of the program, which has `grown` since the last one. */
  begin(grown: Grown | null): void {
    this.known = new Map([...this.known, ...this.latest]);
    this.latest = new Map();
    this.bodies.clear();
    this.takenOver.clear();
    for (const [key, step] of this.known) if (grown === null || isEdited(step, grown)) this.known.delete(key);
  }

  /** Runs the file's body, or does again what it did; all that follows depends on it. */
  load(module: ModuleValue, body: () => void): void {
    const { kept } = this.interpreter.modules;
    const known = this.known.get(load);
    if (known === undefined) kept.forget(module);
    const before = kept.loadOf(module);
    const step = this.captured(body);
    if (known !== undefined && before !== undefined && kept.loadOf(module) === before) {
      this.enter(known);
      this.latest.set(load, known);
    } else {
      this.known.clear();
      this.latest.set(load, step);
    }
  }

  run<T>(key: string, body: () => T): T {
    this.bodies.set(key, body);
    const known = this.known.get(key);
    const { kept } = this.interpreter.modules;
    if (known === undefined || !kept.disturbances.isUntouched || !kept.follow(known.events))
      return this.renew(key, body);
    this.enter(known);
    this.takenOver.add(key);
    this.latest.set(key, known);
    return known.outcome as T;
  }

  wasTakenOver(key: string): boolean {
    return this.takenOver.has(key);
  }

  /** Runs a step whatever is known of it: what it makes is new. */
  renew<T>(key: string, body = this.bodies.get(key) as () => T): T {
    const { interpreter } = this;
    const { modules } = interpreter;
    const { kept } = modules;
    this.takenOver.delete(key);
    const step = this.captured(body);
    if (kept.disturbances.isUntouched && !modules.isTextAsked && !interpreter.isCut) this.latest.set(key, step);
    else this.latest.delete(key);
    this.known.delete(key);
    return step.outcome as T;
  }

  private captured(body: () => unknown): Step {
    const { entered, consulted, modules } = this.interpreter;
    const outer = [[...entered], [...consulted]] as const;
    entered.clear();
    consulted.clear();
    try {
      const { outcome, events } = modules.kept.observed(body);
      return { outcome, events, entered: new Set(entered), consulted: new Set(consulted) };
    } finally {
      for (const each of outer[0]) entered.add(each);
      for (const each of outer[1]) consulted.add(each);
    }
  }

  private enter({ entered, consulted }: Step): void {
    for (const each of entered) this.interpreter.entered.add(each);
    for (const each of consulted) this.interpreter.consulted.add(each);
  }
}

const isEdited = ({ entered, consulted }: Step, { bodies, documented }: Grown): boolean =>
  meet(bodies, entered) || meet(bodies, consulted) || meet(documented, consulted);

const meet = (a: ReadonlySet<FunctionDefinition>, b: Machine['entered']): boolean => [...a].some((each) => b.has(each));
