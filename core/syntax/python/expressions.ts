// Expressions of Python, apart from literals and comprehensions.
import type { Argument, BinaryOperator, ComparisonOperator, Expression } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { bitwise, isBitwise } from './bitwise';
import { convertParameters } from './parameters';
import { starOutside } from './stars';
import { identifier, attribute, dottedNode } from './names';

/** Several expressions separated by commas make a tuple; one without a comma is itself. */
export function tupleOrSingle(l: Lowering, node: number): Expression {
  const elements = l.children(node);
  if (elements.length === 1 && !l.has(node, ',')) return l.expression(elements[0]);
  return tuple(l, node);
}

const elementsOf = (l: Lowering, nodes: readonly number[]): Expression[] =>
  l.expressions(nodes).map((element) => starOutside(element, l.text));

const tuple: Convert<Expression> = (l, node) => ({
  kind: 'tuple',
  ...range(l, node),
  elements: elementsOf(l, l.children(node)),
});
const list: Convert<Expression> = (l, node) => ({
  kind: 'list',
  ...range(l, node),
  elements: elementsOf(l, l.children(node)),
});
const set: Convert<Expression> = (l, node) => ({
  kind: 'set',
  ...range(l, node),
  elements: elementsOf(l, l.children(node)),
});
const starred: Convert<Expression> = (l, node) => ({
  kind: 'starred',
  ...range(l, node),
  value: l.expression(l.firstChild(node)),
});
const inner: Convert<Expression> = (l, node) => l.expression(l.firstChild(node));

const subscript: Convert<Expression> = (l, node) => {
  const { fields, next, starts, ends } = l.tree;
  const indices: number[] = [];
  for (let c = node + 1, end = next[node]; c < end; c = next[c])
    if (fields[c] === l.fields.subscript && l.isNamed(c)) indices.push(c);
  if (indices.length === 0) return l.error(node);
  const object = l.expression(l.child(node, l.fields.value));
  const elements = elementsOf(l, indices);
  const index: Expression =
    elements.length === 1 && !l.has(node, ',')
      ? elements[0]
      : { kind: 'tuple', start: starts[indices[0]], end: ends[indices[indices.length - 1]], elements };
  return { kind: 'subscript', ...range(l, node), object, index };
};

const slice: Convert<Expression> = (l, node) => {
  const { next } = l.tree;
  const parts: (Expression | null)[] = [null, null, null];
  let position = 0;
  for (let c = node + 1, end = next[node]; c < end; c = next[c]) {
    if (l.name(c) === ':') position++;
    else if (l.isNamed(c) && position < 3) parts[position] = l.expression(c);
  }
  return { kind: 'slice', ...range(l, node), lower: parts[0], upper: parts[1], step: parts[2] };
};

export function convertArguments(l: Lowering, node: number): Argument[] {
  if (l.name(node) === 'generator_expression') {
    return [{ kind: 'positional', ...range(l, node), name: null, value: l.expression(node) }];
  }
  return l.children(node).map((argument): Argument => {
    switch (l.name(argument)) {
      case 'keyword_argument': {
        const name = l.slice(l.child(argument, l.fields.name));
        return { kind: 'keyword', ...range(l, argument), name, value: l.expression(l.child(argument, l.fields.value)) };
      }
      case 'list_splat':
        return { kind: 'star', ...range(l, argument), name: null, value: l.expression(l.firstChild(argument)) };
      case 'dictionary_splat':
        return { kind: 'doubleStar', ...range(l, argument), name: null, value: l.expression(l.firstChild(argument)) };
      default: {
        const value = starOutside(l.expression(argument), l.text);
        if (value.kind === 'starred') return { kind: 'star', ...range(l, argument), name: null, value: value.value };
        return { kind: 'positional', ...range(l, argument), name: null, value };
      }
    }
  });
}

const call: Convert<Expression> = (l, node) => ({
  kind: 'call',
  ...range(l, node),
  callee: l.expression(l.child(node, l.fields.function)),
  arguments: convertArguments(l, l.child(node, l.fields.arguments)),
});

const unary: Convert<Expression> = (l, node) => {
  const operator = l.operator(node) as '-' | '+' | '~';
  return { kind: 'unary', ...range(l, node), operator, operand: l.expression(l.child(node, l.fields.argument)) };
};

/** Left-nested chains (`a + b + c + ...`) are unrolled, so that long ones do not nest. */
const binary: Convert<Expression> = (l, node) => {
  const chain: number[] = [];
  let leftmost = node;
  if (isBitwise(l, node)) return bitwise(l, node);
  while (l.name(leftmost) === 'binary_operator' && !l.isBroken(leftmost) && !isBitwise(l, leftmost)) {
    chain.push(leftmost);
    leftmost = l.child(leftmost, l.fields.left);
  }
  let left = l.expression(leftmost);
  for (const link of chain.reverse()) {
    const right = l.expression(l.child(link, l.fields.right));
    left = { kind: 'binary', ...range(l, link), operator: l.operator(link) as BinaryOperator, left, right };
  }
  return left;
};

