// Pickle protocol 2 of the values a checkpoint holds, with the calls that torch.save makes for a tensor, which
// `torch.load(weights_only=True)` allows: collections.OrderedDict, torch._utils._rebuild_tensor_v2, torch.FloatStorage and kin.
// Opcodes: CPython's Lib/pickletools.py.
import { storageOf } from './dtypes';
import { PyDict, PyFloat, PyTensor, PyTuple, type PyKey, type PyValue } from './pickleValue';
import { contiguousStrides } from './storage';
import { elementsOf } from './tensor';
import { encodeUtf8 } from './utf8';

const op = {
  mark: 0x28,
  emptyTuple: 0x29,
  stop: 0x2e,
  binFloat: 0x47,
  binInt: 0x4a,
  binInt1: 0x4b,
  binInt2: 0x4d,
  none: 0x4e,
  persistent: 0x51,
  reduce: 0x52,
  unicode: 0x58,
  emptyList: 0x5d,
  global: 0x63,
  appends: 0x65,
  tuple: 0x74,
  setItems: 0x75,
  emptyDict: 0x7d,
  protocol: 0x80,
  true: 0x88,
  false: 0x89,
  long1: 0x8a,
} as const;

/** Puts a storage aside and answers with its key in the archive. */
export type KeepStorage = (tensor: PyTensor) => string;

/** The pickle of `value`; each tensor's storage is handed to `keep`. */
export function writePickle(value: PyValue, keep: KeepStorage): Uint8Array<ArrayBuffer> {
  const out = new Bytes();
  out.byte(op.protocol, 2);
  write(out, value, keep);
  out.byte(op.stop);
  return out.take();
}

function write(out: Bytes, value: PyValue, keep: KeepStorage): void {
  if (value === null) out.byte(op.none);
  else if (typeof value === 'boolean') out.byte(value ? op.true : op.false);
  else if (typeof value === 'number') writeNumber(out, value);
  else if (typeof value === 'bigint') writeLong(out, value);
  else if (typeof value === 'string') writeText(out, value);
  else if (value instanceof PyFloat) writeFloat(out, value.value);
  else if (value instanceof PyTuple) writeTuple(out, value.items, keep);
  else if (value instanceof PyTensor) writeTensor(out, value, keep);
  else if (value instanceof PyDict) writeDict(out, value, keep);
  else {
    out.byte(op.emptyList, op.mark);
    for (const item of value) write(out, item, keep);
    out.byte(op.appends);
  }
}

function writeNumber(out: Bytes, value: number): void {
  if (!Number.isSafeInteger(value)) writeFloat(out, value);
  else if (value >= 0 && value < 256) out.byte(op.binInt1, value);
  else if (value >= 0 && value < 65536) out.byte(op.binInt2, value & 255, value >> 8);
  else if (value === (value | 0))
    out.byte(op.binInt, value & 255, (value >> 8) & 255, (value >> 16) & 255, value >>> 24);
  else writeLong(out, BigInt(value));
}

/** Two's complement, least byte first, as few bytes as hold the sign. */
function writeLong(out: Bytes, value: bigint): void {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(Number(rest & 255n));
    rest >>= 8n;
  } while (!(rest === 0n && bytes[bytes.length - 1] < 128) && !(rest === -1n && bytes[bytes.length - 1] >= 128));
  out.byte(op.long1, bytes.length, ...bytes);
}

/** Eight bytes, the highest first. */
function writeFloat(out: Bytes, value: number): void {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  out.byte(op.binFloat);
  out.bytes(new Uint8Array(view.buffer));
}

function writeText(out: Bytes, text: string): void {
  const bytes = encodeUtf8(text);
  const length = bytes.length;
  out.byte(op.unicode, length & 255, (length >> 8) & 255, (length >> 16) & 255, length >>> 24);
  out.bytes(bytes);
}

function writeTuple(out: Bytes, items: readonly PyValue[], keep: KeepStorage): void {
  if (items.length === 0) {
    out.byte(op.emptyTuple);
    return;
  }
  out.byte(op.mark);
  for (const item of items) write(out, item, keep);
  out.byte(op.tuple);
}

function writeDict(out: Bytes, entries: PyDict, keep: KeepStorage): void {
  if (entries.ordered) {
    writeGlobal(out, 'collections', 'OrderedDict');
    out.byte(op.emptyTuple, op.reduce);
  } else out.byte(op.emptyDict);
  out.byte(op.mark);
  for (const [key, item] of entries) {
    writeKey(out, key);
    write(out, item, keep);
  }
  out.byte(op.setItems);
}

const writeKey = (out: Bytes, key: PyKey): void =>
  typeof key === 'string' ? writeText(out, key) : writeNumber(out, key);

/** `_rebuild_tensor_v2(storage, offset, shape, strides, requires_grad, hooks)`; the storage is a persistent id. */
function writeTensor(out: Bytes, tensor: PyTensor, keep: KeepStorage): void {
  const elements = elementsOf(tensor.shape);
  writeGlobal(out, 'torch._utils', '_rebuild_tensor_v2');
  out.byte(op.mark, op.mark);
  writeText(out, 'storage');
  writeGlobal(out, 'torch', storageOf[tensor.dtype]);
  writeText(out, keep(tensor));
  writeText(out, 'cpu');
  writeNumber(out, elements);
  out.byte(op.tuple, op.persistent);
  writeNumber(out, 0);
  writeTuple(out, tensor.shape, keep);
  writeTuple(out, contiguousStrides(tensor.shape), keep);
  out.byte(op.false);
  writeGlobal(out, 'collections', 'OrderedDict');
  out.byte(op.emptyTuple, op.reduce, op.tuple, op.reduce);
}

function writeGlobal(out: Bytes, module: string, name: string): void {
  out.byte(op.global);
  out.bytes(encodeUtf8(`${module}\n${name}\n`));
}

/** A growing array of bytes. */
class Bytes {
  private buffer = new Uint8Array(4096);
  private length = 0;

  byte(...values: readonly number[]): void {
    this.reserve(values.length);
    for (const value of values) this.buffer[this.length++] = value;
  }

  bytes(values: Uint8Array): void {
    this.reserve(values.length);
    this.buffer.set(values, this.length);
    this.length += values.length;
  }

  take(): Uint8Array<ArrayBuffer> {
    return this.buffer.slice(0, this.length);
  }

  private reserve(more: number): void {
    if (this.length + more <= this.buffer.length) return;
    const larger = new Uint8Array(Math.max(2 * this.buffer.length, this.length + more));
    larger.set(this.buffer);
    this.buffer = larger;
  }
}
