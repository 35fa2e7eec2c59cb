// The VS Code host in its cache folder: Node and code-server from the package registry, installed once, and how its programs are run.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** What is installed. A change of any of them makes a new cache folder. `codeServer` 4.139 carries VS Code 1.139 and wants Node 24. */
export const VERSIONS = Object.freeze({ codeServer: '4.139.1', node: '24.21.0', layout: '1' });

const CACHE = path.join(import.meta.dirname, '..', '.cache', 'vscode-host');
const STAMP = 'versions.json';

/** Thrown for every failure here; `message` is one line fit to be shown as it is. */
export class HostError extends Error {}

/**
 * Installs the host into the cache where it is not there yet; a half-finished installation is never used.
 * @param {{ cache?: string, log?: (line: string) => void }} [options]
 * @returns {Promise<{ node: string, server: string }>} the Node binary and the folder that holds `out/server-main.js`
 */
export async function prepareHost({ cache = CACHE, log = () => {} } = {}) {
  const home = path.join(cache, `code-server-${VERSIONS.codeServer}-node-${VERSIONS.node}-${VERSIONS.layout}`);
  if (!(await isComplete(home))) {
    log('Setting up the VS Code host from the package registry (once, about 700 MB on disk)');
    await mkdir(cache, { recursive: true });
    const partial = await mkdtemp(path.join(cache, 'partial-'));
    try {
      await installInto(partial, log);
      await rm(home, { recursive: true, force: true });
      await rename(partial, home);
    } finally {
      await rm(partial, { recursive: true, force: true });
    }
  }
  return { node: await nodeBinary(home), server: serverFolder(home) };
}

const serverFolder = (home) => path.join(home, 'server', 'node_modules', 'code-server', 'lib', 'vscode');

async function isComplete(home) {
  try {
    return (await readFile(path.join(home, STAMP), 'utf8')) === JSON.stringify(VERSIONS);
  } catch {
    return false;
  }
}

async function installInto(home, log) {
  const flags = ['--no-audit', '--no-fund', '--no-save', '--loglevel', 'error'];
  for (const part of ['node', 'server']) {
    await mkdir(path.join(home, part));
    await writeFile(path.join(home, part, 'package.json'), '{"private":true}\n');
  }
  log(`  Node ${VERSIONS.node}`);
  // On Linux the platform's own package needs no install script; elsewhere `node` fetches the right one by its script.
  const linux =
    process.platform === 'linux'
      ? [`node-linux-${process.arch}@${VERSIONS.node}`]
      : [`node@${VERSIONS.node}`, '--foreground-scripts'];
  await npm(['install', ...linux, ...flags], path.join(home, 'node'));
  log(`  code-server ${VERSIONS.codeServer}`);
  await npm(['install', `code-server@${VERSIONS.codeServer}`, '--ignore-scripts', ...flags], path.join(home, 'server'));
  log('  the dependencies of its VS Code');
  // Without their scripts the native add-ons are not compiled: the server then only lacks terminals and file logging.
  await npm(['install', '--omit=dev', '--ignore-scripts', ...flags], serverFolder(home));
  await symlink('node_modules', path.join(serverFolder(home), 'node_modules.asar'), 'junction');
  await run(await nodeBinary(home), ['--version'], { what: 'the installed Node' });
  await writeFile(path.join(home, STAMP), JSON.stringify(VERSIONS));
}

async function nodeBinary(home) {
  const modules = path.join(home, 'node', 'node_modules');
  const names = [
    path.join(`node-linux-${process.arch}`, 'bin', 'node'),
    path.join('node', 'bin', 'node'),
    path.join('node', 'bin', 'node.exe'),
  ];
  const found = names.map((name) => path.join(modules, name)).find((file) => existsSync(file));
  if (!found)
    throw new HostError(`VS Code host: Node ${VERSIONS.node} is not available for ${process.platform} ${process.arch}`);
  return found;
}

/** npm without a shell, also where it is a .cmd file: under `npm run` its own script is known. */
function npm(args, cwd) {
  const script = process.env.npm_execpath;
  const [command, prefix] = script?.endsWith('.js') ? [process.execPath, [script]] : ['npm', []];
  return run(command, [...prefix, ...args], { cwd, what: `npm ${args.slice(0, 2).join(' ')}` });
}

/** Runs a program to its end; a failure tells the first telling line of what it wrote. */
export async function run(command, args, { cwd, what }) {
  const child = spawn(command, args, { cwd, env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const code = await exitCode(child);
  if (code !== 0) throw new HostError(`VS Code host: ${what} failed (${code}): ${tellingLine(output())}`);
  return output();
}

/** Gathers the last 20,000 characters that a program writes; call the answer to read them. */
export function collect(child) {
  let text = '';
  const add = (chunk) => (text = (text + chunk).slice(-20_000));
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  return () => text;
}

/** Resolves to the exit code, the signal or the message of why it could not be started. */
export const exitCode = (child) =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal));
  });

export function tellingLine(output) {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.find((line) => /error|cannot|failed|EACCES|ENO/i.test(line)) ?? lines.at(-1) ?? 'no output';
}

/** The environment without what an enclosing editor, test runner or npm has put there for its own children. */
export function cleanEnvironment(extra = {}) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|VITEST|NODE_OPTIONS$|NODE_ENV$|npm_(lifecycle|package)_)/.test(name),
  );
  return { ...Object.fromEntries(own), ...extra };
}
