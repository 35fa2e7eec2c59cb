// A desktop VS Code: one that is installed, or one that is downloaded into .cache/vscode-desktop/.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';

const CACHE = path.join(import.meta.dirname, '..', '.cache', 'vscode-desktop');

/** Milliseconds without any data after which a download counts as not possible. */
const IDLE_LIMIT = 8_000;

/** The full path of a program on the search path, or undefined. */
export function findProgram(name) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return folders.flatMap((folder) => endings.map((ending) => path.join(folder, name + ending))).find(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a window can be opened here. */
export function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** The path of a downloaded VS Code's executable; rejects with a one-line reason where it cannot be downloaded. */
export async function downloadDesktop() {
  try {
    return await downloadAndUnzipVSCode({ version: 'stable', cachePath: CACHE, timeout: IDLE_LIMIT });
  } catch (error) {
    throw new Error(`VS Code cannot be downloaded here (${firstLine(error)})`, { cause: error });
  }
}

const firstLine = (error) => (error instanceof Error ? error.message : String(error)).split('\n')[0];

/** What a program run by root needs on Linux for Electron to start at all. */
export const sandboxFlags = () => (process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []);
