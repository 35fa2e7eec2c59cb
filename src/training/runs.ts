// The unfinished run of a model: its settings and finished epochs, with its last checkpoint, kept in the extension's own storage so
// that a closed panel, a reload or a crash loses no finished epoch.
import * as vscode from 'vscode';
import { parse } from '../../protocol/validate';
import { unfinishedRun, type UnfinishedRun } from '../../protocol/trainer';
import { writeAtomically } from './files';

export interface Runs {
  /** undefined: none, or one that can no longer be read. */
  load(key: string): Promise<UnfinishedRun | undefined>;
  checkpoint(key: string): Promise<Uint8Array>;
  /** The checkpoint first: a run is there only with its checkpoint. */
  keep(key: string, run: UnfinishedRun, checkpoint: Uint8Array): Promise<void>;
  forget(key: string): Promise<void>;
}

export function createRuns(storage: vscode.Uri): Runs {
  const folderOf = (key: string): vscode.Uri => vscode.Uri.joinPath(storage, 'runs', fileName(key));
  const runOf = (key: string): vscode.Uri => vscode.Uri.joinPath(folderOf(key), 'run.json');
  const checkpointOf = (key: string): vscode.Uri => vscode.Uri.joinPath(folderOf(key), 'last.pth');
  return {
    async load(key) {
      try {
        const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(runOf(key)));
        const run = parse(unfinishedRun, JSON.parse(text));
        return run.ok ? run.value : undefined;
      } catch {
        return undefined;
      }
    },
    checkpoint: async (key) => vscode.workspace.fs.readFile(checkpointOf(key)),
    async keep(key, run, checkpoint) {
      await writeAtomically(checkpointOf(key), checkpoint);
      await writeAtomically(runOf(key), new TextEncoder().encode(JSON.stringify(run)));
    },
    async forget(key) {
      await vscode.workspace.fs.delete(folderOf(key), { recursive: true }).then(undefined, () => undefined);
    },
  };
}

/** A name that every file system takes, different for different keys (FNV-1a, 2 × 32 bits). */
function fileName(key: string): string {
  const hash = (seed: number): string => {
    let value = seed;
    for (let i = 0; i < key.length; i++) value = Math.imul(value ^ key.charCodeAt(i), 0x01000193);
    return (value >>> 0).toString(16).padStart(8, '0');
  };
  return hash(0x811c9dc5) + hash(0x050c5d1f);
}
