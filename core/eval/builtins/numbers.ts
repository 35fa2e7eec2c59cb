// int, float, bool and complex: construction and methods; the module math.
import { Float } from '../../ops/operator';
import { isSymbolic, SymbolicDim } from '../../shape/dim';
import { specialMethod } from '../attributes';
import { roundFraction, SymbolicFraction } from '../fractions';
import { asInteger, asNumber, normalise } from '../numbers';
import {
  BytesValue,
  InstanceValue,
  NativeFunction,
  PropertyValue,
  StaticMethod,
  TensorValue,
  TupleValue,
  UnknownValue,
  type BuiltinTypes,
  type ClassValue,
  type Machine,
  type Value,
} from '../values';
import { decodeBytes } from './bytes';
import { defineAll } from './define';

const unwrap = (value: Value): Value =>
  value instanceof InstanceValue && value.payload !== undefined ? value.payload : value;

/** Rounded towards zero, exactly. */
export function fromFloat(machine: Machine, value: number): Value {
  if (Number.isNaN(value)) return machine.raise('ValueError', 'cannot convert float NaN to integer');
  if (!Number.isFinite(value)) return machine.raise('OverflowError', 'cannot convert float infinity to integer');
  return normalise(BigInt(Math.trunc(value)));
}

const prefixes: Readonly<Record<string, number>> = { x: 16, o: 8, b: 2 };

/** `int(text, base)`. */
function parseInteger(machine: Machine, text: string, base: Value | undefined): Value {
  const radix = base === undefined ? 10 : asInteger(base);
  if (base instanceof UnknownValue || radix instanceof SymbolicDim) return machine.unknown('a base of numbers');
  if (typeof radix !== 'number' || radix < 0 || radix === 1 || radix > 36)
    return machine.raise('ValueError', 'int() base must be >= 2 and <= 36, or 0');
  const [, sign, prefix, digits] =
    /^([-+]?)(0[xob]_?(?=[0-9a-z]))?([0-9a-z]+(?:_[0-9a-z]+)*)$/i.exec(text.trim()) ?? [];
  const own = prefixes[prefix?.[1].toLowerCase() ?? ''];
  // `0b1` in base 16 is digits alone
  const isPrefixed = own !== undefined && (radix === 0 || radix === own);
  const actual = radix === 0 ? (own ?? 10) : radix;
  const plain = ((isPrefixed ? '' : (prefix ?? '')) + (digits ?? '')).replace(/_/g, '').toLowerCase();
  let result = 0n;
  let isValid = plain !== '' && !(radix === 0 && own === undefined && /^0+[1-9]/.test(plain));
  if (actual === 10 && /^[0-9]+$/.test(plain)) result = BigInt(plain);
  else {
    machine.step(plain.length);
    for (const c of plain) {
      const digit = parseInt(c, 36);
      if (digit >= actual) isValid = false;
      else result = result * BigInt(actual) + BigInt(digit);
    }
  }
  if (!isValid)
    return machine.raise('ValueError', `invalid literal for int() with base ${radix}: ${machine.repr(text)}`);
  return normalise(sign === '-' ? -result : result);
}

export function toInteger(machine: Machine, argument: Value, base: Value | undefined): Value {
  const value = unwrap(argument);
  if (value instanceof SymbolicFraction) return roundFraction(machine, value, 'trunc');
  if (value instanceof UnknownValue) return value;
  if (value instanceof Float) return fromFloat(machine, value.value);
  const integer = asInteger(value);
  if (integer !== undefined)
    return base === undefined
      ? integer
      : machine.raise('TypeError', "int() can't convert non-string with explicit base");
  if (value instanceof BytesValue) return toInteger(machine, value.text, base);
  if (typeof value === 'string') return parseInteger(machine, value, base);
  if (value instanceof TensorValue) {
    return value.tensor.data?.length === 1
      ? fromFloat(machine, value.tensor.data[0])
      : machine.unknown('a number out of a tensor');
  }
  for (const name of ['__int__', '__index__', '__trunc__']) {
    const method = specialMethod(machine, argument, name);
    if (method !== undefined) return machine.call(method, []);
  }
  return machine.raise(
    'TypeError',
    `int() argument must be a string, a bytes-like object or a real number, not '${machine.typeOf(argument).name}'`,
  );
}

export function toFloat(machine: Machine, argument: Value): Value {
  const value = unwrap(argument);
  if (value instanceof UnknownValue || value instanceof Float) return value;
  const number = asNumber(value);
  if (number !== undefined && !Number.isFinite(number) && !(value instanceof Float))
    return machine.raise('OverflowError', 'int too large to convert to float');
  if (number !== undefined) return new Float(number);
  if (isSymbolic(value)) return new SymbolicFraction(machine.place(), { numerator: value, denominator: 1 });
  if (typeof value === 'string') {
    const text = value.trim().toLowerCase().replace(/_/g, '');
    const special = /^[-+]?(?:inf(?:inity)?|nan)$/.test(text)
      ? Number(text.replace(/inf(?:inity)?$/, 'Infinity').replace('nan', 'NaN'))
      : undefined;
    if (special !== undefined) return new Float(special);
    if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/.test(text)) return new Float(Number(text));
    return machine.raise('ValueError', `could not convert string to float: ${machine.repr(value)}`);
  }
  if (value instanceof TensorValue) {
    return value.tensor.data?.length === 1
      ? new Float(value.tensor.data[0])
      : machine.unknown('a number out of a tensor');
  }
  const method = specialMethod(machine, argument, '__float__');
  if (method !== undefined) return machine.call(method, []);
  return machine.raise(
    'TypeError',
    `float() argument must be a string or a real number, not '${machine.typeOf(argument).name}'`,
  );
}

