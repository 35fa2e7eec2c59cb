// The methods of str.
import { SymbolicDim } from '../../shape/dim';
import { asInteger } from '../numbers';
import {
  DictValue,
  InstanceValue,
  ListValue,
  NativeFunction,
  StaticMethod,
  TupleValue,
  UnknownValue,
  type BuiltinTypes,
  type Machine,
  type Value,
} from '../values';
import { encodeText } from './bytes';
import { defineAll, type NativeBody } from './define';
import { formatTemplate } from './templates';

function textOf(machine: Machine, value: Value | undefined): string {
  if (typeof value === 'string') return value;
  if (value instanceof InstanceValue && typeof value.payload === 'string') return value.payload;
  return machine.raise('TypeError', 'a string was expected');
}

const integer = (value: Value | undefined, fallback: number): number => {
  const n = value === undefined || value === null ? fallback : asInteger(value);
  return n === undefined || n instanceof SymbolicDim ? fallback : Number(n);
};

/** A method of the text alone. */
const simple =
  (method: (text: string) => Value): NativeBody =>
  (machine, [self]) =>
    method(textOf(machine, self));

const strip =
  (ends: 'both' | 'left' | 'right'): NativeBody =>
  (machine, [self, characters]) => {
    let text = textOf(machine, self);
    const set = typeof characters === 'string' ? characters : ' \t\n\r\f\v';
    if (ends !== 'right') while (text.length > 0 && set.includes(text[0])) text = text.slice(1);
    if (ends !== 'left') while (text.length > 0 && set.includes(text[text.length - 1])) text = text.slice(0, -1);
    return text;
  };

