// Members of strings and of numbers.
import { ListValue, UnknownValue, type Machine, type Value } from '../values';
import type { MemberBody } from './members';
import { firstUnknown, memberTable } from './members';
import { numberValue, toInteger, toNumber, toText } from './values';

/** A method all of whose arguments are texts or whole numbers; what is not given stays undefined. */
const plain =
  (body: (self: string, args: readonly (string | number | undefined)[]) => Value): MemberBody<string> =>
  (machine, self, args) => {
    const unknown = firstUnknown(args);
    if (unknown !== undefined) return unknown;
    const simple = args.map((value) =>
      value === undefined || value === null ? undefined : typeof value === 'string' ? value : toNumber(value),
    );
    if (simple.some((value, i) => value === undefined && args[i] !== undefined && args[i] !== null)) {
      return machine.unknown('a text operation with what is no text or number');
    }
    return body(self, simple);
  };

const text = (value: string | number | undefined, fallback = 'undefined'): string =>
  value === undefined ? fallback : String(value);
const count = (value: string | number | undefined, fallback: number): number =>
  value === undefined ? fallback : Math.trunc(Number(value)) || 0;

/** Longer texts are not made. */
const mostCharacters = 1_000_000;

export const stringMembers = memberTable<string>({
  toString: (_machine: Machine, self: string) => self,
  valueOf: (_machine: Machine, self: string) => self,
  at: plain((self, [index]) => self.at(count(index, 0)) ?? null),
  charAt: plain((self, [index]) => self.charAt(count(index, 0))),
  charCodeAt: plain((self, [index]) => numberValue(self.charCodeAt(count(index, 0)))),
  codePointAt: plain((self, [index]) => self.codePointAt(count(index, 0)) ?? null),
  concat: plain((self, args) => self + args.map((value) => text(value)).join('')),
  startsWith: plain((self, [part, from]) => self.startsWith(text(part), count(from, 0))),
  endsWith: plain((self, [part]) => self.endsWith(text(part))),
  includes: plain((self, [part, from]) => self.includes(text(part), count(from, 0))),
  indexOf: plain((self, [part, from]) => self.indexOf(text(part), count(from, 0))),
  lastIndexOf: plain((self, [part]) => self.lastIndexOf(text(part))),
  padStart: plain((self, [length, fill]) =>
    count(length, 0) > mostCharacters ? self : self.padStart(count(length, 0), text(fill, ' ')),
  ),
  padEnd: plain((self, [length, fill]) =>
    count(length, 0) > mostCharacters ? self : self.padEnd(count(length, 0), text(fill, ' ')),
  ),
  repeat: (machine, self, [times]) => {
    const n = toInteger(times);
    if (n === undefined || n * self.length > mostCharacters) return machine.unknown('a repetition that cannot be told');
    return n < 0 ? machine.raise('RangeError', `Invalid count value: ${n}`) : self.repeat(n);
  },
  replace: plain((self, [from, to]) => self.replace(text(from), () => text(to))),
  replaceAll: plain((self, [from, to]) => self.replaceAll(text(from), () => text(to))),
  slice: plain((self, [start, end]) => self.slice(count(start, 0), end === undefined ? undefined : count(end, 0))),
  substring: plain((self, [start, end]) =>
    self.substring(count(start, 0), end === undefined ? undefined : count(end, 0)),
  ),
  split: plain(
    (self, [separator, limit]) =>
      new ListValue(
        separator === undefined
          ? [self]
          : self.split(text(separator), limit === undefined ? undefined : count(limit, 0)),
      ),
  ),
  toLowerCase: (_machine, self) => self.toLowerCase(),
  toUpperCase: (_machine, self) => self.toUpperCase(),
  trim: (_machine, self) => self.trim(),
  trimStart: (_machine, self) => self.trimStart(),
  trimEnd: (_machine, self) => self.trimEnd(),
  localeCompare: plain((self, [other]) => (self < text(other) ? -1 : self > text(other) ? 1 : 0)),
});

/** A number with a count of digits, as text. */
const digits =
  (name: 'toFixed' | 'toPrecision' | 'toExponential'): MemberBody<Value> =>
  (machine, self, [places]) => {
    const [number, n] = [toNumber(self), places === undefined ? undefined : toInteger(places)];
    if (number === undefined || (places !== undefined && (n === undefined || n < 0 || n > 100)))
      return machine.unknown('a number as text that cannot be told');
    return number[name](n);
  };

export const numberMembers = memberTable<Value>({
  toFixed: digits('toFixed'),
  toPrecision: digits('toPrecision'),
  toExponential: digits('toExponential'),
  toString: (machine: Machine, self: Value, [radix]: readonly (Value | undefined)[]) =>
    textInRadix(machine, self, radix),
  toLocaleString: (machine: Machine) => machine.unknown('a number in the notation of a place'),
  valueOf: (_machine: Machine, self: Value) => self,
});

function textInRadix(machine: Machine, self: Value, radix: Value | undefined): Value {
  if (self instanceof UnknownValue) return self;
  if (radix === undefined || radix === null)
    return toText(machine, self) ?? machine.unknown('the text of an open dimension');
  const [number, base] = [toNumber(self), toInteger(radix)];
  return number === undefined || base === undefined || base < 2 || base > 36
    ? machine.unknown('a number as text that cannot be told')
    : number.toString(base);
}
