// The bodies of a program that do not run with it: those of its functions, and what only the script itself runs.
import type { FunctionDefinition, If, Program, Statement } from './ast';

/** A function that is no part of another one, or what stands under `if __name__ == '__main__'`. */
export type Body = FunctionDefinition | If;

/** In source order; two programs that differ inside these alone have equally many. */
export function bodiesOf(program: Program): Body[] {
  const found: Body[] = [];
  const visit = (statements: readonly Statement[], isTop: boolean): void => {
    for (const statement of statements) {
      if (statement.kind === 'function' || (isTop && isMainGuard(program, statement))) found.push(statement);
      else for (const inner of blocksOf(statement)) visit(inner, false);
    }
  };
  visit(program.body, true);
  return found;
}

export const isMainGuard = (program: Program, statement: Statement): statement is If =>
  statement.kind === 'if' &&
  /^\s*__name__\s*==\s*['"]__main__['"]/.test(program.text.slice(statement.test.start, statement.test.end));

/** The blocks of a statement that run with the module's body and may hold definitions. */
export function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.kind) {
    case 'class':
      return [statement.body];
    case 'if':
      return [statement.then, statement.otherwise];
    case 'try':
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.otherwise, statement.finalizer];
    default:
      return [];
  }
}
