// Declarations and assignments in statement position.
import type { BinaryOperator, Expression, Statement } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { convertClass } from './classes';
import { assign, literal, name } from './nodes';
import { stringValue } from './literals';
import { augmentedValue } from './operators';
import { destructure, isPattern } from './patterns';

/** `require('x')`: the specifier, else null. */
function requiredModule(l: Lowering, value: number): string | null {
  if (value === -1 || l.name(value) !== 'call_expression') return null;
  const callee = l.child(value, l.fields.function);
  const list = l.child(value, l.fields.arguments);
  if (callee === -1 || list === -1 || l.slice(callee) !== 'require') return null;
  const specifier = l.firstChild(list);
  return specifier !== -1 && l.name(specifier) === 'string' ? stringValue(l, specifier) : null;
}

function convertDeclarator(l: Lowering, node: number): Statement[] {
  const target = l.child(node, l.fields.name);
  const value = l.child(node, l.fields.value);
  if (target === -1) return [{ kind: 'error', ...range(l, node), reason: 'syntax error' }];
  const at = range(l, node);
  if (l.isBroken(node)) return destructure(l, target, l.error(node), true);
  if (value === -1) return [assign(at, l.expression(target), literal({ start: at.end, end: at.end }, null), true)];
  const required = requiredModule(l, value);
  if (required !== null && !isPattern(l, target)) {
    return [{ kind: 'import', ...at, names: [{ ...at, name: required, alias: l.slice(target) }] }];
  }
  if (l.name(value) === 'class' && l.name(target) === 'identifier') return [convertClass(l, value, l.slice(target))];
  if (isPattern(l, target)) return destructure(l, target, l.expression(value), true);
  return [assign(at, l.expression(target), l.expression(value), true)];
}

const declaration: Convert<readonly Statement[]> = (l, node) =>
  l
    .children(node)
    .filter((child) => l.name(child) === 'variable_declarator')
    .flatMap((declarator) => convertDeclarator(l, declarator));

function convertAssignment(l: Lowering, node: number): Statement[] {
  const targets: Expression[] = [];
  let assignment = node;
  for (;;) {
    const left = l.child(assignment, l.fields.left);
    const right = l.child(assignment, l.fields.right);
    if (left === -1) return [{ kind: 'error', ...range(l, node), reason: 'syntax error' }];
    const value = right === -1 || l.isBroken(assignment) ? l.error(assignment) : l.expression(right);
    if (isPattern(l, left)) {
      if (targets.length === 0) return destructure(l, left, value, false);
      const kept = name(range(l, left), l.fresh());
      return [
        assign(range(l, left), kept, value, true),
        ...destructure(l, left, kept, false),
        { ...assign(range(l, node), kept, kept), targets },
      ];
    }
    targets.push(l.expression(left));
    if (right === -1 || l.name(right) !== 'assignment_expression')
      return [{ ...assign(range(l, node), targets[0], value), targets }];
    assignment = right;
  }
}

function convertAugmented(l: Lowering, node: number): Statement {
  const target = l.expression(l.child(node, l.fields.left));
  const operator = l.operator(node).slice(0, -1);
  if (operator === '&&' || operator === '||' || operator === '??') {
    return assign(range(l, node), target, augmentedValue(l, node, target));
  }
  const value = l.expression(l.child(node, l.fields.right));
  return { kind: 'augmented', ...range(l, node), operator: operator as BinaryOperator, target, value };
}

/** An expression as a statement: an assignment, an update, or evaluated for what it does. */
export function convertEffect(l: Lowering, node: number): Statement[] {
  const at = range(l, node);
  switch (l.name(node)) {
    case 'parenthesized_expression':
      return convertEffect(l, l.firstChild(node));
    case 'sequence_expression':
      return l.children(node).flatMap((child) => convertEffect(l, child));
    case 'assignment_expression':
      return convertAssignment(l, node);
    case 'augmented_assignment_expression':
      return [convertAugmented(l, node)];
    case 'update_expression': {
      const target = l.expression(l.child(node, l.fields.argument));
      const operator = l.operator(node) === '++' ? '+' : '-';
      return [{ kind: 'augmented', ...at, operator, target, value: literal(at, 1) }];
    }
    case 'unary_expression':
      if (l.operator(node) !== 'delete') break;
      return [{ kind: 'delete', ...at, targets: [l.expression(l.child(node, l.fields.argument))] }];
    case 'internal_module':
      return [{ kind: 'error', ...at, reason: 'namespace' }];
  }
  return [{ kind: 'expression', ...at, value: l.expression(node) }];
}

export const assignments: Readonly<Record<string, Convert<Statement | readonly Statement[]>>> = {
  lexical_declaration: declaration,
  variable_declaration: declaration,
  expression_statement: (l, node) => {
    const child = l.firstChild(node);
    return child === -1 ? [] : convertEffect(l, child);
  },
};
