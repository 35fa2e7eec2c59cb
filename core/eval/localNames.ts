// Which names a function's own statements bind: a name that is bound anywhere in a function is local in all of it, so that reading it
// before raises UnboundLocalError, whatever the module has under the same name.
import type { Expression, FunctionDefinition, Statement } from '../syntax/ast';

/** By body: a function may be given another one. */
const cache = new WeakMap<readonly Statement[], ReadonlySet<string>>();

/** Without the names that only an expression binds (`:=`) or a pattern captures. */
export function localNames({ body }: FunctionDefinition): ReadonlySet<string> {
  let names = cache.get(body);
  if (names === undefined) cache.set(body, (names = collect(body)));
  return names;
}

function collect(body: readonly Statement[]): ReadonlySet<string> {
  const bound = new Set<string>();
  const elsewhere = new Set<string>();
  visitAll(body, bound, elsewhere);
  for (const name of elsewhere) bound.delete(name);
  return bound;
}

function visitAll(body: readonly Statement[], bound: Set<string>, elsewhere: Set<string>): void {
  for (const statement of body) visit(statement, bound, elsewhere);
}

function visit(statement: Statement, bound: Set<string>, elsewhere: Set<string>): void {
  const inner = (...bodies: (readonly Statement[])[]): void => {
    for (const body of bodies) visitAll(body, bound, elsewhere);
  };
  switch (statement.kind) {
    case 'assign':
      for (const target of statement.targets) bind(target, bound);
      break;
    case 'annotated':
    case 'augmented':
      bind(statement.target, bound);
      break;
    case 'for':
      bind(statement.target, bound);
      inner(statement.body, statement.otherwise);
      break;
    case 'while':
      inner(statement.body, statement.otherwise);
      break;
    case 'if':
      inner(statement.then, statement.otherwise);
      break;
    case 'try':
      inner(statement.body, statement.otherwise, statement.finalizer);
      for (const { name, body } of statement.handlers) {
        if (name !== null) bound.add(name);
        inner(body);
      }
      break;
    case 'with':
      for (const { target } of statement.items) if (target !== null) bind(target, bound);
      inner(statement.body);
      break;
    case 'match':
      for (const { body } of statement.cases) inner(body);
      break;
    case 'function':
    case 'class':
      bound.add(statement.name);
      break;
    case 'import':
      for (const { name, alias } of statement.names) bound.add(alias ?? name.split('.')[0]);
      break;
    case 'importFrom':
      for (const { name, alias } of statement.names) bound.add(alias ?? name);
      break;
    case 'global':
    case 'nonlocal':
      for (const name of statement.names) elsewhere.add(name);
      break;
    default:
      break;
  }
}

function bind(target: Expression, bound: Set<string>): void {
  if (target.kind === 'name') bound.add(target.name);
  else if (target.kind === 'starred') bind(target.value, bound);
  else if (target.kind === 'tuple' || target.kind === 'list')
    for (const element of target.elements) bind(element, bound);
}
