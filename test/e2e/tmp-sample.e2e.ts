import { afterAll, beforeAll, expect, it } from 'vitest';
import { openSession, type Session } from './harness.ts';
import { mnistScript } from './workspace.ts';
let s: Session;
beforeAll(async () => { s = await openSession({ files: [mnistScript().file] }); });
afterAll(async () => { await s?.closeAll(); });
it('hints', async () => {
  await s.editor.openFile('mnist_ds_dilated.py');
  console.log(await s.editor.inlayHintsIn({ from: 50, to: 52 }));
  console.log(await s.editor.inlayHintsIn({ from: 104 }));
  console.log(await s.editor.visibleInlayHints());
});
it('hover', async () => {
  console.log(await s.editor.hoverAt(50, 'Conv2d', /params/));
  await s.screenshot('tmp-hover');
  await s.editor.leave();
});
it('webview', async () => {
  await s.editor.runCommand('ConvLens: Visualize Depthwise vs Standard');
  const f = await s.webview('Depthwise vs Standard');
  await f.locator('[data-testid="info"]').filter({ hasText: 'sab' }).waitFor();
  await f.locator('[data-testid="next"]').click();
  await f.locator('[data-testid="out"]').filter({ hasText: 'sum' }).waitFor();
  console.log(await f.locator('body').innerText());
  await s.editor.runCommand('ConvLens: Train This Model');
  const g = await s.webview('Train');
  expect(g).not.toBe(f);
  const f2 = await s.webview('Depthwise vs Standard');
  await f2.locator('[data-testid="next"]').click();
  console.log(await f2.locator('body').innerText());
  await s.setTheme('Default Light Modern', 'vs');
  await s.screenshot('tmp-webview');
  console.log(s.cspViolations(), await s.notifications());
});
it('from a webview back to the file', async () => {
  await s.editor.openFile('mnist_ds_dilated.py');
  console.log((await s.editor.inlayHintsIn({ from: 54 })));
});
