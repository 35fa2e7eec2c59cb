// A star that the grammar binds too tightly: in `return a, *b[0]` it reads `(*b)[0]`.
import type { Expression } from '../ast';

type Build = (leftmost: Expression) => Expression;

/** The expression's first operand, and how to put another in its place; null for an expression that begins with itself. */
function leftmostOf(e: Expression): readonly [Expression, Build] | null {
  switch (e.kind) {
    case 'attribute':
    case 'subscript':
      return [e.object, (object) => ({ ...e, start: object.start, object })];
    case 'call':
      return [e.callee, (callee) => ({ ...e, start: callee.start, callee })];
    case 'binary':
    case 'logical':
    case 'compare':
      return [e.left, (left) => ({ ...e, start: left.start, left })];
    case 'conditional':
      return [e.then, (then) => ({ ...e, start: then.start, then })];
    default:
      return null;
  }
}

/** The expression without the star at its very beginning; null: there is none. */
function withoutStar(e: Expression, star: number): Expression | null {
  if (e.start !== star) return null;
  if (e.kind === 'starred' || (e.kind === 'unary' && e.operator === '~'))
    return e.kind === 'starred' ? e.value : e.operand;
  const first = leftmostOf(e);
  if (first === null) return null;
  const stripped = withoutStar(first[0], star);
  return stripped && first[1](stripped);
}

/** An element of a tuple, with the star of `*b[0]` around all of it. (A repair of the text may stand `~` in for the star.) */
export function starOutside(element: Expression, text: string): Expression {
  if (element.kind === 'starred' || text[element.start] !== '*') return element;
  const value = withoutStar(element, element.start);
  return value === null ? element : { kind: 'starred', start: element.start, end: element.end, value };
}