const logical: Convert<Expression> = (l, node) => {
  const chain: number[] = [];
  let leftmost = node;
  while (l.name(leftmost) === 'boolean_operator' && !l.isBroken(leftmost)) {
    chain.push(leftmost);
    leftmost = l.child(leftmost, l.fields.left);
  }
  let left = l.expression(leftmost);
  for (const link of chain.reverse()) {
    const right = l.expression(l.child(link, l.fields.right));
    left = { kind: 'logical', ...range(l, link), operator: l.operator(link) as 'and' | 'or', left, right };
  }
  return left;
};

const comparison: Convert<Expression> = (l, node) => {
  const { next } = l.tree;
  const operands: Expression[] = [];
  const operators: ComparisonOperator[] = [];
  for (let c = node + 1, end = next[node]; c < end; c = next[c]) {
    if (l.isNamed(c)) operands.push(l.expression(c));
    else operators.push(l.name(c) === '<>' ? '!=' : (l.name(c) as ComparisonOperator));
  }
  return { kind: 'compare', ...range(l, node), left: operands[0], operators, rights: operands.slice(1) };
};

const conditional: Convert<Expression> = (l, node) => {
  const [then, test, otherwise] = l.children(node);
  if (otherwise === undefined) return l.error(node);
  if (l.name(then) === 'named_expression') return conditionalInWalrus(l, node, then, test, otherwise);
  return {
    kind: 'conditional',
    ...range(l, node),
    test: l.expression(test),
    then: l.expression(then),
    otherwise: l.expression(otherwise),
  };
};

/** The grammar reads `x := a if b else c` as `(x := a) if b else c`: the name takes all of it. */
function conditionalInWalrus(l: Lowering, node: number, named: number, test: number, otherwise: number): Expression {
  const then = l.expression(l.child(named, l.fields.value));
  return {
    kind: 'named',
    ...range(l, node),
    target: l.expression(l.child(named, l.fields.name)),
    value: {
      kind: 'conditional',
      start: then.start,
      end: l.end(node),
      test: l.expression(test),
      then,
      otherwise: l.expression(otherwise),
    },
  };
}

const lambda: Convert<Expression> = (l, node) => {
  const parameters = convertParameters(l, l.child(node, l.fields.parameters));
  const outer = l.yields;
  const body = l.expression(l.child(node, l.fields.body));
  l.yields = outer;
  return { kind: 'lambda', ...range(l, node), parameters, body };
};

const dictionary: Convert<Expression> = (l, node) => ({
  kind: 'dict',
  ...range(l, node),
  entries: l
    .children(node)
    .map((entry) =>
      l.name(entry) === 'pair'
        ? { key: l.expression(l.child(entry, l.fields.key)), value: l.expression(l.child(entry, l.fields.value)) }
        : { key: null, value: l.expression(l.firstChild(entry)) },
    ),
});

const named: Convert<Expression> = (l, node) => ({
  kind: 'named',
  ...range(l, node),
  target: l.expression(l.child(node, l.fields.name)),
  value: l.expression(l.child(node, l.fields.value)),
});

const yielded: Convert<Expression> = (l, node) => {
  l.yields = true;
  const value = l.firstChild(node);
  return {
    kind: 'yield',
    ...range(l, node),
    value: value === -1 ? null : l.expression(value),
    delegate: l.has(node, 'from'),
  };
};

export const expressions: Readonly<Record<string, Convert<Expression>>> = {
  identifier,
  dotted_name: dottedNode,
  attribute,
  subscript,
  slice,
  call,
  unary_operator: unary,
  not_operator: (l, node) => ({
    kind: 'unary',
    ...range(l, node),
    operator: 'not',
    operand: l.expression(l.child(node, l.fields.argument)),
  }),
  binary_operator: binary,
  boolean_operator: logical,
  comparison_operator: comparison,
  conditional_expression: conditional,
  lambda,
  dictionary,
  list,
  list_pattern: list,
  tuple,
  pattern_list: tuple,
  expression_list: tuple,
  tuple_pattern: tupleOrSingle,
  set,
  list_splat: starred,
  list_splat_pattern: starred,
  parenthesized_list_splat: inner,
  parenthesized_expression: inner,
  as_pattern_target: inner,
  named_expression: named,
  await: (l, node) => ({ kind: 'await', ...range(l, node), value: l.expression(l.firstChild(node)) }),
  yield: yielded,
};
