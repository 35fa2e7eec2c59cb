// A dataset out of a folder: the four IDX files under their published names, plain or gzip.
import type { DatasetPair } from '../data/dataset';
import type { Inflate } from '../data/idx';
import { mnistFiles, readMnist, type MnistFile } from '../data/mnist';

/** The file's bytes; null where there is none. Rejects where it is there and cannot be read. */
export type ReadFile = (path: string) => Promise<Uint8Array | null>;

/** Throws TrainingFailure as `readMnist` does. Fashion-MNIST and its kin have the same names: only the folder tells. */
export async function datasetFromFolder(folder: string, read: ReadFile, inflate: Inflate): Promise<DatasetPair> {
  const bytes: Record<MnistFile, Uint8Array | null> = {
    trainImages: null,
    trainLabels: null,
    testImages: null,
    testLabels: null,
  };
  for (const which of Object.keys(mnistFiles) as MnistFile[]) {
    const path = `${folder}/${mnistFiles[which]}`;
    bytes[which] = (await read(path)) ?? (await read(`${path}.gz`));
  }
  return readMnist(bytes, inflate, nameOf(folder));
}

const nameOf = (folder: string): string => (/fashion/i.test(folder) ? 'Fashion-MNIST' : 'MNIST');
