// Functions, classes and decorators of Python.
import type { ClassDefinition, Expression, FunctionDefinition, Statement } from '../ast';
import { LazyFunction } from '../lazyFunction';
import type { Convert, Lowering } from '../lowering';
import { convertArguments, privateName } from './expressions';
import { convertParameters } from './parameters';
import { errorStatement } from './statements';

function docstringOf(body: readonly Statement[]): string | null {
  const first = body[0];
  if (first?.kind !== 'expression' || first.value.kind !== 'literal') return null;
  return typeof first.value.value === 'string' ? first.value.value : null;
}

function convertFunction(l: Lowering, node: number, decorators: readonly Expression[]): FunctionDefinition {
  const { fields } = l;
  const name = l.child(node, fields.name);
  const parameters = convertParameters(l, l.child(node, fields.parameters));
  const returns = l.optional(node, fields.return_type);
  const block = l.child(node, fields.body);
  const read = block === -1 ? undefined : l.deferred?.(l.start(block));
  if (read !== undefined) {
    const start = l.start(node);
    const isAsync = l.has(node, 'async');
    const [text, nameStart] = name === -1 ? ['', start] : [l.slice(name), l.start(name)];
    return new LazyFunction(start, l.end(node), text, nameStart, parameters, returns, decorators, isAsync, read);
  }
  const outer = l.yields;
  l.yields = false;
  const body = l.block(block);
  const isGenerator = l.yields;
  l.yields = outer;
  return {
    kind: 'function',
    start: l.start(node),
    end: l.end(node),
    name: name === -1 ? '' : privateName(l, l.slice(name)),
    nameStart: name === -1 ? l.start(node) : l.start(name),
    parameters,
    returns,
    body,
    decorators,
    isAsync: l.has(node, 'async'),
    isGenerator,
    docstring: docstringOf(body),
  };
}

function convertClass(l: Lowering, node: number, decorators: readonly Expression[]): ClassDefinition {
  const { fields } = l;
  const name = l.child(node, fields.name);
  const bases = l.child(node, fields.superclasses);
  const outer = l.className;
  l.className = name === -1 ? '' : l.slice(name);
  const body = l.block(l.child(node, fields.body));
  l.className = outer;
  return {
    kind: 'class',
    start: l.start(node),
    end: l.end(node),
    name: name === -1 ? '' : l.slice(name),
    nameStart: name === -1 ? l.start(node) : l.start(name),
    bases: bases === -1 ? [] : convertArguments(l, bases),
    body,
    decorators,
    docstring: docstringOf(body),
  };
}

const decorated: Convert<Statement> = (l, node) => {
  const decorators = l
    .children(node)
    .filter((child) => l.name(child) === 'decorator')
    .map((decorator) => l.expression(l.firstChild(decorator)));
  const definition = l.child(node, l.fields.definition);
  switch (definition === -1 ? '' : l.name(definition)) {
    case 'function_definition':
      return convertFunction(l, definition, decorators);
    case 'class_definition':
      return convertClass(l, definition, decorators);
    default:
      return errorStatement(l, node);
  }
};

export const definitions: Readonly<Record<string, Convert<Statement>>> = {
  function_definition: (l, node) => convertFunction(l, node, []),
  class_definition: (l, node) => convertClass(l, node, []),
  decorated_definition: decorated,
};
