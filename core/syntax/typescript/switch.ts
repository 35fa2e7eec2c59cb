// `switch` as a chain of `if`s. A case runs on into the next ones until it leaves, so its branch holds their statements too; a
// `break` deeper inside leaves a loop of one round around the chain.
//
//     switch (v) { case 1: case 2: a(); break; default: b() }   ->   %1 = v; if %1 == 1 or %1 == 2 { a() } else { b() }
import type { Expression, If, Statement } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { assign, literal, name } from './nodes';

interface Case {
  readonly node: number;
  /** Null: `default`. */
  readonly value: Expression | null;
  readonly body: readonly Statement[];
}

function convertCases(l: Lowering, body: number): Case[] {
  return l
    .children(body)
    .filter((child) => l.name(child) === 'switch_case' || l.name(child) === 'switch_default')
    .map((child) => {
      const statements: Statement[] = [];
      for (const part of l.children(child)) if (l.tree.fields[part] === l.fields.body) l.statement(part, statements);
      return { node: child, value: l.optional(child, l.fields.value), body: statements };
    });
}

const leaves = (statement: Statement): boolean => ['break', 'return', 'raise', 'continue'].includes(statement.kind);

/** What runs from case `index` on, without the `break` at its end. */
function runFrom(cases: readonly Case[], index: number): Statement[] {
  const statements: Statement[] = [];
  for (const { body } of cases.slice(index)) {
    for (const statement of body) {
      if (statement.kind === 'break') return statements;
      statements.push(statement);
      if (leaves(statement)) return statements;
    }
  }
  return statements;
}

/** A `break` or `continue` in a branch, loops within it aside. */
function holds(statements: readonly Statement[], kind: 'break' | 'continue'): boolean {
  return statements.some((s) => {
    if (s.kind === kind) return true;
    if (s.kind === 'if') return holds(s.then, kind) || holds(s.otherwise, kind);
    if (s.kind === 'try')
      return [s.body, s.finalizer, ...s.handlers.map((handler) => handler.body)].some((body) => holds(body, kind));
    return false;
  });
}

const switchStatement: Convert<readonly Statement[]> = (l, node) => {
  const at = range(l, node);
  const body = l.child(node, l.fields.body);
  const subject = name(at, l.fresh());
  const head = assign(at, subject, l.expression(l.child(node, l.fields.value)), true);
  const cases = body === -1 ? [] : convertCases(l, body);
  const fallback = cases.findIndex(({ value }) => value === null);
  let chain: readonly Statement[] = fallback === -1 ? [] : runFrom(cases, fallback);
  let test: Expression | null = null;
  for (let i = cases.length - 1; i >= 0; i--) {
    const { value, node: place } = cases[i];
    if (value === null) continue;
    const here: Expression = { kind: 'compare', ...range(l, place), left: subject, operators: ['=='], rights: [value] };
    // Cases without a body of their own share the branch of the next.
    test = test === null ? here : { kind: 'logical', ...range(l, place), operator: 'or', left: here, right: test };
    if (i > 0 && cases[i - 1].body.length === 0 && cases[i - 1].value !== null) continue;
    const branch: If = { kind: 'if', ...range(l, place), test, then: runFrom(cases, i), otherwise: chain };
    chain = [branch];
    test = null;
  }
  if (!holds(chain, 'break')) return [head, ...chain];
  if (holds(chain, 'continue'))
    return [{ kind: 'error', ...at, reason: 'switch with break and continue inside its cases' }];
  const round: Statement = {
    kind: 'while',
    ...at,
    test: literal(at, true),
    body: [...chain, { kind: 'break', ...at }],
    otherwise: [],
  };
  return [head, round];
};

export const switches: Readonly<Record<string, Convert<readonly Statement[]>>> = { switch_statement: switchStatement };
