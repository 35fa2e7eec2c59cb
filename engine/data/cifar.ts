// CIFAR-10 in its binary form: records of one label and 3×32×32 bytes, red plane first, row-major; five files to train on and one
// to validate. A. Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009.
import { failure } from '../train/failure';
import type { DatasetPair, ImageDataset } from './dataset';
import type { DataFile } from './idx';

export const cifarFiles = {
  train: ['data_batch_1.bin', 'data_batch_2.bin', 'data_batch_3.bin', 'data_batch_4.bin', 'data_batch_5.bin'],
  validation: ['test_batch.bin'],
} as const;

const imageBytes = 3 * 32 * 32;
const recordBytes = 1 + imageBytes;
const classes = ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'];
/** Over the training set, by channel. */
const normalisation = { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] } as const;

/** Throws TrainingFailure CL3102 (a file that ends inside a record, or is empty) or CL3106 (a label past 9). */
export function readCifar10(files: {
  readonly train: readonly DataFile[];
  readonly validation: readonly DataFile[];
}): DatasetPair {
  return { train: joined(files.train), validation: joined(files.validation) };
}

function joined(files: readonly DataFile[]): ImageDataset {
  const count = files.reduce((sum, file) => sum + recordsOf(file), 0);
  const images = new Uint8Array(count * imageBytes);
  const labels = new Uint8Array(count);
  let record = 0;
  for (const { bytes } of files) {
    for (let at = 0; at < bytes.length; at += recordBytes, record++) {
      labels[record] = bytes[at];
      images.set(bytes.subarray(at + 1, at + recordBytes), record * imageBytes);
    }
  }
  const index = labels.findIndex((label) => label >= classes.length);
  if (index !== -1) throw failure('CL3106', { index, label: labels[index], classes: classes.length });
  return { name: 'CIFAR-10', count, channels: 3, height: 32, width: 32, images, labels, classes, ...normalisation };
}

function recordsOf({ name, bytes }: DataFile): number {
  const records = Math.ceil(Math.max(bytes.length, 1) / recordBytes);
  if (records * recordBytes === bytes.length) return records;
  const expectedBytes = records * recordBytes;
  throw failure('CL3102', { file: name, expectedBytes, actualBytes: bytes.length }, 'Download the file again.');
}