const withKeywords = (
  args: readonly Value[],
  keywords: ReadonlyMap<string, Value>,
  names: readonly string[],
): readonly (Value | undefined)[] => {
  const all: (Value | undefined)[] = [...args];
  names.forEach((name, i) => (all[i] ??= keywords.get(name)));
  return all;
};

/** `__new__` of a type whose instances are JavaScript values; a subclass keeps the value as its payload. */
function creator(
  own: ClassValue,
  convert: (machine: Machine, args: readonly (Value | undefined)[]) => Value,
  names: readonly string[] = [],
): void {
  own.attributes.set(
    '__new__',
    new StaticMethod(
      new NativeFunction(
        '__new__',
        (machine, [type, ...args], keywords) => {
          const value = convert(machine, keywords === null ? args : withKeywords(args, keywords, names));
          if (type === own || value instanceof UnknownValue) return value;
          const instance = new InstanceValue(type as ClassValue);
          instance.payload = value;
          return instance;
        },
        true,
        own.name === 'float',
      ),
    ),
  );
  own.attributes.set('__init__', new NativeFunction('__init__', () => null));
}

export function installNumbers(types: BuiltinTypes): void {
  creator(types.int, (machine, [value, base]) => (value === undefined ? 0 : toInteger(machine, value, base)), [
    'x',
    'base',
  ]);
  creator(types.float, (machine, [value]) => (value === undefined ? new Float(0) : toFloat(machine, value)));
  creator(types.complex, (machine) => machine.unknown('a complex number'));
  creator(
    types.str,
    (machine, [value, encoding]) => {
      if (value instanceof BytesValue && encoding !== undefined) return decodeBytes(machine, value, encoding);
      return value === undefined ? '' : machine.text(value);
    },
    ['object', 'encoding'],
  );
  creator(types.bool, (machine, [value]) => {
    if (value === undefined) return false;
    return (
      machine.truth(value) ?? (value instanceof UnknownValue ? value : machine.unknown('a truth that cannot be told'))
    );
  });
  defineAll(types.int.attributes, {
    'bit_length(self)': (machine, [self]) =>
      ofInteger(machine, self, (n) => (n === 0n ? 0 : abs(n).toString(2).length)),
    'bit_count(self)': (machine, [self]) =>
      ofInteger(machine, self, (n) => abs(n).toString(2).replace(/0/g, '').length),
    'is_integer(self)': () => true,
    'as_integer_ratio(self)': (_, [self]) => new TupleValue([self as Value, 1]),
    'conjugate(self)': (_, [self]) => self as Value,
    '__index__(self)': (_, [self]) => self as Value,
    'to_bytes(self, length, byteorder, signed)': (machine) => machine.unknown('the bytes of an integer'),
    'from_bytes(self, bytes, byteorder, signed)': (machine) => machine.unknown('the integer of bytes'),
  });
  const constant = (of: (self: Value) => Value): PropertyValue =>
    new PropertyValue(new NativeFunction('property', (_, [self]) => of(self)), null);
  for (const type of [types.int, types.float]) {
    type.attributes.set(
      'real',
      constant((self) => (typeof self === 'boolean' ? Number(self) : self)),
    );
    type.attributes.set(
      'imag',
      constant((self) => (self instanceof Float ? new Float(0) : 0)),
    );
  }
  types.int.attributes.set(
    'numerator',
    constant((self) => self),
  );
  types.int.attributes.set(
    'denominator',
    constant(() => 1),
  );
  defineAll(types.float.attributes, {
    'is_integer(self)': (_, [self]) => self instanceof Float && Number.isInteger(self.value),
    'conjugate(self)': (_, [self]) => self as Value,
    'hex(self)': (machine) => machine.unknown('the hexadecimal form of a float'),
    'fromhex(self)': (machine) => machine.unknown('a float from hexadecimal digits'),
    'as_integer_ratio(self)': (machine, [self]) => ratio(machine, self),
  });
}

const abs = (n: bigint): bigint => (n < 0n ? -n : n);

function ofInteger(machine: Machine, self: Value | undefined, body: (n: bigint) => Value): Value {
  const n = asInteger(unwrap(self ?? null));
  return n === undefined || n instanceof SymbolicDim ? machine.unknown('the bits of a symbol') : body(BigInt(n));
}

/** A float as a fraction in lowest terms. */
function ratio(machine: Machine, self: Value | undefined): Value {
  if (!(self instanceof Float) || !Number.isFinite(self.value)) return machine.unknown('the ratio of a float');
  let [numerator, denominator] = [self.value, 1n];
  while (!Number.isInteger(numerator)) [numerator, denominator] = [numerator * 2, denominator * 2n];
  return new TupleValue([normalise(BigInt(numerator)), normalise(denominator)]);
}

/** One argument as a number, or the unknown that it is. */
export function withNumber(machine: Machine, argument: Value | undefined, body: (x: number) => Value): Value {
  const float = toFloat(machine, argument ?? null);
  return float instanceof Float ? body(float.value) : float;
}
