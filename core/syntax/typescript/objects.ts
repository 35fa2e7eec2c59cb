// Object and array literals of TypeScript.
import type { DictDisplay, Expression } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { convertCallable } from './functions';
import { literal, name } from './nodes';
import { stringValue } from './literals';

/** Property names are strings, numbers included. */
export function propertyName(l: Lowering, node: number): Expression {
  switch (l.name(node)) {
    case 'computed_property_name':
      return l.expression(l.firstChild(node));
    case 'string':
      return literal(range(l, node), stringValue(l, node));
    case 'number':
      return literal(range(l, node), String(Number(l.slice(node).replaceAll('_', ''))));
    default:
      return literal(range(l, node), l.slice(node));
  }
}

type Entry = DictDisplay['entries'][number];

function convertEntry(l: Lowering, node: number): Entry {
  switch (l.name(node)) {
    case 'shorthand_property_identifier':
      return { key: literal(range(l, node), l.slice(node)), value: name(range(l, node), l.slice(node)) };
    case 'pair':
      return { key: propertyName(l, l.child(node, l.fields.key)), value: l.expression(l.child(node, l.fields.value)) };
    case 'spread_element':
      return { key: null, value: l.expression(l.firstChild(node)) };
    case 'method_definition': {
      const key = propertyName(l, l.child(node, l.fields.name));
      if (l.has(node, 'get') || l.has(node, 'set'))
        return { key, value: l.error(node, 'accessor of an object literal') };
      const { parameters, body } = convertCallable(l, node);
      return {
        key,
        value: {
          kind: 'lambda',
          ...range(l, node),
          parameters,
          body,
          ...(l.has(node, 'async') ? { isAsync: true } : {}),
        },
      };
    }
    default:
      return { key: literal(range(l, node), l.slice(node)), value: l.error(node) };
  }
}

const object: Convert<Expression> = (l, node) => ({
  kind: 'dict',
  ...range(l, node),
  entries: l.children(node).map((entry) => convertEntry(l, entry)),
});

/** Elisions (`[1, , 2]`) are null. */
const array: Convert<Expression> = (l, node) => {
  const { next } = l.tree;
  const elements: Expression[] = [];
  let expectsElement = true;
  for (let c = node + 1, end = next[node]; c < end; c = next[c]) {
    if (l.name(c) === ',' && !l.isNamed(c)) {
      if (expectsElement) elements.push(literal({ start: l.start(node), end: l.start(node) }, null));
      expectsElement = true;
    } else if (l.isNamed(c) && l.tree.kinds[c] !== 0) {
      elements.push(l.expression(c));
      expectsElement = false;
    }
  }
  return { kind: 'list', ...range(l, node), elements };
};

export const objects: Readonly<Record<string, Convert<Expression>>> = {
  object,
  array,
  spread_element: (l, node) => ({ kind: 'starred', ...range(l, node), value: l.expression(l.firstChild(node)) }),
};
