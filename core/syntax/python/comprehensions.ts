// List, set and dict comprehensions and generator expressions of Python.
import type { Comprehension, ComprehensionClause, Expression } from '../ast';
import type { Convert, Lowering } from '../lowering';

function convertClauses(l: Lowering, node: number): ComprehensionClause[] {
  const clauses: { target: Expression; iterable: Expression; conditions: Expression[] }[] = [];
  for (const part of l.children(node)) {
    const name = l.name(part);
    if (name === 'for_in_clause') {
      const target = l.expression(l.child(part, l.fields.left));
      clauses.push({ target, iterable: l.expression(l.child(part, l.fields.right)), conditions: [] });
    } else if (name === 'if_clause') {
      clauses.at(-1)?.conditions.push(l.expression(l.firstChild(part)));
    }
  }
  return clauses;
}

const comprehension =
  (form: Comprehension['form']): Convert<Expression> =>
  (l, node) => {
    const body = l.child(node, l.fields.body);
    const isPair = form === 'dict';
    return {
      kind: 'comprehension',
      start: l.start(node),
      end: l.end(node),
      form,
      element: l.expression(isPair ? l.child(body, l.fields.key) : body),
      value: isPair ? l.expression(l.child(body, l.fields.value)) : null,
      clauses: convertClauses(l, node),
    };
  };

export const comprehensions: Readonly<Record<string, Convert<Expression>>> = {
  list_comprehension: comprehension('list'),
  set_comprehension: comprehension('set'),
  dictionary_comprehension: comprehension('dict'),
  generator_expression: comprehension('generator'),
};
