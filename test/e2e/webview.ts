// The page of an extension's webview panel, as a Playwright frame. Seen there: a worker from a Blob URL runs (CSP `worker-src blob:`),
// WebAssembly too (`'wasm-unsafe-eval'`), `crossOriginIsolated` is false and `SharedArrayBuffer` undefined.
import type { Frame, Page } from 'playwright-core';
import { webview, workbench } from './selectors';
import { until } from './until';

/** Brings the panel whose tab is called `title` to the front and answers with the frame of its page, once that has loaded. */
export async function webviewFrame(page: Page, title: string | RegExp, timeoutMs = 30_000): Promise<Frame> {
  const tab = page.locator(workbench.tab).filter({ hasText: title });
  await tab.first().click({ timeout: timeoutMs });
  return until(
    `the webview "${String(title)}"`,
    async () => {
      const group = page.locator('.editor-group-container').filter({ has: tab });
      const name = await group.locator(webview.editorInstance).first().getAttribute('aria-flowto', { timeout: 1_000 });
      const outer = await page.locator(webview.outer(name ?? '')).elementHandle({ timeout: 1_000 });
      const host = await outer?.contentFrame();
      const inner = await host?.locator(webview.inner).elementHandle({ timeout: 1_000 });
      const frame = await inner?.contentFrame();
      await frame?.waitForLoadState('load', { timeout: 1_000 });
      return frame;
    },
    { timeoutMs },
  );
}
