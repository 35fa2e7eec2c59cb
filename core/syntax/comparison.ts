// Whether two programs of a file say the same but inside bodies that run only when they are called.
//
//     before   class Net: ... def forward(self, x): return x        after   class Net: ... def forward(self, x): return x + 1
//     changedBodies(before, after, edit)   -> { forward }           its index in bodiesOf(before), and in bodiesOf(after)
import { movedEnd, movedStart, type TextEdit } from '../base/textEdit';
import type { FunctionDefinition, Program, Statement } from './ast';
import { blocksOf, isMainGuard, type Body } from './bodies';

/** What an edit changed in bodies; `statements`: those at the top level that the edit touches, before and after. */
export interface Change {
  readonly bodies: readonly Body[];
  /** Functions of which the docstring alone is another one. */
  readonly documented: readonly Body[];
  readonly statements: readonly (readonly [before: Statement, after: Statement])[];
}

/** null: it changed something else, too. */
export function changedBodies(before: Program, after: Program, edit: TextEdit): Change | null {
  if (before.body.length !== after.body.length || before.errors.length + after.errors.length > 0) return null;
  const comparison = new Comparison(before, after, edit);
  const statements: (readonly [Statement, Statement])[] = [];
  for (let i = 0; i < before.body.length; i++) {
    const [old, next] = [before.body[i], after.body[i]];
    if (isOutside(old, next, edit)) continue;
    if (!comparison.sameBesideBodies(old, next, true)) return null;
    statements.push([old, next]);
  }
  return { bodies: comparison.bodies, documented: comparison.documented, statements };
}

/** The statement's text is the same, and all of it before or after the edit. */
function isOutside(old: Statement, next: Statement, { start, before, after }: TextEdit): boolean {
  const by = after - before;
  if (old.end <= start) return beginOf(next) === beginOf(old) && next.end === old.end;
  return beginOf(old) >= before && beginOf(next) === beginOf(old) + by && next.end === old.end + by;
}

/** A definition itself starts below its decorators. */
function beginOf(statement: Statement): number {
  if (statement.kind !== 'function' && statement.kind !== 'class') return statement.start;
  // the sign before the first one belongs to it
  return statement.decorators.length > 0 ? statement.decorators[0].start - 1 : statement.start;
}

type Fields = Readonly<Record<string, unknown>> & { readonly start: number; readonly end: number };

/** What a definition evaluates. */
const headerFields = ['name', 'parameters', 'returns', 'decorators', 'isAsync'] as const;
/** Evaluated as code or taken as text. */
const textFields: ReadonlySet<string> = new Set(['annotation', 'returns']);
const positions: ReadonlySet<string> = new Set(['start', 'end', 'nameStart']);

const isFunction = (node: object): node is FunctionDefinition => 'kind' in node && node.kind === 'function';

class Comparison {
  /** Of the program before the edit. */
  readonly bodies: Body[] = [];
  readonly documented: Body[] = [];

  constructor(
    private readonly before: Program,
    private readonly after: Program,
    private readonly edit: TextEdit,
  ) {}

  sameBesideBodies(a: Statement, b: Statement, isTop = false): boolean {
    if (isOutside(a, b, this.edit)) return true;
    if (a.kind === 'function') {
      if (b.kind !== 'function' || !this.sameHeaders(a, b)) return false;
      if (!this.same(a.body, b.body)) {
        const isDocumented = a.docstring !== null && b.docstring !== null;
        (isDocumented && this.same(a.body.slice(1), b.body.slice(1)) ? this.documented : this.bodies).push(a);
      }
      return this.sameStart(a, b);
    }
    if (isTop && isMainGuard(this.before, a) && b.kind === 'if' && isMainGuard(this.after, b)) {
      if (!this.same(a.test, b.test) || a.otherwise.length + b.otherwise.length > 0) return false;
      if (!this.same(a.then, b.then)) this.bodies.push(a);
      return true;
    }
    if (a.kind === 'class') return this.sameFields(a, b, 'body') && this.sameBlocks(a, b) && this.sameStart(a, b);
    if (a.kind === 'if' && b.kind === 'if') return this.same(a.test, b.test) && this.sameBlocks(a, b);
    return this.same(a, b);
  }

  private sameBlocks(a: Statement, b: Statement): boolean {
    const [before, after] = [blocksOf(a), blocksOf(b)];
    return before.every(
      (block, i) =>
        block.length === after[i].length &&
        block.every((statement, j) => this.sameBesideBodies(statement, after[i][j])),
    );
  }

  private sameHeaders(a: FunctionDefinition, b: FunctionDefinition): boolean {
    return headerFields.every((name) => this.sameField(name, a[name], b[name]));
  }

  private sameStart(a: Statement, b: Statement): boolean {
    return movedStart(a.start, this.edit) === b.start;
  }

  private sameFields(a: object, b: object, except?: string): boolean {
    const [before, after] = [a as Fields, b as Fields];
    for (const name in before)
      if (!positions.has(name) && name !== except && !this.sameField(name, before[name], after[name])) return false;
    return true;
  }

  private sameField(name: string, a: unknown, b: unknown): boolean {
    return textFields.has(name) ? this.sameText(a, b) : this.same(a, b);
  }

  private sameText(a: unknown, b: unknown): boolean {
    if (a === null || b === null) return a === b;
    const text = ({ text }: Program, { start, end }: Fields): string => text.slice(start, end);
    return text(this.before, a as Fields) === text(this.after, b as Fields) && this.same(a, b);
  }

  /** Equal trees, each node where the edit moves it. */
  private same(a: unknown, b: unknown): boolean {
    if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return Object.is(a, b);
    if (Array.isArray(a))
      return Array.isArray(b) && a.length === b.length && a.every((item, i) => this.same(item, b[i]));
    if (isFunction(a)) return isFunction(b) && this.sameHeaders(a, b) && this.same(a.body, b.body);
    if (Object.keys(a).length !== Object.keys(b).length || !this.sameFields(a, b)) return false;
    if (!('start' in a)) return true;
    const [{ start, end }, moved] = [a as Fields, b as Fields];
    return movedStart(start, this.edit) === moved.start && movedEnd(end, this.edit) === moved.end;
  }
}
