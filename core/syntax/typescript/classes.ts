// Classes of TypeScript as classes of Python: `constructor` is `__init__`, `this` a first parameter, fields are assigned at the
// head of `__init__` (after `super(...)` where there is one), static members belong to the class.
import type { ClassDefinition, Expression, FunctionDefinition, Parameter, Statement } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { convertCallable } from './functions';
import { assign, attribute, call, literal, name, positional, type Range } from './nodes';
import { stringValue } from './literals';

const thisParameter = (at: Range): Parameter => ({
  ...at,
  name: 'this',
  kind: 'normal',
  annotation: null,
  default: null,
});

/** The name of a member; null where it is computed. */
function memberName(l: Lowering, node: number): string | null {
  const id = l.child(node, l.fields.name);
  if (id === -1 || l.name(id) === 'computed_property_name') return null;
  return l.name(id) === 'string' ? stringValue(l, id) : l.slice(id);
}

const decoratorsOf = (l: Lowering, node: number): Expression[] =>
  l
    .children(node)
    .filter((child) => l.name(child) === 'decorator')
    .map((decorator) => l.expression(l.firstChild(decorator)));

interface Member {
  readonly definition: FunctionDefinition;
  /** Of a constructor: parameters that are also fields. */
  readonly stored: readonly string[];
}

function convertMethod(l: Lowering, node: number, text: string): Member {
  const { parameters, body, isGenerator, stored } = convertCallable(l, node);
  const id = l.child(node, l.fields.name);
  const at = { start: l.start(id), end: l.end(id) };
  const decorators = decoratorsOf(l, node);
  if (l.has(node, 'static')) decorators.push(name(at, 'classmethod'));
  if (l.has(node, 'get')) decorators.push(name(at, 'property'));
  if (l.has(node, 'set')) decorators.push(attribute(at, name(at, text), 'setter'));
  const definition: FunctionDefinition = {
    kind: 'function',
    ...range(l, node),
    name: text === 'constructor' ? '__init__' : text,
    nameStart: l.start(id),
    parameters: [thisParameter(at), ...parameters],
    returns: null,
    body,
    decorators,
    isAsync: l.has(node, 'async'),
    isGenerator,
    docstring: null,
  };
  return { definition, stored };
}

/** `this.field = value`; a field without a value is null. */
function fieldAssignment(l: Lowering, node: number, text: string): Statement {
  const at = range(l, node);
  const id = l.child(node, l.fields.name);
  const target = attribute({ start: l.start(id), end: l.end(id) }, name(range(l, id), 'this'), text, l.start(id));
  return assign(at, target, l.optional(node, l.fields.value) ?? literal({ start: at.end, end: at.end }, null));
}

const isSuperCall = (statement: Statement): boolean => {
  if (statement.kind !== 'expression' || statement.value.kind !== 'call') return false;
  const { callee } = statement.value;
  return callee.kind === 'attribute' && callee.name === '__init__' && callee.object.kind === 'call';
};

/** The `__init__` of a class: its constructor with the fields, or one that only passes its arguments on. */
function withFields(
  member: Member | undefined,
  fields: readonly Statement[],
  at: Range,
  hasBase: boolean,
): FunctionDefinition | null {
  if (member !== undefined) {
    const { body } = member.definition;
    const here = { start: member.definition.nameStart, end: member.definition.nameStart };
    const stored = member.stored.map((text) =>
      assign(here, attribute(here, name(here, 'this'), text), name(here, text)),
    );
    const head = body.findIndex(isSuperCall) + 1;
    return { ...member.definition, body: [...body.slice(0, head), ...fields, ...stored, ...body.slice(head)] };
  }
  if (fields.length === 0) return null;
  const passed: Expression = {
    kind: 'call',
    ...at,
    callee: attribute(at, call(at, name(at, 'super'), []), '__init__'),
    arguments: [{ ...positional(name(at, 'args')), kind: 'star' }],
  };
  return {
    kind: 'function',
    ...at,
    name: '__init__',
    nameStart: at.start,
    parameters: [thisParameter(at), { ...at, name: 'args', kind: 'star', annotation: null, default: null }],
    returns: null,
    body: [...(hasBase ? [{ kind: 'expression' as const, ...at, value: passed }] : []), ...fields],
    decorators: [],
    isAsync: false,
    isGenerator: false,
    docstring: null,
  };
}

/** The class that is extended, or -1. */
function baseOf(l: Lowering, node: number): number {
  const heritage = l.find(node, 'class_heritage');
  if (heritage === -1) return -1;
  const clause = l.find(heritage, 'extends_clause');
  // JavaScript's grammar has the expression itself there.
  return clause === -1
    ? (l.children(heritage).find((child) => l.isExpression(child)) ?? -1)
    : l.child(clause, l.fields.value);
}

export function convertClass(l: Lowering, node: number, fallbackName = 'default'): ClassDefinition {
  const id = l.child(node, l.fields.name);
  const base = baseOf(l, node);
  const at = { start: l.start(node), end: l.start(node) };
  const fields: Statement[] = [];
  const statements: Statement[] = [];
  let constructor: Member | undefined;
  const body = l.child(node, l.fields.body);
  for (const child of body === -1 ? [] : l.children(body)) {
    const kind = l.name(child);
    if (kind !== 'method_definition' && kind !== 'public_field_definition') continue;
    const text = memberName(l, child);
    if (text === null) {
      statements.push({ kind: 'error', ...range(l, child), reason: 'computed member' });
    } else if (kind === 'method_definition') {
      const member = convertMethod(l, child, text);
      if (text === 'constructor') constructor = member;
      else statements.push(member.definition);
    } else if (l.has(child, 'static')) {
      statements.push(
        assign(range(l, child), name(range(l, child), text), l.optional(child, l.fields.value) ?? literal(at, null)),
      );
    } else if (!l.has(child, 'declare') && !l.has(child, 'abstract')) {
      fields.push(fieldAssignment(l, child, text));
    }
  }
  const init = withFields(constructor, fields, at, base !== -1);
  return {
    kind: 'class',
    ...range(l, node),
    name: id === -1 ? fallbackName : l.slice(id),
    nameStart: id === -1 ? l.start(node) : l.start(id),
    bases: base === -1 ? [] : [positional(l.expression(base))],
    body: init === null ? statements : [init, ...statements],
    decorators: decoratorsOf(l, node),
    docstring: null,
  };
}

/** Members count from zero, or from the last number given. */
function convertEnum(l: Lowering, node: number): ClassDefinition {
  const id = l.child(node, l.fields.name);
  const body = l.child(node, l.fields.body);
  let following = 0;
  const members = (body === -1 ? [] : l.children(body)).map((child): Statement => {
    const isAssigned = l.name(child) === 'enum_assignment';
    const key = isAssigned ? l.child(child, l.fields.name) : child;
    const value = isAssigned ? l.expression(l.child(child, l.fields.value)) : literal(range(l, child), following);
    following = value.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : following + 1;
    const text = l.name(key) === 'string' ? stringValue(l, key) : l.slice(key);
    return assign(range(l, child), name(range(l, key), text), value);
  });
  const nameStart = l.start(id);
  return {
    kind: 'class',
    ...range(l, node),
    name: l.slice(id),
    nameStart,
    bases: [],
    body: members,
    decorators: [],
    docstring: null,
  };
}

export const classes: Readonly<Record<string, Convert<Statement>>> = {
  class_declaration: (l, node) => convertClass(l, node),
  abstract_class_declaration: (l, node) => convertClass(l, node),
  enum_declaration: convertEnum,
};
