// Control flow of TypeScript.
import type { ExceptHandler, Expression, If, Statement } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { convertEffect } from './assignments';
import { assign, attribute, call, literal, name } from './nodes';
import { destructure, isPattern } from './patterns';

/** The statements of a block, or the one statement that stands in its place. */
export function branch(l: Lowering, node: number): Statement[] {
  if (node === -1) return [];
  if (l.name(node) === 'statement_block') return l.block(node);
  const statements: Statement[] = [];
  l.statement(node, statements);
  return statements;
}

const condition = (l: Lowering, node: number): Expression => {
  const found = l.child(node, l.fields.condition);
  return found === -1 || l.isBroken(node) ? { ...l.error(node), end: l.start(node) } : l.expression(found);
};

const ifStatement: Convert<If> = (l, node) => {
  const alternative = l.child(node, l.fields.alternative);
  return {
    kind: 'if',
    ...range(l, node),
    test: condition(l, node),
    then: branch(l, l.child(node, l.fields.consequence)),
    otherwise: alternative === -1 ? [] : branch(l, l.firstChild(alternative)),
  };
};

const whileStatement: Convert<Statement> = (l, node) => ({
  kind: 'while',
  ...range(l, node),
  test: condition(l, node),
  body: branch(l, l.child(node, l.fields.body)),
  otherwise: [],
});

/** The first round does not ask: `%1 = true; while (%1 || condition) { %1 = false; ... }`. */
const doStatement: Convert<readonly Statement[]> = (l, node) => {
  const at = range(l, node);
  const first = name(at, l.fresh());
  const test: Expression = { kind: 'logical', ...at, operator: 'or', left: first, right: condition(l, node) };
  const body = [assign(at, first, literal(at, false)), ...branch(l, l.child(node, l.fields.body))];
  return [assign(at, first, literal(at, true), true), { kind: 'while', ...at, test, body, otherwise: [] }];
};

const forStatement: Convert<readonly Statement[]> = (l, node) => {
  const at = range(l, node);
  const initializer = l.child(node, l.fields.initializer);
  const head: Statement[] = [];
  if (initializer !== -1) {
    if (l.isStatement(initializer)) l.statement(initializer, head);
    else if (l.isExpression(initializer)) head.push(...convertEffect(l, initializer));
  }
  const found = l.child(node, l.fields.condition);
  const test = found === -1 || !l.isExpression(found) ? literal(at, true) : l.expression(found);
  const increment = l.child(node, l.fields.increment);
  const update = increment === -1 ? [] : convertEffect(l, increment);
  const body = branch(l, l.child(node, l.fields.body));
  return [
    ...head,
    { kind: 'while', ...at, test: l.isBroken(node) ? l.error(node) : test, body, otherwise: [], update },
  ];
};

const forInStatement: Convert<Statement> = (l, node) => {
  const at = range(l, node);
  const left = l.child(node, l.fields.left);
  const right = l.expression(l.child(node, l.fields.right));
  const isKeys = l.operatorIs(node, 'in');
  const iterable = isKeys ? call(right, attribute(right, name(right, 'Object'), 'keys'), [right]) : right;
  const body = branch(l, l.child(node, l.fields.body));
  if (left === -1) return { kind: 'error', ...at, reason: 'syntax error' };
  if (!isPattern(l, left)) return { kind: 'for', ...at, target: l.expression(left), iterable, body, otherwise: [] };
  const kept = name(range(l, left), l.fresh());
  const taken = destructure(
    l,
    left,
    kept,
    l.child(node, l.fields.kind) !== -1 || l.has(node, 'const') || l.has(node, 'let'),
  );
  return { kind: 'for', ...at, target: kept, iterable, body: [...taken, ...body], otherwise: [] };
};

function convertHandler(l: Lowering, node: number): ExceptHandler {
  const parameter = l.child(node, l.fields.parameter);
  const body = branch(l, l.child(node, l.fields.body));
  if (parameter === -1) return { ...range(l, node), type: null, name: null, body };
  if (!isPattern(l, parameter)) return { ...range(l, node), type: null, name: l.slice(parameter), body };
  const kept = l.fresh();
  const taken = destructure(l, parameter, name(range(l, parameter), kept), true);
  return { ...range(l, node), type: null, name: kept, body: [...taken, ...body] };
}

const tryStatement: Convert<Statement> = (l, node) => {
  const handler = l.child(node, l.fields.handler);
  const finalizer = l.child(node, l.fields.finalizer);
  return {
    kind: 'try',
    ...range(l, node),
    body: branch(l, l.child(node, l.fields.body)),
    handlers: handler === -1 ? [] : [convertHandler(l, handler)],
    otherwise: [],
    finalizer: finalizer === -1 ? [] : branch(l, l.child(finalizer, l.fields.body)),
  };
};

const leave =
  (kind: 'break' | 'continue'): Convert<Statement> =>
  (l, node) =>
    l.has(node, 'statement_identifier')
      ? { kind: 'error', ...range(l, node), reason: `labelled ${kind}` }
      : { kind, ...range(l, node) };

export const control: Readonly<Record<string, Convert<Statement | readonly Statement[]>>> = {
  if_statement: ifStatement,
  while_statement: whileStatement,
  do_statement: doStatement,
  for_statement: forStatement,
  for_in_statement: forInStatement,
  try_statement: tryStatement,
  break_statement: leave('break'),
  continue_statement: leave('continue'),
  statement_block: (l, node) => l.block(node),
  labeled_statement: (l, node) => branch(l, l.child(node, l.fields.body)),
  return_statement: (l, node) => {
    const value = l.firstChild(node);
    return {
      kind: 'return',
      ...range(l, node),
      value: value === -1 ? null : l.isBroken(node) ? l.error(node) : l.expression(value),
    };
  },
  throw_statement: (l, node) => ({
    kind: 'raise',
    ...range(l, node),
    exception: l.expression(l.firstChild(node)),
    cause: null,
  }),
  empty_statement: () => [],
  debugger_statement: () => [],
  with_statement: (l, node) => ({ kind: 'error', ...range(l, node), reason: 'with statement' }),
};
