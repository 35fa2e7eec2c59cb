// Repairs of Python: closes what is open, completes what is half typed, and as a last resort takes a line out, so that every
// other line keeps its meaning.
//
//     x = self.conv(x        ->  x = self.conv(x)         for i in   ->  for i in _: pass
import type { SyntaxProblem } from '../ast';
import type { Repair, RepairEdit } from '../repair';
import { scanLines, type LogicalLine } from './lines';

const header = /^(?:(?:async\s+)?(?:def|class|if|elif|else|for|while|with|try|except|finally)\b|(?:match|case)\b.*:$)/;

/** What to add after a line that ends too early, by how it ends. */
const completions: readonly (readonly [RegExp, string])[] = [
  [/^(?:async\s+)?def$/, ' _()'],
  [/^(?:async\s+)?def\s+\w+$/, '()'],
  [/^class$/, ' _'],
  [/^(?:async\s+)?for$|\sfor$/, ' _ in _'],
  [/^(?:async\s+)?for\s+[\w, ()]+$/, ' in _'],
  [/^from\s+[\w.]+$/, ' import _'],
  [/^(?:from)$/, ' _ import _'],
  [/^lambda$|\Wlambda$/, ': _'],
  [/^(?:if|elif|while|with|assert|import|del|global|nonlocal|match|case|await)$/, ' _'],
  [/(?:^|\s)(?:in|and|or|not|is|if|else|as|import|await)$/, ' _'],
  [/[-+*/%@&|^<>=!~:]$|(?:\b[A-Za-z_]\w*|[)\]}'"])\.$/, ' _'],
];

function completionOf(content: string): string {
  if (/^(?:else|try|finally|except)\s*:?$/.test(content) || isCompleteHeader(content)) return '';
  if (/^import\s+.*\*$/.test(content) || /^from\s.*import\s+\*$/.test(content) || /[^:=]:$/.test(content)) return '';
  for (const [pattern, text] of completions) if (pattern.test(content)) return text;
  return '';
}

const isCompleteHeader = (content: string): boolean => header.test(content) && content.endsWith(':');

function indentation(text: string, line: LogicalLine): string {
  return text.slice(text.lastIndexOf('\n', line.start) + 1, line.start);
}

/** What a line lacks before its brackets are closed: the value of a key, of a keyword argument, of an operator. */
function insideBrackets({ closers }: LogicalLine, content: string): string {
  if (closers === '' || /['"]/.test(closers[0])) return '';
  if (/\bfor$/.test(content)) return ' _ in _';
  return /[:=.+*/%-]$|\b(?:in|and|or|not|if|else)$/.test(content) ? ' _' : '';
}

/** The edits that complete one line; `next` is the line after it. */
function completeLine(text: string, line: LogicalLine, next: LogicalLine | undefined): string {
  const content = text.slice(line.start, line.end);
  const inside = insideBrackets(line, content);
  let added = inside + line.closers;
  if (line.closers === '') added += completionOf(content);
  if (!header.test(content)) return added;
  const hasBody = next !== undefined && next.indent > line.indent;
  const isOpen = line.closers === '' && content.endsWith(':');
  const isClosed = isOpen || (line.closers === '' && line.hasColon);
  if (!isClosed) added += ':';
  if (!hasBody && (isOpen || !isClosed)) added += ' pass';
  return added;
}

/** Where a `try` has neither `except` nor `finally`: the index of the line after its block, or -1. */
function endOfBareTry(text: string, lines: readonly LogicalLine[], index: number): number {
  const line = lines[index];
  if (!/^try\b/.test(text.slice(line.start, line.end))) return -1;
  let after = index + 1;
  while (after < lines.length && lines[after].indent > line.indent) after++;
  const clause = lines[after];
  if (
    clause !== undefined &&
    clause.indent === line.indent &&
    /^(?:except|finally)\b/.test(text.slice(clause.start, clause.end))
  )
    return -1;
  return after;
}

/** A star before something other than a name is no part of the grammar's expression lists; `lowering` turns `~` back. */
function starEdits(text: string, line: LogicalLine): RepairEdit[] {
  const edits: RepairEdit[] = [];
  let depth = 0;
  for (let i = line.start; i < line.end; i++) {
    const character = text[i];
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character)) depth--;
    else if (depth === 0 && character === '*' && text[i + 1] !== '*' && text[i - 1] !== '*') {
      const before = text.slice(line.start, i).trimEnd();
      if (/(?:[,=]|\breturn|\byield|\bin)$/.test(before)) edits.push({ start: i, end: i + 1, text: '~', silent: true });
    }
  }
  return edits;
}

const overlaps = (line: LogicalLine, problems: readonly SyntaxProblem[]): boolean =>
  problems.some(({ start, end }) => start <= line.end && end >= line.start);

export const repair: Repair = (text, problems) => {
  const { lines, strays } = scanLines(text);
  const edits: RepairEdit[] = [...strays];
  lines.forEach((line, i) => {
    const added = completeLine(text, line, lines[i + 1]);
    if (added !== '') edits.push({ start: line.end, end: line.end, text: added });
    if (text.slice(line.start, line.end) === '@') edits.push({ start: line.start, end: line.end, text: 'pass' });
    if (overlaps(line, problems)) edits.push(...starEdits(text, line));
    const after = endOfBareTry(text, lines, i);
    if (after === -1) return;
    const end = lines[after - 1].end;
    edits.push({ start: end, end, text: `\n${indentation(text, line)}finally: pass` });
  });
  return edits.sort((a, b) => a.start - b.start || a.end - b.end);
};

/** Takes out the lines in which problems begin: `pass`, or `if _:` before a block, stands in for them. */
export const removeLines: Repair = (text, problems) => {
  const { lines } = scanLines(text);
  const bad = lines.map((line) => problems.some(({ start }) => start >= line.start && start <= line.end));
  return lines.flatMap((line, i): RepairEdit[] => {
    if (!bad[i]) return [];
    const hasBody = lines[i + 1] !== undefined && lines[i + 1].indent > line.indent;
    return [{ start: line.start, end: line.end, text: hasBody ? 'if _:' : 'pass' }];
  });
};
