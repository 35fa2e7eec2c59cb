// Destructuring, taken apart into plain assignments of attributes and elements.
//
//     const { a, b: [c, d = 1], ...rest } = f()
//     %1 = f();  a = %1.a;  %2 = %1.b;  c = %2[0];  d = %2[1] ?? 1;  rest = { ...%1 };  delete rest.a;  delete rest.b
import type { Expression, Statement } from '../ast';
import { range, type Lowering } from '../lowering';
import { assign, attribute, call, literal, name, rangeOf } from './nodes';
import { stringValue } from './literals';

/** Statements that give `value` to a target: a name, a member, or a pattern of such. */
export function destructure(l: Lowering, target: number, value: Expression, declares: boolean): Statement[] {
  switch (l.name(target)) {
    case 'object_pattern':
      return withSource(l, target, value, (source) => objectPattern(l, target, source, declares));
    case 'array_pattern':
      return withSource(l, target, value, (source) => arrayPattern(l, target, source, declares));
    case 'assignment_pattern':
    case 'object_assignment_pattern': {
      const fallback = l.expression(l.child(target, l.fields.right));
      const withDefault: Expression = {
        kind: 'logical',
        ...range(l, target),
        operator: '??',
        left: value,
        right: fallback,
      };
      return destructure(l, l.child(target, l.fields.left), withDefault, declares);
    }
    case 'shorthand_property_identifier_pattern':
      return [assign(range(l, target), name(range(l, target), l.slice(target)), value, declares)];
    default:
      return [assign(range(l, target), l.expression(target), value, declares)];
  }
}

export const isPattern = (l: Lowering, node: number): boolean =>
  l.name(node) === 'object_pattern' || l.name(node) === 'array_pattern';

/** Keeps the value in a name, unless it has one, so that it is evaluated once. */
function withSource(
  l: Lowering,
  node: number,
  value: Expression,
  build: (source: Expression) => Statement[],
): Statement[] {
  if (value.kind === 'name') return build(value);
  const kept = name(range(l, node), l.fresh());
  return [assign(range(l, node), kept, value, true), ...build(kept)];
}

function objectPattern(l: Lowering, node: number, source: Expression, declares: boolean): Statement[] {
  const statements: Statement[] = [];
  const taken: Expression[] = [];
  const take = (key: number, target: number): void => {
    const at = range(l, key);
    const computed = l.name(key) === 'computed_property_name' ? l.expression(l.firstChild(key)) : null;
    const text = l.name(key) === 'string' ? stringValue(l, key) : l.slice(key);
    taken.push(computed ?? literal(at, text));
    const value: Expression = computed
      ? { kind: 'subscript', ...at, object: source, index: computed }
      : attribute(at, source, text, l.start(key));
    statements.push(...destructure(l, target, value, declares));
  };
  for (const child of l.children(node)) {
    switch (l.name(child)) {
      case 'shorthand_property_identifier_pattern':
        take(child, child);
        break;
      case 'object_assignment_pattern':
        take(l.child(child, l.fields.left), child);
        break;
      case 'pair_pattern':
        take(l.child(child, l.fields.key), l.child(child, l.fields.value));
        break;
      case 'rest_pattern': {
        const rest = l.expression(l.firstChild(child));
        const at = range(l, child);
        statements.push(assign(at, rest, { kind: 'dict', ...at, entries: [{ key: null, value: source }] }, declares));
        for (const key of taken) {
          statements.push({ kind: 'delete', ...at, targets: [{ kind: 'subscript', ...at, object: rest, index: key }] });
        }
        break;
      }
    }
  }
  return statements;
}

function arrayPattern(l: Lowering, node: number, source: Expression, declares: boolean): Statement[] {
  const { next } = l.tree;
  const statements: Statement[] = [];
  let index = 0;
  for (let c = node + 1, end = next[node]; c < end; c = next[c]) {
    if (!l.isNamed(c)) {
      if (l.name(c) === ',') index++;
      continue;
    }
    const at = range(l, c);
    if (l.name(c) === 'rest_pattern') {
      const rest = call(at, attribute(at, source, 'slice'), [literal(at, index)]);
      statements.push(...destructure(l, l.firstChild(c), rest, declares));
    } else {
      const element: Expression = { kind: 'subscript', ...rangeOf(at), object: source, index: literal(at, index) };
      statements.push(...destructure(l, c, element, declares));
    }
  }
  return statements;
}
