// MNIST and its kin (Fashion-MNIST, KMNIST, EMNIST digits): four IDX files, plain or gzip, as datasets.
import { failure } from '../train/failure';
import { digits, mnistNormalisation, type DatasetPair, type ImageDataset } from './dataset';
import { inflated, readIdxImages, readIdxLabels, type DataFile, type Inflate } from './idx';

/** Names without `.gz`, which may follow. */
export const mnistFiles = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

export type MnistFile = keyof typeof mnistFiles;

/**
 * Reads the four files; `bytes` is null for one that is not there. Throws TrainingFailure CL3101 (missing), CL3102 (truncated),
 * CL3103 (another kind of file), CL3104 (counts differ), CL3105 (damaged gzip).
 */
export async function readMnist(
  bytes: Readonly<Record<MnistFile, Uint8Array | null>>,
  inflate: Inflate,
  name = 'MNIST',
): Promise<DatasetPair> {
  const file = async (which: MnistFile): Promise<DataFile> => {
    const content = bytes[which];
    const label = mnistFiles[which];
    if (content === null) throw failure('CL3101', { file: label }, 'Choose the folder that holds the four IDX files.');
    return inflated({ name: label, bytes: content }, inflate);
  };
  return {
    train: pair(await file('trainImages'), await file('trainLabels'), name),
    validation: pair(await file('testImages'), await file('testLabels'), name),
  };
}

function pair(imageFile: DataFile, labelFile: DataFile, name: string): ImageDataset {
  const { count, rows, columns, pixels } = readIdxImages(imageFile);
  const labels = readIdxLabels(labelFile);
  if (labels.length !== count) {
    const counts = { imageCount: count, labelCount: labels.length };
    throw failure(
      'CL3104',
      { images: imageFile.name, labels: labelFile.name, ...counts },
      'Download both files again.',
    );
  }
  const classes = labels.reduce((most, label) => Math.max(most, label), 9) + 1;
  return {
    name,
    count,
    channels: 1,
    height: rows,
    width: columns,
    images: pixels,
    labels,
    classes: classes === 10 ? digits : Array.from({ length: classes }, (_, i) => String(i)),
    ...mnistNormalisation,
  };
}
