// The IDX format of MNIST and its kin: a magic number that names element type and dimensions, the sizes, the bytes.
// Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
//
//     images   00 00 08 03 | count | rows | columns | one byte a pixel, row-major
//     labels   00 00 08 01 | count | one byte a label
import { failure, reasonOf } from '../train/failure';

/** A file as it lies on disk, by the name that messages call it. */
export interface DataFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Turns the bytes of a gzip file into those of its content: `zlib.gunzip`, `DecompressionStream`, `fflate.gunzip`. */
export type Inflate = (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>;

export interface IdxImages {
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
  readonly pixels: Uint8Array;
}

const imageMagic = 0x00000803;
const labelMagic = 0x00000801;
const byHand = 'Download the file again.';

/** The images of a plain IDX file. Throws TrainingFailure CL3102 (truncated) or CL3103 (another kind of file). */
export function readIdxImages(file: DataFile): IdxImages {
  const [count, rows, columns] = header(file, imageMagic, 3, 'images');
  return { count, rows, columns, pixels: body(file, 16, count * rows * columns) };
}

/** The labels of a plain IDX file. Throws as `readIdxImages`. */
export function readIdxLabels(file: DataFile): Uint8Array {
  const [count] = header(file, labelMagic, 1, 'labels');
  return body(file, 8, count);
}

/** The content of a gzip file, or the file itself where it is none. Throws TrainingFailure CL3105. */
export async function inflated(file: DataFile, inflate: Inflate): Promise<DataFile> {
  const { name, bytes } = file;
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return file;
  try {
    return { name, bytes: await inflate(bytes) };
  } catch (thrown) {
    throw failure('CL3105', { file: name, reason: reasonOf(thrown) }, byHand);
  }
}

function header({ name, bytes }: DataFile, expected: number, dimensions: number, content: string): number[] {
  const length = 4 + 4 * dimensions;
  if (bytes.length < 4) throw truncated(name, length, bytes.length);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  if (magic !== expected) {
    throw failure(
      'CL3103',
      { file: name, content, actual: hexadecimal(magic), expected: hexadecimal(expected) },
      byHand,
    );
  }
  if (bytes.length < length) throw truncated(name, length, bytes.length);
  return Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
}

/** Bytes that follow the last one are passed over, as torchvision does. */
function body({ name, bytes }: DataFile, start: number, length: number): Uint8Array {
  if (bytes.length < start + length) throw truncated(name, start + length, bytes.length);
  return bytes.subarray(start, start + length);
}

const truncated = (file: string, expectedBytes: number, actualBytes: number): Error =>
  failure('CL3102', { file, expectedBytes, actualBytes }, byHand);

const hexadecimal = (magic: number): string => `0x${magic.toString(16).padStart(8, '0')}`;
