// The remaining expressions of TypeScript: names, casts (dropped), `await`, `yield`, and what has no meaning here.
import type { Expression } from '../ast';
import { range, type Convert } from '../lowering';
import { name } from './nodes';

const identifier: Convert<Expression> = (l, node) => name(range(l, node), l.slice(node));
/** Parentheses and casts: what they hold. The type of `<T>x` stands first. */
const inner: Convert<Expression> = (l, node) => l.expression(l.firstChild(node));
const last: Convert<Expression> = (l, node) => l.expression(l.children(node).at(-1) ?? -1);
const without =
  (reason: string): Convert<Expression> =>
  (l, node) =>
    l.error(node, reason);

export const expressions: Readonly<Record<string, Convert<Expression>>> = {
  identifier,
  this: identifier,
  property_identifier: identifier,
  parenthesized_expression: inner,
  as_expression: inner,
  satisfies_expression: inner,
  type_assertion: last,
  instantiation_expression: inner,
  await_expression: (l, node) => ({ kind: 'await', ...range(l, node), value: l.expression(l.firstChild(node)) }),
  yield_expression: (l, node) => {
    l.yields = true;
    const value = l.firstChild(node);
    return {
      kind: 'yield',
      ...range(l, node),
      value: value === -1 ? null : l.expression(value),
      delegate: l.has(node, '*'),
    };
  },
  class: without('class within an expression'),
  meta_property: without('new.target or import.meta'),
  jsx_element: without('JSX'),
  jsx_self_closing_element: without('JSX'),
};
