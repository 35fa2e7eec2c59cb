// Imports and exports of TypeScript. What is only a type leaves no trace.
import type { Expression, ImportName, Statement } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { convertClass } from './classes';
import { convertFunction } from './functions';
import { assign, name } from './nodes';
import { stringValue } from './literals';

const isTypeOnly = (l: Lowering, node: number): boolean => l.has(node, 'type') || l.has(node, 'typeof');

/** `a`, `a as b`, `default as c` of a clause in braces. */
function convertSpecifiers(l: Lowering, clause: number): ImportName[] {
  return l
    .children(clause)
    .filter((child) => !isTypeOnly(l, child))
    .map((child) => {
      const alias = l.child(child, l.fields.alias);
      return {
        ...range(l, child),
        name: l.slice(l.child(child, l.fields.name)),
        alias: alias === -1 ? null : l.slice(alias),
      };
    });
}

const importStatement: Convert<readonly Statement[]> = (l, node) => {
  const at = range(l, node);
  const source = l.child(node, l.fields.source);
  const clause = l.find(node, 'import_clause');
  if (source === -1) return requireClause(l, node);
  if (isTypeOnly(l, node)) return [];
  const module = stringValue(l, source);
  if (clause === -1) return [{ kind: 'import', ...at, names: [{ ...at, name: module, alias: null }] }];
  const statements: Statement[] = [];
  const names: ImportName[] = [];
  for (const child of l.children(clause)) {
    if (l.name(child) === 'identifier') names.push({ ...range(l, child), name: 'default', alias: l.slice(child) });
    else if (l.name(child) === 'named_imports') names.push(...convertSpecifiers(l, child));
    else if (l.name(child) === 'namespace_import') {
      const here = range(l, child);
      statements.push({
        kind: 'import',
        ...at,
        names: [{ ...here, name: module, alias: l.slice(l.firstChild(child)) }],
      });
    }
  }
  if (names.length > 0) statements.push({ kind: 'importFrom', ...at, module, level: 0, names });
  return statements;
};

/** `import a = require('b')` */
function requireClause(l: Lowering, node: number): Statement[] {
  const at = range(l, node);
  const clause = l.find(node, 'import_require_clause');
  const source = clause === -1 ? -1 : l.child(clause, l.fields.source);
  if (source === -1) return [{ kind: 'error', ...at, reason: 'import alias' }];
  return [
    { kind: 'import', ...at, names: [{ ...at, name: stringValue(l, source), alias: l.slice(l.firstChild(clause)) }] },
  ];
}

const exportStatement: Convert<readonly Statement[]> = (l, node) => {
  const at = range(l, node);
  const source = l.child(node, l.fields.source);
  const clause = l.find(node, 'export_clause');
  if (isTypeOnly(l, node)) return [];
  if (source !== -1) {
    const module = stringValue(l, source);
    const namespace = l.find(node, 'namespace_export');
    if (namespace !== -1)
      return [{ kind: 'import', ...at, names: [{ ...at, name: module, alias: l.slice(l.firstChild(namespace)) }] }];
    const names = clause === -1 ? [{ ...at, name: '*', alias: null }] : convertSpecifiers(l, clause);
    return [{ kind: 'importFrom', ...at, module, level: 0, names }];
  }
  if (clause !== -1) {
    return convertSpecifiers(l, clause).flatMap((specifier) =>
      specifier.alias === null
        ? []
        : [assign(specifier, name(specifier, specifier.alias), name(specifier, specifier.name), true)],
    );
  }
  const declared = l.child(node, l.fields.declaration);
  const isDefault = l.has(node, 'default');
  const value = l.child(node, l.fields.value);
  if (declared !== -1) {
    const statements: Statement[] = [];
    l.statement(declared, statements);
    const last = statements.at(-1);
    if (isDefault && (last?.kind === 'function' || last?.kind === 'class'))
      statements.push(exportDefault(l, node, name(last, last.name)));
    return statements;
  }
  if (value === -1) return [{ kind: 'error', ...at, reason: 'syntax error' }];
  if (l.name(value) === 'class') return [convertClass(l, value)];
  if (l.name(value) === 'function_expression') return [convertFunction(l, value)];
  return [exportDefault(l, node, l.expression(value))];
};

const exportDefault = (l: Lowering, node: number, value: Expression): Statement =>
  assign(range(l, node), name(range(l, node), 'default'), value, true);

/** Declarations that exist for the type checker alone. */
const nothing: Convert<readonly Statement[]> = () => [];

export const modules: Readonly<Record<string, Convert<Statement | readonly Statement[]>>> = {
  import_statement: importStatement,
  export_statement: exportStatement,
  function_declaration: (l, node) => convertFunction(l, node),
  generator_function_declaration: (l, node) => convertFunction(l, node),
  interface_declaration: nothing,
  type_alias_declaration: nothing,
  ambient_declaration: nothing,
  function_signature: nothing,
  import_alias: (l, node) => ({ kind: 'error', ...range(l, node), reason: 'import alias' }),
  module: (l, node) => ({ kind: 'error', ...range(l, node), reason: 'namespace' }),
  internal_module: (l, node) => ({ kind: 'error', ...range(l, node), reason: 'namespace' }),
};
