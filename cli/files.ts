// Files that the command line writes.
import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname } from 'node:path';

/** Of this user and no other: downloaded data sets, compiled code. */
export const cacheFolder = (): string =>
  `${process.env['XDG_CACHE_HOME'] || `${homedir()}/.cache`}/convlens`.replaceAll('\\', '/');

/** To a temporary name beside the target, then renamed over it. */
export function writeAtomically(file: string, bytes: Uint8Array): void {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(temporary, bytes);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
