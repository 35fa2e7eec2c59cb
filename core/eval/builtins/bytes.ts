// bytes: construction, encoding and the methods that they share with str. A BytesValue's text holds one character a byte.
import { asInteger } from '../numbers';
import {
  BytesValue,
  NativeFunction,
  StaticMethod,
  TupleValue,
  ListValue,
  UnknownValue,
  type BuiltinTypes,
  type Machine,
  type Value,
} from '../values';

const utf8 = (text: string): string =>
  encodeURIComponent(text).replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));

const isUtf8 = (encoding: Value | undefined): boolean =>
  encoding === undefined || (typeof encoding === 'string' && /^utf[-_]?8$/i.test(encoding));

export function encodeText(machine: Machine, text: string, encoding: Value | undefined): Value {
  if (!isUtf8(encoding) && /[^\0-\x7f]/.test(text)) return machine.unknown('a text in another encoding');
  return new BytesValue(utf8(text));
}

export function decodeBytes(machine: Machine, bytes: BytesValue, encoding: Value | undefined): Value {
  if (!isUtf8(encoding) && /[^\0-\x7f]/.test(bytes.text)) return machine.unknown('a text in another encoding');
  try {
    return decodeURIComponent(bytes.text.replace(/[^]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`));
  } catch {
    return machine.raise('UnicodeDecodeError', "'utf-8' codec can't decode the bytes");
  }
}

/** `bytes(value)`. */
function construct(machine: Machine, args: readonly Value[]): Value {
  const [value, encoding] = args;
  if (value === undefined) return new BytesValue('');
  if (value instanceof BytesValue || value instanceof UnknownValue) return value;
  if (typeof value === 'string')
    return encoding === undefined
      ? machine.raise('TypeError', 'string argument without an encoding')
      : encodeText(machine, value, encoding);
  const size = asInteger(value);
  if (typeof size === 'number') return size > 1_000_000 ? machine.unknown('bytes') : new BytesValue('\0'.repeat(size));
  const items = machine.elements(value)?.map((item) => asInteger(item));
  if (items === undefined || !items.every((item): item is number => typeof item === 'number'))
    return machine.unknown('bytes of what cannot be told');
  if (items.some((item) => item < 0 || item > 255))
    return machine.raise('ValueError', 'bytes must be in range(0, 256)');
  return new BytesValue(String.fromCharCode(...items));
}

/** What str has under the same name, with bytes for text in what goes in and what comes out. */
const shared =
  'lower upper title capitalize swapcase isdigit isalpha isalnum isspace islower isupper strip lstrip rstrip startswith endswith ' +
  'split rsplit splitlines partition rpartition replace find rfind index rindex count removeprefix removesuffix zfill ljust rjust ' +
  'center join';

const toText = (value: Value): Value => {
  if (value instanceof BytesValue) return value.text;
  if (value instanceof TupleValue) return new TupleValue(value.items.map(toText));
  return value instanceof ListValue ? new ListValue(value.items.map(toText)) : value;
};

const toBytes = (value: Value): Value => {
  if (typeof value === 'string') return new BytesValue(value);
  if (value instanceof TupleValue) return new TupleValue(value.items.map(toBytes));
  return value instanceof ListValue ? new ListValue(value.items.map(toBytes)) : value;
};

export function installBytes(types: BuiltinTypes): void {
  const { attributes } = types.bytes;
  const make = new NativeFunction('__new__', (machine, [, ...args]) => construct(machine, args));
  attributes.set('__new__', new StaticMethod(make));
  attributes.set('__init__', new NativeFunction('__init__', () => null));
  for (const name of shared.split(' ')) {
    const method = types.str.attributes.get(name);
    if (method instanceof NativeFunction)
      attributes.set(
        name,
        new NativeFunction(name, (machine, args) => toBytes(machine.call(method, args.map(toText)))),
      );
  }
  attributes.set(
    'decode',
    new NativeFunction('decode', (machine, [self, encoding]) =>
      self instanceof BytesValue ? decodeBytes(machine, self, encoding) : machine.unknown('a text'),
    ),
  );
  attributes.set(
    'hex',
    new NativeFunction('hex', (_, [self]) =>
      self instanceof BytesValue
        ? self.text.replace(/[^]/g, (c) => c.charCodeAt(0).toString(16).padStart(2, '0'))
        : null,
    ),
  );
}
