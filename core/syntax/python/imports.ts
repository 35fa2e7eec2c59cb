// Import statements of Python.
import type { ImportName, Statement } from '../ast';
import type { Convert, Lowering } from '../lowering';
import { errorStatement } from './statements';

const dotted = (l: Lowering, node: number): string => l.slice(node).replace(/\s+/g, '');

function convertNames(l: Lowering, node: number): ImportName[] {
  const names: ImportName[] = [];
  for (const child of l.children(node)) {
    const start = l.start(child);
    const end = l.end(child);
    if (l.name(child) === 'wildcard_import') {
      names.push({ start, end, name: '*', alias: null });
    } else if (l.tree.fields[child] === l.fields.name) {
      const isAliased = l.name(child) === 'aliased_import';
      const name = isAliased ? l.child(child, l.fields.name) : child;
      const alias = isAliased ? l.child(child, l.fields.alias) : -1;
      names.push({ start, end, name: dotted(l, name), alias: alias === -1 ? null : l.slice(alias) });
    }
  }
  return names;
}

const importFrom: Convert<Statement> = (l, node) => {
  const start = l.start(node);
  const end = l.end(node);
  if (l.isBroken(node)) return errorStatement(l, node);
  const names = convertNames(l, node);
  if (l.name(node) === 'future_import_statement')
    return { kind: 'importFrom', start, end, module: '__future__', level: 0, names };
  const source = l.child(node, l.fields.module_name);
  const text = source === -1 ? '' : dotted(l, source);
  const level = /^\.*/.exec(text)![0].length;
  return { kind: 'importFrom', start, end, module: text.slice(level), level, names };
};

export const imports: Readonly<Record<string, Convert<Statement>>> = {
  import_statement: (l, node) =>
    l.isBroken(node)
      ? errorStatement(l, node)
      : { kind: 'import', start: l.start(node), end: l.end(node), names: convertNames(l, node) },
  import_from_statement: importFrom,
  future_import_statement: importFrom,
};
