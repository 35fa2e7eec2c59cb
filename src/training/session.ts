// The files of one training session: where the data lies, where checkpoints go, what is kept for a resume. Every method answers
// with the message for the page; what fails is one message with a hint.
import * as vscode from 'vscode';
import type { DatasetFolder, FailedRequest, FromTrainer, ToTrainer, UnfinishedRun } from '../../protocol/trainer';
import { fileFailure, writeAtomically } from './files';
import { describeFolder, findFolder, readFolder } from './folder';
import { createRuns } from './runs';

type SaveCheckpoint = Extract<FromTrainer, { readonly type: 'saveCheckpoint' }>;

export interface TrainingFiles {
  /** The model's expression: with the document it names the run. */
  expression: string;
  /** Where best checkpoints go, for people. */
  readonly saveLabel: string;
  knownFolder(): Promise<DatasetFolder | null>;
  chooseFolder(): Promise<ToTrainer>;
  readDataset(): Promise<ToTrainer>;
  readCheckpoint(): Promise<ToTrainer>;
  saveCheckpoint(message: SaveCheckpoint): Promise<ToTrainer>;
  unfinished(): Promise<UnfinishedRun | null>;
  forget(): Promise<void>;
  failed(what: FailedRequest, error: unknown, file: string): ToTrainer;
}

const folderKey = 'trainer.folder';

export function createTrainingFiles(context: vscode.ExtensionContext, document: vscode.Uri): TrainingFiles {
  const { workspaceState } = context;
  const runs = createRuns(context.storageUri ?? context.globalStorageUri);
  const settings = vscode.workspace.getConfiguration('convlens.training', document);
  const home = homeOf(document, context.globalStorageUri);
  const saveTo = resolve(home, settings.get<string>('saveFile', '') || 'best_model.pth');

  const folder = async (): Promise<vscode.Uri | undefined> => {
    const chosen = workspaceState.get<string>(folderKey);
    if (chosen !== undefined) return vscode.Uri.parse(chosen);
    const named = settings.get<string>('dataFolder', '');
    if (named !== '') return resolve(home, named);
    return findFolder(home);
  };
  const failed = (what: FailedRequest, error: unknown, file: string): ToTrainer => ({
    type: 'failed',
    what,
    ...fileFailure(error, file),
  });

  const files: TrainingFiles = {
    expression: '',
    saveLabel: labelOf(saveTo),
    failed,
    async knownFolder() {
      const known = await folder();
      return known ? describeFolder(known) : null;
    },
    async chooseFolder() {
      const [picked] =
        (await vscode.window.showOpenDialog({
          canSelectFolders: true,
          canSelectFiles: false,
          title: vscode.l10n.t('Folder with the MNIST files in IDX form'),
          openLabel: vscode.l10n.t('Use This Folder'),
          defaultUri: (await folder()) ?? home,
        })) ?? [];
      if (!picked) return { type: 'folder', folder: null };
      await workspaceState.update(folderKey, picked.toString());
      return { type: 'folder', folder: await describeFolder(picked) };
    },
    async readDataset() {
      const known = await folder();
      if (!known) {
        const message = vscode.l10n.t('No folder with the MNIST files was chosen.');
        return { type: 'failed', what: 'readDataset', message, hint: null };
      }
      const { label, missing } = await describeFolder(known);
      if (missing.length > 0) {
        return {
          type: 'failed',
          what: 'readDataset',
          message: vscode.l10n.t('{0} lacks {1}.', label, missing.join(', ')),
          hint: vscode.l10n.t('Choose another folder, or train on synthetic digits.'),
        };
      }
      try {
        return { type: 'dataset', dataset: await readFolder(known) };
      } catch (error) {
        return failed('readDataset', error, label);
      }
    },
    async readCheckpoint() {
      try {
        const bytes = await runs.checkpoint(key());
        return { type: 'checkpoint', bytes: bytes.slice().buffer };
      } catch (error) {
        return failed('readCheckpoint', error, vscode.l10n.t('The last checkpoint'));
      }
    },
    async saveCheckpoint({ role, epoch, bytes, run }) {
      const label = role === 'best' ? labelOf(saveTo) : vscode.l10n.t('The checkpoint for a resume');
      try {
        if (role === 'best') await writeAtomically(saveTo, new Uint8Array(bytes));
        else await runs.keep(key(), run, new Uint8Array(bytes));
        return { type: 'saved', role, epoch, label };
      } catch (error) {
        return failed('saveCheckpoint', error, label);
      }
    },
    async unfinished() {
      return (await runs.load(key())) ?? null;
    },
    forget: () => runs.forget(key()),
  };
  const key = (): string => `${document.toString()}#${files.expression}`;
  return files;
}

/** The workspace folder of the document, else the first one, else the document's own folder where it lies on disk. */
function homeOf(document: vscode.Uri, storage: vscode.Uri): vscode.Uri {
  const folder = vscode.workspace.getWorkspaceFolder(document) ?? vscode.workspace.workspaceFolders?.at(0);
  if (folder) return folder.uri;
  return document.scheme === 'file' ? vscode.Uri.joinPath(document, '..') : storage;
}

const resolve = (base: vscode.Uri, path: string): vscode.Uri =>
  /^(?:\/|[A-Za-z]:[\\/])/.test(path) ? vscode.Uri.file(path) : vscode.Uri.joinPath(base, path);

const labelOf = (file: vscode.Uri): string => vscode.workspace.asRelativePath(file, false);
