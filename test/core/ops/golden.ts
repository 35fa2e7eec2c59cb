// Reading the rows of test/golden/operators: calls as PyTorch executed them, and what came out.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ArgumentValue } from '../../../core/ops/arguments';
import { callOperator } from '../../../core/ops/apply';
import { Float, type Inference, type Operator, type Result } from '../../../core/ops/operator';
import { operatorsByFunction, operatorsByMethod, operatorsByProperty } from '../../../core/ops/table';
import type { Outcome } from '../../../core/base/outcome';
import { symbol } from '../../../core/shape/dim';
import type { DType } from '../../../core/shape/dtype';

const FOLDER = fileURLToPath(new URL('../../golden/operators/', import.meta.url));

/** JSON of one argument or result. A tensor's size may be `{ symbol }`. */
export type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain };

export interface Row {
  /** `F.conv2d`, `torch.add`, `.view` (a method) or `@shape` (a property). */
  readonly call: string;
  readonly args: readonly Plain[];
  readonly kw?: Readonly<Record<string, Plain>>;
  readonly out?: Plain;
  readonly macs?: number;
  /** The first line of PyTorch's message. */
  readonly raises?: string;
}

export const families = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.jsonl'))
  .map((name) => name.replace('.jsonl', ''));

export const readRows = (family: string): readonly Row[] =>
  readFileSync(`${FOLDER}${family}.jsonl`, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

export function decode(value: Plain): ArgumentValue {
  if (value === null || typeof value !== 'object') return value;
  if (isArray(value)) return value.map(decode);
  if ('t' in value) {
    const data = value['v'] as readonly (number | boolean)[] | undefined;
    return {
      shape: (value['t'] as readonly (number | { readonly symbol: string })[]).map((d) =>
        typeof d === 'number' ? d : symbol(d.symbol),
      ),
      dtype: value['d'] as DType,
      ...(data ? { data: (isArray(data) ? data : [data]).map(Number) } : {}),
    };
  }
  if ('f' in value) return new Float(Number((value['f'] as number | string).toString().replace('inf', 'Infinity')));
  if ('dtype' in value) return { dtype: value['dtype'] as DType };
  if ('s' in value) {
    const [start, stop, step] = (value['s'] as readonly Plain[]).map(decode);
    return { slice: [start, stop, step] };
  }
  return { ellipsis: true };
}

const isArray = (value: unknown): value is readonly Plain[] => Array.isArray(value);

export function operatorOf(call: string): Operator | undefined {
  if (call.startsWith('@')) return operatorsByProperty.get(call.slice(1));
  if (call.startsWith('.')) return operatorsByMethod.get(call.slice(1));
  return operatorsByFunction.get(call.replace(/^F\./, 'torch.nn.functional.'));
}

export function runRow(row: Row, op: Operator): Outcome<Inference> {
  const keyword = new Map(Object.entries(row.kw ?? {}).map(([name, value]) => [name, decode(value)] as const));
  const calledAs = row.call.replace(/^.*[.@]/, '');
  return callOperator(op, row.args.map(decode), keyword, { calledAs, method: row.call.startsWith('.') });
}

/** The result in the rows' form; elements only where both sides know them. */
export function describeResult(result: Result, expected: Plain): Plain {
  if ('shape' in result) {
    const known = result.data && isObject(expected) && 'v' in expected;
    return {
      t: result.shape.map((d) => (typeof d === 'number' ? d : String(d))),
      d: result.dtype,
      ...(known ? { v: result.data.map(finite) } : {}),
    };
  }
  if ('tuple' in result) {
    const parts = isObject(expected) && isArray(expected['tuple']) ? expected['tuple'] : [];
    return { tuple: result.tuple.map((part, i) => describeResult(part, parts[i] ?? null)) };
  }
  const { scalar } = result;
  if (typeof scalar === 'object' && scalar !== null && 'dtype' in scalar) return { dtype: scalar.dtype };
  if (scalar instanceof Float) return { f: finite(scalar.value) };
  return typeof scalar === 'object' && scalar !== null ? String(scalar) : scalar;
}

const isObject = (value: Plain): value is { readonly [key: string]: Plain } =>
  value !== null && typeof value === 'object' && !isArray(value);

const finite = (x: number): Plain =>
  Number.isFinite(x) ? x : String(x).replace('Infinity', 'inf').replace('NaN', 'nan');

/** Equal but for rounding of elements (1e-6 of their size). */
export function matches(actual: Plain, expected: Plain): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') {
    return Math.abs(actual - expected) <= 1e-6 * Math.max(1, Math.abs(expected));
  }
  if (isArray(actual) && isArray(expected)) {
    return actual.length === expected.length && actual.every((x, i) => matches(x, expected[i]));
  }
  if (isObject(actual) && isObject(expected)) {
    const keys = Object.keys(actual);
    return keys.every((key) => matches(actual[key], expected[key]));
  }
  return actual === expected;
}
