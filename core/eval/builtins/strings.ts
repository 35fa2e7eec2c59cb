// The methods of str.
import { SymbolicDim } from '../../shape/dim';
import { asInteger } from '../numbers';
import { formatValue } from '../text';
import {
  BytesValue,
  DictValue,
  InstanceValue,
  ListValue,
  NativeFunction,
  TupleValue,
  UnknownValue,
  type BuiltinTypes,
  type Machine,
  type Value,
} from '../values';
import { defineAll, type NativeBody } from './define';

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
    return [...words.slice(0, limit), text.slice(rest).trimEnd()];
  }
  const parts = text.split(separator);
  return limit < 0 || parts.length <= limit + 1
    ? parts
    : [...parts.slice(0, limit), parts.slice(limit).join(separator)];
}

const affix =
  (test: (text: string, part: string) => boolean): NativeBody =>
  (machine, [self, part, start, end]) => {
    if (part instanceof UnknownValue) return part;
    const whole = textOf(machine, self);
    const text = whole.slice(integer(start, 0), integer(end, whole.length));
    const parts = part instanceof TupleValue ? part.items : [part];
    return parts.some((p) => typeof p === 'string' && test(text, p));
  };

function partition(text: string, separator: string, last: boolean): TupleValue {
  const at = last ? text.lastIndexOf(separator) : text.indexOf(separator);
  if (at === -1) return new TupleValue(last ? ['', '', text] : [text, '', '']);
  return new TupleValue([text.slice(0, at), separator, text.slice(at + separator.length)]);
}

