// What can be saved from an ERROR node among statements: the statements inside it, and the names that it seems to assign.
import type { Statement } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { dottedPath } from './chains';
import { assign } from './nodes';

const assigned =
  /^[ \t]*(?:export\s+)?(?:(const|let|var)\s+)?([A-Za-z_$][\w$]*(?:\.[\w$]+)*)\s*(?::[^=\n]*)?=(?![=>])/gm;

function collect(l: Lowering, node: number, into: Statement[]): void {
  for (const child of l.children(node)) {
    if (l.isStatement(child)) l.statement(child, into);
    else if (l.name(child) === 'statement_block' || l.name(child) === 'class_body') collect(l, child, into);
  }
}

export const recover: Convert<readonly Statement[]> = (l, node) => {
  const statements: Statement[] = [{ kind: 'error', ...range(l, node), reason: 'syntax error' }];
  for (const match of l.slice(node).matchAll(assigned)) {
    const start = l.start(node) + match.index + match[0].indexOf(match[2]);
    const target = dottedPath(match[2], start);
    statements.push(assign(target, target, l.error(node), match[1] !== undefined));
  }
  collect(l, node, statements);
  return statements;
};
