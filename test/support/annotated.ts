// Sources with expectations in comments. A comment of carets speaks of the code line above it: the carets mark a range there, and
// after them stands what is expected of it.
//
//     self.conv = nn.Conv2d(1, 8, 3)
//     #           ^^^^^^^^^^^^^^^^^^ hint: 1→8 · 28²→26² · 80
//     #                  ^ hover: (8, 1, 3, 3)
//
// The comments stay in the source, so offsets are those of the file as it is.

export interface Expectation {
  readonly kind: string;
  readonly text: string;
  /** The marked range, as offsets. */
  readonly start: number;
  readonly end: number;
  /** Of the code line, from 1. */
  readonly line: number;
}

export interface AnnotatedSource {
  readonly source: string;
  readonly expectations: readonly Expectation[];
}

const annotation = /^[ \t]*(?:#|\/\/)[ \t]*(\^+)[ \t]+(\w+):[ \t]*(.*)$/;

/** The source without the indentation that its lines share (that of a template literal). */
export function annotated(text: string): AnnotatedSource {
  const source = dedent(text);
  const expectations: Expectation[] = [];
  let offset = 0;
  let code = { offset: 0, line: 0 };
  for (const [index, line] of source.split('\n').entries()) {
    const match = annotation.exec(line);
    if (match) {
      const [, carets, kind, expected] = match;
      const start = code.offset + line.indexOf(carets);
      expectations.push({ kind, text: expected.trim(), start, end: start + carets.length, line: code.line });
    } else {
      code = { offset, line: index + 1 };
    }
    offset += line.length + 1;
  }
  return { source, expectations };
}

function dedent(text: string): string {
  const lines = text.replace(/^\n/, '').split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length);
  const shared = Math.min(...indents);
  return lines.map((line) => line.slice(shared)).join('\n');
}
