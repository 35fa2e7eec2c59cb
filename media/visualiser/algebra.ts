// The free expression: evaluated by mathjs in numbers alone, with no way to change the library from within an expression.
import { all, create, type MathNode } from 'mathjs/number';

const math = create(all, {});

const forbidden = (name: string) => (): never => {
  throw new Error(`${name} is not available here`);
};

const { evaluate, parse, simplify, derivative } = {
  evaluate: math.evaluate.bind(math),
  parse: math.parse.bind(math),
  simplify: math.simplify.bind(math),
  derivative: math.derivative.bind(math),
};

math.import(
  Object.fromEntries(
    ['import', 'createUnit', 'reviver', 'evaluate', 'parse', 'compile', 'resolve', 'config'].map((name) => [
      name,
      forbidden(name),
    ]),
  ),
  { override: true },
);

/** A number as text, or for `simplify(…)` and `derivative(…, "K")` the new expression and its value. Throws what is wrong. */
export function compute(expression: string, scope: Readonly<Record<string, number>>): string {
  const symbolic = symbolicResult(parse(expression));
  if (symbolic === undefined) return format(evaluate(expression, { ...scope }));
  const text = symbolic.toString();
  try {
    return `${text} = ${format(symbolic.evaluate({ ...scope }))}`;
  } catch {
    return text;
  }
}

/** The expression that `simplify` or `derivative` at the top makes of its argument. */
function symbolicResult(node: MathNode): MathNode | undefined {
  if (!math.isFunctionNode(node)) return undefined;
  const [argument, variable] = node.args;
  if (node.fn.name === 'simplify' && node.args.length === 1) return simplify(argument);
  if (node.fn.name !== 'derivative' || node.args.length !== 2) return undefined;
  const name = math.isConstantNode(variable) ? String(variable.value) : variable.toString();
  return derivative(argument, name);
}

function format(value: unknown): string {
  if (typeof value === 'function') throw new Error('a function has no value');
  if (typeof value !== 'number') return math.format(value, 6);
  return Number.isSafeInteger(value) ? value.toLocaleString('en-US') : math.format(value, 6);
}
