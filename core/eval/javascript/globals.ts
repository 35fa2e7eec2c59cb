// The names that every TypeScript file sees. One table for each interpreter: its classes descend from that interpreter's `object`.
import { Float } from '../../ops/operator';
import { asInteger } from '../numbers';
import {
  DictValue,
  ListValue,
  ModuleValue,
  NativeFunction,
  TupleValue,
  UnknownValue,
  type Attributes,
  type Machine,
  type Value,
} from '../values';
import { arrayFrom, emptyItems } from './arrays';
import { firstUnknown, namespace } from './members';
import { makeErrorClasses, makeMapClass, makeSetClass, objectNamespace } from './objects';
import { isTruthy, numberValue, toNumber, toText } from './values';

const tables = new WeakMap<Machine, Attributes>();

export function scriptGlobals(machine: Machine): Attributes {
  let table = tables.get(machine);
  if (table === undefined) tables.set(machine, (table = makeGlobals(machine)));
  return table;
}

/** A namespace that can also be called (`Number('3')`, `Array(3)`). */
function callable(name: string, call: NativeFunction['call'], members: Attributes = new Map()): NativeFunction {
  const fn = new NativeFunction(name, call, false);
  staticMembers.set(fn, members);
  return fn;
}

/** Static members of the built-in functions: `Number.isInteger`, `Array.from`. */
export const staticMembers = new WeakMap<NativeFunction, Attributes>();

function module(name: string, attributes: Attributes): ModuleValue {
  const value = new ModuleValue(name, null);
  for (const [key, item] of attributes) value.attributes.set(key, item);
  return value;
}

type Numeric = (...numbers: number[]) => number;

/** A function of numbers; unknown where one of them is. */
const numeric =
  (name: string, compute: Numeric) =>
  (machine: Machine, args: readonly (Value | undefined)[]): Value => {
    const unknown = firstUnknown(args);
    if (unknown !== undefined) return unknown;
    const numbers = args.map((value) => (value === undefined ? NaN : value === null ? undefined : toNumber(value)));
    if (!numbers.includes(undefined)) return numberValue(compute(...(numbers as number[])));
    // a whole number stays what it is, an open dimension too
    const [only] = args;
    if (
      args.length === 1 &&
      only !== undefined &&
      only !== null &&
      keepsIntegers.has(name) &&
      asInteger(only) !== undefined
    )
      return only;
    return machine.unknown(`Math.${name} of what is no number`);
  };

const keepsIntegers = new Set(['floor', 'ceil', 'round', 'trunc']);

const mathFunctions: Readonly<Record<string, Numeric>> = {
  abs: Math.abs,
  acos: Math.acos,
  asin: Math.asin,
  atan: Math.atan,
  atan2: Math.atan2,
  cbrt: Math.cbrt,
  ceil: Math.ceil,
  cos: Math.cos,
  exp: Math.exp,
  expm1: Math.expm1,
  floor: Math.floor,
  fround: Math.fround,
  hypot: Math.hypot,
  log: Math.log,
  log10: Math.log10,
  log1p: Math.log1p,
  log2: Math.log2,
  max: Math.max,
  min: Math.min,
  pow: Math.pow,
  round: Math.round,
  sign: Math.sign,
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
  trunc: Math.trunc,
};

const mathConstants = {
  PI: Math.PI,
  E: Math.E,
  LN2: Math.LN2,
  LN10: Math.LN10,
  LOG2E: Math.LOG2E,
  LOG10E: Math.LOG10E,
  SQRT2: Math.SQRT2,
  SQRT1_2: Math.SQRT1_2,
};

function makeMath(): ModuleValue {
  const attributes: Attributes = new Map(
    Object.entries(mathConstants).map(([name, value]) => [name, new Float(value)]),
  );
  for (const [name, compute] of Object.entries(mathFunctions)) {
    const call = numeric(name, compute);
    attributes.set(name, new NativeFunction(name, (machine, args) => call(machine, args), false));
  }
  attributes.set('random', new NativeFunction('random', (machine) => machine.unknown('a random number'), false));
  return module('Math', attributes);
}

const test =
  (check: (value: number) => boolean) =>
  (machine: Machine, [value]: readonly (Value | undefined)[]): Value => {
    if (value instanceof UnknownValue) return value;
    if (value instanceof Float || typeof value === 'number')
      return check(typeof value === 'number' ? value : value.value);
    return value !== undefined && value !== null && asInteger(value) !== undefined && typeof value !== 'boolean'
      ? machine.unknown('a test of an open dimension')
      : false;
  };

const parse =
  (read: (text: string, radix: number | undefined) => number) =>
  (machine: Machine, [value, radix]: readonly (Value | undefined)[]): Value => {
    const text = value === undefined ? undefined : toText(machine, value);
    if (text === undefined)
      return value instanceof UnknownValue ? value : machine.unknown('a number in what is no text');
    return numberValue(read(text, radix === undefined || radix === null ? undefined : toNumber(radix)));
  };

const parseInteger = parse((text, radix) => parseInt(text, radix));
const parseDecimal = parse((text) => parseFloat(text));