export function installStrings(types: BuiltinTypes): void {
  const { attributes } = types.str;
  defineAll(attributes, {
    'lower(self)': simple((text) => text.toLowerCase()),
    'casefold(self)': simple((text) => text.toLowerCase()),
    'upper(self)': simple((text) => text.toUpperCase()),
    'title(self)': simple((text) => text.toLowerCase().replace(/\b[a-z]/g, (c) => c.toUpperCase())),
    'capitalize(self)': simple((text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()),
    'swapcase(self)': simple((text) =>
      [...text].map((c) => (c === c.toLowerCase() ? c.toUpperCase() : c.toLowerCase())).join(''),
    ),
    'isdigit(self)': simple((text) => /^\d+$/.test(text)),
    'isdecimal(self)': simple((text) => /^\d+$/.test(text)),
    'isnumeric(self)': simple((text) => /^\d+$/.test(text)),
    'isalpha(self)': simple((text) => /^\p{L}+$/u.test(text)),
    'isalnum(self)': simple((text) => /^[\p{L}\p{N}]+$/u.test(text)),
    'isidentifier(self)': simple((text) => /^[A-Za-z_]\w*$/.test(text)),
    'isspace(self)': simple((text) => /^\s+$/.test(text)),
    'islower(self)': simple((text) => text !== text.toUpperCase() && text === text.toLowerCase()),
    'isupper(self)': simple((text) => text !== text.toLowerCase() && text === text.toUpperCase()),
    'splitlines(self)': simple((text) => new ListValue(text === '' ? [] : text.replace(/\n$/, '').split(/\r?\n/))),
    'encode(self, encoding)': simple((text) => new BytesValue(text)),
    'strip(self, chars)': strip('both'),
    'lstrip(self, chars)': strip('left'),
    'rstrip(self, chars)': strip('right'),
    'startswith(self, prefix, start, end)': affix((text, part) => text.startsWith(part)),
    'endswith(self, suffix, start, end)': affix((text, part) => text.endsWith(part)),
    'split(self, sep, maxsplit)': (machine, [self, sep, limit]) =>
      new ListValue(split(textOf(machine, self), sep, integer(limit, -1))),
    'rsplit(self, sep, maxsplit)': (machine, [self, sep, limit]) => {
      const parts = split(textOf(machine, self), sep, -1);
      const most = integer(limit, -1);
      if (most < 0 || parts.length <= most + 1) return new ListValue(parts);
      const cut = parts.length - most;
      return new ListValue([parts.slice(0, cut).join(typeof sep === 'string' ? sep : ' '), ...parts.slice(cut)]);
    },
    'partition(self, sep)': (machine, [self, sep]) => partition(textOf(machine, self), textOf(machine, sep), false),
    'rpartition(self, sep)': (machine, [self, sep]) => partition(textOf(machine, self), textOf(machine, sep), true),
    'replace(self, old, new, count)': (machine, [self, from, to, count]) => {
      const text = textOf(machine, self);
      const most = integer(count, -1);
      if (most < 0) return text.split(textOf(machine, from)).join(textOf(machine, to));
      const parts = text.split(textOf(machine, from));
      const head = parts.slice(0, most + 1).join(textOf(machine, to));
      return [head, ...parts.slice(most + 1)].join(textOf(machine, from));
    },
    'find(self, sub)': (machine, [self, sub]) => textOf(machine, self).indexOf(textOf(machine, sub)),
    'rfind(self, sub)': (machine, [self, sub]) => textOf(machine, self).lastIndexOf(textOf(machine, sub)),
    'index(self, sub)': (machine, [self, sub]) => {
      const at = textOf(machine, self).indexOf(textOf(machine, sub));
      return at === -1 ? machine.raise('ValueError', 'substring not found') : at;
    },
    'count(self, sub)': (machine, [self, sub]) => textOf(machine, self).split(textOf(machine, sub)).length - 1,
    'removeprefix(self, prefix)': (machine, [self, prefix]) => {
      const text = textOf(machine, self);
      return text.startsWith(textOf(machine, prefix)) ? text.slice(textOf(machine, prefix).length) : text;
    },
    'removesuffix(self, suffix)': (machine, [self, suffix]) => {
      const text = textOf(machine, self);
      const end = textOf(machine, suffix);
      return end !== '' && text.endsWith(end) ? text.slice(0, -end.length) : text;
    },
    'zfill(self, width)': (machine, [self, width]) => textOf(machine, self).padStart(integer(width, 0), '0'),
    'ljust(self, width, fill)': (machine, [self, width, fill]) =>
      textOf(machine, self).padEnd(integer(width, 0), typeof fill === 'string' ? fill : ' '),
    'rjust(self, width, fill)': (machine, [self, width, fill]) =>
      textOf(machine, self).padStart(integer(width, 0), typeof fill === 'string' ? fill : ' '),
    'center(self, width, fill)': (machine, [self, width, fill]) => {
      const text = textOf(machine, self);
      const left = (integer(width, 0) + text.length) >> 1;
      const mark = typeof fill === 'string' ? fill : ' ';
      return text.padStart(Math.max(left, text.length), mark).padEnd(integer(width, 0), mark);
    },
    'join(self, iterable)': (machine, [self, iterable]) => {
      const parts = machine.elements(iterable ?? null);
      if (parts === null) return machine.unknown('a join of what cannot be told');
      for (const part of parts) if (part instanceof UnknownValue) return part;
      return parts.map((part) => textOf(machine, part)).join(textOf(machine, self));
    },
  });
  attributes.set(
    'format',
    new NativeFunction('format', (machine, [self, ...rest], keywords) =>
      formatTemplate(machine, textOf(machine, self), rest, keywords),
    ),
  );
  attributes.set(
    'format_map',
    new NativeFunction('format_map', (machine, [self, mapping]) => {
      const keywords = new Map<string, Value>();
      if (mapping instanceof DictValue)
        for (const { key, value } of mapping.entries.values()) if (typeof key === 'string') keywords.set(key, value);
      return formatTemplate(machine, textOf(machine, self), [], keywords);
    }),
  );
}

/** `'{} {0} {name.attr[key]!r:>8}'.format(...)`. */
function formatTemplate(
  machine: Machine,
  template: string,
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value> | null,
): Value {
  let next = 0;
  let unknown: UnknownValue | null = null;
  const text = template.replace(
    /\{\{|\}\}|\{([^{}!:]*)(?:!([rsa]))?(?::([^{}]*(?:\{[^{}]*\}[^{}]*)*))?\}/g,
    (whole, field: string | undefined, conversion: string | undefined, spec: string | undefined) => {
      if (whole === '{{') return '{';
      if (whole === '}}') return '}';
      const [, head, path] = /^([^.[]*)(.*)$/.exec(field ?? '') as RegExpExecArray;
      let value: Value | undefined =
        head === '' ? args[next++] : /^\d+$/.test(head) ? args[Number(head)] : keywords?.get(head);
      if (value === undefined)
        return machine.raise('IndexError', 'Replacement index out of range for positional args tuple');
      for (const [, attribute, key] of path.matchAll(/\.(\w+)|\[([^\]]*)\]/g)) {
        value =
          attribute !== undefined
            ? machine.attribute(value, attribute)
            : machine.getItem(value, /^\d+$/.test(key) ? Number(key) : key);
      }
      const shown = conversion === 'r' ? machine.repr(value) : formatValue(machine, value, spec ?? '');
      if (shown instanceof UnknownValue) unknown = shown;
      return typeof shown === 'string' ? shown : '';
    },
  );
  return unknown ?? text;
}
