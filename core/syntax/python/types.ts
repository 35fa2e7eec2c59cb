// Annotations of Python that the grammar reads as types: the expressions that they are at run time.
import type { Expression } from '../ast';
import { range, type Convert } from '../lowering';

const inner: Convert<Expression> = (l, node) => l.expression(l.firstChild(node));

/** `list[int]` as a type: the parameters are the indices of a subscript. */
const genericType: Convert<Expression> = (l, node) => {
  const [base, parameters] = l.children(node);
  if (parameters === undefined || l.firstChild(parameters) === -1) return l.error(node);
  const elements = l.expressions(l.children(parameters));
  const index: Expression =
    elements.length === 1 && !l.has(parameters, ',')
      ? elements[0]
      : { kind: 'tuple', start: elements[0].start, end: elements[elements.length - 1].end, elements };
  return { kind: 'subscript', ...range(l, node), object: l.expression(base), index };
};

const unionType: Convert<Expression> = (l, node) => {
  const [left, right] = l.children(node);
  return { kind: 'binary', ...range(l, node), operator: '|', left: l.expression(left), right: l.expression(right) };
};

const memberType: Convert<Expression> = (l, node) => {
  const [object, name] = l.children(node);
  return {
    kind: 'attribute',
    ...range(l, node),
    object: l.expression(object),
    name: l.slice(name),
    nameStart: l.start(name),
  };
};

export const types: Readonly<Record<string, Convert<Expression>>> = {
  type: inner,
  generic_type: genericType,
  union_type: unionType,
  member_type: memberType,
  constrained_type: inner,
  splat_type: (l, node) => ({ kind: 'starred', ...range(l, node), value: l.expression(l.firstChild(node)) }),
};
