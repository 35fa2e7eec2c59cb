// Before the first end-to-end test: the VS Code host is in its cache and the packaged extension is there.
import { existsSync } from 'node:fs';
import { prepareHost } from '../../scripts/vscode-host.mjs';
import { findChromium } from './browser';
import { packagedExtension } from './harness';

export default async function setup(): Promise<void> {
  if (!existsSync(packagedExtension))
    throw new Error(`there is no ${packagedExtension}: run \`npm run package\` first`);
  findChromium();
  await prepareHost({ log: (line) => console.log(line) });
}
