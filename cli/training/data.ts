// The data that `convlens train` trains on: a folder of IDX files, the download cache, or digits that the engine draws itself.
import type { DatasetPair } from '../../engine/data/dataset';
import { mnistFiles, readMnist, type MnistFile } from '../../engine/data/mnist';
import { syntheticDigits } from '../../engine/data/synthetic';
import { absolute, UsageError, type Environment } from '../environment';

export interface ChosenData {
  readonly data: DatasetPair;
  /** For people: what it is and where it lies. */
  readonly description: string;
}

/** @throws UsageError where the folder is none; TrainingFailure where its files are missing or damaged. */
export async function chooseData(choice: string | undefined, environment: Environment): Promise<ChosenData> {
  if (choice === 'synthetic') return synthetic('synthetic digits');
  if (choice !== undefined) {
    const folder = absolute(choice, environment);
    if (!environment.isFolder(folder)) throw new UsageError(`--data ${choice}: no such folder`);
    return { data: await readFolder(folder, environment), description: choice };
  }
  const cache = `${environment.cacheFolder}/mnist`;
  if (environment.isFolder(cache)) return { data: await readFolder(cache, environment), description: cache };
  return synthetic(`synthetic digits, as there is no MNIST in ${cache}`);
}

const synthetic = (description: string): ChosenData => ({ data: syntheticDigits(), description });

async function readFolder(folder: string, environment: Environment): Promise<DatasetPair> {
  const read = (which: MnistFile): Uint8Array | null => {
    const name = mnistFiles[which];
    // torchvision and others write `train-images.idx3-ubyte` too.
    const variants = [name, name.replace('-idx', '.idx')].flatMap((each) => [each, `${each}.gz`]);
    for (const variant of variants) {
      const bytes = environment.readBytes(`${folder}/${variant}`);
      if (bytes) return bytes;
    }
    return null;
  };
  const files = {
    trainImages: read('trainImages'),
    trainLabels: read('trainLabels'),
    testImages: read('testImages'),
    testLabels: read('testLabels'),
  };
  return readMnist(files, environment.training.inflate);
}
