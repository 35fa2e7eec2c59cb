// Writing without ever leaving half a file: to a temporary name beside the target, then renamed over it. And what to tell where
// that fails.
import { rename } from 'node:fs/promises';
import * as vscode from 'vscode';

const underWay = new Map<string, Promise<void>>();

/**
 * Missing folders on the way are made; of several writes to one target the last that was asked for stays.
 * @throws what the file system throws; the target is then as it was.
 */
export async function writeAtomically(target: vscode.Uri, bytes: Uint8Array): Promise<void> {
  const key = target.toString();
  const before = underWay.get(key) ?? Promise.resolve();
  const write = before.catch(() => undefined).then(() => writeBeside(target, bytes));
  underWay.set(key, write);
  try {
    await write;
  } finally {
    if (underWay.get(key) === write) underWay.delete(key);
  }
}

async function writeBeside(target: vscode.Uri, bytes: Uint8Array): Promise<void> {
  const folder = vscode.Uri.joinPath(target, '..');
  const suffix = Array.from(crypto.getRandomValues(new Uint8Array(6)), (byte) => byte.toString(16).padStart(2, '0'));
  const name = target.path.slice(target.path.lastIndexOf('/') + 1);
  const temporary = vscode.Uri.joinPath(folder, `.${name}.${suffix.join('')}.tmp`);
  await vscode.workspace.fs.createDirectory(folder);
  try {
    await vscode.workspace.fs.writeFile(temporary, bytes);
    await replace(temporary, target);
  } catch (error) {
    await vscode.workspace.fs.delete(temporary).then(undefined, () => undefined);
    throw error;
  }
}

// The editor's own rename deletes an existing target first: for a moment, and for good if the editor ends in it, there is none. On a
// disk the operating system's rename takes its place in one step.
async function replace(temporary: vscode.Uri, target: vscode.Uri): Promise<void> {
  if (target.scheme === 'file') await rename(temporary.fsPath, target.fsPath);
  else await vscode.workspace.fs.rename(temporary, target, { overwrite: true });
}

export interface Failure {
  readonly message: string;
  readonly hint: string | null;
}

/** One sentence on what is wrong with a file, one on what to do. */
export function fileFailure(error: unknown, file: string): Failure {
  const text = error instanceof Error ? error.message : String(error);
  if (/ENOSPC|no space|disk full|EDQUOT/i.test(text)) {
    return {
      message: vscode.l10n.t('{0} could not be written: the disk is full.', file),
      hint: vscode.l10n.t('Free some space; training goes on and the next checkpoint is tried again.'),
    };
  }
  const code = error instanceof vscode.FileSystemError ? error.code : '';
  if (code === 'FileNotFound' || /ENOENT/.test(text)) {
    return {
      message: vscode.l10n.t('{0} does not exist.', file),
      hint: vscode.l10n.t('Choose another folder, or put the file there.'),
    };
  }
  if (code === 'NoPermissions' || /EACCES|EPERM|EROFS/.test(text)) {
    return {
      message: vscode.l10n.t('{0} cannot be accessed: permission denied.', file),
      hint: vscode.l10n.t('Check the permissions, or choose another place.'),
    };
  }
  return { message: `${file}: ${text}`, hint: null };
}
