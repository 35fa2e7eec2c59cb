// Numbers and strings of Python: what their text means.
import type { Expression, Template, TemplateField } from '../ast';
import type { Convert, Lowering } from '../lowering';

/** The value of an integer literal as written: `1_000`, `0xFF`, `0o17`, `0b11`; a bigint beyond 2^53; null: not an integer. */
export function parseInteger(text: string): number | bigint | null {
  const digits = text.replaceAll('_', '').toLowerCase();
  if (!/^(0x[0-9a-f]+|0o[0-7]+|0b[01]+|\d+)$/.test(digits)) return null;
  const decimal = /^\d+$/.test(digits) ? digits.replace(/^0+(?=\d)/, '') : digits;
  const value = Number(decimal);
  return Number.isSafeInteger(value) ? value : BigInt(decimal);
}

const number: Convert<Expression> = (lowering, node) => {
  const start = lowering.start(node);
  const end = lowering.end(node);
  const text = lowering.slice(node);
  if (/[jJ]$/.test(text))
    return { kind: 'float', start, end, value: Number(text.slice(0, -1).replaceAll('_', '')), imaginary: true };
  const integer = parseInteger(text);
  if (integer !== null) return { kind: 'literal', start, end, value: integer };
  const value = Number(text.replaceAll('_', ''));
  return Number.isNaN(value) ? lowering.error(node, 'not a number') : { kind: 'float', start, end, value };
};

