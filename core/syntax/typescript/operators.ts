// Operators of TypeScript, and assignments that stand within expressions.
import type { BinaryOperator, ComparisonOperator, Expression } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { call, literal, name, rangeOf } from './nodes';
import { isPattern } from './patterns';

const comparisons: Readonly<Record<string, ComparisonOperator>> = {
  '==': '==',
  '===': '==',
  '!=': '!=',
  '!==': '!=',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  in: 'in',
};

const logicals: Readonly<Record<string, 'and' | 'or' | '??'>> = { '&&': 'and', '||': 'or', '??': '??' };

function combine(l: Lowering, node: number, left: Expression, right: Expression): Expression {
  const operator = l.operator(node);
  const at = range(l, node);
  if (operator in comparisons)
    return { kind: 'compare', ...at, left, operators: [comparisons[operator]], rights: [right] };
  if (operator in logicals) return { kind: 'logical', ...at, operator: logicals[operator], left, right };
  if (operator === 'instanceof') return call(at, name(at, 'isinstance'), [left, right]);
  return { kind: 'binary', ...at, operator: operator as BinaryOperator, left, right };
}

/** Left-nested chains are unrolled, so that long ones do not nest. */
const binary: Convert<Expression> = (l, node) => {
  const chain: number[] = [];
  let leftmost = node;
  while (l.name(leftmost) === 'binary_expression' && !l.isBroken(leftmost)) {
    chain.push(leftmost);
    leftmost = l.child(leftmost, l.fields.left);
  }
  return chain
    .reverse()
    .reduce(
      (left, link) => combine(l, link, left, l.expression(l.child(link, l.fields.right))),
      l.expression(leftmost),
    );
};

const unary: Convert<Expression> = (l, node) => {
  const operand = l.expression(l.child(node, l.fields.argument));
  const operator = l.operator(node);
  switch (operator) {
    case '!':
      return { kind: 'unary', ...range(l, node), operator: 'not', operand };
    case '-':
    case '+':
    case '~':
    case 'typeof':
    case 'void':
      return { kind: 'unary', ...range(l, node), operator, operand };
    default:
      return l.error(node, `operator ${operator}`);
  }
};

const ternary: Convert<Expression> = (l, node) => ({
  kind: 'conditional',
  ...range(l, node),
  test: l.expression(l.child(node, l.fields.condition)),
  then: l.expression(l.child(node, l.fields.consequence)),
  otherwise: l.expression(l.child(node, l.fields.alternative)),
});

const assignment: Convert<Expression> = (l, node) => {
  const left = l.child(node, l.fields.left);
  if (left === -1 || isPattern(l, left)) return l.error(node, 'destructuring within an expression');
  const value = l.expression(l.child(node, l.fields.right));
  return { kind: 'named', ...range(l, node), target: l.expression(left), value };
};

/** What `target op= value` stores. `||=`, `&&=` and `??=` are logical. */
export function augmentedValue(l: Lowering, node: number, target: Expression): Expression {
  const operator = l.operator(node).slice(0, -1);
  const right = l.expression(l.child(node, l.fields.right));
  const at = range(l, node);
  if (operator in logicals) return { kind: 'logical', ...at, operator: logicals[operator], left: target, right };
  return { kind: 'binary', ...at, operator: operator as BinaryOperator, left: target, right };
}

const augmented: Convert<Expression> = (l, node) => {
  const target = l.expression(l.child(node, l.fields.left));
  return { kind: 'named', ...range(l, node), target, value: augmentedValue(l, node, target) };
};

/** `++i` is `(i := i + 1)`; `i++` is that minus one. */
const update: Convert<Expression> = (l, node) => {
  const argument = l.child(node, l.fields.argument);
  const target = l.expression(argument);
  const at = rangeOf(range(l, node));
  const isIncrement = l.operator(node) === '++';
  const one = literal(at, 1);
  const value: Expression = { kind: 'binary', ...at, operator: isIncrement ? '+' : '-', left: target, right: one };
  const stored: Expression = { kind: 'named', ...at, target, value };
  if (l.start(argument) > l.start(node)) return stored;
  return { kind: 'binary', ...at, operator: isIncrement ? '-' : '+', left: stored, right: one };
};

/** `a, b` is the last of both. */
const sequence: Convert<Expression> = (l, node) => {
  const elements = l.expressions(l.children(node));
  const at = range(l, node);
  return {
    kind: 'subscript',
    ...at,
    object: { kind: 'tuple', ...at, elements },
    index: literal(at, elements.length - 1),
  };
};

export const operators: Readonly<Record<string, Convert<Expression>>> = {
  binary_expression: binary,
  unary_expression: unary,
  ternary_expression: ternary,
  assignment_expression: assignment,
  augmented_assignment_expression: augmented,
  update_expression: update,
  sequence_expression: sequence,
};
