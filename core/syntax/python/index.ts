// Python's grammar and its lowering: the tables of this folder, joined.
import type { Language as TreeSitterLanguage } from 'web-tree-sitter';
import { createGrammar, type Grammar } from '../grammar';
import { createDispatch, type Dispatch } from '../lowering';
import type { Repair } from '../repair';
import type { FlatTree } from '../tree';
import { compoundStatements } from './compound';
import { comprehensions } from './comprehensions';
import { definitions } from './definitions';
import { expressions } from './expressions';
import { isDottedName } from './names';
import { imports } from './imports';
import { isPlainString, literals } from './literals';
import { recover } from './recover';
import { removeLines, repair } from './repair';
import { simpleStatements } from './statements';
import { isSuspect } from './suspect';
import { types } from './types';

const FIELDLESS = [
  'module',
  'block',
  'expression_statement',
  'argument_list',
  'parameters',
  'lambda_parameters',
  'list',
  'tuple',
  'set',
  'dictionary',
  'pattern_list',
  'expression_list',
  'tuple_pattern',
  'list_pattern',
  'parenthesized_expression',
  'conditional_expression',
  'comparison_operator',
  'slice',
  'type',
  'type_parameter',
  'generic_type',
  'union_type',
  'list_splat',
  'dictionary_splat',
  'concatenated_string',
  'string',
  'decorator',
  'delete_statement',
  'assert_statement',
  'return_statement',
  'as_pattern_target',
  'dotted_name',
  'if_clause',
];

export function createPython(language: TreeSitterLanguage): {
  grammar: Grammar;
  dispatch: Dispatch;
  repair: Repair;
  removal: Repair;
  isSuspect: (tree: FlatTree, text: string) => boolean;
} {
  const grammar = createGrammar(language, {
    leaves: [
      'identifier',
      'integer',
      'float',
      'true',
      'false',
      'none',
      'ellipsis',
      'string_start',
      'string_content',
      'string_end',
      'escape_sequence',
      'type_conversion',
      'pass_statement',
      'break_statement',
      'continue_statement',
      'import_prefix',
      'relative_import',
      'wildcard_import',
      'positional_separator',
      'keyword_separator',
    ],
    textLeaves: { attribute: isDottedName, dotted_name: isDottedName, string: isPlainString },
    fieldless: FIELDLESS,
    extras: ['line_continuation'],
    comments: ['comment'],
    parts: [
      'argument_list',
      'keyword_argument',
      'list_splat',
      'dictionary_splat',
      'pair',
      'slice',
      'for_in_clause',
      'if_clause',
      'interpolation',
      'format_specifier',
      'format_expression',
      'string_content',
      'lambda_parameters',
      'type',
      'generic_type',
      'type_parameter',
      'expression_list',
      'pattern_list',
      'list_splat_pattern',
      'with_clause',
      'with_item',
      'as_pattern',
      'as_pattern_target',
      'dotted_name',
      'aliased_import',
      'relative_import',
    ],
  });
  const dispatch = createDispatch(grammar, {
    expressions: { ...expressions, ...comprehensions, ...literals, ...types },
    statements: { ...simpleStatements, ...compoundStatements, ...definitions, ...imports },
    recover,
  });
  return { grammar, dispatch, repair, removal: removeLines, isSuspect: (tree, text) => isSuspect(tree, text, grammar) };
}
