// What can be saved from an ERROR node that stands among statements: the statements that the parser recognised inside it.
import type { Statement } from '../ast';
import type { Convert, Lowering } from '../lowering';
import { unparsed } from './statements';

function collect(l: Lowering, node: number, into: Statement[]): void {
  for (const child of l.children(node)) {
    if (l.isStatement(child)) l.statement(child, into);
    else if (l.name(child) === 'block') into.push(...l.block(child));
  }
}

export const recover: Convert<readonly Statement[]> = (l, node) => {
  const statements = unparsed(l, node);
  collect(l, node, statements);
  return statements;
};
