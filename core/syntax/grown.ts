// A program that stays the same object while the bodies of its functions are edited. Whatever was evaluated of it keeps its places:
// the text only grows. A body that was edited is appended to it, with nodes of its own; where a place is in the text that is really
// edited, `placement` tells.
//
//     grown = GrownProgram.of(before)          def f(): return 1          the text and the nodes of `before`
//     grown.grow(before, after)                def f(): return 2          f's body is the one of `after`, at the end of the text
import { differenceOf, type TextEdit } from '../base/textEdit';
import type { Comment, Expression, FunctionDefinition, Program, Statement, SyntaxProblem } from './ast';
import { blocksOf, bodiesOf, type Body } from './bodies';
import { changedBodies } from './comparison';
import { LazyFunction } from './lazyFunction';
import { Placement } from './placement';

/** Beyond them a text is too long for what it says. */
const mostCuts = 256;

export class GrownProgram implements Program {
  readonly kind = 'program';
  readonly start = 0;
  readonly language = 'python';
  readonly file: string;
  readonly body: readonly Statement[];
  readonly comments: readonly Comment[];
  readonly errors: readonly SyntaxProblem[] = [];
  text: string;
  readonly growth: { readonly placement: Placement; readonly sources: Map<Statement, string> };

  private constructor(program: Program) {
    this.file = program.file;
    this.text = program.text;
    this.comments = program.comments;
    // functions of its own: their bodies are exchanged
    this.body = program.body.map(owned);
    this.growth = { placement: new Placement(program.text.length), sources: new Map() };
  }

  /** undefined: only Python without errors can grow. */
  static of(program: Program): GrownProgram | undefined {
    return program.language === 'python' && program.errors.length === 0 ? new GrownProgram(program) : undefined;
  }

  get end(): number {
    return this.text.length;
  }

  /**
   * Takes over what an edit changed in the body of a function. Comments are those of the program as it was read.
   * @returns the functions with another body, or with another docstring alone; null: it changed something else, too, and the program
   * is of no use any more.
   */
  grow(before: Program, after: Program): Grown | null {
    const edit = differenceOf(before.text, after.text);
    const change = changedBodies(before, after, edit);
    if (change === null || this.growth.placement.cuts > mostCuts) return null;
    const [olds, nexts, owns] = [bodiesOf(before), bodiesOf(after), bodiesOf(this)];
    const found = (bodies: readonly unknown[]): number[] => bodies.map((body) => olds.indexOf(body as never));
    const [bodies, documented] = [found(change.bodies), found(change.documented)];
    const places = [...bodies, ...documented];
    if (places.length > 1) return null;
    const isDone =
      places.length === 0
        ? this.growth.placement.replace(edit, null)
        : this.graft({ old: olds[places[0]], next: nexts[places[0]], own: owns[places[0]] }, after, edit);
    if (!isDone) return null;
    for (const [old, next] of change.statements)
      this.growth.sources.set(this.body[before.body.indexOf(old)], after.text.slice(next.start, next.end));
    const grown = (indices: readonly number[]): Set<FunctionDefinition> =>
      new Set(indices.map((i) => owns[i] as FunctionDefinition));
    return { bodies: grown(bodies), documented: grown(documented) };
  }

  private graft({ old, next, own }: Versions, after: Program, edit: TextEdit): boolean {
    if (old.kind !== 'function' || next.kind !== 'function' || !(own instanceof LazyFunction)) return false;
    const from = headerEnd(old);
    if (headerEnd(next) !== from || edit.start < from || edit.before > old.end || edit.after > next.end) return false;
    const start = this.text.length;
    const whole = { start: from, before: old.end, after: next.end };
    if (!this.growth.placement.replace(whole, { start, home: own.start })) return false;
    this.text += after.text.slice(from, next.end);
    const { isGenerator, docstring } = next;
    own.exchange(() => ({ body: moved(next.body, start - from), isGenerator, docstring }));
    return true;
  }
}

/** Functions of a grown program whose body, or of which only the docstring is another one. */
export interface Grown {
  readonly bodies: ReadonlySet<FunctionDefinition>;
  readonly documented: ReadonlySet<FunctionDefinition>;
}

/** A body before and after an edit, and as the grown program has it. */
type Versions = Readonly<Record<'old' | 'next' | 'own', Body>>;

/** A place behind the header's last expression, before the colon. */
function headerEnd({ nameStart, name, parameters, returns }: FunctionDefinition): number {
  return Math.max(nameStart + name.length, returns?.end ?? 0, ...parameters.map(({ end }) => end));
}

function owned(statement: Statement): Statement {
  if (statement.kind === 'function') {
    const { start, end, name, nameStart, parameters, returns, decorators, isAsync } = statement;
    return new LazyFunction(start, end, name, nameStart, parameters, returns, decorators, isAsync, () => statement);
  }
  if (blocksOf(statement).length === 0) return statement;
  const copy = { ...statement } as Record<string, unknown>;
  for (const name of ['body', 'then', 'otherwise', 'finalizer'])
    if (Array.isArray(copy[name])) copy[name] = (copy[name] as Statement[]).map(owned);
  if (statement.kind === 'try')
    copy['handlers'] = statement.handlers.map((handler) => ({ ...handler, body: handler.body.map(owned) }));
  return copy as unknown as Statement;
}

const places: ReadonlySet<string> = new Set(['start', 'end', 'nameStart']);

/** A copy of nodes, further on in the text. */
function moved<T>(node: T, by: number): T {
  if (typeof node !== 'object' || node === null) return node;
  if (Array.isArray(node)) return node.map((item: unknown) => moved(item, by)) as T;
  if ((node as { kind?: unknown }).kind === 'function')
    return movedFunction(node as unknown as FunctionDefinition, by) as T;
  const copy: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(node))
    copy[name] = places.has(name) ? (value as number) + by : moved(value as unknown, by);
  return copy as T;
}

function movedFunction(fn: FunctionDefinition, by: number): FunctionDefinition {
  const { parameters, returns, decorators } = fn;
  const header: [FunctionDefinition['parameters'], Expression | null, readonly Expression[]] = [
    moved(parameters, by),
    moved(returns, by),
    moved(decorators, by),
  ];
  return new LazyFunction(fn.start + by, fn.end + by, fn.name, fn.nameStart + by, ...header, fn.isAsync, () => ({
    body: moved(fn.body, by),
    isGenerator: fn.isGenerator,
    docstring: fn.docstring,
  }));
}
