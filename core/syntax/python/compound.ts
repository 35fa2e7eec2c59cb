// Compound statements of Python: `if`, loops, `try`, `with`, `match`.
import type { ExceptHandler, Expression, If, Statement } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { convertCase } from './patterns';

/** The children under a field, in order. */
function under(l: Lowering, node: number, field: number): number[] {
  return l.children(node).filter((child) => l.tree.fields[child] === field);
}

/** The expression of a statement's head; unknown where the head has a syntax error. */
function head(l: Lowering, node: number, field: number): Expression {
  const found = l.child(node, field);
  return found === -1 || l.isBroken(node) ? { ...l.error(node), end: l.start(node) } : l.expression(found);
}

/** The block of an `else`, `finally` or `except` clause. */
const clauseBlock = (l: Lowering, clause: number): Statement[] =>
  clause === -1 ? [] : l.block(l.find(clause, 'block'));

const ifStatement: Convert<Statement> = (l, node) => {
  const alternatives = under(l, node, l.fields.alternative);
  let otherwise: Statement[] = [];
  for (const alternative of alternatives.reverse()) {
    otherwise =
      l.name(alternative) === 'elif_clause'
        ? [convertIf(l, alternative, l.end(node), otherwise)]
        : clauseBlock(l, alternative);
  }
  return convertIf(l, node, l.end(node), otherwise);
};

const convertIf = (l: Lowering, node: number, end: number, otherwise: readonly Statement[]): If => ({
  kind: 'if',
  start: l.start(node),
  end,
  test: head(l, node, l.fields.condition),
  then: l.block(l.child(node, l.fields.consequence)),
  otherwise,
});

const whileStatement: Convert<Statement> = (l, node) => ({
  kind: 'while',
  ...range(l, node),
  test: head(l, node, l.fields.condition),
  body: l.block(l.child(node, l.fields.body)),
  otherwise: clauseBlock(l, l.child(node, l.fields.alternative)),
});

const forStatement: Convert<Statement> = (l, node) => ({
  kind: 'for',
  ...range(l, node),
  target: head(l, node, l.fields.left),
  iterable: head(l, node, l.fields.right),
  body: l.block(l.child(node, l.fields.body)),
  otherwise: clauseBlock(l, l.child(node, l.fields.alternative)),
});

function convertHandler(l: Lowering, node: number): ExceptHandler {
  const { fields } = l;
  const values = under(l, node, fields.value);
  const value = values[0] ?? -1;
  const body = clauseBlock(l, node);
  if (value === -1) return { ...range(l, node), type: null, name: null, body };
  if (l.name(value) === 'as_pattern') {
    const alias = l.child(value, fields.alias);
    return {
      ...range(l, node),
      type: l.expression(l.firstChild(value)),
      name: alias === -1 ? null : l.slice(alias),
      body,
    };
  }
  const alias = l.child(node, fields.alias);
  const type: Expression =
    values.length === 1
      ? l.expression(value)
      : {
          kind: 'tuple',
          start: l.start(value),
          end: l.end(values[values.length - 1]),
          elements: l.expressions(values),
        };
  return { ...range(l, node), type, name: alias === -1 ? null : l.slice(alias), body };
}

const tryStatement: Convert<Statement> = (l, node) => {
  const children = l.children(node);
  const clause = (name: string): number => children.find((child) => l.name(child) === name) ?? -1;
  return {
    kind: 'try',
    ...range(l, node),
    body: l.block(l.child(node, l.fields.body)),
    handlers: children.filter((child) => l.name(child) === 'except_clause').map((child) => convertHandler(l, child)),
    otherwise: clauseBlock(l, clause('else_clause')),
    finalizer: clauseBlock(l, clause('finally_clause')),
  };
};

type WithItem = { readonly context: Expression; readonly target: Expression | null };

function convertWithItem(l: Lowering, value: number): WithItem[] {
  const name = l.name(value);
  if (name === 'as_pattern') {
    return [{ context: l.expression(l.firstChild(value)), target: l.optional(value, l.fields.alias) }];
  }
  if (name === 'conditional_expression') return [conditionalItem(l, value)];
  const parts = name === 'parenthesized_expression' || name === 'tuple' ? l.children(value) : [];
  if (name === 'tuple' || parts.some((part) => l.name(part) === 'as_pattern')) {
    return parts.flatMap((part) => convertWithItem(l, part));
  }
  return [{ context: l.expression(value), target: null }];
}

/** The grammar reads `with a if b else c as d` as `a if b else (c as d)`. */
function conditionalItem(l: Lowering, value: number): WithItem {
  const [then, test, otherwise] = l.children(value);
  if (otherwise === undefined || l.name(otherwise) !== 'as_pattern')
    return { context: l.expression(value), target: null };
  const last = l.firstChild(otherwise);
  const context: Expression = {
    kind: 'conditional',
    start: l.start(value),
    end: l.end(last),
    test: l.expression(test),
    then: l.expression(then),
    otherwise: l.expression(last),
  };
  return { context, target: l.optional(otherwise, l.fields.alias) };
}

const withStatement: Convert<Statement> = (l, node) => {
  const clause = l.find(node, 'with_clause');
  const items = clause === -1 ? [] : l.children(clause);
  return {
    kind: 'with',
    ...range(l, node),
    items: items.flatMap((item) => convertWithItem(l, l.child(item, l.fields.value))),
    body: l.block(l.child(node, l.fields.body)),
  };
};

const matchStatement: Convert<Statement> = (l, node) => {
  const subjects = under(l, node, l.fields.subject);
  const first = subjects[0] ?? -1;
  const subject: Expression =
    subjects.length === 1 && !l.has(node, ',')
      ? l.expression(first)
      : {
          kind: 'tuple',
          start: l.start(first),
          end: l.end(subjects[subjects.length - 1]),
          elements: l.expressions(subjects),
        };
  const body = l.child(node, l.fields.body);
  const clauses = (body === -1 ? [] : l.children(body)).filter((child) => l.name(child) === 'case_clause');
  return { kind: 'match', ...range(l, node), subject, cases: clauses.map((clause) => convertCase(l, clause)) };
};

export const compoundStatements: Readonly<Record<string, Convert<Statement>>> = {
  if_statement: ifStatement,
  while_statement: whileStatement,
  for_statement: forStatement,
  try_statement: tryStatement,
  with_statement: withStatement,
  match_statement: matchStatement,
};
