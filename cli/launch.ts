// Entry of the command line under Node. Half of a short run would go into compiling the program: what V8 compiled in the first run
// is kept in the user's cache folder, as Python keeps its own in __pycache__. NODE_DISABLE_COMPILE_CACHE=1 does without, as in Node.
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { cacheFolder, writeAtomically } from './files';

type Main = (args: readonly string[]) => Promise<number>;
type Wrapper = (exports: object, require: NodeJS.Require, module: object, filename: string, dirname: string) => void;

const file = fileURLToPath(new URL('./cliMain.cjs', import.meta.url));

/** undefined: the user wants none. V8 itself refuses what another version of it, or of its flags, compiled. */
function cacheFile(): string | undefined {
  if (process.env['NODE_DISABLE_COMPILE_CACHE']) return undefined;
  const { size, mtimeMs } = statSync(file);
  return `${cacheFolder()}/code/${process.version}-${arch()}-${size}-${Math.round(mtimeMs)}.bin`;
}

function readIfThere(path: string | undefined): Buffer | undefined {
  try {
    return path === undefined ? undefined : readFileSync(path);
  } catch {
    return undefined;
  }
}

/** Of this version of Node, for programs that were replaced since. */
function removeOthers(path: string): void {
  const folder = dirname(path);
  const mine = `${process.version}-${arch()}-`;
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    if (name.startsWith(mine)) rmSync(`${folder}/${name}`, { force: true });
  }
}

const cache = cacheFile();
const cachedData = readIfThere(cache);
const source = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(file, 'utf8')}\n})`;
const script = new Script(source, { filename: file, ...(cachedData && { cachedData }) });
const module = { exports: {} as { main: Main } };
(script.runInThisContext() as Wrapper)(module.exports, createRequire(file), module, file, dirname(file));
process.exitCode = await module.exports.main(process.argv.slice(2));

if (cache !== undefined && (cachedData === undefined || script.cachedDataRejected === true)) {
  try {
    removeOthers(cache);
    writeAtomically(cache, script.createCachedData());
  } catch {
    // A folder that cannot be written to: the next run compiles again.
  }
}
