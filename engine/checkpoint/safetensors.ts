// The safetensors format: the length of a JSON header (8 bytes, little-endian), the header, and the tensors' bytes without gaps.
// https://github.com/huggingface/safetensors, "Format".
//
//     {"__metadata__":{"format":"pt"},"fc.bias":{"dtype":"F32","shape":[10],"data_offsets":[0,40]}}
import { dtypeBytes, type DType } from '../../core/shape/dtype';
import { failure } from '../train/failure';
import { Malformed } from './malformed';
import { PyTensor } from './pickleValue';
import { elementsOf, type FileTensor } from './tensor';
import { decodeUtf8, encodeUtf8 } from './utf8';

const names: Readonly<Record<DType, string>> = {
  float64: 'F64',
  float32: 'F32',
  float16: 'F16',
  bfloat16: 'BF16',
  complex64: 'C64',
  complex128: 'C128',
  int64: 'I64',
  int32: 'I32',
  int16: 'I16',
  int8: 'I8',
  uint8: 'U8',
  bool: 'BOOL',
};
const dtypes: ReadonlyMap<string, DType> = new Map(
  Object.entries(names).map(([dtype, name]) => [name, dtype as DType]),
);

/** The reference implementation refuses longer headers. */
const mostHeader = 100_000_000;

/** The file's bytes; tensors in the order given, those of wide elements first so that each is aligned. */
export function writeSafetensors(tensors: ReadonlyMap<string, FileTensor>): Uint8Array<ArrayBuffer> {
  const ordered = [...tensors].sort(([, a], [, b]) => dtypeBytes[b.dtype] - dtypeBytes[a.dtype]);
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of ordered) {
    header[name] = { dtype: names[dtype], shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
  }
  const plain = encodeUtf8(JSON.stringify(header));
  const headerBytes = Math.ceil(plain.length / 8) * 8;
  const out = new Uint8Array(8 + headerBytes + end).fill(0x20, 8, 8 + headerBytes);
  new DataView(out.buffer).setBigUint64(0, BigInt(headerBytes), true);
  out.set(plain, 8);
  let at = 8 + headerBytes;
  for (const [, { bytes }] of ordered) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

/** The tensors by name. `file` names it in the message of a TrainingFailure CL3201. */
export function readSafetensors(bytes: Uint8Array, file: string): ReadonlyMap<string, PyTensor> {
  try {
    return read(bytes);
  } catch (thrown) {
    throw failure('CL3201', { file, reason: thrown instanceof Malformed ? thrown.message : 'it is damaged' });
  }
}

function read(bytes: Uint8Array): ReadonlyMap<string, PyTensor> {
  if (bytes.length < 8) throw new Malformed('it is truncated');
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > mostHeader || 8 + Number(length) > bytes.length)
    throw new Malformed('it is truncated, or no safetensors file');
  const start = 8 + Number(length);
  const header: unknown = JSON.parse(decodeUtf8(bytes.subarray(8, start)) ?? '');
  if (typeof header !== 'object' || header === null || Array.isArray(header))
    throw new Malformed('its header is damaged');
  const tensors = new Map<string, PyTensor>();
  let total = 0;
  for (const [name, entry] of Object.entries(header) as [string, unknown][]) {
    if (name === '__metadata__') continue;
    const tensor = tensorOf(entry, bytes.subarray(start), name);
    total += tensor.bytes.length;
    tensors.set(name, PyTensor.of(tensor));
  }
  if (total !== bytes.length - start) throw new Malformed('its tensors and its length do not agree');
  return tensors;
}

function tensorOf(entry: unknown, data: Uint8Array, name: string): FileTensor {
  const { dtype: given, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  const dtype = typeof given === 'string' ? dtypes.get(given) : undefined;
  if (dtype === undefined || !isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) {
    throw new Malformed(`the entry ${name} is damaged`);
  }
  const [from, to] = offsets;
  if (to > data.length || to - from !== elementsOf(shape) * dtypeBytes[dtype]) {
    throw new Malformed(`the entry ${name} is damaged`);
  }
  return { dtype, shape, bytes: data.subarray(from, to) };
}

const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && (each as number) >= 0);
