// A folder with the four IDX files of MNIST or its kin, plain or gzip: found, described, read.
import * as vscode from 'vscode';
import type { TrainingDataset } from '../../protocol/training';
import type { DatasetFolder } from '../../protocol/trainer';

const names = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

/** Where people and torchvision keep MNIST, relative to a workspace folder. */
const usualPlaces = [[], ['data'], ['data', 'MNIST', 'raw'], ['MNIST', 'raw'], ['mnist'], ['data', 'mnist']];

export async function describeFolder(folder: vscode.Uri): Promise<DatasetFolder> {
  const there = await listFiles(folder);
  const missing = Object.values(names).filter((name) => !variants(name).some((variant) => there.has(variant)));
  return { label: vscode.workspace.asRelativePath(folder), missing };
}

/** The first of the usual places that holds all four files. */
export async function findFolder(workspace: vscode.Uri): Promise<vscode.Uri | undefined> {
  for (const place of usualPlaces) {
    const folder = vscode.Uri.joinPath(workspace, ...place);
    if ((await describeFolder(folder)).missing.length === 0) return folder;
  }
  return undefined;
}

/** @throws FileSystemError where a file is missing or cannot be read. */
export async function readFolder(folder: vscode.Uri): Promise<TrainingDataset> {
  const there = await listFiles(folder);
  const read = async (name: string): Promise<ArrayBuffer> => {
    const variant = variants(name).find((each) => there.has(each)) ?? name;
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(folder, variant));
    return bytes.slice().buffer;
  };
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all([
    read(names.trainImages),
    read(names.trainLabels),
    read(names.testImages),
    read(names.testLabels),
  ]);
  return { kind: 'idx', trainImages, trainLabels, testImages, testLabels };
}

/** `train-images-idx3-ubyte` and `train-images.idx3-ubyte`, each plain or gzip. */
const variants = (name: string): readonly string[] =>
  [name, name.replace('-idx', '.idx')].flatMap((each) => [each, `${each}.gz`]);

async function listFiles(folder: vscode.Uri): Promise<ReadonlySet<string>> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    return new Set(entries.filter(([, type]) => (type & vscode.FileType.File) !== 0).map(([name]) => name));
  } catch {
    // No such folder, or none that may be read: nothing is there.
    return new Set();
  }
}
