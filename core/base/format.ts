// Numbers, sizes and shapes for people.
//
//     count(18432) 18.4K   bytes(6422528) 6.13 MiB   spatial([28, 28]) 28²   shape([64, 112, 112]) 64×112×112
//     label(['64→128', '28²', '18.4K']) 64→128 · 28² · 18.4K
import { formatDim, type Dim } from '../shape/dim';

/** How a language writes numbers; the letters of thousands are the same everywhere. */
export interface NumberStyle {
  readonly decimal: string;
  readonly group: string;
}

export const english: NumberStyle = { decimal: '.', group: ',' };

export interface Format {
  /** Three significant digits: 288, 18.4K, 5.44M, 1.81G. A symbolic number is its expression. */
  count(value: Dim): string;
  /** Every digit: 1,814,073,344. */
  exact(value: Dim): string;
  /** Binary units, three significant digits: 512 B, 6.13 MiB. */
  bytes(value: Dim): string;
  /** A quotient: 8.4×, 0.12×, 126×. */
  ratio(value: number): string;
  /** A share of one: 4.2%, 12.7%, 100%, <0.1%. */
  percent(share: number): string;
}

const letters = ['', 'K', 'M', 'G', 'T', 'P'];
const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

export function createFormat(style: NumberStyle = english): Format {
  const digits = (value: number): string => significant(value).replace('.', style.decimal);
  return {
    count(value) {
      if (typeof value !== 'number') return formatDim(value);
      const { scaled, power } = scale(value, 1000, letters.length);
      return power === 0 ? grouped(Number(significant(value)), style) : digits(scaled) + letters[power];
    },
    exact: (value) => (typeof value === 'number' ? grouped(value, style) : formatDim(value)),
    bytes(value) {
      if (typeof value !== 'number') return `${formatDim(value)} B`;
      const { scaled, power } = scale(value, 1024, byteUnits.length);
      return `${digits(scaled)} ${byteUnits[power]}`;
    },
    ratio: (value) => `${digits(value)}×`,
    percent(share) {
      if (share > 0 && share < 0.001) return `<${digits(0.1)}%`;
      const precise = Number((share * 100).toPrecision(Math.abs(share) < 0.1 ? 2 : 3));
      return `${String(precise).replace('.', style.decimal)}%`;
    },
  };
}

/** `value` as `scaled · base^power`, the power chosen after rounding: 999,950 is 1M, not 1000K. */
function scale(value: number, base: number, count: number): { readonly scaled: number; readonly power: number } {
  let scaled = value;
  let power = 0;
  while (power < count - 1 && Number(significant(Math.abs(scaled))) >= base) {
    scaled /= base;
    power++;
  }
  return { scaled, power };
}

/** Three significant digits, whole numbers whole: 18.4, 1.81, 126, 1020. */
const significant = (value: number): string => {
  if (Number.isInteger(value) && Math.abs(value) < 1000) return String(value);
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
};

function grouped(value: number, { decimal, group }: NumberStyle): string {
  const [whole, fraction] = String(value).split('.');
  const separated = whole.replace(/\B(?=(\d{3})+$)/g, group);
  return fraction === undefined ? separated : `${separated}${decimal}${fraction}`;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** The lengths of an image or a window: `28²` where they are equal numbers, else `28×14`. */
export function spatial(lengths: readonly Dim[]): string {
  const [first] = lengths;
  const isCube = lengths.length > 1 && typeof first === 'number' && lengths.every((length) => length === first);
  return isCube ? first + superscripts[lengths.length] : shape(lengths);
}

/** `64×112×112`; an expression of several terms stands in parentheses; no dimensions: `scalar`. */
export const shape = (dims: readonly Dim[]): string =>
  dims.length === 0 ? 'scalar' : dims.map((dim) => (dims.length > 1 ? factor(dim) : formatDim(dim))).join('×');

function factor(dim: Dim): string {
  const text = formatDim(dim);
  return typeof dim !== 'number' && /[-+*/ ]/.test(text) ? `(${text})` : text;
}

/** The most characters of a label in the text. */
export const LABEL_LENGTH = 24;

/** As many of the parts, in order of weight, as a label holds; the first is cut short rather than left out. */
export function label(parts: readonly string[], most = LABEL_LENGTH): string {
  let text = '';
  for (const part of parts) {
    const longer = text === '' ? part : `${text} · ${part}`;
    if (longer.length > most) break;
    text = longer;
  }
  return text === '' && parts.length > 0 ? `${parts[0].slice(0, most - 1)}…` : text;
}