const numberMembers = namespace({
  isInteger: test(Number.isInteger),
  isSafeInteger: test(Number.isSafeInteger),
  isFinite: test(Number.isFinite),
  isNaN: test(Number.isNaN),
  parseInt: parseInteger,
  parseFloat: parseDecimal,
  MAX_SAFE_INTEGER: Number.MAX_SAFE_INTEGER,
  MIN_SAFE_INTEGER: Number.MIN_SAFE_INTEGER,
  EPSILON: new Float(Number.EPSILON),
  POSITIVE_INFINITY: new Float(Infinity),
  NEGATIVE_INFINITY: new Float(-Infinity),
  NaN: new Float(NaN),
});

const arrayStatics = namespace({
  isArray: (_, [value]) =>
    value instanceof UnknownValue ? value : value instanceof ListValue || value instanceof TupleValue,
  of: (_, items) => new ListValue(items.map((item) => item ?? null)),
  from: (machine, [source, callback]) =>
    arrayFrom(
      machine,
      source ?? null,
      source instanceof DictValue && source.type === null ? (source.entries.get('length')?.value ?? 0) : undefined,
      callback,
    ),
});

/** `new Array(3)` has a length; `new Array(3, 4)` has elements. */
function makeArray(machine: Machine, args: readonly Value[]): Value {
  const [length] = args;
  if (args.length !== 1 || asInteger(length) === undefined) return new ListValue([...args]);
  const items = typeof length === 'number' ? emptyItems(machine, length) : null;
  return items === null ? machine.unknown('an array whose length cannot be told') : new ListValue(items);
}

/** Promises are transparent: `await` and `then` find the value at once. */
function makePromise(): NativeFunction {
  const all = (machine: Machine, [source]: readonly (Value | undefined)[]): Value => {
    const items = source === undefined ? null : machine.elements(source);
    return items === null ? machine.unknown('promises that cannot be told') : new ListValue([...items]);
  };
  return callable(
    'Promise',
    (machine) => machine.unknown('a promise'),
    namespace({ all, resolve: (_, [value]) => value ?? null }),
  );
}

const ignored = new NativeFunction('log', () => null, false);

function makeGlobals(machine: Machine): Attributes {
  const { object } = machine.types;
  const convert =
    (name: string, read: (value: Value) => Value | undefined): NativeFunction['call'] =>
    (host, [value]) => {
      if (value === undefined) return name === 'String' ? '' : name === 'Number' ? 0 : false;
      return value instanceof UnknownValue ? value : (read(value) ?? host.unknown(`${name}() of what cannot be told`));
    };
  const numberOf = (value: Value): Value | undefined => {
    if (asInteger(value) !== undefined && typeof value !== 'boolean') return value;
    const number = toNumber(value);
    return number === undefined ? undefined : numberValue(number);
  };
  const console = new Map<string, Value>(
    ['log', 'info', 'warn', 'error', 'debug', 'table', 'time', 'timeEnd', 'group', 'groupEnd', 'assert'].map((name) => [
      name,
      ignored,
    ]),
  );
  return new Map<string, Value>([
    ['undefined', null],
    ['NaN', new Float(NaN)],
    ['Infinity', new Float(Infinity)],
    ['Math', makeMath()],
    ['Number', callable('Number', convert('Number', numberOf), numberMembers)],
    [
      'String',
      callable(
        'String',
        convert('String', (value) => toText(machine, value)),
      ),
    ],
    ['Boolean', callable('Boolean', convert('Boolean', isTruthy))],
    ['Array', callable('Array', (host, args) => makeArray(host, args), arrayStatics)],
    ['Object', callable('Object', (_, [value]) => value ?? new DictValue(), objectNamespace)],
    [
      'JSON',
      module(
        'JSON',
        namespace({
          stringify: (host, [value]) => stringified(host, value ?? null) ?? host.unknown('JSON of what cannot be told'),
        }),
      ),
    ],
    ['console', module('console', console)],
    ['Promise', makePromise()],
    ['parseInt', new NativeFunction('parseInt', (host, args) => parseInteger(host, args), false)],
    ['parseFloat', new NativeFunction('parseFloat', (host, args) => parseDecimal(host, args), false)],
    ['isNaN', new NativeFunction('isNaN', (host, args) => test(Number.isNaN)(host, args), false)],
    ['isFinite', new NativeFunction('isFinite', (host, args) => test(Number.isFinite)(host, args), false)],
    // what `instanceof`, `static` and accessors are lowered to
    ...['isinstance', 'classmethod', 'property'].map((name): [string, Value] => [
      name,
      machine.builtins.get(name) ?? null,
    ]),
    ['Map', makeMapClass(object)],
    ['Set', makeSetClass(object)],
    ...makeErrorClasses(machine.builtins),
  ]);
}

/** JSON; undefined where a part cannot be told. */
function stringified(machine: Machine, value: Value): string | undefined {
  machine.step();
  if (value === null) return 'null';
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof ListValue || value instanceof TupleValue)
    return list(
      '[]',
      value.items.map((item) => stringified(machine, item)),
    );
  if (value instanceof DictValue && value.type === null && value.open === null) {
    const entries = [...value.entries.values()].map(({ key, value: item }) => {
      const text = stringified(machine, item);
      return text === undefined ? undefined : `${JSON.stringify(toText(machine, key) ?? '')}:${text}`;
    });
    return list('{}', entries);
  }
  return typeof value === 'object' && !(value instanceof Float) ? undefined : toText(machine, value);
}

const list = (brackets: string, parts: readonly (string | undefined)[]): string | undefined =>
  parts.includes(undefined) ? undefined : brackets[0] + parts.join(',') + brackets[1];
