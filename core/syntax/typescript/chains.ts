// Members, subscripts and calls of TypeScript. An optional link ends the whole chain where its object is null:
//
//     a.b?.c(1).d   ->   null if a.b is null else a.b.c(1).d
import type { Argument, Expression } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { attribute, call, isNull, literal, name, rangeOf } from './nodes';

function convertArguments(l: Lowering, list: number): Argument[] {
  if (list === -1) return [];
  return l.children(list).map((argument): Argument => {
    const isSpread = l.name(argument) === 'spread_element';
    const value = l.expression(isSpread ? l.firstChild(argument) : argument);
    return { kind: isSpread ? 'star' : 'positional', ...range(l, argument), name: null, value };
  });
}

/** What the links of a chain found on the way: the tests under which the chain is null. */
type Guards = Expression[];

const links = ['member_expression', 'subscript_expression', 'call_expression', 'non_null_expression'];

function convertLink(l: Lowering, node: number, guards: Guards): Expression {
  if (!links.includes(l.name(node)) || l.isBroken(node)) return l.expression(node);
  switch (l.name(node)) {
    case 'member_expression':
      return member(l, node, guards);
    case 'subscript_expression': {
      const object = guarded(l, convertLink(l, l.child(node, l.fields.object), guards), isOptional(l, node), guards);
      return { kind: 'subscript', ...range(l, node), object, index: l.expression(l.child(node, l.fields.index)) };
    }
    case 'call_expression':
      return callLink(l, node, guards);
    default:
      return convertLink(l, l.firstChild(node), guards);
  }
}

const isOptional = (l: Lowering, node: number): boolean => l.has(node, 'optional_chain') || l.has(node, '?.');

/** An object that must not be null for the chain to go on; one that is more than a path is kept in a name. */
function guarded(l: Lowering, object: Expression, optional: boolean, guards: Guards): Expression {
  if (!optional) return object;
  if (isPath(object)) {
    guards.push(isNull(object));
    return object;
  }
  const kept = name(object, l.fresh());
  guards.push(isNull({ kind: 'named', ...rangeOf(object), target: kept, value: object }));
  return kept;
}

const isPath = (e: Expression): boolean => e.kind === 'name' || (e.kind === 'attribute' && isPath(e.object));

const dottedText = /(?!(?:super|import|new|undefined|null|true|false)\b)[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)+/y;

/** `a.b.c` and nothing else: read from the text. */
export function isDottedPath(text: string, start: number, end: number): boolean {
  dottedText.lastIndex = start;
  return dottedText.test(text) && dottedText.lastIndex === end;
}

/** `a.b.c` as nested attributes. */
export function dottedPath(text: string, start: number): Expression {
  const [first, ...rest] = text.split('.');
  let end = start + first.length;
  let result: Expression = name({ start, end }, first);
  for (const part of rest) {
    const nameStart = end + 1;
    end = nameStart + part.length;
    result = attribute({ start, end }, result, part, nameStart);
  }
  return result;
}

function member(l: Lowering, node: number, guards: Guards): Expression {
  if (l.tree.next[node] === node + 1) return dottedPath(l.slice(node), l.start(node));
  const property = l.child(node, l.fields.property);
  const object = l.child(node, l.fields.object);
  if (property === -1) return l.error(node);
  if (l.name(object) === 'import' || l.name(object) === 'meta_property') return l.error(node, 'import.meta');
  const converted =
    l.name(object) === 'super'
      ? superObject(l, object)
      : guarded(l, convertLink(l, object, guards), isOptional(l, node), guards);
  return attribute(range(l, node), converted, l.slice(property), l.start(property));
}

const superObject = (l: Lowering, node: number): Expression => call(range(l, node), name(range(l, node), 'super'), []);

function callLink(l: Lowering, node: number, guards: Guards): Expression {
  const callee = l.child(node, l.fields.function);
  const list = l.child(node, l.fields.arguments);
  if (l.name(list) === 'template_string') return l.error(node, 'tagged template');
  if (l.name(callee) === 'import') return l.error(node, 'dynamic import');
  const args = convertArguments(l, list);
  if (l.name(callee) === 'super') {
    const at = range(l, callee);
    return {
      kind: 'call',
      ...range(l, node),
      callee: attribute(at, superObject(l, callee), '__init__'),
      arguments: args,
    };
  }
  const converted = guarded(l, convertLink(l, callee, guards), isOptional(l, node), guards);
  return { kind: 'call', ...range(l, node), callee: converted, arguments: args };
}

const chain: Convert<Expression> = (l, node) => {
  const guards: Guards = [];
  const whole = convertLink(l, node, guards);
  return guards.reverse().reduce<Expression>(
    (otherwise, test) => ({
      kind: 'conditional',
      ...range(l, node),
      test,
      then: literal(range(l, node), null),
      otherwise,
    }),
    whole,
  );
};

const construct: Convert<Expression> = (l, node) => ({
  kind: 'call',
  ...range(l, node),
  callee: l.expression(l.child(node, l.fields.constructor)),
  arguments: convertArguments(l, l.child(node, l.fields.arguments)),
  isNew: true,
});

export const chains: Readonly<Record<string, Convert<Expression>>> = {
  member_expression: chain,
  subscript_expression: chain,
  call_expression: chain,
  non_null_expression: chain,
  new_expression: construct,
  super: superObject,
};
