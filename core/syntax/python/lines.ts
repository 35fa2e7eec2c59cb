// The logical lines of a Python text that may be broken anywhere: strings, comments and brackets are followed, and a bracket or
// a string that is never closed ends where the next statement evidently begins.
//
//     x = f(a,        line 1: indent 0, open "("      (closed before line 2, for `y` cannot go on a call at indent 0)
//     y = 2           line 2
import type { RepairEdit } from '../repair';

export interface LogicalLine {
  /** Of its first character that is no space. */
  readonly start: number;
  /** After its last character, comments and spaces left out. */
  readonly end: number;
  /** Columns of white space before it (a tab goes to the next multiple of eight). */
  readonly indent: number;
  /** A colon stands outside brackets that is no lambda's. */
  readonly hasColon: boolean;
  /** Brackets and quotes that must be added at its end. */
  readonly closers: string;
}

export interface LineScan {
  readonly lines: readonly LogicalLine[];
  /** Closing brackets that nothing opened. */
  readonly strays: readonly RepairEdit[];
}

const closerOf: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };
const stringOpening = /([bBrRuUfFtT]{0,2})('''|"""|'|")/y;
const statementStart =
  /(?:@(?=\w)|(?:def|class|return|import|from|while|with|try|raise|assert|del|pass|break|continue|global|nonlocal|elif|except|finally)\b|(?:if|for|else|async)\b.*:\s*(?:#.*)?$|[A-Za-z_][\w.]*(?:\[[^\]]*\])?(?:\s*,\s*[A-Za-z_][\w.]*)*\s*(?::[^=]*)?(?:=|[-+*/%@&|^]=|\*\*=|\/\/=|<<=|>>=)[^=]|[A-Za-z_][\w.]*\()/my;
/** Two operands side by side: the line before must have ended. Words that go on an expression are no operands. */
const operandStart = /(?!(?:for|if|else|in|and|or|not|is|async|from|as)\b)[A-Za-z_0-9]/y;
const never =
  /(?:@|(?:def|class|return|import|while|with|try|raise|assert|del|pass|break|continue|global|nonlocal)\b)|self\.\w+\s*=[^=]/y;

const lambda = /lambda\b/y;

const matches = (pattern: RegExp, text: string, at: number): boolean => {
  pattern.lastIndex = at;
  return pattern.test(text);
};

export function scanLines(text: string): LineScan {
  const state = { unclosed: false, suspicious: false };
  const result = scan(text, state);
  return state.unclosed ? scan(text, { unclosed: false, suspicious: true }) : result;
}

interface TripleQuotes {
  /** The text ends within a triple-quoted string: a quote too many stands somewhere before. */
  unclosed: boolean;
  /** Take the first triple-quoted string that holds code for the one that was not closed. */
  suspicious: boolean;
}

const code = /^[ \t]*(?:def \w+\(|class \w+|return\b|@\w|import \w|from [\w.]+ import |self\.\w+ = )/m;

function scan(text: string, quotes: TripleQuotes): LineScan {
  const lines: LogicalLine[] = [];
  const strays: RepairEdit[] = [];
  let stack = '';
  let line: { start: number; indent: number } | null = null;
  /** The end of what has been read of the line, comments and spaces left out. */
  let end = 0;
  let closing = '';
  let hasColon = false;
  /** Lambdas that wait for their colon. */
  let lambdas = 0;
  let at = 0;
  const finish = (): void => {
    if (line !== null) lines.push({ ...line, end, hasColon, closers: closing + stack });
    line = null;
    stack = '';
    closing = '';
    hasColon = false;
    lambdas = 0;
  };
  while (at < text.length) {
    // At the beginning of a physical line.
    const indentFrom = at;
    while (text[at] === ' ' || text[at] === '\t' || text[at] === '\f') at++;
    const isBlank = at >= text.length || text[at] === '#' || text[at] === '\n' || text[at] === '\r';
    if (!isBlank) {
      const indent = columns(text, indentFrom, at);
      if (line !== null && endsBefore(text, at, indent, (line as { indent: number }).indent, end)) finish();
      line ??= { start: at, indent };
    }
    for (;;) {
      const character = text[at];
      if (character === undefined || character === '\n') break;
      if (character === '#') {
        while (at < text.length && text[at] !== '\n') at++;
        break;
      }
      if (character === '\\' && (text[at + 1] === '\n' || text[at + 1] === '\r')) {
        at = text.indexOf('\n', at) + 1;
        end = at - 1;
        continue;
      }
      stringOpening.lastIndex = at;
      const opening = isWordBefore(text, at) ? null : stringOpening.exec(text);
      if (opening !== null) {
        const string = readString(text, at, opening[1], opening[2], quotes);
        closing += string.closers === '' ? '' : string.closers;
        at = string.end;
        end = at;
        if (string.closers !== '') break;
        continue;
      }
      if (character in closerOf) {
        stack = closerOf[character] + stack;
      } else if (character === ')' || character === ']' || character === '}') {
        const index = stack.indexOf(character);
        if (index === -1) {
          strays.push({ start: at, end: at + 1, text: ' ' });
          at++;
          continue;
        }
        stack = stack.slice(index + 1);
      }
      if (stack === '') {
        if (character === 'l' && matches(lambda, text, at) && !isWordBefore(text, at)) lambdas++;
        else if (character === ':' && lambdas > 0) lambdas--;
        else if (character === ':') hasColon = true;
      }
      if (!/\s/.test(character)) end = at + 1;
      at++;
    }
    if (at < text.length) at++;
    if (stack === '' || closing !== '') finish();
  }
  finish();
  return { lines, strays };
}

function columns(text: string, from: number, to: number): number {
  let column = 0;
  for (let i = from; i < to; i++) column = text[i] === '\t' ? (column | 7) + 1 : column + 1;
  return column;
}

const isWordBefore = (text: string, at: number): boolean => at > 0 && /\w/.test(text[at - 1]);

/** A physical line within brackets begins a new statement: the brackets were forgotten. */
function endsBefore(text: string, at: number, indent: number, lineIndent: number, previousEnd: number): boolean {
  if (/[)\]}]/.test(text[at])) return false;
  if (matches(never, text, at)) return true;
  if (indent <= lineIndent && matches(statementStart, text, at)) return true;
  if (!matches(operandStart, text, at) || matches(stringOpening, text, at)) return false;
  const before = text.slice(Math.max(0, previousEnd - 8), previousEnd);
  return (
    /[\w)\]}'"]$/.test(before) && !/\b(?:and|or|not|in|is|if|else|for|lambda|await|yield|from|as|async)$/.test(before)
  );
}

/** Where a string ends; `closers` is what it lacks when its line or the text ends first. */
function readString(
  text: string,
  start: number,
  prefix: string,
  quote: string,
  quotes: TripleQuotes,
): { end: number; closers: string } {
  let at = start + prefix.length + quote.length;
  while (at < text.length) {
    if (text[at] === '\\') {
      at += 2;
    } else if (text.startsWith(quote, at)) {
      const end = at + quote.length;
      if (quote.length === 1 || !quotes.suspicious || !code.test(text.slice(start, end))) return { end, closers: '' };
      quotes.suspicious = false;
      break;
    } else if (quote.length === 1 && text[at] === '\n') {
      break;
    } else {
      at++;
    }
  }
  quotes.unclosed ||= quote.length === 3;
  if (quote.length === 3) at = text.indexOf('\n', start) === -1 ? text.length : text.indexOf('\n', start);
  const end = Math.min(at, text.length) - (text[at - 1] === '\r' ? 1 : 0);
  const body = text.slice(start, end);
  const isOpen = /[fFtT]/.test(prefix) && body.lastIndexOf('{') > body.lastIndexOf('}');
  return { end, closers: (isOpen ? '}' : '') + quote };
}
