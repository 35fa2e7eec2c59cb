// A flaw of the grammar: a line that ends with an operator or a dot takes the next line for its operand, brackets or not, and
// nothing is reported. Such statements are found by their text.
//
//     self.          is read as  self.x = 1
//     x = 1
import type { Grammar } from '../grammar';
import type { FlatTree } from '../tree';

const simpleStatements = [
  'expression_statement',
  'return_statement',
  'assert_statement',
  'raise_statement',
  'delete_statement',
];

/** A statement goes on over the end of its line outside brackets. */
export function isSuspect(tree: FlatTree, text: string, grammar: Grammar): boolean {
  const isSimple = grammar.names.map((name) => simpleStatements.includes(name));
  for (let node = 0; node < tree.count; node++) {
    if (!isSimple[tree.kinds[node]]) continue;
    const start = tree.starts[node];
    const end = tree.ends[node];
    const newline = text.indexOf('\n', start);
    if (newline !== -1 && newline < end && runsOn(text, start, end)) return true;
  }
  return false;
}

const skipped = /'''[^]*?'''|"""[^]*?"""|'(?:\\[^]|[^'\\])*'|"(?:\\[^]|[^"\\])*"|#[^\n]*|\\\r?\n|[([{]|[)\]}]|\n/g;

function runsOn(text: string, start: number, end: number): boolean {
  let depth = 0;
  skipped.lastIndex = start;
  for (let match = skipped.exec(text); match !== null && match.index < end; match = skipped.exec(text)) {
    const token = match[0];
    if (token === '\n' && depth === 0) return true;
    if (token === '(' || token === '[' || token === '{') depth++;
    else if (token === ')' || token === ']' || token === '}') depth--;
  }
  return false;
}
