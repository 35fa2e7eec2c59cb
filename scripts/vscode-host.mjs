// A complete VS Code (server and workbench) taken from the package registry alone, for machines without a desktop editor:
// the end-to-end tests drive it in a browser, and `npm start` falls back to it. It lives in .cache/vscode-host/.
//   node scripts/vscode-host.mjs prepare                             set it up once (idempotent)
//   node scripts/vscode-host.mjs open FOLDER [--vsix FILE] [--port N]  serve FOLDER until Ctrl+C
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** What is installed. A change of any of them makes a new cache folder. `codeServer` 4.139 carries VS Code 1.139 and wants Node 24. */
export const VERSIONS = Object.freeze({ codeServer: '4.139.1', node: '24.21.0', layout: '1' });

const CACHE = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '.cache', 'vscode-host');
const STAMP = 'versions.json';

/** Settings that keep a fresh profile quiet. Workspace trust is off; pass `security.workspace.trust.enabled: true` to test Restricted Mode. */
export const QUIET_SETTINGS = Object.freeze({
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.enabled': false,
});

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
async function run(command, args, { cwd, what }) {
  const child = spawn(command, args, { cwd, env: cleanEnvironment(), stdio: ['ignore', 'pipe', 'pipe'] });
  const output = collect(child);
  const code = await exitCode(child);
  if (code !== 0) throw new HostError(`VS Code host: ${what} failed (${code}): ${tellingLine(output())}`);
  return output();
}

function collect(child) {
  let text = '';
  const add = (chunk) => (text = (text + chunk).slice(-20_000));
  child.stdout.on('data', add);
  child.stderr.on('data', add);
  return () => text;
}

const exitCode = (child) =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal));
  });

function tellingLine(output) {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return lines.find((line) => /error|cannot|failed|EACCES|ENO/i.test(line)) ?? lines.at(-1) ?? 'no output';
}

/** The environment without what an enclosing editor, test runner or npm has put there for its own children. */
function cleanEnvironment(extra = {}) {
  const own = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|VITEST|NODE_OPTIONS$|NODE_ENV$|npm_(lifecycle|package)_)/.test(name),
  );
  return { ...Object.fromEntries(own), ...extra };
}

/**
 * Installs a packaged extension as a user would.
 * @param {string} vsix path of the .vsix file
 * @param {{ extensionsDir: string, userDataDir: string, cache?: string, log?: (line: string) => void }} options
 */
export async function installExtension(vsix, { extensionsDir, userDataDir, cache, log }) {
  if (!existsSync(vsix)) throw new HostError(`VS Code host: there is no ${vsix}; run \`npm run package\` first`);
  const { node, server } = await prepareHost({ cache, log });
  const flags = ['--extensions-dir', extensionsDir, '--user-data-dir', userDataDir, '--accept-server-license-terms'];
  const output = await run(node, ['out/server-main.js', '--install-extension', path.resolve(vsix), ...flags], {
    cwd: server,
    what: `installing ${path.basename(vsix)}`,
  });
  if (!/successfully installed/.test(output))
    throw new HostError(`VS Code host: installing ${path.basename(vsix)} failed: ${tellingLine(output)}`);
}

/**
 * Starts a server on the loopback interface and waits until it answers. Folders that are not given are temporary and removed by `stop`.
 * @param {{ folder: string, port?: number, userDataDir?: string, extensionsDir?: string, settings?: Record<string, unknown>,
 *   env?: Record<string, string>, timeoutMs?: number, cache?: string, log?: (line: string) => void }} options
 * @returns {Promise<{ url: string, output: () => string, stop: () => Promise<void> }>} `url` opens `folder` in a browser
 */
export async function startHost({
  folder,
  port,
  userDataDir,
  extensionsDir,
  settings = {},
  env = {},
  timeoutMs = 60_000,
  cache,
  log,
}) {
  if (!existsSync(folder)) throw new HostError(`VS Code host: there is no folder ${folder}`);
  const { node, server } = await prepareHost({ cache, log });
  const scratch = await mkdtemp(path.join(tmpdir(), 'vscode-host-'));
  const data = userDataDir ?? path.join(scratch, 'data');
  await writeSettings(data, { ...QUIET_SETTINGS, ...settings });
  const chosen = port ?? (await freePort());
  const args = [
    'out/server-main.js',
    '--host',
    '127.0.0.1',
    '--port',
    String(chosen),
    '--without-connection-token',
    '--accept-server-license-terms',
  ];
  const places = ['--user-data-dir', data, '--extensions-dir', extensionsDir ?? path.join(scratch, 'extensions')];
  const child = spawn(node, [...args, ...places], {
    cwd: server,
    env: cleanEnvironment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const ended = exitCode(child);
  const killNow = () => child.kill('SIGKILL');
  process.once('exit', killNow);
  const stop = async () => {
    child.kill('SIGTERM');
    if ((await Promise.race([ended, delay(5_000, 'late', { ref: false })])) === 'late') killNow();
    await ended;
    process.off('exit', killNow);
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  const root = `http://127.0.0.1:${chosen}/`;
  const problem = await Promise.race([ended.then((code) => `ended at once (${code})`), answers(root, timeoutMs)]);
  if (problem) {
    await stop();
    throw new HostError(`VS Code host: the server ${problem}: ${tellingLine(output())}`);
  }
  return { url: `${root}?folder=${encodeURIComponent(path.resolve(folder))}`, output, stop };
}

/** `User` is read by the workbench when it loads, `Machine` by the server; application-scoped settings count only in the first. */
async function writeSettings(data, settings) {
  const text = JSON.stringify(settings, null, 2);
  for (const profile of ['Machine', 'User']) {
    await mkdir(path.join(data, profile), { recursive: true });
    await writeFile(path.join(data, profile, 'settings.json'), text);
  }
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  await once(probe, 'close');
  return port;
}

/** Undefined once `root` answers with success, else what went wrong within the time. */
async function answers(root, timeoutMs) {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    const response = await fetch(root).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return undefined;
    await delay(100);
  }
  return `did not answer within ${timeoutMs / 1000} s`;
}

async function main([command, ...rest]) {
  const log = (line) => console.log(line);
  const option = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined);
  if (command === 'prepare') {
    console.log(`VS Code host ready in ${(await prepareHost({ log })).server}`);
  } else if (command === 'open' && rest[0] && !rest[0].startsWith('--')) {
    const scratch = await mkdtemp(path.join(tmpdir(), 'vscode-open-'));
    const places = { userDataDir: path.join(scratch, 'data'), extensionsDir: path.join(scratch, 'extensions'), log };
    if (option('--vsix')) await installExtension(option('--vsix'), places);
    const host = await startHost({
      folder: rest[0],
      port: option('--port') ? Number(option('--port')) : undefined,
      ...places,
    });
    console.log(`Open ${host.url}\nCtrl+C ends it.`);
    for (const signal of ['SIGINT', 'SIGTERM'])
      process.once(signal, () => void host.stop().then(() => rm(scratch, { recursive: true, force: true })));
  } else {
    console.error('usage: vscode-host.mjs prepare | open FOLDER [--vsix FILE] [--port N]');
    process.exitCode = 2;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main(process.argv.slice(2)).catch((error) => {
    console.error(error instanceof HostError ? error.message : error);
    process.exitCode = 1;
  });
}
