// The built-in functions on numbers: `abs`, `divmod`, `pow`, `round`, `hex` and the like.
import { Float } from '../../ops/operator';
import { isSymbolic } from '../../shape/dim';
import { specialMethod } from '../attributes';
import { asInteger, normalise } from '../numbers';
import { compare } from '../comparison';
import { roundInteger, roundTo } from '../decimal';
import { TensorValue, TupleValue, UnknownValue, type Attributes, type Machine, type Value } from '../values';
import { defineAll } from './define';

export function installNumberFunctions(builtins: Attributes): void {
  defineAll(builtins, {
    'abs(x)': (machine, [x]) => {
      if (x instanceof TensorValue) return machine.applyOperator('abs', [x], null);
      if (x instanceof UnknownValue) return x;
      const method = specialMethod(machine, x as Value, '__abs__');
      if (method !== undefined) return machine.call(method, []);
      if (x instanceof Float) return new Float(Math.abs(x.value));
      const negative = machine.truth(compare(machine, '<', x as Value, 0));
      if (negative === undefined) return machine.unknown('the magnitude of a symbol');
      return negative ? machine.binary('-', 0, x as Value) : typeof x === 'boolean' ? Number(x) : (x as Value);
    },
    'divmod(a, b)': (machine, [a, b]) =>
      new TupleValue([machine.binary('//', a as Value, b as Value), machine.binary('%', a as Value, b as Value)]),
    'pow(base, exp, mod)': (machine, [base, exponent, mod]) => {
      if (mod === undefined || mod === null) return machine.binary('**', base as Value, exponent as Value);
      const numbers = [base, exponent, mod].map((value) => asInteger(value as Value));
      if (!numbers.every((n): n is number | bigint => typeof n === 'number' || typeof n === 'bigint'))
        return [base, exponent, mod].find((value) => value instanceof UnknownValue) ?? machine.unknown('a power');
      return modularPower(machine, BigInt(numbers[0]), BigInt(numbers[1]), BigInt(numbers[2]));
    },
    'round(x, digits)': (machine, [x, digits]) => {
      if (x instanceof UnknownValue) return x;
      if (x instanceof TensorValue) return machine.applyOperator('round', [x], null);
      const method = specialMethod(machine, x as Value, '__round__');
      if (method !== undefined) return machine.call(method, digits === undefined ? [] : [digits]);
      if (isSymbolic(x)) return x;
      const places = digits === undefined || digits === null ? null : asInteger(digits);
      if (digits instanceof UnknownValue || isSymbolic(places)) return machine.unknown('a number rounded');
      const integer = asInteger(x as Value);
      if (integer !== undefined && !isSymbolic(integer))
        return places === null || places === undefined || places >= 0
          ? integer
          : normalise(roundInteger(BigInt(integer), Number(places)));
      if (!(x instanceof Float) || places === undefined)
        return machine.raise('TypeError', `type ${machine.typeOf(x as Value).name} doesn't define __round__ method`);
      if (places !== null) return Number.isFinite(x.value) ? new Float(roundTo(x.value, Number(places))) : x;
      if (Number.isNaN(x.value)) return machine.raise('ValueError', 'cannot convert float NaN to integer');
      if (!Number.isFinite(x.value)) return machine.raise('OverflowError', 'cannot convert float infinity to integer');
      return normalise(BigInt(roundTo(x.value, 0)));
    },
    'bin(x)': (machine, [x]) => inBase(machine, x, 2, '0b'),
    'hex(x)': (machine, [x]) => inBase(machine, x, 16, '0x'),
    'oct(x)': (machine, [x]) => inBase(machine, x, 8, '0o'),
  });
}

/** `pow(base, exponent, mod)` of integers; a negative exponent asks for the inverse. */
function modularPower(machine: Machine, base: bigint, exponent: bigint, mod: bigint): Value {
  if (mod === 0n) return machine.raise('ValueError', 'pow() 3rd argument cannot be 0');
  let factor = ((base % mod) + mod) % mod;
  if (exponent < 0n) {
    let [a, b, x, y] = [factor, mod, 1n, 0n];
    while (b !== 0n) [a, b, x, y] = [b, a % b, y, x - (a / b) * y];
    if (a !== 1n && a !== -1n) return machine.raise('ValueError', 'base is not invertible for the given modulus');
    factor = (((x * a) % mod) + mod) % mod;
  }
  let result = 1n % mod;
  for (let left = exponent < 0n ? -exponent : exponent; left > 0n; left >>= 1n) {
    machine.step();
    if (left % 2n === 1n) result = (result * factor) % mod;
    factor = (factor * factor) % mod;
  }
  // the sign is the modulus's
  return normalise(((result % mod) + mod) % mod);
}

function inBase(machine: Machine, value: Value | undefined, base: number, prefix: string): Value {
  if (value instanceof UnknownValue) return value;
  const method = specialMethod(machine, value ?? null, '__index__');
  const n = asInteger(method === undefined ? (value ?? null) : machine.call(method, []));
  if (isSymbolic(n)) return machine.unknown('a symbol as text');
  if (n === undefined)
    return machine.raise(
      'TypeError',
      `'${machine.typeOf(value ?? null).name}' object cannot be interpreted as an integer`,
    );
  return n < 0 ? `-${prefix}${(-n).toString(base)}` : prefix + n.toString(base);
}
