// The arguments of a call as they stand in the text, for edits that keep the user's own writing.
//
//     nn.Conv2d(64, 128, 3, groups=4)   [{ name: null, text: '64', ... }, ..., { name: 'groups', text: '4', ... }]

export interface ArgumentText {
  /** The keyword; null for a positional argument. */
  readonly name: string | null;
  /** The value's text and its half-open range in the source. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export interface CallText {
  readonly arguments: readonly ArgumentText[];
  /** Offset of the closing parenthesis. */
  readonly close: number;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** undefined where no whole call stands at the range. Python: strings, comments and nested brackets are skipped. */
export function readCall(source: string, start: number, end: number): CallText | undefined {
  const open = source.indexOf('(', start);
  if (open === -1 || open >= end) return undefined;
  const cuts: number[] = [open];
  const nesting: string[] = [];
  for (let i = open + 1; i < end; i++) {
    const character = source[i];
    if (character === '#') i = endOfLine(source, i);
    else if (character === '"' || character === "'") i = endOfString(source, i);
    else if (character in closing) nesting.push(closing[character]);
    else if (nesting.length > 0 && character === nesting[nesting.length - 1]) nesting.pop();
    else if (character === ',' && nesting.length === 0) cuts.push(i);
    else if (character === ')' && nesting.length === 0) {
      const ends = [...cuts.slice(1), i];
      const found = cuts.flatMap((cut, n) => readArgument(source, cut + 1, ends[n]) ?? []);
      return { arguments: found, close: i };
    }
  }
  return undefined;
}

/** The argument under its keyword, else at its position where no keyword stands before it. */
export function findArgument(call: CallText, name: string, position: number): ArgumentText | undefined {
  const named = call.arguments.find((argument) => argument.name === name);
  if (named) return named;
  const at = call.arguments.at(position);
  const starred = call.arguments.slice(0, position + 1).some(({ text }) => text.startsWith('*'));
  return position >= 0 && at?.name === null && !starred ? at : undefined;
}

function readArgument(source: string, from: number, to: number): ArgumentText | undefined {
  const raw = source.slice(from, to);
  const text = raw.trim();
  if (text === '') return undefined;
  const start = from + raw.indexOf(text);
  const keyword = /^([\p{L}_][\p{L}\p{N}_]*)\s*=(?!=)\s*/u.exec(text);
  if (!keyword) return { name: null, text, start, end: start + text.length };
  const value = text.slice(keyword[0].length);
  return { name: keyword[1], text: value, start: start + keyword[0].length, end: start + text.length };
}

function endOfLine(source: string, at: number): number {
  const end = source.indexOf('\n', at);
  return end === -1 ? source.length : end;
}

/** The offset of the closing quote; of the last character where there is none. */
function endOfString(source: string, at: number): number {
  const quote = source.startsWith(source[at].repeat(3), at) ? source[at].repeat(3) : source[at];
  for (let i = at + quote.length; i < source.length; i++) {
    if (source[i] === '\\') i++;
    else if (source.startsWith(quote, i)) return i + quote.length - 1;
  }
  return source.length - 1;
}
