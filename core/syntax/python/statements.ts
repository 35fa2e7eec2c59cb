// Simple statements of Python: assignments, `return`, `raise`, `del` and the like.
import type { BinaryOperator, Expression, Statement } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { convertArguments, tupleOrSingle } from './expressions';
import { dottedName } from './names';

export const errorStatement = (l: Lowering, node: number, reason = 'syntax error'): Statement => ({
  kind: 'error',
  ...range(l, node),
  reason,
});

const assigned = /^[ \t]*([A-Za-z_]\w*(?:\.\w+)*)\s*(?::[^=\n]*)?(?:[-+*/%@&|^]|\*\*|\/\/|<<|>>)?=(?!=)/gm;

/** Text that makes no statement, and the names that it seems to assign: nothing is known of them any more. */
export function unparsed(l: Lowering, node: number): Statement[] {
  const text = l.slice(node);
  const statements = [errorStatement(l, node)];
  for (const match of text.matchAll(assigned)) {
    const start = l.start(node) + match.index + match[0].indexOf(match[1]);
    const target = dottedName(match[1], start);
    statements.push({ kind: 'assign', start, end: target.end, targets: [target], value: l.error(node) });
  }
  return statements;
}

/** A statement with a syntax error in it (not within one of its expressions) is an ErrorStatement. */
const simple =
  (convert: Convert<Statement>): Convert<Statement | readonly Statement[]> =>
  (l, node) =>
    l.isBroken(node) ? unparsed(l, node) : convert(l, node);

/** `a = b = value`, `a: int = value`, `a: int`. */
function convertAssignment(l: Lowering, node: number): Statement {
  const targets: Expression[] = [];
  let assignment = node;
  for (;;) {
    const left = l.child(assignment, l.fields.left);
    if (left === -1) return errorStatement(l, assignment);
    const target = l.expression(left);
    if (l.isBroken(assignment)) {
      targets.push(target);
      return { kind: 'assign', ...range(l, node), targets, value: l.error(assignment) };
    }
    const annotation = l.child(assignment, l.fields.type);
    const right = l.child(assignment, l.fields.right);
    if (annotation !== -1) {
      const value = right === -1 ? null : l.expression(right);
      return { kind: 'annotated', ...range(l, node), target, annotation: l.expression(annotation), value };
    }
    targets.push(target);
    if (l.name(right) !== 'assignment')
      return { kind: 'assign', ...range(l, node), targets, value: l.expression(right) };
    assignment = right;
  }
}

function convertAugmented(l: Lowering, node: number): Statement {
  if (l.isBroken(node)) {
    const left = l.child(node, l.fields.left);
    if (left === -1) return errorStatement(l, node);
    return { kind: 'assign', ...range(l, node), targets: [l.expression(left)], value: l.error(node) };
  }
  return {
    kind: 'augmented',
    ...range(l, node),
    operator: l.operator(node).slice(0, -1) as BinaryOperator,
    target: l.expression(l.child(node, l.fields.left)),
    value: l.expression(l.child(node, l.fields.right)),
  };
}

const expressionStatement: Convert<Statement> = (l, node) => {
  const first = l.firstChild(node);
  switch (first === -1 ? '' : l.name(first)) {
    case '':
      return errorStatement(l, node);
    case 'assignment':
      return convertAssignment(l, first);
    case 'augmented_assignment':
      return convertAugmented(l, first);
    default:
      return { kind: 'expression', ...range(l, node), value: tupleOrSingle(l, node) };
  }
};

const returned: Convert<Statement> = (l, node) => {
  const value = l.firstChild(node);
  return { kind: 'return', ...range(l, node), value: value === -1 ? null : l.expression(value) };
};

const raised: Convert<Statement> = (l, node) => {
  const cause = l.child(node, l.fields.cause);
  const exception = l.firstChild(node);
  return {
    kind: 'raise',
    ...range(l, node),
    exception: exception === -1 || exception === cause ? null : l.expression(exception),
    cause: cause === -1 ? null : l.expression(cause),
  };
};

const deleted: Convert<Statement> = (l, node) => {
  const operand = l.firstChild(node);
  const isList = operand !== -1 && (l.name(operand) === 'expression_list' || l.name(operand) === 'tuple');
  return {
    kind: 'delete',
    ...range(l, node),
    targets: isList ? l.expressions(l.children(operand)) : [l.expression(operand)],
  };
};

const asserted: Convert<Statement> = (l, node) => {
  const [test, message] = l.children(node);
  if (test === undefined) return errorStatement(l, node);
  return {
    kind: 'assert',
    ...range(l, node),
    test: l.expression(test),
    message: message === undefined ? null : l.expression(message),
  };
};

const scope =
  (kind: 'global' | 'nonlocal'): Convert<Statement> =>
  (l, node) => ({ kind, ...range(l, node), names: l.children(node).map((name) => l.slice(name)) });

const bare = (kind: 'pass' | 'break' | 'continue'): Convert<Statement | readonly Statement[]> =>
  simple((l, node) => ({ kind, ...range(l, node) }));

/** A type alias matters to type checkers alone. The grammar also takes `type(x).name = value` for one. */
const typeAlias: Convert<Statement> = (l, node) => {
  const left = l.child(node, l.fields.left);
  const target = left === -1 ? -1 : l.firstChild(left);
  const isAlias = target === -1 || l.name(target) === 'identifier' || l.name(target) === 'generic_type';
  if (isAlias) return { kind: 'pass', ...range(l, node) };
  const value = l.expression(l.child(node, l.fields.right));
  return { kind: 'assign', ...range(l, node), targets: [callOfType(l, node, target)], value };
};

/** Rebuilds `type(x).name` from what the grammar reads as `(x).name`. */
function callOfType(l: Lowering, statement: number, node: number): Expression {
  const inner = [l.fields.object, l.fields.value, l.fields.function]
    .map((field) => l.child(node, field))
    .find((found) => found !== -1);
  const start = l.start(statement);
  if (inner !== undefined) {
    const whole = l.expression(node);
    const object = callOfType(l, statement, inner);
    if (whole.kind === 'attribute' || whole.kind === 'subscript') return { ...whole, start, object };
    return whole.kind === 'call' ? { ...whole, start, callee: object } : whole;
  }
  const callee: Expression = { kind: 'name', start, end: start + 'type'.length, name: 'type' };
  return { kind: 'call', start, end: l.end(node), callee, arguments: convertArguments(l, node) };
}

export const simpleStatements: Readonly<Record<string, Convert<Statement | readonly Statement[]>>> = {
  expression_statement: simple(expressionStatement),
  return_statement: simple(returned),
  raise_statement: simple(raised),
  delete_statement: simple(deleted),
  assert_statement: simple(asserted),
  pass_statement: bare('pass'),
  break_statement: bare('break'),
  continue_statement: bare('continue'),
  global_statement: scope('global'),
  nonlocal_statement: scope('nonlocal'),
  type_alias_statement: simple(typeAlias),
  print_statement: (l, node) => errorStatement(l, node, 'the print statement of Python 2'),
  exec_statement: (l, node) => errorStatement(l, node, 'the exec statement of Python 2'),
};
