// The file that torch.save writes and torch.load reads: a zip archive of a pickle and of the tensors' storages.
//
//     archive/data.pkl   archive/.format_version "1"   archive/.storage_alignment "64"   archive/byteorder "little"
//     archive/data/0 ... archive/version "3\n"         archive/.data/serialization_id
//
// torch/serialization.py, caffe2/serialize/inline_container.cc.
import { failure } from '../train/failure';
import { crc32 } from './crc32';
import { Malformed } from './malformed';
import { readPickle } from './pickleReader';
import { writePickle } from './pickleWriter';
import type { PyTensor, PyValue } from './pickleValue';
import { encodeUtf8, decodeUtf8 } from './utf8';
import { readZip } from './zipReader';
import { writeZip, type ZipEntry } from './zipWriter';

const root = 'archive';

/** The bytes of `torch.save(value, path)`. Throws TrainingFailure CL3203 where they would pass 4 GiB. */
export function writeTorchFile(value: PyValue): Uint8Array<ArrayBuffer> {
  const keys = new Map<PyTensor, string>();
  const storages: ZipEntry[] = [];
  const pickle = writePickle(value, (tensor) => {
    const known = keys.get(tensor);
    if (known !== undefined) return known;
    const key = String(storages.length);
    keys.set(tensor, key);
    storages.push({ name: `${root}/data/${key}`, bytes: tensor.read().bytes });
    return key;
  });
  const text = (name: string, content: string): ZipEntry => ({ name: `${root}/${name}`, bytes: encodeUtf8(content) });
  return writeZip([
    { name: `${root}/data.pkl`, bytes: pickle },
    text('.format_version', '1'),
    text('.storage_alignment', '64'),
    text('byteorder', 'little'),
    ...storages,
    text('version', '3\n'),
    text('.data/serialization_id', serialisationId(storages)),
  ]);
}

/** Twenty digits of the record names and twenty of the contents, as PyTorch makes its own from two hashes. */
function serialisationId(storages: readonly ZipEntry[]): string {
  const digits = (values: readonly number[]): string =>
    values
      .reduce((hash, value) => (Math.imul(hash, 31) + value) >>> 0, 0)
      .toString()
      .padStart(20, '0');
  return (
    digits(storages.map(({ name }) => crc32(encodeUtf8(name)))) + digits(storages.map(({ bytes }) => crc32(bytes)))
  );
}

/** The value that torch.load(path, weights_only=True) gives. `file` names it in the message of a TrainingFailure CL3201. */
export function readTorchFile(bytes: Uint8Array, file: string): PyValue {
  try {
    return read(bytes);
  } catch (thrown) {
    // A pickle is somebody else's: whatever it makes the reader stumble over is the file's fault.
    const reason = thrown instanceof Malformed ? thrown.message : 'it is damaged';
    throw failure('CL3201', { file, reason });
  }
}

function read(bytes: Uint8Array): PyValue {
  if (bytes[0] === 0x80) throw new Malformed('it has the format of PyTorch before 1.6: save it again with a newer one');
  const entries = readZip(bytes);
  const main = [...entries.keys()].find((name) => name.endsWith('/data.pkl'));
  if (main === undefined) throw new Malformed('it is a zip archive, but not one that torch.save wrote');
  const prefix = main.slice(0, -'data.pkl'.length);
  const order = entries.get(`${prefix}byteorder`);
  if (order !== undefined && decodeUtf8(order) !== 'little')
    throw new Malformed('it was written on a big-endian machine');
  return readPickle(entries.get(main) ?? new Uint8Array(), (key) => entries.get(`${prefix}data/${key}`));
}
