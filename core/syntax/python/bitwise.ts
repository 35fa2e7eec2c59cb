// `&` and `^` of Python. The grammar binds `^` tighter than `&`, Python the other way round: chains of the two are put in order.
//
//     a ^ b & c   the grammar: (a ^ b) & c   Python: a ^ (b & c)
import type { Expression } from '../ast';
import type { Lowering } from '../lowering';

export function isBitwise(l: Lowering, node: number): boolean {
  if (l.name(node) !== 'binary_operator' || l.isBroken(node)) return false;
  const operator = l.operator(node);
  return operator === '&' || operator === '^';
}

/** An operand and where it stands, parentheses included. */
interface Operand {
  readonly start: number;
  readonly end: number;
  readonly value: Expression;
}

/** Operands and the operators between them, in the order of the text. An operand in parentheses is another node: it stays whole. */
function linearise(l: Lowering, node: number, operands: Operand[], operators: string[]): void {
  if (!isBitwise(l, node)) {
    operands.push({ start: l.start(node), end: l.end(node), value: l.expression(node) });
    return;
  }
  linearise(l, l.child(node, l.fields.left), operands, operators);
  operators.push(l.operator(node));
  linearise(l, l.child(node, l.fields.right), operands, operators);
}

function join(operator: '&' | '^', left: Operand | null, right: Operand): Operand {
  if (left === null) return right;
  const { start } = left;
  const { end } = right;
  return { start, end, value: { kind: 'binary', start, end, operator, left: left.value, right: right.value } };
}

export function bitwise(l: Lowering, node: number): Expression {
  const operands: Operand[] = [];
  const operators: string[] = [];
  linearise(l, node, operands, operators);
  let sum: Operand | null = null;
  let product = operands[0];
  operators.forEach((operator, i) => {
    if (operator === '&') {
      product = join('&', product, operands[i + 1]);
    } else {
      sum = join('^', sum, product);
      product = operands[i + 1];
    }
  });
  return join('^', sum, product).value;
}
