// Python's format specifications: `format(value, '>8.2f')`, `'{:,}'.format(value)`, `'%5d' % value`.
import { Float } from '../ops/operator';
import { SymbolicDim } from '../shape/dim';
import { specialMethod } from './attributes';
import { exponential, fixed, general } from './decimal';
import { asInteger } from './numbers';
import { asciiRepr, formatFloat, textOf } from './text';
import { InstanceValue, TupleValue, UnknownValue, type Machine, type Value } from './values';

const specification =
  /^(?:(?<fill>[^])?(?<align>[<>=^]))?(?<sign>[-+ ])?z?(?<alternate>#)?(?<zero>0)?(?<width>\d+)?(?<grouping>[,_])?(?:\.(?<precision>\d+))?(?<type>[bcdeEfFgGnosxX%])?$/u;

/** Wider texts and more digits are not made. */
const maximumWidth = 10_000;

interface Layout {
  readonly fill?: string;
  readonly align?: string;
  readonly sign?: string;
  readonly alternate?: string;
  readonly zero?: string;
  readonly width?: string;
  readonly grouping?: string;
  readonly precision?: string;
  readonly type?: string;
}

/** `format(value, spec)`. */
export function formatValue(machine: Machine, value: Value, spec: string): Value {
  if (value instanceof UnknownValue) return value;
  const method = specialMethod(machine, value, '__format__');
  if (method !== undefined) return machine.call(method, [spec]);
  if (spec === '') return textOf(machine, value);
  const target = value instanceof InstanceValue && value.payload !== undefined ? value.payload : value;
  const number = target instanceof Float ? target.value : asInteger(target);
  if (number instanceof SymbolicDim || target instanceof UnknownValue) return machine.unknown('a symbol as text');
  const name = machine.typeOf(value).name;
  if (number === undefined && typeof target !== 'string') {
    // what else is formatted has a `__format__` of its own in Python, or refuses
    if (typeof target === 'object' && target !== null && target.kind !== 'list' && target.kind !== 'tuple')
      return machine.unknown(`the format of a ${name}`);
    return machine.raise('TypeError', `unsupported format string passed to ${name}.__format__`);
  }
  const layout = specification.exec(spec)?.groups as Layout | undefined;
  if (layout === undefined)
    return machine.raise('ValueError', `Invalid format specifier '${spec}' for object of type '${name}'`);
  const { type, precision } = layout;
  if (Number(layout.width ?? 0) > maximumWidth || Number(precision ?? 0) > maximumWidth)
    return machine.unknown('a text too long to evaluate');
  const allowed = number === undefined ? 's' : target instanceof Float ? 'eEfFgGn%' : 'bcdeEfFgGnoxX%';
  if (type !== undefined && !allowed.includes(type))
    return machine.raise('ValueError', `Unknown format code '${type}' for object of type '${name}'`);
  if (number === undefined) {
    if (layout.sign !== undefined) return machine.raise('ValueError', 'Sign not allowed in string format specifier');
    if (layout.align === '=')
      return machine.raise('ValueError', "'=' alignment not allowed in string format specifier");
    const text = target as string;
    return pad(precision === undefined ? text : [...text].slice(0, Number(precision)).join(''), layout, '<');
  }
  const isInteger = !(target instanceof Float) && (type === undefined || 'bcdnoxX'.includes(type));
  if (isInteger && precision !== undefined)
    return machine.raise('ValueError', 'Precision not allowed in integer format specifier');
  if (type === 'c') return pad(String.fromCodePoint(Number(number)), layout, '<');
  return formatNumber(isInteger ? number : Number(number), isInteger, layout);
}

const prefixes: Readonly<Record<string, string>> = { b: '0b', o: '0o', x: '0x', X: '0X' };

function formatNumber(number: number | bigint, isInteger: boolean, layout: Layout): string {
  const negative = number < 0 || Object.is(number, -0);
  const magnitude = isInteger ? integerDigits(number, layout.type) : floatDigits(Math.abs(Number(number)), layout);
  const prefix = isInteger && layout.alternate !== undefined ? (prefixes[layout.type ?? ''] ?? '') : '';
  const sign = negative ? '-' : layout.sign === '+' || layout.sign === ' ' ? layout.sign : '';
  const head = sign + prefix;
  const grouping = layout.grouping;
  const size = isInteger && 'boxX'.includes(layout.type ?? 'd') ? 4 : 3;
  const align = layout.align ?? (layout.zero !== undefined ? '=' : '>');
  const [, whole, rest] = /^([0-9a-zA-Z]*?)((?:[.e%].*)?)$/s.exec(magnitude) ?? ['', magnitude, ''];
  const body = grouping === undefined ? magnitude : group(whole, size, grouping) + rest;
  if (align === '=') {
    const fill = layout.fill ?? (layout.zero !== undefined ? '0' : ' ');
    const space = Number(layout.width ?? 0) - head.length;
    // zeros before the digits are grouped with them
    if (fill === '0' && grouping !== undefined && layout.align === undefined) {
      let digits = whole;
      while (group(digits, size, grouping).length + rest.length < space) digits = `0${digits}`;
      return head + group(digits, size, grouping) + rest;
    }
    return head + fill.repeat(Math.max(0, space - body.length)) + body;
  }
  return pad(head + body, layout, '>');
}

const group = (digits: string, size: number, mark: string): string =>
  digits.replace(size === 3 ? /\B(?=(?:.{3})+$)/g : /\B(?=(?:.{4})+$)/g, mark);

function integerDigits(number: number | bigint, type: string | undefined): string {
  const magnitude = number < 0 ? -number : number;
  switch (type) {
    case 'b':
      return magnitude.toString(2);
    case 'o':
      return magnitude.toString(8);
    case 'x':
      return magnitude.toString(16);
    case 'X':
      return magnitude.toString(16).toUpperCase();
    default:
      return String(magnitude);
  }
}

function floatDigits(magnitude: number, { type, precision, alternate }: Layout): string {
  if (!Number.isFinite(magnitude)) {
    const text = Number.isNaN(magnitude) ? 'nan' : 'inf';
    return (type === 'E' || type === 'F' || type === 'G' ? text.toUpperCase() : text) + (type === '%' ? '%' : '');
  }
  const digits = precision === undefined ? 6 : Number(precision);
  switch (type) {
    case 'f':
    case 'F':
      return fixed(magnitude, digits);
    case 'e':
      return exponential(magnitude, digits);
    case 'E':
      return exponential(magnitude, digits).toUpperCase();
    case '%':
      return `${fixed(magnitude * 100, digits)}%`;
    case 'g':
    case 'n':
      return general(magnitude, digits, { padded: alternate !== undefined });
    case 'G':
      return general(magnitude, digits, { padded: alternate !== undefined }).toUpperCase();
    default:
      return precision === undefined ? formatFloat(magnitude) : general(magnitude, digits, { asFloat: true });
  }
}

function pad(text: string, layout: Layout, fallback: string): string {
  const space = Number(layout.width ?? 0) - [...text].length;
  if (space <= 0) return text;
  const fill = layout.fill ?? (layout.zero !== undefined && layout.align === undefined ? '0' : ' ');
  switch (layout.align ?? fallback) {
    case '<':
      return text + fill.repeat(space);
    case '^':
      return fill.repeat(space >> 1) + text + fill.repeat(space - (space >> 1));
    default:
      return fill.repeat(space) + text;
  }
}

const conversion =
  /%(?:(%)|(?:\((?<key>[^)]*)\))?(?<flags>[-+ #0]*)(?<width>\d+|\*)?(?:\.(?<precision>\d+|\*)?)?[hlL]?(?<type>[^]))/g;

/** `'%s: %d' % (a, b)`. */
export function percentFormat(machine: Machine, template: string, argument: Value): Value {
  const values = argument instanceof TupleValue ? argument.items : [argument];
  let next = 0;
  let unknown: UnknownValue | null = null;
  let isKeyed = false;
  const take = (): Value =>
    next < values.length ? values[next++] : machine.raise('TypeError', 'not enough arguments for format string');
  const text = template.replace(conversion, (...match) => {
    if (match[1] === '%') return '%';
    const parts = match.at(-1) as {
      key?: string;
      flags: string;
      width?: string;
      precision?: string;
      type: string;
    };
    const { key, flags, type } = parts;
    if (type === '%') return '%';
    if (key !== undefined) isKeyed = true;
    const width = parts.width === '*' ? Number(asInteger(take())) : Number(parts.width ?? 0);
    const hasPrecision = /\.(?:\d*|\*)[hlL]?.$/s.test(match[0]);
    const precision = parts.precision === '*' ? Number(asInteger(take())) : Number(parts.precision ?? 0);
    const value = key !== undefined ? machine.getItem(argument, key) : take();
    if (value instanceof UnknownValue || width > maximumWidth || precision > maximumWidth) {
      unknown = value instanceof UnknownValue ? value : machine.unknown('a text too long to evaluate');
      return '';
    }
    const shown = converted(machine, value, { flags, type, precision: hasPrecision ? precision : undefined });
    if (typeof shown !== 'string') {
      unknown = shown;
      return '';
    }
    if (flags.includes('-')) return shown.padEnd(width);
    if (!flags.includes('0') || 'srac'.includes(type)) return shown.padStart(width);
    const head = /^[-+ ]?(?:0[xXo])?/.exec(shown)?.[0] ?? '';
    return head + shown.slice(head.length).padStart(width - head.length, '0');
  });
  if (unknown !== null) return unknown;
  if (!isKeyed && next < values.length && argument instanceof TupleValue)
    return machine.raise('TypeError', 'not all arguments converted during string formatting');
  const isMapping = typeof argument === 'object' && argument !== null && 'kind' in argument && argument.kind === 'dict';
  if (!isKeyed && next < values.length && !isMapping && typeof argument !== 'object')
    return machine.raise('TypeError', 'not all arguments converted during string formatting');
  return text;
}

interface Conversion {
  readonly flags: string;
  readonly type: string;
  readonly precision: number | undefined;
}

function converted(machine: Machine, value: Value, { flags, type, precision }: Conversion): string | UnknownValue {
  const target = value instanceof InstanceValue && value.payload !== undefined ? value.payload : value;
  const number = target instanceof Float ? target.value : asInteger(target);
  if (number instanceof SymbolicDim) return machine.unknown('a symbol as text');
  switch (type) {
    case 's':
    case 'r':
    case 'a': {
      const text =
        type === 's' ? textOf(machine, value) : type === 'r' ? machine.repr(value) : asciiRepr(machine, value);
      if (typeof text !== 'string') return text instanceof UnknownValue ? text : machine.unknown('a text');
      return precision === undefined ? text : text.slice(0, precision);
    }
    case 'c':
      if (typeof target === 'string' && [...target].length === 1) return target;
      return typeof number === 'number' && Number.isInteger(number)
        ? String.fromCodePoint(number)
        : machine.raise('TypeError', '%c requires int or char');
    case 'd':
    case 'i':
    case 'u':
    case 'x':
    case 'X':
    case 'o': {
      const isReal = 'diu'.includes(type);
      if (number === undefined || (!isReal && target instanceof Float)) {
        const wanted = isReal ? 'a real number is required' : 'an integer is required';
        return machine.raise('TypeError', `%${type} format: ${wanted}, not ${machine.typeOf(value).name}`);
      }
      const whole = typeof number === 'number' ? Math.trunc(number) : number;
      const layout = { sign: signOf(flags), alternate: flags.includes('#') ? '#' : undefined };
      return formatNumber(whole, true, { ...layout, type: isReal ? 'd' : type });
    }
    case 'e':
    case 'E':
    case 'f':
    case 'F':
    case 'g':
    case 'G':
      if (number === undefined)
        return machine.raise('TypeError', `must be real number, not ${machine.typeOf(value).name}`);
      return formatNumber(Number(number), false, {
        sign: signOf(flags),
        alternate: flags.includes('#') ? '#' : undefined,
        type,
        precision: precision === undefined ? undefined : String(precision),
      });
    default:
      return machine.raise('ValueError', `unsupported format character '${type}'`);
  }
}

const signOf = (flags: string): string | undefined =>
  flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : undefined;
