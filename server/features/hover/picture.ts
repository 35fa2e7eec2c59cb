// A picture of one convolution: input channels on the left, output channels on the right, a line wherever an output reads an
// input. Few channels are drawn one by one; of many, the first and the last of each kind, with dots between them. It lies on a
// ground of its own, so that it can be read in every theme.
//
//     ■─┬─■          groups = 2: an output channel reads only the inputs of its own group
//     ■─┴─■
//     ■─┬─■
//     ■─┴─■
import type { Convolution } from '../convolution';

/** What VS Code shows of one Markdown text, in characters. */
export const mostCharacters = 100_000;

const mostGroups = 4;
const mostPerGroup = 16;
const cell = 12;
const gap = 4;
const groupGap = 8;
const left = 96;
const right = 216;
const width = 328;
const top = 12;
const ground = '#10283b';
const ink = '#e6f0f7';
/** Lines and cells of neighbouring groups differ in brightness as well as in hue. */
const hues = ['#4aa8e0', '#f2b84b', '#7fd0a5', '#e58fb1'];

interface Labels {
  /** `64 in`, `128 out`, and a caption below. */
  readonly input: string;
  readonly output: string;
  readonly caption: string;
}

/** The picture as a `data:` URI for an image in Markdown. */
export const pictureUri = (convolution: Convolution, labels: Labels): string =>
  `data:image/svg+xml;base64,${base64(picture(convolution, labels))}`;

export function picture({ inChannels, outChannels, groups }: Convolution, labels: Labels): string {
  const perGroup = Math.floor(mostPerGroup / Math.min(groups, mostGroups));
  const inputs = inChannels / groups;
  const outputs = outChannels / groups;
  const parts: string[] = [];
  let y = top + 22;
  for (const group of shown(groups, mostGroups)) {
    if (group === null) {
      parts.push(dots(left, y), dots(right, y));
      y += cell + groupGap;
      continue;
    }
    const drawn = { inputs: shown(inputs, perGroup), outputs: shown(outputs, perGroup) };
    const rows = Math.max(drawn.inputs.length, drawn.outputs.length);
    parts.push(groupPart(drawn, y, rows, hues[group % hues.length]));
    y += rows * (cell + gap) - gap + groupGap;
  }
  const height = y - groupGap + 34;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`,
    ` font-family="sans-serif" font-size="12" fill="${ink}">`,
    `<rect width="${width}" height="${height}" rx="6" fill="${ground}"/>`,
    text(left, top + 8, labels.input),
    text(right, top + 8, labels.output),
    ...parts,
    text(width / 2, height - 12, labels.caption),
    '</svg>',
  ].join('');
}

/** The places to draw, of `count`, at most `most`: null stands for those that are left out, before the last one. */
export function shown(count: number, most: number): readonly (number | null)[] {
  const limit = Math.max(most, 3);
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  return [...Array.from({ length: limit - 2 }, (_, i) => i), null, count - 1];
}

type Drawn = Record<'inputs' | 'outputs', readonly (number | null)[]>;

function groupPart({ inputs, outputs }: Drawn, y: number, rows: number, hue: string): string {
  const place = (i: number, count: number): number => y + ((rows - count) * (cell + gap)) / 2 + i * (cell + gap);
  const ends = (list: readonly (number | null)[]): readonly number[] =>
    list.flatMap((channel, i) => (channel === null ? [] : place(i, list.length) + cell / 2));
  const lines = ends(inputs).flatMap((from) =>
    ends(outputs).map((to) => `M${left + cell / 2} ${from}L${right - cell / 2} ${to}`),
  );
  const cells = (list: readonly (number | null)[], x: number): string =>
    list
      .map((channel, i) => {
        const cellTop = place(i, list.length);
        if (channel === null) return dots(x, cellTop);
        return `<rect x="${x - cell / 2}" y="${cellTop}" width="${cell}" height="${cell}" rx="2" fill="${hue}"/>`;
      })
      .join('');
  const paths = `<path d="${lines.join('')}" fill="none" stroke="${hue}" stroke-opacity=".55"/>`;
  return paths + cells(inputs, left) + cells(outputs, right);
}

const dots = (x: number, y: number): string =>
  [2, 6, 10].map((dy) => `<circle cx="${x}" cy="${y + dy}" r="1.2"/>`).join('');

const text = (x: number, y: number, content: string): string =>
  `<text x="${x}" y="${y}" text-anchor="middle">${escapeXml(content)}</text>`;

/** Everything past ASCII as a character reference, so that base64 takes it. */
const escapeXml = (content: string): string =>
  content.replace(/[&<>"']|[^\x20-\x7e]/gu, (character) => `&#${character.codePointAt(0)};`);

const base64 = (svg: string): string => btoa(svg);
