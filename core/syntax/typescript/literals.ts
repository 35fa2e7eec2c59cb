// Numbers, strings and templates of TypeScript.
import type { Expression, TemplateField } from '../ast';
import { range, type Convert, type Lowering } from '../lowering';
import { literal } from './nodes';

const number: Convert<Expression> = (l, node) => {
  const text = l.slice(node).replaceAll('_', '');
  if (/^(?:0[xob][\da-f]+|\d+)n$/i.test(text)) return literal(range(l, node), BigInt(text.slice(0, -1)));
  const value = /^0\d+$/.test(text) ? parseInt(text, 8) : Number(text);
  if (Number.isNaN(value)) return l.error(node, 'not a number');
  if (Number.isSafeInteger(value)) return literal(range(l, node), value);
  return { kind: 'float', ...range(l, node), value };
};

const simpleEscapes: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '0': '\0',
};

/** Resolves the escape sequences of a string or template. */
export function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(u\{[\da-fA-F]+\}|u[\da-fA-F]{4}|x[\da-fA-F]{2}|\r\n|[^])/g, (_whole, escape: string) => {
    if (/^[ux]./.test(escape)) {
      const code = parseInt(escape.replace(/[ux{}]/g, ''), 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    }
    if (/^[\r\n\u2028\u2029]/.test(escape)) return '';
    return simpleEscapes[escape] ?? escape;
  });
}

/** The value of a string node; its quotes are one character each. */
export const stringValue = (l: Lowering, node: number): string => decodeEscapes(l.slice(node).slice(1, -1));

const template: Convert<Expression> = (l, node) => {
  const parts: (string | TemplateField)[] = [];
  let from = l.start(node) + 1;
  const text = (to: number): void => {
    const part = decodeEscapes(l.text.slice(from, to).replaceAll('\r\n', '\n'));
    if (part !== '') parts.push(part);
  };
  for (const child of l.children(node)) {
    if (l.name(child) !== 'template_substitution') continue;
    text(l.start(child));
    parts.push({ value: l.expression(l.firstChild(child)), conversion: null, format: null, debugText: null });
    from = l.end(child);
  }
  text(l.end(node) - 1);
  return { kind: 'template', ...range(l, node), parts };
};

export const literals: Readonly<Record<string, Convert<Expression>>> = {
  number,
  string: (l, node) => literal(range(l, node), stringValue(l, node)),
  template_string: template,
  true: (l, node) => literal(range(l, node), true),
  false: (l, node) => literal(range(l, node), false),
  null: (l, node) => literal(range(l, node), null),
  undefined: (l, node) => literal(range(l, node), null),
  regex: (l, node) => l.error(node, 'regular expression'),
};