const simpleEscapes: Readonly<Record<string, string>> = {
  '\n': '',
  '\r': '',
  '\r\n': '',
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

const stringEscape = /\\(\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[^])/g;
const bytesEscape = /\\(\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|[^])/g;

/** Resolves escape sequences. `\N{...}` stays as it is written: the names of all characters are not at hand. */
export function decodeEscapes(text: string, isBytes = false): string {
  if (!text.includes('\\')) return text;
  return text.replace(isBytes ? bytesEscape : stringEscape, (whole, escape: string) => {
    const simple = simpleEscapes[escape];
    if (simple !== undefined) return simple;
    if (/^[0-7]/.test(escape)) return String.fromCharCode(parseInt(escape, 8));
    if (escape.length > 1 && /^[xuU]/.test(escape)) {
      const code = parseInt(escape.slice(1), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    }
    return whole;
  });
}

/** One literal of a concatenation. */
type Piece =
  | { readonly form: 'text' | 'bytes'; readonly value: string }
  | { readonly form: 'template'; readonly parts: Template['parts'] };

const plainOpening = /[bBrRuU]{0,2}('''|\"\"\"|'|")/y;

/** No f-string (nor t-string): what it holds can be told from the text. */
export function isPlainString(text: string, start: number): boolean {
  plainOpening.lastIndex = start;
  return plainOpening.test(text);
}

function plainString(raw: string, prefix: string): Piece {
  const lines = raw.replaceAll('\r\n', '\n');
  const isBytes = prefix.includes('b');
  return { form: isBytes ? 'bytes' : 'text', value: prefix.includes('r') ? lines : decodeEscapes(lines, isBytes) };
}

function readString(lowering: Lowering, node: number): Piece {
  const { tree, text } = lowering;
  if (tree.next[node] === node + 1) {
    plainOpening.lastIndex = lowering.start(node);
    const [opening, quotes] = plainOpening.exec(text)!;
    const from = lowering.start(node) + opening.length;
    return plainString(
      text.slice(from, lowering.end(node) - quotes.length),
      opening.slice(0, -quotes.length).toLowerCase(),
    );
  }
  let prefix = '';
  let quotes = 0;
  let from = lowering.start(node);
  let to = lowering.end(node);
  const parts: (string | TemplateField)[] = [];
  let content = '';
  for (let c = node + 1, last = tree.next[node]; c < last; c = tree.next[c]) {
    const name = lowering.name(c);
    if (name === 'string_start') {
      const opening = lowering.slice(c);
      prefix = opening.replace(/['"]+$/, '').toLowerCase();
      quotes = opening.length - prefix.length;
      from = lowering.end(c);
    } else if (name === 'string_end') {
      // The grammar counts the last backslashes of a raw string to its end.
      to = lowering.end(c) - quotes;
    } else if (name === 'interpolation') {
      content += decodeTemplateText(text.slice(from, lowering.start(c)), prefix);
      if (content !== '') parts.push(content);
      content = '';
      parts.push(templateField(lowering, c));
      from = lowering.end(c);
    }
  }
  const raw = text.slice(from, Math.max(from, to));
  if (prefix.includes('f') || prefix.includes('t')) {
    content += decodeTemplateText(raw, prefix);
    if (content !== '') parts.push(content);
    return { form: 'template', parts };
  }
  return plainString(raw, prefix);
}

function decodeTemplateText(raw: string, prefix: string): string {
  const text = prefix.includes('r') ? raw : decodeEscapes(raw);
  return text.replaceAll('{{', '{').replaceAll('}}', '}');
}

function templateField(lowering: Lowering, node: number): TemplateField {
  const { fields } = lowering;
  const expression = lowering.child(node, fields.expression);
  const conversion = lowering.child(node, fields.type_conversion);
  const format = lowering.child(node, fields.format_specifier);
  let debugText: string | null = null;
  if (lowering.has(node, '=')) {
    const end =
      conversion !== -1 ? lowering.start(conversion) : format !== -1 ? lowering.start(format) : lowering.end(node) - 1;
    debugText = lowering.text.slice(lowering.start(node) + 1, end);
  }
  return {
    value: lowering.isBroken(node) ? lowering.error(node) : lowering.expression(expression),
    conversion: conversion === -1 ? null : (lowering.slice(conversion).slice(1).trim() as 'r' | 's' | 'a'),
    format: format === -1 ? null : formatSpecifier(lowering, format),
    debugText,
  };
}

function formatSpecifier(lowering: Lowering, node: number): Template {
  const parts: (string | TemplateField)[] = [];
  let from = lowering.start(node) + 1;
  const literal = (to: number): void => {
    const text = decodeEscapes(lowering.text.slice(from, to));
    if (text !== '') parts.push(text);
  };
  for (const c of lowering.children(node)) {
    const name = lowering.name(c);
    if (name !== 'format_expression' && name !== 'interpolation') continue;
    literal(lowering.start(c));
    parts.push(templateField(lowering, c));
    from = lowering.end(c);
  }
  literal(lowering.end(node));
  return { kind: 'template', start: lowering.start(node), end: lowering.end(node), parts };
}

function joinPieces(lowering: Lowering, node: number, pieces: readonly Piece[]): Expression {
  const start = lowering.start(node);
  const end = lowering.end(node);
  if (pieces.some((piece) => piece.form === 'template')) {
    const parts: (string | TemplateField)[] = [];
    for (const piece of pieces) {
      for (const part of piece.form === 'template' ? piece.parts : [piece.value]) {
        const last = parts.length - 1;
        if (typeof part === 'string' && last >= 0 && typeof parts[last] === 'string') parts[last] += part;
        else parts.push(part);
      }
    }
    return { kind: 'template', start, end, parts };
  }
  const value = pieces.map((piece) => (piece.form === 'template' ? '' : piece.value)).join('');
  if (pieces.every((piece) => piece.form === 'bytes')) return { kind: 'bytes', start, end, value };
  if (pieces.some((piece) => piece.form === 'bytes'))
    return lowering.error(node, 'bytes and text cannot be concatenated');
  return { kind: 'literal', start, end, value };
}

export const literals: Readonly<Record<string, Convert<Expression>>> = {
  integer: number,
  float: number,
  true: (l, node) => ({ kind: 'literal', start: l.start(node), end: l.end(node), value: true }),
  false: (l, node) => ({ kind: 'literal', start: l.start(node), end: l.end(node), value: false }),
  none: (l, node) => ({ kind: 'literal', start: l.start(node), end: l.end(node), value: null }),
  ellipsis: (l, node) => ({ kind: 'ellipsis', start: l.start(node), end: l.end(node) }),
  string: (l, node) => joinPieces(l, node, [readString(l, node)]),
  concatenated_string: (l, node) =>
    joinPieces(
      l,
      node,
      l.children(node).map((piece) => readString(l, piece)),
    ),
};
