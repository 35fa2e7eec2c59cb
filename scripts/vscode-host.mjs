// A complete VS Code (server and workbench) taken from the package registry alone, for machines without a desktop editor:
// the end-to-end tests drive it in a browser, and `npm start` falls back to it. It lives in .cache/vscode-host/.
//   node scripts/vscode-host.mjs prepare                             set it up once (idempotent)
//   node scripts/vscode-host.mjs open FOLDER [--vsix FILE] [--port N]  serve FOLDER until Ctrl+C
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { cleanEnvironment, collect, exitCode, HostError, prepareHost, run, tellingLine } from './vscode-host-cache.mjs';

export { HostError, prepareHost, VERSIONS } from './vscode-host-cache.mjs';

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
  const problem = await whenReady({ child, ended, output, root, timeoutMs });
  if (problem) {
    await stop();
    throw new HostError(`VS Code host: the server ${problem}`);
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

/**
 * Undefined once this very server has bound its port and answers with success, else what went wrong within the time. Its own word that it is
 * bound is asked for as well, since another program may answer on a port that was taken.
 */
async function whenReady({ child, ended, output, root, timeoutMs }) {
  const until = Date.now() + timeoutMs;
  while (Date.now() < until) {
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined)
      return `ended at once (${await ended}): ${tellingLine(output())}`;
    if (/EADDRINUSE/.test(output())) return 'finds its port taken';
    if (/server bound to/i.test(output()) && (await answersAt(root))) return undefined;
    await delay(100);
  }
  return `did not answer within ${timeoutMs / 1000} s: ${tellingLine(output())}`;
}

async function answersAt(url) {
  const response = await fetch(url).catch(() => undefined);
  await response?.body?.cancel();
  return response?.ok ?? false;
}

async function open(folder, { vsix, port }) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'vscode-open-'));
  const places = {
    userDataDir: path.join(scratch, 'data'),
    extensionsDir: path.join(scratch, 'extensions'),
    log: console.log,
  };
  try {
    if (vsix) await installExtension(vsix, places);
    const host = await startHost({ folder, port: port && Number(port), ...places });
    console.log(`Open ${host.url}\nCtrl+C ends it.`);
    // Not once: npm passes on the Ctrl+C that the terminal has sent here already, and the second must not cut the cleaning short.
    await new Promise((resolve) => ['SIGINT', 'SIGTERM'].forEach((signal) => process.on(signal, resolve)));
    await host.stop();
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

async function main([command, ...rest]) {
  const option = (name) => (rest.includes(name) ? rest[rest.indexOf(name) + 1] : undefined);
  if (command === 'prepare') {
    console.log(`VS Code host ready in ${(await prepareHost({ log: console.log })).server}`);
  } else if (command === 'open' && rest[0] && !rest[0].startsWith('--')) {
    await open(rest[0], { vsix: option('--vsix'), port: option('--port') });
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
