// The module `math`.
import { Float } from '../../ops/operator';
import { specialMethod } from '../attributes';
import { roundFraction, SymbolicFraction } from '../fractions';
import { asInteger, normalise } from '../numbers';
import { ModuleValue, NativeFunction, TupleValue, UnknownValue, type Value } from '../values';
import { defineAll, type NativeBody } from './define';
import { fromFloat, withNumber } from './numbers';

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
