// Names and attributes of Python, and what stands in brackets behind them.
import type { Expression } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';

/** In a class's body `__x` is `_Class__x`, so that a subclass's does not collide with it. */
export const privateName = (l: Lowering, name: string): string =>
  l.className !== '' && name.startsWith('__') && !name.endsWith('__')
    ? `_${l.className.replace(/^_+/, '')}${name}`
    : name;

export const identifier: Convert<Expression> = (l, node) => ({
  kind: 'name',
  ...range(l, node),
  name: privateName(l, l.slice(node)),
});

const dottedText = /(?!(?:None|True|False)\b)[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*/y;

/** `a.b.c` and nothing else: read from the text. */
export function isDottedName(text: string, start: number, end: number): boolean {
  dottedText.lastIndex = start;
  return dottedText.test(text) && dottedText.lastIndex === end;
}

/** `a.b.c` as nested attributes. */
export function dottedName(text: string, start: number): Expression {
  const [first, ...rest] = text.split('.');
  let end = start + first.length;
  let result: Expression = { kind: 'name', start, end, name: first };
  for (const name of rest) {
    const nameStart = end + 1;
    end = nameStart + name.length;
    result = { kind: 'attribute', start, end, object: result, name, nameStart };
  }
  return result;
}

export const attribute: Convert<Expression> = (l, node) => {
  if (l.tree.next[node] === node + 1) {
    const text = l.slice(node);
    return l.className !== '' && text.includes('__')
      ? mangled(l, dottedName(text, l.start(node)))
      : dottedName(text, l.start(node));
  }
  const name = l.child(node, l.fields.attribute);
  if (name === -1) return l.error(node);
  const object = l.expression(l.child(node, l.fields.object));
  return {
    kind: 'attribute',
    ...range(l, node),
    object,
    name: privateName(l, l.slice(name)),
    nameStart: l.start(name),
  };
};

const mangled = (l: Lowering, expression: Expression): Expression =>
  expression.kind === 'attribute'
    ? { ...expression, object: mangled(l, expression.object), name: privateName(l, expression.name) }
    : expression.kind === 'name'
      ? { ...expression, name: privateName(l, expression.name) }
      : expression;

/** The grammar's dotted names (imports, patterns), which may hold spaces. */
export const dottedNode: Convert<Expression> = (l, node) => {
  if (l.tree.next[node] === node + 1) return dottedName(l.slice(node), l.start(node));
  const start = l.start(node);
  return l
    .children(node)
    .map((part): Expression => ({ kind: 'name', ...range(l, part), name: l.slice(part) }))
    .reduce((object, part) => {
      const name = part.kind === 'name' ? part.name : '';
      return { kind: 'attribute', start, end: part.end, object, name, nameStart: part.start };
    });
};
