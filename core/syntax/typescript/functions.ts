// Functions of TypeScript: parameters, arrow functions, function expressions and declarations. JavaScript lets a caller leave out
// any argument, so every parameter without a default has null.
import type { Expression, FunctionDefinition, Lambda, Parameter, Statement } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { literal, name, type Range } from './nodes';
import { destructure, isPattern } from './patterns';

export interface Parameters {
  readonly parameters: readonly Parameter[];
  /** What the body does first: takes patterns apart. */
  readonly head: readonly Statement[];
  /** Parameters that a constructor also stores: `constructor(private units: number)`. */
  readonly stored: readonly string[];
}

export function convertParameters(l: Lowering, list: number): Parameters {
  const parameters: Parameter[] = [];
  const head: Statement[] = [];
  const stored: string[] = [];
  const add = (at: Range, pattern: number, fallback: Expression | null): void => {
    const isRest = l.name(pattern) === 'rest_pattern';
    const target = isRest ? l.firstChild(pattern) : pattern;
    const text = isPattern(l, target) ? l.fresh() : l.slice(target);
    if (isPattern(l, target)) head.push(...destructure(l, target, name(range(l, target), text), true));
    const value = isRest ? null : (fallback ?? literal({ start: at.end, end: at.end }, null));
    parameters.push({ ...at, name: text, kind: isRest ? 'star' : 'normal', annotation: null, default: value });
  };
  for (const child of list === -1 ? [] : l.children(list)) {
    if (l.name(child) !== 'required_parameter' && l.name(child) !== 'optional_parameter') continue;
    const pattern = l.child(child, l.fields.pattern);
    if (pattern === -1 || l.name(pattern) === 'this') continue;
    add(range(l, child), pattern, l.optional(child, l.fields.value));
    if (l.has(child, 'accessibility_modifier') || l.has(child, 'readonly')) stored.push(l.slice(pattern));
  }
  return { parameters, head, stored };
}

/** The single parameter of `x => ...`. */
function soleParameter(l: Lowering, node: number): Parameters {
  const at = range(l, node);
  const fallback = literal({ start: at.end, end: at.end }, null);
  return {
    parameters: [{ ...at, name: l.slice(node), kind: 'normal', annotation: null, default: fallback }],
    head: [],
    stored: [],
  };
}

/** Parameters and body of anything that is called. */
export function convertCallable(
  l: Lowering,
  node: number,
): Parameters & { body: readonly Statement[]; isGenerator: boolean } {
  const sole = l.child(node, l.fields.parameter);
  const signature = sole === -1 ? convertParameters(l, l.child(node, l.fields.parameters)) : soleParameter(l, sole);
  const outer = l.yields;
  l.yields = false;
  const body = l.child(node, l.fields.body);
  const statements = l.name(body) === 'statement_block' ? l.block(body) : returned(l, body);
  const isGenerator = l.yields || l.has(node, '*');
  l.yields = outer;
  return { ...signature, body: [...signature.head, ...statements], isGenerator };
}

/** The body of an arrow function that is an expression. */
function returned(l: Lowering, body: number): Statement[] {
  return [{ kind: 'return', ...range(l, body), value: l.expression(body) }];
}

const lambda: Convert<Lambda> = (l, node) => {
  const { parameters, body } = convertCallable(l, node);
  const only = body.length === 1 ? body[0] : undefined;
  const isExpression =
    l.name(l.child(node, l.fields.body)) !== 'statement_block' && only?.kind === 'return' && only.value !== null;
  return {
    kind: 'lambda',
    ...range(l, node),
    parameters,
    body: isExpression ? only.value : body,
    ...(l.has(node, 'async') ? { isAsync: true } : {}),
  };
};

export const functionExpressions: Readonly<Record<string, Convert<Expression>>> = {
  arrow_function: lambda,
  function_expression: lambda,
  generator_function: (l, node) => l.error(node, 'generator function in an expression'),
};

export function convertFunction(l: Lowering, node: number, fallbackName = 'default'): FunctionDefinition {
  const id = l.child(node, l.fields.name);
  const { parameters, body, isGenerator } = convertCallable(l, node);
  return {
    kind: 'function',
    ...range(l, node),
    name: id === -1 ? fallbackName : l.slice(id),
    nameStart: id === -1 ? l.start(node) : l.start(id),
    parameters,
    returns: null,
    body,
    decorators: [],
    isAsync: l.has(node, 'async'),
    isGenerator,
    docstring: null,
  };
}
