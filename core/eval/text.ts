// Values as text: str() and repr().
import { Float } from '../ops/operator';
import { formatDim, SymbolicDim } from '../shape/dim';
import { specialMethod } from './attributes';
import { lookupInClass } from './binding';
import { ClassValue, InstanceValue, UnknownValue, type Machine, type Value } from './values';

/** A float as Python prints it. */
export function formatFloat(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e16)) {
    return value.toExponential().replace(/e([+-])(\d)$/, 'e$10$2');
  }
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** str(); unknown where a part cannot be told. */
export function textOf(machine: Machine, value: Value): Value {
  if (typeof value === 'string') return value;
  if (value instanceof UnknownValue) return value;
  const method = specialMethod(machine, value, '__str__');
  if (method !== undefined && !isDefault(machine, value, '__str__')) return machine.call(method, []);
  if (value instanceof InstanceValue) {
    if (isException(value)) return exceptionText(machine, value);
    if (value.payload !== undefined && isDefault(machine, value, '__repr__')) return textOf(machine, value.payload);
  }
  return machine.repr(value);
}

const isDefault = (machine: Machine, value: Value, name: string): boolean =>
  lookupInClass(machine.typeOf(value), name) === machine.types.object.attributes.get(name);

const isException = (value: InstanceValue): boolean => value.type.mro.some((type) => type.name === 'BaseException');

/** The message of an exception: its argument, or all of them. */
export function exceptionText(machine: Machine, exception: InstanceValue): string {
  const args = exception.attributes.get('args');
  if (typeof args !== 'object' || args === null || args.kind !== 'tuple' || args.items.length === 0) return '';
  if (args.items.length > 1) return machine.repr(args);
  if (exception.type.mro.some(({ name }) => name === 'KeyError')) return machine.repr(args.items[0]);
  const text = textOf(machine, args.items[0]);
  return typeof text === 'string' ? text : '…';
}

function exceptionRepr(machine: Machine, exception: InstanceValue): string {
  const args = exception.attributes.get('args');
  const items = typeof args === 'object' && args !== null && args.kind === 'tuple' ? args.items : [];
  return `${exception.type.name}(${items.map((item) => reprOf(machine, item)).join(', ')})`;
}

export function reprOf(machine: Machine, value: Value): string {
  if (value === null) return 'None';
  switch (typeof value) {
    case 'boolean':
      return value ? 'True' : 'False';
    case 'number':
    case 'bigint':
      return String(value);
    case 'string':
      return quote(value);
    default:
      break;
  }
  if (value instanceof Float) return formatFloat(value.value);
  if (value instanceof SymbolicDim) return formatDim(value);
  machine.step();
  const own =
    'type' in value && value.type !== null && value.kind !== 'instance'
      ? specialMethod(machine, value, '__repr__')
      : undefined;
  if (own !== undefined && !isDefault(machine, value, '__repr__')) {
    const text = machine.call(own, []);
    if (typeof text === 'string') return text;
  }
  const many = (items: Iterable<Value>): string => [...items].map((item) => reprOf(machine, item)).join(', ');
  switch (value.kind) {
    case 'list':
      return `[${many(value.items)}]`;
    case 'tuple':
      return value.items.length === 1 ? `(${many(value.items)},)` : `(${many(value.items)})`;
    case 'set': {
      const name = machine.typeOf(value).name;
      if (value.entries.size === 0) return `${name}()`;
      const items = `{${many(value.entries.values())}}`;
      return name === 'set' ? items : `${name}(${items})`;
    }
    case 'view':
      return `dict_${value.form}([${many(value.items())}])`;
    case 'bytes':
      return quoteBytes(value.text);
    case 'slice':
      return `slice(${many([value.lower, value.upper, value.step])})`;
    case 'notImplemented':
      return 'NotImplemented';
    case 'dict':
      return `{${[...value.entries.values()].map((e) => `${reprOf(machine, e.key)}: ${reprOf(machine, e.value)}`).join(', ')}}`;
    case 'class':
      return `<class '${value.name}'>`;
    case 'function':
      return `<function ${value.qualifiedName}>`;
    case 'dtype':
      return `torch.${value.dtype}`;
    case 'module':
      return `<module '${value.name}'>`;
    case 'ellipsis':
      return 'Ellipsis';
    case 'unknown':
      return '…';
    case 'range':
      return value.step === 1
        ? `range(${value.start}, ${value.stop})`
        : `range(${value.start}, ${value.stop}, ${value.step})`;
    case 'tensor':
      return `tensor(shape=${reprOf(machine, machine.attribute(value, 'shape'))})`;
    case 'instance': {
      const method = specialMethod(machine, value, '__repr__');
      if (method !== undefined && !isDefault(machine, value, '__repr__')) {
        const text = machine.call(method, []);
        if (typeof text === 'string') return text;
      }
      if (isException(value)) return exceptionRepr(machine, value);
      return value.payload !== undefined ? reprOf(machine, value.payload) : `<${value.type.name} object>`;
    }
    default:
      return `<${value.kind}>`;
  }
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '\t': '\\t', '\r': '\\r' };

/** What does not print: control characters, separators other than the space, unassigned code points. */
const unprintable = /[\\\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(unprintable, (c) => escapes[c] ?? escapeOf(c.codePointAt(0) as number));
  return mark + (mark === "'" ? escaped.replace(/'/g, "\\'") : escaped) + mark;
}

function escapeOf(code: number): string {
  const hex = code.toString(16);
  if (code < 0x100) return `\\x${hex.padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}

/** `ascii(value)`: repr() without characters beyond ASCII. */
export const asciiRepr = (machine: Machine, value: Value): string =>
  machine.repr(value).replace(/[^\0-\x7f]/gu, (c) => escapeOf(c.codePointAt(0) as number));

/** The text of bytes holds one character for each. */
const quoteBytes = (text: string): string => `b${quote(text).replace(/[^\0-\x7e]/g, (c) => escapeOf(c.charCodeAt(0)))}`;

export const className = (type: Value): string => (type instanceof ClassValue ? type.name : 'object');
