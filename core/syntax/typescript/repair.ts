// Repairs of TypeScript: a line that leaves brackets open although the next one is not indented under it gets them closed. (The
// grammar itself recovers from most of what is half typed: blocks have braces.)
//
//     x = tf.layers.dense({ units: 1,      ->      x = tf.layers.dense({ units: 1,})
//     const y = 2;                                 const y = 2;
import type { Repair, RepairEdit } from '../repair';

const token = /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\\n])*`|\/\/.*|\/\*.*?\*\/|[([{]|[)\]}]/g;
const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** The closing brackets that a line lacks, in order. */
function openBrackets(line: string): string {
  let stack = '';
  for (const [text] of line.matchAll(token)) {
    if (text in closerOf) stack = closerOf[text] + stack;
    else if (stack !== '' && text === stack[0]) stack = stack.slice(1);
  }
  return stack;
}

const indentOf = (line: string): number => line.search(/\S|$/);

export const repair: Repair = (text) => {
  const edits: RepairEdit[] = [];
  const lines = text.split('\n');
  let start = 0;
  lines.forEach((line, i) => {
    const lineStart = start;
    start += line.length + 1;
    const content = line.trimEnd();
    const following = lines.slice(i + 1, i + 20).find((other) => other.trim() !== '');
    const goesOn = following !== undefined && (indentOf(following) > indentOf(line) || /^\s*[)\]}]/.test(following));
    if (content === '' || content.endsWith('{') || goesOn) return;
    const closers = openBrackets(content);
    // A brace alone opens a block that ends further down.
    if (!/[)\]]/.test(closers)) return;
    const added = /\bfor\s*\($/.test(content)
      ? ';;) {}'
      : /\b(?:if|while|switch)\s*\($/.test(content)
        ? '0) {}'
        : closers;
    edits.push({ start: lineStart + content.length, end: lineStart + content.length, text: added });
  });
  return edits;
};
