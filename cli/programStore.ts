// Parsed programs kept in the user's cache folder, as Python keeps its own in __pycache__: of every file that an analysis read, by
// what its text is. NODE_DISABLE_COMPILE_CACHE=1 does without, as in `launch.ts`.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { ProgramStore } from '../core/eval/programs';
import type { Program } from '../core/syntax/ast';
import { readStored } from '../core/syntax/stored';
import { writeAtomically } from './files';

/** A file each; with more of them the folder is begun anew. */
const mostPrograms = 4_000;
/** What one run adds at most, in characters of source: it parses them whole for that. */
const mostCharacters = 2_000_000;

export interface WrittenStore extends ProgramStore {
  /** Writes what came up since the process began. Nobody waits for the answer any more; what cannot be written is left out. */
  write(): void;
}

/** `build`: the program that parses; another one reads nothing of what this one wrote. undefined: the user wants none. */
export function createProgramStore(folder: string, build: string): WrittenStore | undefined {
  const status = statSync(build, { throwIfNoEntry: false });
  if (process.env['NODE_DISABLE_COMPILE_CACHE'] || status === undefined) return undefined;
  const own = `${status.size}-${Math.round(status.mtimeMs)}`;
  const pending = new Map<string, () => string | undefined>();
  let characters = 0;
  const pathOf = (text: string): string => `${folder}/${own}/${sealOf(text)}.program`;
  return {
    find(file, text): Program | undefined {
      try {
        const sealed = readFileSync(pathOf(text), 'utf8');
        const stored = sealed.slice(sealLength);
        // the bodies of functions are read when they are asked for: what is broken must show now
        return sealOf(stored) === sealed.slice(0, sealLength) ? readStored(file, text, stored) : undefined;
      } catch {
        return undefined;
      }
    },
    keep(text, stored) {
      characters += text.length;
      if (characters <= mostCharacters) pending.set(pathOf(text), stored);
    },
    write() {
      if (pending.size === 0) return;
      try {
        makeRoom(folder, own);
        for (const [path, stored] of pending) {
          const text = stored();
          if (text !== undefined) writeAtomically(path, Buffer.from(sealOf(text) + text));
        }
      } catch {
        // a folder that cannot be written to: the next run parses again
      }
    },
  };
}

const sealLength = 40;
const sealOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, sealLength);

/** Other builds' programs go, and all of them where they have become too many. */
function makeRoom(folder: string, own: string): void {
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (name !== own || readdirSync(`${folder}/${name}`).length > mostPrograms)
      rmSync(`${folder}/${name}`, { recursive: true, force: true });
  }
}
