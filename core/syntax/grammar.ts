// One tree-sitter grammar: its symbols and fields as the numbers that the tree is read with.
//
//     grammar.names[grammar.identifier]  -> 'identifier'        grammar.fields.left -> 15
import type { Language as TreeSitterLanguage } from 'web-tree-sitter';

/** The fields that the lowerings ask for, over all grammars. */
const fieldNames = [
  'alias',
  'alternative',
  'argument',
  'arguments',
  'attribute',
  'body',
  'cause',
  'condition',
  'consequence',
  'constructor',
  'decorator',
  'declaration',
  'definition',
  'expression',
  'finalizer',
  'format_specifier',
  'function',
  'guard',
  'handler',
  'increment',
  'index',
  'initializer',
  'key',
  'kind',
  'left',
  'module_name',
  'name',
  'object',
  'operator',
  'operators',
  'parameter',
  'parameters',
  'pattern',
  'property',
  'return_type',
  'right',
  'source',
  'subject',
  'subscript',
  'superclasses',
  'type',
  'type_conversion',
  'value',
] as const;

export type FieldName = (typeof fieldNames)[number];

export type IsLeaf = (text: string, start: number, end: number) => boolean;

export interface Grammar {
  readonly language: TreeSitterLanguage;
  /** By symbol id. ERROR nodes are read as symbol 0. */
  readonly names: readonly string[];
  /** By symbol id: 1 for named nodes, 0 for tokens such as `(`. */
  readonly named: Uint8Array;
  /** By symbol id: 1 where the children are of no use, so that they are not visited. */
  readonly leaves: Uint8Array;
  /** By symbol id: tells from its text that the node's children are of no use. Not asked where the tree has errors. */
  readonly textLeaves: readonly (IsLeaf | undefined)[];
  /** By symbol id: 1 where no field of the children matters. */
  readonly fieldless: Uint8Array;
  /** By symbol id: 1 for nodes that may stand anywhere (comments, line continuations); they are left out of the tree. */
  readonly extras: Uint8Array;
  readonly comment: readonly number[];
  /** By symbol id: 1 for parts of an expression or statement (an argument list): an error in them is an error of the whole. */
  readonly parts: Uint8Array;
  /** -1 for a field that this grammar lacks. */
  readonly fields: Readonly<Record<FieldName, number>>;
}

export interface GrammarOptions {
  readonly textLeaves: Readonly<Record<string, IsLeaf>>;
  readonly fieldless: readonly string[];
  readonly leaves: readonly string[];
  readonly extras: readonly string[];
  readonly comments: readonly string[];
  readonly parts: readonly string[];
}

export function createGrammar(language: TreeSitterLanguage, options: GrammarOptions): Grammar {
  const count = language.nodeTypeCount;
  const names: string[] = [];
  const named = new Uint8Array(count);
  const leaves = new Uint8Array(count);
  const extras = new Uint8Array(count);
  const parts = new Uint8Array(count);
  const fieldless = new Uint8Array(count);
  const textLeaves: (IsLeaf | undefined)[] = [];
  const comment: number[] = [];
  for (let id = 0; id < count; id++) {
    const name = id === 0 ? 'ERROR' : (language.nodeTypeForId(id) ?? '');
    names.push(name);
    textLeaves.push(undefined);
    if (id === 0 || !language.nodeTypeIsNamed(id)) continue;
    named[id] = 1;
    if (options.leaves.includes(name)) leaves[id] = 1;
    if (options.fieldless.includes(name)) fieldless[id] = 1;
    if (Object.hasOwn(options.textLeaves, name)) textLeaves[id] = options.textLeaves[name];
    if (options.extras.includes(name) || options.comments.includes(name)) extras[id] = 1;
    if (options.comments.includes(name)) comment.push(id);
    if (options.parts.includes(name)) parts[id] = 1;
  }
  named[0] = 1;
  const fields = Object.fromEntries(fieldNames.map((name) => [name, language.fieldIdForName(name) ?? -1]));
  return {
    language,
    names,
    named,
    leaves,
    extras,
    comment,
    parts,
    textLeaves,
    fieldless,
    fields: fields as Record<FieldName, number>,
  };
}
