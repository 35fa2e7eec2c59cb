// Throw-away workspaces: a test works on a copy and never on the repository's own files.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export const repository = path.join(import.meta.dirname, '..', '..');

export interface Scratch {
  root: string;
  workspace: string;
  userDataDir: string;
  extensionsDir: string;
  remove: () => Promise<void>;
}

/** A temporary folder whose `workspace` holds a copy of `folder`'s content and of each of `files` under its own name. */
export async function makeScratch({
  folder,
  files = [],
}: {
  folder?: string;
  files?: readonly string[];
}): Promise<Scratch> {
  const root = await mkdtemp(path.join(tmpdir(), 'convlens-e2e-'));
  const workspace = path.join(root, 'workspace');
  await mkdir(workspace);
  if (folder) await cp(folder, workspace, { recursive: true });
  for (const file of files) await cp(file, path.join(workspace, path.basename(file)));
  return {
    root,
    workspace,
    userDataDir: path.join(root, 'data'),
    extensionsDir: path.join(root, 'extensions'),
    remove: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }),
  };
}

/** The first of the example models whose name ends with `extension` and whose text has `marker`. */
export function exampleWith(extension: string, marker: string): string {
  const examples = path.join(repository, 'examples');
  const found = readdirSync(examples, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => path.join(examples, name))
    .find((file) => readFileSync(file, 'utf8').includes(marker));
  if (!found) throw new Error(`no example *${extension} has ${marker}`);
  return found;
}

/** The script from which the product was asked for, where it lies beside the checkout; else the repository's own equal of it. */
export function mnistScript(): { file: string; original: boolean } {
  const original = path.join(repository, '..', 'shared', 'corpus', 'mnist_ds_dilated.py');
  if (existsSync(original)) return { file: original, original: true };
  return { file: path.join(repository, 'examples', 'mnist_ds_dilated_net.py'), original: false };
}
