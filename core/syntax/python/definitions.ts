// Functions, classes and decorators of Python.
import type { ClassDefinition, Expression, FunctionDefinition, Statement } from '../ast';
import { LazyFunction, type FunctionBody } from '../lazyFunction';
import type { Convert, Lowering } from '../lowering';
import { convertArguments } from './expressions';
import { privateName } from './names';
import { convertParameters } from './parameters';
import { errorStatement } from './statements';

function docstringOf(body: readonly Statement[]): string | null {
  const first = body[0];
  if (first?.kind !== 'expression' || first.value.kind !== 'literal') return null;
  return typeof first.value.value === 'string' ? first.value.value : null;
}

function functionBody(l: Lowering, block: number): FunctionBody {
  const outer = l.yields;
  l.yields = false;
  const body = l.block(block);
  const isGenerator = l.yields;
  l.yields = outer;
  return { body, isGenerator, docstring: docstringOf(body) };
}

function convertFunction(l: Lowering, node: number, decorators: readonly Expression[]): FunctionDefinition {
  const { fields } = l;
  const [start, end] = [l.start(node), l.end(node)];
  const nameNode = l.child(node, fields.name);
  const [name, nameStart] = nameNode === -1 ? ['', start] : [privateName(l, l.slice(nameNode)), l.start(nameNode)];
  const parameters = convertParameters(l, l.child(node, fields.parameters));
  const returns = l.optional(node, fields.return_type);
  const isAsync = l.has(node, 'async');
  const block = l.child(node, fields.body);
  const read = block === -1 ? undefined : l.deferred(block, (later) => functionBody(later, block));
  return read === undefined
    ? {
        kind: 'function',
        start,
        end,
        name,
        nameStart,
        parameters,
        returns,
        decorators,
        isAsync,
        ...functionBody(l, block),
      }
    : new LazyFunction(start, end, name, nameStart, parameters, returns, decorators, isAsync, read);
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
