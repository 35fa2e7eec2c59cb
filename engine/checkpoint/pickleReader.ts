// A pickle of a checkpoint, read without running anything: the opcodes that torch.save writes (protocols 2 to 4), and of all the
// world's callables the few of torchCalls.ts. Everything else is refused with its name.
// Opcodes: CPython's Lib/pickletools.py.
import { dtypeOfStorage } from './dtypes';
import { Malformed } from './malformed';
import { isDict, PyDict, PyTuple, type PyKey, type PyValue } from './pickleValue';
import { Global, isValue, Mixed, StorageReference, valueOf, type Item } from './pickleItem';
import { callOf } from './torchCalls';
import { decodeUtf8 } from './utf8';

/** The bytes of the storage that the pickle calls `key`; undefined where there is none. */
export type FindStorage = (key: string) => Uint8Array | undefined;

/** The value that `bytes` pickle. Throws Malformed for anything that a checkpoint does not need. */
export function readPickle(bytes: Uint8Array, find: FindStorage): PyValue {
  const machine: Machine = { stack: [], memo: new Map(), input: new Input(bytes), find };
  for (;;) {
    const opcode = machine.input.uint8();
    if (opcode === stop) return valueOf(pop(machine));
    const action = actions.get(opcode);
    if (action === undefined) throw new Malformed(`its pickle has the opcode 0x${opcode.toString(16)}`);
    action(machine);
  }
}

interface Machine {
  readonly stack: (Item | typeof mark)[];
  readonly memo: Map<number, Item>;
  readonly input: Input;
  readonly find: FindStorage;
}

const mark = Symbol('mark');
const stop = 0x2e;
const damaged = (): Malformed => new Malformed('its pickle is damaged');

function pop({ stack }: Machine): Item {
  const item = stack.pop();
  if (item === undefined || item === mark) throw damaged();
  return item;
}

function top({ stack }: Machine): Item {
  const item = stack[stack.length - 1];
  if (item === undefined || item === mark) throw damaged();
  return item;
}

/** What lies above the last mark, which goes too. */
function popToMark({ stack }: Machine): Item[] {
  const from = stack.lastIndexOf(mark);
  if (from < 0) throw damaged();
  return (stack.splice(from) as Item[]).slice(1);
}

const tupleOf = (items: readonly Item[]): Item => (items.every(isValue) ? new PyTuple(items) : new Mixed(items));

function pushTuple(machine: Machine, count: number): void {
  const items = Array.from({ length: count }, () => pop(machine)).reverse();
  machine.stack.push(tupleOf(items));
}

function recall({ stack, memo }: Machine, index: number): void {
  const item = memo.get(index);
  if (item === undefined) throw damaged();
  stack.push(item);
}

function append(machine: Machine, items: readonly Item[]): void {
  const list = top(machine);
  if (!Array.isArray(list)) throw damaged();
  for (const item of items) (list as PyValue[]).push(valueOf(item));
}

function setItems(machine: Machine, items: readonly Item[]): void {
  const entries = top(machine);
  if (!isValue(entries) || !isDict(entries) || items.length % 2 !== 0) throw damaged();
  for (let i = 0; i < items.length; i += 2) entries.set(keyOf(items[i]), valueOf(items[i + 1]));
}

function keyOf(item: Item): PyKey {
  if (typeof item === 'string' || typeof item === 'number') return item;
  throw new Malformed('it has a dict whose keys are neither texts nor integers');
}

/** Attributes of an OrderedDict (`_metadata` of a state_dict) say nothing that loading needs; nothing else has attributes. */
function build(machine: Machine): void {
  const attributes = pop(machine);
  const target = top(machine);
  if (!isValue(target) || !isDict(target) || !isValue(attributes)) throw damaged();
}

/** ('storage', torch.FloatStorage, key, 'cpu', elements) */
function storageOf(machine: Machine): StorageReference {
  const id = pop(machine);
  const [, type, key] = id instanceof Mixed ? id.items : [];
  const dtype = type instanceof Global ? dtypeOfStorage.get(type.name.replace(/^torch\./, '')) : undefined;
  if (dtype === undefined || typeof key !== 'string') throw new Malformed('its pickle refers to an unknown storage');
  const bytes = machine.find(key);
  if (bytes === undefined) throw new Malformed(`the storage ${key} is missing`);
  return new StorageReference({ dtype, bytes });
}

function reduce(machine: Machine): Item {
  const parameters = pop(machine);
  const callable = pop(machine);
  const items = parameters instanceof PyTuple || parameters instanceof Mixed ? parameters.items : undefined;
  if (!(callable instanceof Global) || items === undefined) throw damaged();
  return callOf(callable.name, items);
}

const asNumber = (value: bigint): number | bigint =>
  value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value;

