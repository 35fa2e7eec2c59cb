// `npm start`: builds, then opens an editor with the extension on examples/. In order: an installed `code`, a VS Code that is downloaded, the
// one served to the browser. `npm start -- --browser` takes the last at once.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { downloadDesktop, findProgram, hasDisplay, sandboxFlags } from './desktop-vscode.mjs';
import { HostError, installExtension, startHost } from './vscode-host.mjs';

const repository = path.join(import.meta.dirname, '..');
const examples = path.join(repository, 'examples');

function npmRun(script) {
  const npm = process.env.npm_execpath;
  const [command, prefix] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const { status, error } = spawnSync(command, [...prefix, 'run', '--silent', script], {
    cwd: repository,
    stdio: 'inherit',
  });
  if (status !== 0) throw new HostError(`npm start: \`npm run ${script}\` failed${error ? `: ${error.message}` : ''}`);
}

/** The executable of a desktop VS Code, or undefined with a line that says why not. */
async function desktop() {
  if (process.argv.includes('--browser')) return undefined;
  if (!hasDisplay()) return without('there is no display');
  return findProgram('code') ?? (await downloadDesktop().catch((error) => without(error.message)));
}

function without(why) {
  console.log(`No desktop editor: ${why}. Serving VS Code to the browser instead.`);
  return undefined;
}

async function openDesktop(executable, scratch) {
  const flags = [`--extensionDevelopmentPath=${repository}`, '--new-window', '--wait', ...sandboxFlags()];
  // A downloaded VS Code gets a profile of its own, and root must name one; an installed one is opened as its owner has set it up.
  const own = executable.includes('vscode-desktop') || sandboxFlags().length > 0;
  const places = own ? ['--user-data-dir', path.join(scratch, 'data')] : [];
  console.log(`Opening ${executable} with ConvLens on ${examples}`);
  // On Windows `code` is a script that only a command interpreter runs; its own Electron program beside it takes the same flags.
  const program = executable.endsWith('.cmd') ? path.join(path.dirname(executable), '..', 'Code.exe') : executable;
  const child = spawn(program, [...flags, ...places, examples], { stdio: 'inherit' });
  await new Promise((resolve, reject) => child.once('error', reject).once('exit', resolve));
}

async function serve(scratch) {
  npmRun('package');
  const places = {
    userDataDir: path.join(scratch, 'data'),
    extensionsDir: path.join(scratch, 'extensions'),
    log: console.log,
  };
  await installExtension(path.join(repository, 'dist', 'convlens.vsix'), places);
  const host = await startHost({ folder: examples, ...places });
  console.log(`\nConvLens is open at ${host.url}\nCtrl+C ends it.`);
  // Not once: npm passes on the Ctrl+C that the terminal has sent here already, and the second must not cut the cleaning short.
  await new Promise((resolve) => ['SIGINT', 'SIGTERM'].forEach((signal) => process.on(signal, resolve)));
  await host.stop();
}

async function main() {
  npmRun('build');
  const scratch = await mkdtemp(path.join(tmpdir(), 'convlens-start-'));
  try {
    const executable = await desktop();
    await (executable ? openDesktop(executable, scratch) : serve(scratch));
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

await main().catch((error) => {
  console.error(error instanceof HostError ? error.message : error);
  process.exitCode = 1;
});
