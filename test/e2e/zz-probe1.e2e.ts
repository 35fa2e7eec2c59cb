import { afterAll, beforeAll, it } from 'vitest';
import { readdirSync, mkdirSync, cpSync } from 'node:fs';
import { openSession, type Session } from './harness';
import { mnistScript } from './workspace';
let s: Session;
const wait = (ms: number) => new Promise((r) => setTimeout(r, ms));
beforeAll(async () => {
  mkdirSync('/tmp/probe/data', { recursive: true });
  cpSync('/work/shared/data/mnist', '/tmp/probe/data', { recursive: true });
  s = await openSession({ folder: '/tmp/probe', files: [mnistScript().file] });
  await s.editor.openFile('mnist_ds_dilated.py');
});
afterAll(async () => {
  await s?.closeAll();
});
it('all', { timeout: 300_000 }, async () => {
  await s.editor.inlayHintsIn({ from: 50, to: 60 });
  s.page.on('console', (m) => {
    if (!/bindings file|sandbox/.test(m.text()))
      console.log('CONSOLE', m.type(), m.text().slice(0, 700), m.location().url.slice(-90));
  });
  await s.editor.goTo(80, 3);
  await s.editor.runCommand('ConvLens: Train This Model');
  const g = await s.webview(/Train/);
  await g.locator('[data-testid="start-training"]').waitFor();
  await s.screenshot('probe-form');
  await g
    .locator('[data-testid="dataset-folder"]')
    .click({ timeout: 5000 })
    .catch((e) => console.log(String(e).slice(0, 200)));
  await g
    .locator('[data-testid="setting-epochs"]')
    .first()
    .fill('2')
    .catch((e) => console.log(String(e).slice(0, 400)));
  await g
    .locator('[data-testid="setting-limit"]')
    .first()
    .fill('1000')
    .catch((e) => console.log(String(e).slice(0, 400)));
  await g.locator('[data-testid="start-training"]').click({ timeout: 5000 });
  for (let i = 0; i < 60; i++) {
    await wait(1000);
    if (readdirSync(s.workspace).includes('best_model.pth')) break;
  }
  await s.screenshot('probe-epoch1');
  console.log(s.cspViolations(), await s.notifications(), readdirSync(s.workspace));
  await s.page.reload();
  await s.page.locator('.monaco-workbench .part.editor').waitFor();
  await wait(10000);
  await s.screenshot('probe-reloaded');
  console.log(await s.notifications());
  cpSync(s.workspace + '/best_model.pth', '/tmp/probe/best_model.pth');
});