/** By opcode. Those that put one thing on the stack are written as what they put there. */
const pushing: readonly (readonly [number, (machine: Machine) => Item])[] = [
  [0x29, () => new PyTuple([])], // EMPTY_TUPLE
  [0x47, ({ input }) => input.float64()], // BINFLOAT
  [0x4a, ({ input }) => input.int32()], // BININT
  [0x4b, ({ input }) => input.uint8()], // BININT1
  [0x4d, ({ input }) => input.uint16()], // BININT2
  [0x4e, () => null], // NONE
  [0x51, storageOf], // BINPERSID
  [0x52, reduce], // REDUCE
  [0x58, ({ input }) => input.text(input.uint32())], // BINUNICODE
  [0x5d, () => []], // EMPTY_LIST
  [0x63, ({ input }) => new Global(`${input.line()}.${input.line()}`)], // GLOBAL
  [0x74, (machine) => tupleOf(popToMark(machine))], // TUPLE
  [0x7d, () => new PyDict()], // EMPTY_DICT
  [0x88, () => true], // NEWTRUE
  [0x89, () => false], // NEWFALSE
  [0x8a, ({ input }) => asNumber(input.long(input.uint8()))], // LONG1
  [0x8c, ({ input }) => input.text(input.uint8())], // SHORT_BINUNICODE
  [
    0x93, // STACK_GLOBAL
    (machine) => {
      const name = pop(machine);
      const module = pop(machine);
      if (typeof name !== 'string' || typeof module !== 'string') throw damaged();
      return new Global(`${module}.${name}`);
    },
  ],
];

const acting: readonly (readonly [number, (machine: Machine) => void])[] = [
  [0x28, ({ stack }) => stack.push(mark)], // MARK
  [0x61, (machine) => append(machine, [pop(machine)])], // APPEND
  [0x62, build], // BUILD
  [0x65, (machine) => append(machine, popToMark(machine))], // APPENDS
  [0x68, (machine) => recall(machine, machine.input.uint8())], // BINGET
  [0x6a, (machine) => recall(machine, machine.input.uint32())], // LONG_BINGET
  [0x71, (machine) => machine.memo.set(machine.input.uint8(), top(machine))], // BINPUT
  [0x72, (machine) => machine.memo.set(machine.input.uint32(), top(machine))], // LONG_BINPUT
  [0x73, (machine) => setItems(machine, [pop(machine), pop(machine)].reverse())], // SETITEM
  [0x75, (machine) => setItems(machine, popToMark(machine))], // SETITEMS
  [0x80, ({ input }) => input.skip(1)], // PROTO
  [0x85, (machine) => pushTuple(machine, 1)], // TUPLE1
  [0x86, (machine) => pushTuple(machine, 2)], // TUPLE2
  [0x87, (machine) => pushTuple(machine, 3)], // TUPLE3
  [0x94, (machine) => machine.memo.set(machine.memo.size, top(machine))], // MEMOIZE
  [0x95, ({ input }) => input.skip(8)], // FRAME
];

const actions: ReadonlyMap<number, (machine: Machine) => void> = new Map([
  ...acting,
  ...pushing.map(([opcode, make]) => [opcode, (machine: Machine) => void machine.stack.push(make(machine))] as const),
]);

/** The pickle's bytes, taken from the front. */
class Input {
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  uint8 = (): number => this.view.getUint8(this.take(1));
  uint16 = (): number => this.view.getUint16(this.take(2), true);
  uint32 = (): number => this.view.getUint32(this.take(4), true);
  int32 = (): number => this.view.getInt32(this.take(4), true);
  /** The highest byte first, unlike the integers. */
  float64 = (): number => this.view.getFloat64(this.take(8));
  skip = (length: number): void => void this.take(length);

  text(length: number): string {
    const start = this.take(length);
    const text = decodeUtf8(this.bytes.subarray(start, start + length));
    if (text === undefined) throw new Malformed('its pickle has a text that is no UTF-8');
    return text;
  }

  /** Up to the next line feed, which goes too. */
  line(): string {
    const end = this.bytes.indexOf(10, this.at);
    if (end < 0) throw new Malformed('its pickle is truncated');
    const text = this.text(end - this.at);
    this.skip(1);
    return text;
  }

  /** Two's complement, least byte first. */
  long(length: number): bigint {
    const start = this.take(length);
    let number = 0n;
    for (let i = length - 1; i >= 0; i--) number = (number << 8n) | BigInt(this.bytes[start + i]);
    return BigInt.asIntN(8 * length, number);
  }

  private take(length: number): number {
    const start = this.at;
    if (start + length > this.bytes.length) throw new Malformed('its pickle is truncated');
    this.at += length;
    return start;
  }
}
