// Bundles the suite of this folder and packages it as a VSIX, for the served VS Code and for the desktop one.
import { cp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';
import { build } from 'esbuild';

/** The models that the checks look at. */
export const suiteWorkspace = path.join(import.meta.dirname, 'workspace');

/** Writes the bundle and its manifest into `folder`; answers with the bundle's path. */
export async function bundleSuite(folder) {
  const outfile = path.join(folder, 'extension.cjs');
  const entry = path.join(import.meta.dirname, 'extension.ts');
  await build({ entryPoints: [entry], outfile, bundle: true, platform: 'node', format: 'cjs', external: ['vscode'] });
  await cp(path.join(import.meta.dirname, 'package.json'), path.join(folder, 'package.json'));
  return outfile;
}

/** Answers with the path of the packaged suite in `folder`. */
export async function packSuite(folder) {
  await bundleSuite(folder);
  await writeFile(path.join(folder, 'README.md'), 'Runs checks inside an extension host.\n');
  const packagePath = path.join(folder, 'host-suite.vsix');
  await createVSIX({ cwd: folder, packagePath, dependencies: false, skipLicense: true, allowMissingRepository: true });
  return packagePath;
}
