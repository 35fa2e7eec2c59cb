// int, float, bool and complex: construction and methods; the module math.
import { Float } from '../../ops/operator';
import { isSymbolic, SymbolicDim } from '../../shape/dim';
import { specialMethod } from '../attributes';
import { asInteger, asNumber, normalise } from '../numbers';
import {
  InstanceValue,
  ModuleValue,
  NativeFunction,
  StaticMethod,
  TensorValue,
  TupleValue,
  UnknownValue,
  type BuiltinTypes,
  type ClassValue,
  type Machine,
  type Value,
} from '../values';
import { defineAll, type NativeBody } from './define';

const unwrap = (value: Value): Value =>
  value instanceof InstanceValue && value.payload !== undefined ? value.payload : value;

/** Rounded towards zero, exactly. */
function fromFloat(machine: Machine, value: number): Value {
  if (!Number.isFinite(value)) return machine.raise('OverflowError', 'cannot convert float infinity or NaN to integer');
  return normalise(BigInt(Math.trunc(value)));
}

export function toInteger(machine: Machine, argument: Value, base: Value | undefined): Value {
  const value = unwrap(argument);
  if (value instanceof UnknownValue) return value;
  if (value instanceof Float) return fromFloat(machine, value.value);
  const integer = asInteger(value);
  if (integer !== undefined) return integer;
  if (typeof value === 'string') {
    const text = value.trim().replace(/_/g, '');
    const radix = base === undefined ? 10 : asInteger(base);
    if (typeof radix === 'number' && radix !== 10)
      return Number.parseInt(text.replace(/^0[xob]/i, ''), radix === 0 ? 10 : radix);
    if (/^[-+]?\d+$/.test(text)) return normalise(BigInt(text.replace(/^\+/, '')));
    return machine.raise('ValueError', `invalid literal for int() with base 10: ${machine.repr(value)}`);
  }
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
    `int() argument must be a string or a real number, not '${machine.typeOf(argument).name}'`,
  );
}

export function toFloat(machine: Machine, argument: Value): Value {
  const value = unwrap(argument);
  if (value instanceof UnknownValue || value instanceof Float) return value;
  const number = asNumber(value);
  if (number !== undefined) return new Float(number);
  if (isSymbolic(value)) return machine.unknown('a float computed from a symbolic dimension');
  if (typeof value === 'string') {
    const text = value.trim().toLowerCase().replace(/_/g, '');
    const special = { inf: Infinity, '+inf': Infinity, '-inf': -Infinity, infinity: Infinity, nan: NaN }[text];
    if (special !== undefined) return new Float(special);
    if (text !== '' && !Number.isNaN(Number(text))) return new Float(Number(text));
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

/** `__new__` of a type whose instances are JavaScript values; a subclass keeps the value as its payload. */
function creator(own: ClassValue, convert: (machine: Machine, args: readonly Value[]) => Value): void {
  own.attributes.set(
    '__new__',
    new StaticMethod(
      new NativeFunction('__new__', (machine, [type, ...args]) => {
        const value = convert(machine, args);
        if (type === own || value instanceof UnknownValue) return value;
        const instance = new InstanceValue(type as ClassValue);
        instance.payload = value;
        return instance;
      }),
    ),
  );
  own.attributes.set('__init__', new NativeFunction('__init__', () => null));
}

export function installNumbers(types: BuiltinTypes): void {
  creator(types.int, (machine, [value, base]) => (value === undefined ? 0 : toInteger(machine, value, base)));
  creator(types.float, (machine, [value]) => (value === undefined ? new Float(0) : toFloat(machine, value)));
  creator(types.complex, (machine) => machine.unknown('a complex number'));
  creator(types.str, (machine, [value]) => (value === undefined ? '' : machine.text(value)));
  creator(types.bool, (machine, [value]) => {
    if (value === undefined) return false;
    return (
      machine.truth(value) ?? (value instanceof UnknownValue ? value : machine.unknown('a truth that cannot be told'))
    );
  });
  defineAll(types.int.attributes, {
    'bit_length(self)': (_, [self]) => {
      const n = asInteger(self as Value);
      if (n === undefined || n instanceof SymbolicDim) return 0;
      const magnitude = BigInt(n) < 0n ? -BigInt(n) : BigInt(n);
      return magnitude === 0n ? 0 : magnitude.toString(2).length;
    },
    'is_integer(self)': () => true,
    'conjugate(self)': (_, [self]) => self as Value,
    '__index__(self)': (_, [self]) => self as Value,
  });
  defineAll(types.float.attributes, {
    'is_integer(self)': (_, [self]) => self instanceof Float && Number.isInteger(self.value),
    'hex(self)': (machine) => machine.unknown('the hexadecimal form of a float'),
    'as_integer_ratio(self)': (machine) => machine.unknown('the ratio of a float'),
  });
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
  (f: (x: number) => number, special: string): NativeBody =>
  (machine, [x]) => {
    const integer = asInteger(x as Value);
    if (integer !== undefined) return integer;
    const method = specialMethod(machine, x as Value, special);
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
    'floor(x)': rounding(Math.floor, '__floor__'),
    'ceil(x)': rounding(Math.ceil, '__ceil__'),
    'trunc(x)': rounding(Math.trunc, '__trunc__'),
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
    'isqrt(n)': (machine, [n]) => withNumber(machine, n, (value) => Math.floor(Math.sqrt(value))),
    'factorial(n)': (machine, [n]) => {
      const k = asInteger(n as Value);
      if (typeof k !== 'number' || k > 1000) return machine.unknown('a factorial');
      let result = 1n;
      for (let i = 2n; i <= BigInt(k); i++) result *= i;
      return normalise(result);
    },
    'isclose(a, b, rel_tol, abs_tol)': (machine, [a, b]) =>
      withNumber(machine, a, (x) =>
        withNumber(machine, b, (y) => Math.abs(x - y) <= 1e-9 * Math.max(Math.abs(x), Math.abs(y))),
      ),
    'modf(x)': (machine, [x]) =>
      withNumber(machine, x, (value) => new TupleValue([new Float(value % 1), new Float(Math.trunc(value))])),
    'prod(iterable)': (machine, [iterable]) => {
      const items = machine.elements(iterable as Value);
      return items === null
        ? machine.unknown('a product of what cannot be told')
        : items.reduce((a, b) => machine.binary('*', a, b), 1 as Value);
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
