// int, float, bool and complex: construction and methods; the module math.
import { Float } from '../../ops/operator';
import { isSymbolic, SymbolicDim } from '../../shape/dim';
import { specialMethod } from '../attributes';
import { roundFraction, SymbolicFraction } from '../fractions';
import { asInteger, asNumber, normalise } from '../numbers';
import {
  BytesValue,
  InstanceValue,
  ModuleValue,
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
import { defineAll, type NativeBody } from './define';

const unwrap = (value: Value): Value =>
  value instanceof InstanceValue && value.payload !== undefined ? value.payload : value;

/** Rounded towards zero, exactly. */
function fromFloat(machine: Machine, value: number): Value {
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
function withNumber(machine: Machine, argument: Value | undefined, body: (x: number) => Value): Value {
  const float = toFloat(machine, argument ?? null);
  return float instanceof Float ? body(float.value) : float;
}

const real =
  (f: (x: number) => number): NativeBody =>
  (machine, [x]) =>
    withNumber(machine, x, (value) => {
      const result = f(value);
      if (Number.isNaN(result) && !Number.isNaN(value)) return machine.raise('ValueError', 'math domain error');
      return new Float(result);
    });

const rounding =
  (f: (x: number) => number, how: 'floor' | 'ceil' | 'trunc'): NativeBody =>
  (machine, [x]) => {
    const integer = asInteger(x as Value);
    if (integer !== undefined) return integer;
    if (x instanceof SymbolicFraction) return roundFraction(machine, x, how);
    const method = specialMethod(machine, x as Value, `__${how}__`);
    if (method !== undefined) return machine.call(method, []);
    return withNumber(machine, x, (value) => fromFloat(machine, f(value)));
  };

export function createMath(): ModuleValue {
  const module = new ModuleValue('math', null);
  const { attributes } = module;
  for (const [name, value] of Object.entries({ pi: Math.PI, e: Math.E, tau: 2 * Math.PI, inf: Infinity, nan: NaN })) {
    attributes.set(name, new Float(value));
  }
  defineAll(attributes, {
    'floor(x)': rounding(Math.floor, 'floor'),
    'ceil(x)': rounding(Math.ceil, 'ceil'),
    'trunc(x)': rounding(Math.trunc, 'trunc'),
    'sqrt(x)': real(Math.sqrt),
    'exp(x)': real(Math.exp),
    'expm1(x)': real(Math.expm1),
    'log2(x)': real(Math.log2),
    'log10(x)': real(Math.log10),
    'log1p(x)': real(Math.log1p),
    'sin(x)': real(Math.sin),
    'cos(x)': real(Math.cos),
    'tan(x)': real(Math.tan),
    'asin(x)': real(Math.asin),
    'acos(x)': real(Math.acos),
    'atan(x)': real(Math.atan),
    'sinh(x)': real(Math.sinh),
    'cosh(x)': real(Math.cosh),
    'tanh(x)': real(Math.tanh),
    'fabs(x)': real(Math.abs),
    'erf(x)': (machine) => machine.unknown('math.erf'),
    'radians(x)': real((x) => (x * Math.PI) / 180),
    'degrees(x)': real((x) => (x * 180) / Math.PI),
    'log(x, base)': (machine, [x, base]) =>
      withNumber(machine, x, (value) => {
        if (value <= 0) return machine.raise('ValueError', 'math domain error');
        if (base === undefined) return new Float(Math.log(value));
        return withNumber(machine, base, (b) => new Float(Math.log(value) / Math.log(b)));
      }),
    'pow(x, y)': (machine, [x, y]) => withNumber(machine, x, (a) => withNumber(machine, y, (b) => new Float(a ** b))),
    'atan2(y, x)': (machine, [y, x]) =>
      withNumber(machine, y, (a) => withNumber(machine, x, (b) => new Float(Math.atan2(a, b)))),
    'copysign(x, y)': (machine, [x, y]) =>
      withNumber(machine, x, (a) =>
        withNumber(machine, y, (b) => new Float(b < 0 || Object.is(b, -0) ? -Math.abs(a) : Math.abs(a))),
      ),
    'fmod(x, y)': (machine, [x, y]) => withNumber(machine, x, (a) => withNumber(machine, y, (b) => new Float(a % b))),
    'isnan(x)': (machine, [x]) => withNumber(machine, x, Number.isNaN),
    'isinf(x)': (machine, [x]) => withNumber(machine, x, (value) => Math.abs(value) === Infinity),
    'isfinite(x)': (machine, [x]) => withNumber(machine, x, Number.isFinite),
    'isqrt(n)': (machine, [n]) => {
      const value = asInteger(n as Value);
      if (typeof value !== 'number') return machine.unknown('a root');
      if (value < 0) return machine.raise('ValueError', 'isqrt() argument must be nonnegative');
      return Math.floor(Math.sqrt(value));
    },
    'factorial(n)': (machine, [n]) => {
      const k = asInteger(n as Value);
      if (n instanceof Float) return machine.raise('TypeError', "'float' object cannot be interpreted as an integer");
      if (typeof k !== 'number' || k > 1000) return machine.unknown('a factorial');
      if (k < 0) return machine.raise('ValueError', 'factorial() not defined for negative values');
      let result = 1n;
      for (let i = 2n; i <= BigInt(k); i++) result *= i;
      return normalise(result);
    },
    'isclose(a, b, rel_tol, abs_tol)': (machine, [a, b, relative, absolute]) =>
      withNumber(machine, a, (x) =>
        withNumber(machine, b, (y) =>
          withNumber(machine, relative ?? new Float(1e-9), (rel) =>
            withNumber(
              machine,
              absolute ?? new Float(0),
              (least) =>
                x === y ||
                (Number.isFinite(x) &&
                  Number.isFinite(y) &&
                  Math.abs(x - y) <= Math.max(rel * Math.max(Math.abs(x), Math.abs(y)), least)),
            ),
          ),
        ),
      ),
    'hypot(x, y)': (machine, [x, y]) =>
      withNumber(machine, x, (a) => withNumber(machine, y, (b) => new Float(Math.hypot(a, b)))),
    'cbrt(x)': real(Math.cbrt),
    'exp2(x)': real((x) => 2 ** x),
    'acosh(x)': real(Math.acosh),
    'asinh(x)': real(Math.asinh),
    'atanh(x)': real(Math.atanh),
    'gamma(x)': (machine) => machine.unknown('math.gamma'),
    'lgamma(x)': (machine) => machine.unknown('math.lgamma'),
    'erfc(x)': (machine) => machine.unknown('math.erfc'),
    'dist(p, q)': (machine) => machine.unknown('math.dist'),
    'frexp(x)': (machine, [x]) =>
      withNumber(machine, x, (value) => {
        if (value === 0 || !Number.isFinite(value)) return new TupleValue([new Float(value), 0]);
        let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(value))) + 1);
        let mantissa = value * 2 ** -exponent;
        while (Math.abs(mantissa) < 0.5) [mantissa, exponent] = [mantissa * 2, exponent - 1];
        while (Math.abs(mantissa) >= 1) [mantissa, exponent] = [mantissa / 2, exponent + 1];
        return new TupleValue([new Float(mantissa), exponent]);
      }),
    'ldexp(x, i)': (machine, [x, i]) =>
      withNumber(machine, x, (a) => withNumber(machine, i, (b) => new Float(a * 2 ** b))),
    'remainder(x, y)': (machine) => machine.unknown('math.remainder'),
    'nextafter(x, y)': (machine) => machine.unknown('math.nextafter'),
    'ulp(x)': (machine) => machine.unknown('math.ulp'),
    'perm(n, k)': (machine, [n, k]) => {
      const [total, chosen] = [asInteger(n as Value), asInteger(k ?? (n as Value))];
      if (typeof total !== 'number' || typeof chosen !== 'number' || total > 1000)
        return machine.unknown('a number of permutations');
      let result = chosen > total ? 0n : 1n;
      for (let i = 0; i < Math.min(chosen, total); i++) result *= BigInt(total - i);
      return normalise(result);
    },
    'modf(x)': (machine, [x]) =>
      withNumber(
        machine,
        x,
        (value) => new TupleValue([new Float(Number.isFinite(value) ? value % 1 : 0), new Float(Math.trunc(value))]),
      ),
    'prod(iterable, start)': (machine, [iterable, start]) => {
      const items = machine.elements(iterable as Value);
      return items === null
        ? machine.unknown('a product of what cannot be told')
        : items.reduce((a, b) => machine.binary('*', a, b), start ?? 1);
    },
    'fsum(iterable)': (machine, [iterable]) => {
      const items = machine.elements(iterable as Value);
      return items === null
        ? machine.unknown('a sum of what cannot be told')
        : items.reduce((a, b) => machine.binary('+', a, b), new Float(0) as Value);
    },
    'comb(n, k)': (machine, [n, k]) => {
      const [total, chosen] = [asInteger(n as Value), asInteger(k as Value)];
      if (typeof total !== 'number' || typeof chosen !== 'number' || total > 1000)
        return machine.unknown('a binomial coefficient');
      let result = 1n;
      for (let i = 0; i < chosen; i++) result = (result * BigInt(total - i)) / BigInt(i + 1);
      return normalise(result);
    },
  });
  const folded = (name: string, step: (a: number, b: number) => number): void => {
    attributes.set(
      name,
      new NativeFunction(name, (machine, args) => {
        const numbers = args.map((arg) => asInteger(arg));
        if (!numbers.every((n): n is number => typeof n === 'number'))
          return args.find((a) => a instanceof UnknownValue) ?? machine.unknown(`math.${name}`);
        return numbers.reduce(step, name === 'gcd' ? 0 : 1);
      }),
    );
  };
  const gcd = (a: number, b: number): number => (b === 0 ? Math.abs(a) : gcd(b, a % b));
  folded('gcd', gcd);
  folded('lcm', (a, b) => (a === 0 || b === 0 ? 0 : Math.abs(a * b) / gcd(a, b)));
  return module;
}
