// Screenshots of the pages in every theme, to look at: node test/media/harness/shots.mjs [filter]   → test-artifacts/media/
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { startHarness } from './harness.mjs';
import { scenes } from './scenes.mjs';

const folder = join(import.meta.dirname, '..', '..', '..', 'test-artifacts', 'media');
mkdirSync(folder, { recursive: true });
const filter = process.argv[2] ?? '';
const harness = await startHarness();
let failed = false;
for (const [name, scene] of Object.entries(scenes).filter(([each]) => each.includes(filter))) {
  const page = await harness.open(scene.app, scene);
  try {
    await scene.ready?.(page);
  } catch (error) {
    page.problems.push(String(error));
  }
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: scene.fullPage ?? true });
  console.log(name, page.problems.length === 0 ? '' : page.problems);
  failed ||= page.problems.length > 0;
  await page.context().close();
}
await harness.stop();
process.exit(failed ? 1 : 0);
