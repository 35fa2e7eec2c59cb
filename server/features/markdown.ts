// Small pieces of Markdown. Text from the user's code goes through `code` or `escape` and cannot become markup.

/** Inline code that any text survives: the fence is longer than any run of backticks in it. */
export function code(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${line}${pad}${fence}`;
}

/** Backslashes before everything that Markdown or HTML could take for its own. */
export const escape = (text: string): string => text.replace(/[\\`*_{}[\]()#+\-.!<>&|~]/g, '\\$&');

/** A table of GitHub's kind; cells are Markdown, a bar in them is escaped. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\|/g, '\\|')).join(' | ')} |`;
  const rule = head.map((_, i) => (right.includes(i) ? '--:' : ':--'));
  return [line(head), line(rule), ...rows.map(line)].join('\n');
}
