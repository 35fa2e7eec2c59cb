// Python parameter lists as operators declare them: `input, weight, bias=None, *, stride=1`, parsed once per text.
import type { ArgumentValue } from './arguments';
import { Float } from './operator';

export interface Parameter {
  readonly name: string;
  /** `star` gathers the positional arguments that are left. */
  readonly kind: 'positionalOnly' | 'positional' | 'star' | 'keywordOnly';
  /** Absent: the argument is required. */
  readonly default?: ArgumentValue;
}

export interface Signature {
  readonly parameters: readonly Parameter[];
  readonly byName: ReadonlyMap<string, Parameter>;
}

const cache = new Map<string, Signature>();

/** Throws on a malformed text: signatures are the product's own. */
export function parseSignature(text: string): Signature {
  let signature = cache.get(text);
  if (!signature) cache.set(text, (signature = parse(text)));
  return signature;
}

function parse(text: string): Signature {
  const parameters: Parameter[] = [];
  let kind: Parameter['kind'] = 'positional';
  for (const part of splitTopLevel(text)) {
    if (part === '/') {
      for (let i = 0; i < parameters.length; i++) parameters[i] = { ...parameters[i], kind: 'positionalOnly' };
    } else if (part === '*') {
      kind = 'keywordOnly';
    } else if (part.startsWith('*')) {
      parameters.push({ name: part.slice(1), kind: 'star', default: [] });
      kind = 'keywordOnly';
    } else {
      const equals = part.indexOf('=');
      if (equals < 0) parameters.push({ name: part, kind });
      else {
        const name = part.slice(0, equals).trim();
        parameters.push({ name, kind, default: parseLiteral(part.slice(equals + 1).trim()) });
      }
    }
  }
  return { parameters, byName: new Map(parameters.map((p) => [p.name, p])) };
}

function splitTopLevel(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let current = '';
  for (const character of text) {
    if (character === '(' || character === '[') depth++;
    if (character === ')' || character === ']') depth--;
    if (character === ',' && depth === 0) {
      parts.push(current.trim());
      current = '';
    } else current += character;
  }
  if (current.trim() !== '') parts.push(current.trim());
  return parts;
}

function parseLiteral(text: string): ArgumentValue {
  if (text === 'None') return null;
  if (text === 'True' || text === 'False') return text === 'True';
  if (/^-?\d+$/.test(text)) return Number(text);
  if (/^-?inf$/.test(text)) return new Float(text === 'inf' ? Infinity : -Infinity);
  if (/^-?[\d.]+(e[-+]?\d+)?$/.test(text)) return new Float(Number(text));
  if (/^'.*'$/.test(text)) return text.slice(1, -1);
  if (/^\(.*\)$/.test(text) || /^\[.*\]$/.test(text)) return splitTopLevel(text.slice(1, -1)).map(parseLiteral);
  throw new Error(`not a literal: ${text}`);
}
