// Values as text: str(), repr(), format().
import { Float } from '../ops/operator';
import { formatDim, SymbolicDim } from '../shape/dim';
import { lookupInClass, specialMethod } from './attributes';
import { asInteger } from './numbers';
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
  const text = textOf(machine, args.items[0]);
  return typeof text === 'string' ? text : '…';
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
    case 'set':
      return value.entries.size === 0 ? 'set()' : `{${many(value.entries.values())}}`;
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
      if (isException(value)) return `${value.type.name}(${exceptionText(machine, value)})`;
      return value.payload !== undefined ? reprOf(machine, value.payload) : `<${value.type.name} object>`;
    }
    default:
      return `<${value.kind}>`;
  }
}

function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  const escaped = text.replace(/\\/g, '\\\\').replace(/\n/g, '\\n').replace(/\t/g, '\\t').replace(/\r/g, '\\r');
  return mark + (mark === "'" ? escaped.replace(/'/g, "\\'") : escaped) + mark;
}

const specification = /^(?:(.)?([<>=^]))?([-+ ])?#?(0)?(\d+)?([,_])?(?:\.(\d+))?([bcdeEfFgGnosxX%])?$/s;

/** `format(value, spec)`. */
export function formatValue(machine: Machine, value: Value, spec: string): Value {
  if (value instanceof UnknownValue) return value;
  const method = specialMethod(machine, value, '__format__');
  if (method !== undefined) return machine.call(method, [spec]);
  if (spec === '') return textOf(machine, value);
  const match = specification.exec(spec);
  if (match === null) return machine.unknown(`the format '${spec}'`);
  const [, fill, align, sign, zero, width, grouping, precision, type] = match;
  const target = value instanceof InstanceValue && value.payload !== undefined ? value.payload : value;
  const number = target instanceof Float ? target.value : asInteger(target);
  let body: string;
  if (number === undefined || number instanceof SymbolicDim || type === 's') {
    const text = textOf(machine, value);
    if (typeof text !== 'string') return text;
    body = precision === undefined ? text : text.slice(0, Number(precision));
  } else body = formatNumber(number, target instanceof Float, type, precision, grouping);
  if (number !== undefined && sign === '+' && !body.startsWith('-')) body = `+${body}`;
  const space = Number(width ?? 0) - body.length;
  if (space <= 0) return body;
  const pad = fill ?? (zero !== undefined ? '0' : ' ');
  switch (align ?? (zero !== undefined ? '=' : number === undefined ? '<' : '>')) {
    case '<':
      return body + pad.repeat(space);
    case '^':
      return pad.repeat(space >> 1) + body + pad.repeat(space - (space >> 1));
    case '=': {
      const head = /^[-+]/.test(body) ? body[0] : '';
      return head + pad.repeat(space) + body.slice(head.length);
    }
    default:
      return pad.repeat(space) + body;
  }
}

function formatNumber(
  number: number | bigint,
  isFloat: boolean,
  type: string | undefined,
  precision: string | undefined,
  grouping: string | undefined,
): string {
  const digits = precision === undefined ? 6 : Number(precision);
  let text: string;
  switch (type) {
    case 'f':
    case 'F':
      text = Number(number).toFixed(digits);
      break;
    case 'e':
    case 'E':
      text = Number(number)
        .toExponential(digits)
        .replace(/e([+-])(\d)$/, 'e$10$2');
      break;
    case '%':
      text = `${(Number(number) * 100).toFixed(digits)}%`;
      break;
    case 'b':
      text = number.toString(2);
      break;
    case 'o':
      text = number.toString(8);
      break;
    case 'x':
      text = number.toString(16);
      break;
    case 'X':
      text = number.toString(16).toUpperCase();
      break;
    case 'g':
    case 'G':
      text = String(Number(Number(number).toPrecision(digits || 1)));
      break;
    default:
      text = isFloat
        ? precision === undefined
          ? formatFloat(Number(number))
          : String(Number(Number(number).toPrecision(digits || 1)))
        : String(number);
  }
  if (grouping === undefined) return text;
  const [whole, fraction] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, grouping);
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

export const className = (type: Value): string => (type instanceof ClassValue ? type.name : 'object');
