// Where a Python source constructs layers, found by its text alone and so independently of the product:
//   `self.fc = nn.Linear(8, 10)` → { name: 'nn.Linear', from: 12, to: 12 }
export interface LayerCall {
  name: string;
  /** First and last line of the call, from 1. */
  from: number;
  to: number;
}

/** Every construction of a leaf layer of `torch.nn`, and of the file's own modules inside another module. */
export function layerCalls(source: string): LayerCall[] {
  const own = [...source.matchAll(/^class (\w+)\(nn\.Module\)/gm)].map(([, name]) => name);
  const constructor = new RegExp(`\\b(nn\\.(?!Module\\b|Sequential\\b)\\w+(?<!Loss)|${own.join('|')})\\(`, 'g');
  return classBodies(source).flatMap(({ text, line }) =>
    [...text.matchAll(constructor)]
      .filter(({ index }) => !text.slice(text.lastIndexOf('\n', index) + 1, index).startsWith('class '))
      .map((match) => {
        const from = line + linesIn(text.slice(0, match.index));
        return { name: match[1] ?? '', from, to: from + linesIn(callAt(text, match.index + match[0].length)) };
      }),
  );
}

/** The classes of the file, each with the line it begins on: what stands outside of them constructs no layers of a model. */
function classBodies(source: string): { text: string; line: number }[] {
  return [...source.matchAll(/^class .*\n(?:(?:[ \t].*)?\n)*/gm)].map((match) => ({
    text: match[0],
    line: 1 + linesIn(source.slice(0, match.index)),
  }));
}

/** The text of a call from behind its opening parenthesis to the closing one. */
function callAt(text: string, start: number): string {
  let depth = 1;
  let end = start;
  for (; end < text.length && depth > 0; end++) {
    if (text[end] === '(') depth += 1;
    if (text[end] === ')') depth -= 1;
  }
  return text.slice(start, end);
}

const linesIn = (text: string) => text.split('\n').length - 1;