function split(text: string, separator: Value | undefined, limit: number): string[] {
  if (typeof separator !== 'string') {
    const words = text.trim() === '' ? [] : text.trim().split(/\s+/);
    if (limit < 0 || words.length <= limit + 1) return words;
    const rest = new RegExp(`^(?:\\s*\\S+){${limit}}\\s*`).exec(text)?.[0].length ?? 0;
    return [...words.slice(0, limit), text.slice(rest)];
  }
  const parts = text.split(separator);
  return limit < 0 || parts.length <= limit + 1
    ? parts
    : [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

/** Of the slice `[start:end]` that a method looks at. */
function window(text: string, start: Value | undefined, end: Value | undefined): readonly [number, number] {
  const clip = (position: number): number => (position < 0 ? Math.max(0, position + text.length) : position);
  return [clip(integer(start, 0)), clip(integer(end, text.length))];
}

const occurrences = (text: string, part: string): number =>
  part === '' ? text.length + 1 : text.split(part).length - 1;

function search(machine: Machine, [self, sub, start, end]: readonly (Value | undefined)[], last: boolean): Value {
  const text = textOf(machine, self);
  const part = textOf(machine, sub);
  const [from, to] = window(text, start, end);
  if (from > text.length || from > to) return -1;
  const at = last ? text.slice(from, to).lastIndexOf(part) : text.slice(from, to).indexOf(part);
  return at === -1 ? -1 : at + from;
}

const found = (machine: Machine, position: Value): Value =>
  position === -1 ? machine.raise('ValueError', 'substring not found') : position;

const affix =
  (test: (text: string, part: string) => boolean): NativeBody =>
  (machine, [self, part, start, end]) => {
    if (part instanceof UnknownValue) return part;
    const whole = textOf(machine, self);
    const [from, to] = window(whole, start, end);
    if (from > whole.length) return false;
    const text = whole.slice(from, to);
    const parts = part instanceof TupleValue ? part.items : [part];
    return parts.some((p) => typeof p === 'string' && test(text, p));
  };

function partition(text: string, separator: string, last: boolean): TupleValue {
  const at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
  if (at === -1) return new TupleValue(last ? ['', '', text] : [text, '', '']);
  return new TupleValue([text.slice(0, at), separator, text.slice(at + separator.length)]);
}

/** Longer texts decide nothing, and a text that grows by itself would fill the memory. */
const longestText = 1_000_000;

const tooLong = (machine: Machine, length: number): UnknownValue | undefined =>
  length > longestText ? machine.unknown('a text too long to evaluate') : undefined;

/** `method`, where a field of the width that is asked for can be held. */
const field =
  (method: (text: string, width: number, fill: string) => string): NativeBody =>
  (machine, [self, width, fill]) => {
    const wide = integer(width, 0);
    return tooLong(machine, wide) ?? method(textOf(machine, self), wide, typeof fill === 'string' ? fill : ' ');
  };

/** An argument that cannot be told makes the text such. */
const lost = (machine: Machine, args: readonly (Value | undefined)[]): UnknownValue | undefined => {
  for (const arg of args) {
    if (arg instanceof UnknownValue) return arg;
    if (arg instanceof SymbolicDim) return machine.unknown('a text that depends on a symbol');
  }
  return undefined;
};

const methods: Readonly<Record<string, NativeBody>> = {
  'lower(self)': simple((text) => text.toLowerCase()),
  'casefold(self)': simple((text) => text.toLowerCase().replace(/ß/g, 'ss')),
  'upper(self)': simple((text) => text.toUpperCase()),
  'title(self)': simple((text) => text.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (c) => c.toUpperCase())),
  'istitle(self)': simple(
    (text) => /\p{L}/u.test(text) && text === text.toLowerCase().replace(/(?<!\p{L})\p{L}/gu, (c) => c.toUpperCase()),
  ),
  'capitalize(self)': simple((text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()),
  'swapcase(self)': simple((text) =>
    [...text].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join(''),
  ),
  'isdigit(self)': simple((text) => /^[\p{Nd}⁰¹²³⁴-⁹₀-₉①-⑨]+$/u.test(text)),
  'isdecimal(self)': simple((text) => /^\p{Nd}+$/u.test(text)),
  'isnumeric(self)': simple((text) => /^\p{N}+$/u.test(text)),
  'isascii(self)': simple((text) => !/[^\0-\x7f]/.test(text)),
  'isprintable(self)': simple((text) => !/[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u.test(text)),
  'isalpha(self)': simple((text) => /^\p{L}+$/u.test(text)),
  'isalnum(self)': simple((text) => /^[\p{L}\p{N}]+$/u.test(text)),
  'isidentifier(self)': simple((text) => /^[\p{L}\p{Nl}_][\p{L}\p{N}\p{M}_]*$/u.test(text)),
  'isspace(self)': simple((text) => /^\s+$/.test(text)),
  'islower(self)': simple((text) => text !== text.toUpperCase() && text === text.toLowerCase()),
  'isupper(self)': simple((text) => text !== text.toLowerCase() && text === text.toUpperCase()),
  'splitlines(self, keepends)': (machine, [self, keepends]) => {
    const keep = keepends !== undefined && machine.truth(keepends) === true;
    const lines = textOf(machine, self).match(/[^\n\r\v\f]*(?:\r\n|[\n\r\v\f])|[^\n\r\v\f]+$/g) ?? [];
    return new ListValue(keep ? lines : lines.map((line) => line.replace(/[\n\r\v\f]+$/, '')));
  },
  'expandtabs(self, tabsize)': (machine, [self, tabsize]) => {
    const size = integer(tabsize, 8);
    let column = 0;
    let text = '';
    for (const c of textOf(machine, self)) {
      const shown = c === '\t' ? ' '.repeat(size > 0 ? size - (column % size) : 0) : c;
      column = c === '\n' || c === '\r' ? 0 : column + shown.length;
      text += shown;
    }
    return text;
  },
  'translate(self, table)': (machine, [self, table]) => {
    let text = '';
    for (const c of textOf(machine, self)) {
      const key = c.codePointAt(0) as number;
      const mapped =
        machine.truth(machine.compare('in', key, table as Value)) === true ? machine.getItem(table as Value, key) : c;
      if (mapped instanceof UnknownValue) return mapped;
      if (typeof mapped === 'number') text += String.fromCodePoint(mapped);
      else if (mapped !== null) text += textOf(machine, mapped);
    }
    return text;
  },
  'encode(self, encoding, errors)': (machine, [self, encoding]) => encodeText(machine, textOf(machine, self), encoding),
  'strip(self, chars)': strip('both'),
  'lstrip(self, chars)': strip('left'),
  'rstrip(self, chars)': strip('right'),
  'startswith(self, prefix, start, end)': affix((text, part) => text.startsWith(part)),
  'endswith(self, suffix, start, end)': affix((text, part) => text.endsWith(part)),
  'split(self, sep, maxsplit)': (machine, [self, sep, limit]) =>
    new ListValue(split(textOf(machine, self), sep, integer(limit, -1))),
  'rsplit(self, sep, maxsplit)': (machine, [self, sep, limit]) => {
    const text = textOf(machine, self);
    const parts = split(text, sep, -1);
    const most = integer(limit, -1);
    if (most < 0 || parts.length <= most + 1) return new ListValue(parts);
    const last = parts.slice(parts.length - most);
    if (typeof sep === 'string') return new ListValue([parts.slice(0, parts.length - most).join(sep), ...last]);
    const tail = most === 0 ? 0 : (new RegExp(`\\s*(?:\\S+\\s*){${most}}$`).exec(text)?.[0].length ?? 0);
    return new ListValue([text.slice(0, text.length - tail).trimEnd(), ...last]);
  },
  'partition(self, sep)': (machine, [self, sep]) => partition(textOf(machine, self), textOf(machine, sep), false),
  'rpartition(self, sep)': (machine, [self, sep]) => partition(textOf(machine, self), textOf(machine, sep), true),
  'replace(self, old, new, count)': (machine, [self, from, to, count]) => {
    const text = textOf(machine, self);
    const [old, put] = [textOf(machine, from), textOf(machine, to)];
    const most = integer(count, -1);
    const parts = old === '' ? ['', ...text, ''] : text.split(old);
    const limit = most < 0 ? parts.length : most + 1;
    const long = tooLong(machine, text.length + Math.min(parts.length, limit) * put.length);
    if (long !== undefined) return long;
    return [parts.slice(0, limit).join(put), ...parts.slice(limit)].join(old);
  },
  'find(self, sub, start, end)': (machine, args) => search(machine, args, false),
  'rfind(self, sub, start, end)': (machine, args) => search(machine, args, true),
  'index(self, sub, start, end)': (machine, args) => found(machine, search(machine, args, false)),
  'rindex(self, sub, start, end)': (machine, args) => found(machine, search(machine, args, true)),
  'count(self, sub, start, end)': (machine, [self, sub, start, end]) => {
    const text = textOf(machine, self);
    const [from, to] = window(text, start, end);
    return from > text.length ? 0 : occurrences(text.slice(from, to), textOf(machine, sub));
  },
  'removeprefix(self, prefix)': (machine, [self, prefix]) => {
    const text = textOf(machine, self);
    return text.startsWith(textOf(machine, prefix)) ? text.slice(textOf(machine, prefix).length) : text;
  },
  'removesuffix(self, suffix)': (machine, [self, suffix]) => {
    const text = textOf(machine, self);
    const end = textOf(machine, suffix);
    return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text;
  },
  'zfill(self, width)': field((text, width) => {
    const sign = /^[-+]/.test(text) ? text[0] : '';
    return sign + text.slice(sign.length).padStart(width - sign.length, '0');
  }),
  'ljust(self, width, fill)': field((text, width, fill) => text.padEnd(width, fill)),
  'rjust(self, width, fill)': field((text, width, fill) => text.padStart(width, fill)),
  'center(self, width, fill)': field((text, width, mark) => {
    const space = Math.max(0, width - text.length);
    // CPython puts the odd one to the left where the width is odd
    const left = (space >> 1) + (space & width & 1);
    return mark.repeat(left) + text + mark.repeat(space - left);
  }),
  'join(self, iterable)': (machine, [self, iterable]) => {
    const parts = machine.elements(iterable ?? null);
    if (parts === null) return machine.unknown('a join of what cannot be told');
    for (const part of parts) if (part instanceof UnknownValue) return part;
    const texts = parts.map((part, i) => {
      const text = part instanceof InstanceValue ? part.payload : part;
      if (typeof text === 'string') return text;
      const name = machine.typeOf(part).name;
      return machine.raise('TypeError', `sequence item ${i}: expected str instance, ${name} found`);
    });
    const between = textOf(machine, self);
    const length = texts.reduce((total, text) => total + text.length + between.length, 0);
    return tooLong(machine, length) ?? texts.join(between);
  },
};

export function installStrings(types: BuiltinTypes): void {
  const { attributes } = types.str;
  defineAll(
    attributes,
    Object.fromEntries(
      Object.entries(methods).map(([signature, body]) => [
        signature,
        (machine, args) => lost(machine, args) ?? body(machine, args),
      ]),
    ),
  );
  attributes.set(
    'maketrans',
    new StaticMethod(
      new NativeFunction('maketrans', (machine, [from, to, remove]) => {
        const table = new DictValue();
        const put = (key: Value, value: Value): void =>
          machine.setItem(table, typeof key === 'string' ? (key.codePointAt(0) ?? 0) : key, value);
        if (from instanceof DictValue) for (const { key, value } of from.entries.values()) put(key, value);
        else {
          const [keys, values] = [[...textOf(machine, from)], [...textOf(machine, to)]];
          if (keys.length !== values.length)
            return machine.raise('ValueError', 'the first two maketrans arguments must have equal length');
          keys.forEach((key, i) => put(key, values[i].codePointAt(0) ?? 0));
          if (remove !== undefined) for (const key of textOf(machine, remove)) put(key, null);
        }
        return table;
      }),
    ),
  );
  attributes.set(
    'format',
    new NativeFunction('format', (machine, [self, ...rest], keywords) =>
      formatTemplate(machine, textOf(machine, self), rest, keywords),
    ),
  );
  attributes.set(
    'format_map',
    new NativeFunction('format_map', (machine, [self, mapping]) => {
      if (mapping instanceof UnknownValue) return mapping;
      return formatTemplate(machine, textOf(machine, self), [], (name) => machine.getItem(mapping, name));
    }),
  );
}
