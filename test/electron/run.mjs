// `npm run test:electron`: the suite of test/e2e/host-suite in a downloaded desktop VS Code, with the built extension under development.
// Where none can be downloaded or there is no display it says so in one line and ends with status 0.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import { downloadDesktop, findProgram, hasDisplay, sandboxFlags } from '../../scripts/desktop-vscode.mjs';
import { bundleSuite, suiteWorkspace } from '../e2e/host-suite/pack.mjs';

const repository = path.join(import.meta.dirname, '..', '..');

async function main() {
  if (!existsSync(path.join(repository, 'dist', 'extension.cjs'))) {
    console.error('test:electron: the extension is not built; run `npm run build` first');
    return 1;
  }
  const virtualDisplay = hasDisplay() ? undefined : findProgram('xvfb-run');
  if (!hasDisplay() && !virtualDisplay) return skipped('there is no display and no xvfb-run');
  const executable = await downloadDesktop().catch((error) => skipped(error.message));
  if (typeof executable !== 'string') return executable;
  if (virtualDisplay)
    return spawnSync(virtualDisplay, ['-a', process.execPath, import.meta.filename], { stdio: 'inherit' }).status ?? 1;
  return runSuite(executable);
}

function skipped(why) {
  console.log(`test:electron skipped: ${why}`);
  return 0;
}

async function runSuite(vscodeExecutablePath) {
  const scratch = await mkdtemp(path.join(tmpdir(), 'convlens-electron-'));
  try {
    const workspace = path.join(scratch, 'workspace');
    await cp(suiteWorkspace, workspace, { recursive: true });
    const places = [
      '--user-data-dir',
      path.join(scratch, 'data'),
      '--extensions-dir',
      path.join(scratch, 'extensions'),
    ];
    return await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: repository,
      extensionTestsPath: await bundleSuite(scratch),
      launchArgs: [workspace, ...places, '--disable-workspace-trust', ...sandboxFlags()],
    });
  } catch (error) {
    console.error(`test:electron: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await rm(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

process.exitCode = await main();
