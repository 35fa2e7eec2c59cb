// TypeScript's grammar (JavaScript and JSX included) and its lowering: the tables of this folder, joined.
import type { Language as TreeSitterLanguage } from 'web-tree-sitter';
import type { Statement } from '../ast';
import { createGrammar, type Grammar } from '../grammar';
import { createDispatch, type Dispatch } from '../lowering';
import type { Repair } from '../repair';
import { assignments } from './assignments';
import { chains, isDottedPath } from './chains';
import { classes } from './classes';
import { control } from './control';
import { expressions } from './expressions';
import { functionExpressions } from './functions';
import { literals } from './literals';
import { modules } from './modules';
import { objects } from './objects';
import { operators } from './operators';
import { recover } from './recover';
import { repair } from './repair';
import { switches } from './switch';

const LEAVES = [
  'identifier',
  'property_identifier',
  'private_property_identifier',
  'shorthand_property_identifier',
  'shorthand_property_identifier_pattern',
  'statement_identifier',
  'type_identifier',
  'string',
  'number',
  'regex',
  'this',
  'super',
  'true',
  'false',
  'null',
  'undefined',
  'type_annotation',
  'type_arguments',
  'type_parameters',
  'interface_declaration',
  'type_alias_declaration',
  'ambient_declaration',
  'function_signature',
  'abstract_method_signature',
  'accessibility_modifier',
  'implements_clause',
];

/** An error in them is an error of the expression or statement around them. */
const PARTS = [
  'arguments',
  'pair',
  'spread_element',
  'template_substitution',
  'object_pattern',
  'array_pattern',
  'assignment_pattern',
  'object_assignment_pattern',
  'pair_pattern',
  'rest_pattern',
  'computed_property_name',
  'import_clause',
  'named_imports',
  'import_specifier',
  'export_clause',
  'export_specifier',
];

const FIELDLESS = [
  'program',
  'statement_block',
  'expression_statement',
  'arguments',
  'object',
  'array',
  'class_body',
  'formal_parameters',
  'parenthesized_expression',
  'template_string',
  'template_substitution',
  'object_pattern',
  'array_pattern',
  'return_statement',
  'throw_statement',
  'await_expression',
  'named_imports',
  'import_clause',
  'lexical_declaration',
  'spread_element',
  'switch_body',
  'else_clause',
  'as_expression',
  'non_null_expression',
];

/** Function declarations take effect before the other statements of their block. */
const hoist = (statements: Statement[]): Statement[] =>
  statements.some((statement) => statement.kind === 'function')
    ? [...statements.filter((s) => s.kind === 'function'), ...statements.filter((s) => s.kind !== 'function')]
    : statements;

export function createTypeScript(language: TreeSitterLanguage): {
  grammar: Grammar;
  dispatch: Dispatch;
  repair: Repair;
} {
  const grammar = createGrammar(language, {
    leaves: LEAVES,
    textLeaves: { member_expression: isDottedPath },
    fieldless: FIELDLESS,
    extras: ['hash_bang_line'],
    comments: ['comment', 'html_comment'],
    parts: PARTS,
  });
  const dispatch = createDispatch(grammar, {
    expressions: { ...expressions, ...literals, ...objects, ...operators, ...chains, ...functionExpressions },
    statements: { ...assignments, ...control, ...switches, ...classes, ...modules },
    recover,
    arrange: hoist,
  });
  return { grammar, dispatch, repair };
}
