// The functions of a text, found without parsing: where their bodies are. A file that is only imported is parsed without them,
// and each body by itself when it is first asked for.
//
//     def f(x):            the skeleton has `...` in place of the body, which ends where the body ends
//         return x + 1

export interface SkeletonBody {
  /** The beginning of its first line of code. */
  readonly start: number;
  /** The end of its code. */
  readonly end: number;
}

export interface Skeleton {
  /** As long as the text, with the same offsets. */
  readonly text: string;
  readonly bodies: readonly SkeletonBody[];
}

/** What stands in a body's place, and ends where the body ends. */
export const placeholder = '...';

/** Bodies that are shorter are not worth it. */
const shortest = 120;

/** What decides where a line of code ends: strings, comments, brackets, continued lines. */
const token = /"""|'''|["'#\n()[\]{}]|\\\r?\n/g;
const definition = /(?:async +)?def /y;
const headerEnd = /: *(?:#[^\n]*)?\r?\n$/;
const blank = /[ \t\r\f]*(?:#[^\n]*)?(?:\n|$)/y;
const stringEnd: Readonly<Record<string, RegExp>> = {
  '"': /[^\\"\n]*(?:\\(?:\r\n|[^])[^\\"\n]*)*"/y,
  "'": /[^\\'\n]*(?:\\(?:\r\n|[^])[^\\'\n]*)*'/y,
};

/** null: the text has something that is not understood here, or no body that is worth it. */
export function skeletonOf(text: string): Skeleton | null {
  const bodies: SkeletonBody[] = [];
  const line: Line = { end: 0, codeEnd: 0 };
  /** Of the function whose body is being passed over; -1: none. */
  let headerIndent = -1;
  let bodyStart = -1;
  let bodyEnd = -1;
  const close = (): void => {
    if (bodyStart !== -1 && bodyEnd - bodyStart >= shortest) bodies.push({ start: bodyStart, end: bodyEnd });
    headerIndent = bodyStart = -1;
  };
  for (let position = 0; position < text.length; position = line.end) {
    blank.lastIndex = position;
    if (blank.test(text)) {
      line.end = Math.max(blank.lastIndex, position + 1);
      continue;
    }
    let code = position;
    while (text.charCodeAt(code) === 32) code++;
    // tabs and form feeds: their width is the parser's business
    if (text[code] === '\t' || text[code] === '\f') return null;
    const indent = code - position;
    if (headerIndent !== -1 && indent <= headerIndent) close();
    if (!readLine(text, code, line)) return null;
    if (headerIndent !== -1) {
      if (bodyStart === -1) bodyStart = position;
      bodyEnd = line.codeEnd;
      continue;
    }
    definition.lastIndex = code;
    // a body on the header's own line stays there
    if (definition.test(text) && headerEnd.test(text.slice(code, line.end))) headerIndent = indent;
  }
  close();
  return bodies.length === 0 ? null : { text: withoutBodies(text, bodies), bodies };
}

interface Line {
  /** Where the next line begins. */
  end: number;
  /** Without a comment and white space. */
  codeEnd: number;
}

/** Reads a line of code into `line`: brackets and strings may go on over several. False: it does not end as it should. */
function readLine(text: string, start: number, line: Line): boolean {
  let depth = 0;
  let codeEnd = text.length;
  line.end = text.length;
  token.lastIndex = start;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const [found] = match;
    if (found === '\n') {
      if (depth > 0) continue;
      line.end = token.lastIndex;
      codeEnd = Math.min(codeEnd, match.index);
      break;
    }
    if (found === '(' || found === '[' || found === '{') depth++;
    else if (found === ')' || found === ']' || found === '}') {
      if (--depth < 0) return false;
    } else if (found === '#') {
      if (depth === 0) codeEnd = match.index;
      const newline = text.indexOf('\n', match.index);
      token.lastIndex = newline === -1 ? text.length : newline;
    } else if (!found.startsWith('\\')) {
      const end = endOfString(text, token.lastIndex, found);
      if (end === -1) return false;
      token.lastIndex = end;
    }
  }
  while (codeEnd > start && /\s/.test(text[codeEnd - 1])) codeEnd--;
  line.codeEnd = codeEnd;
  return depth === 0;
}

/** After the closing quotes of a string whose contents begin at `start`; -1: there are none. */
function endOfString(text: string, start: number, quotes: string): number {
  if (quotes.length === 1) {
    const pattern = stringEnd[quotes];
    pattern.lastIndex = start;
    return pattern.test(text) ? pattern.lastIndex : -1;
  }
  for (let end = text.indexOf(quotes, start); end !== -1; end = text.indexOf(quotes, end + 1)) {
    let first = end;
    while (first > start && text[first - 1] === '\\') first--;
    if ((end - first) % 2 === 0) return end + quotes.length;
  }
  return -1;
}

/** Each body becomes empty lines and `...` where it ends. */
function withoutBodies(text: string, bodies: readonly SkeletonBody[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end } of bodies) {
    let code = start;
    while (text.charCodeAt(code) === 32) code++;
    const last = text.slice(start, code) + placeholder;
    parts.push(text.slice(from, start), '\n'.repeat(end - start - last.length), last);
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join('');
}
