// One end-to-end session: a throw-away workspace, a VS Code host with packaged extensions, a browser on it, and what it can do.
//   const session = await openSession({ files: ['examples'] });
//   await session.editor.openFile('net.py');
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { installExtension, startHost, type Host } from '../../scripts/vscode-host.mjs';
import { launchChromium } from './browser.ts';
import { EditorPage } from './editor.ts';
import { workbench } from './selectors.ts';
import { until } from './until.ts';
import { webviewFrame } from './webview.ts';
import { makeScratch, repository, type Scratch } from './workspace.ts';

/** The VSIX under test: `npm run package` writes it; `CONVLENS_E2E_VSIX` puts another in its place. */
export const packagedExtension = process.env['CONVLENS_E2E_VSIX'] ?? path.join(repository, 'dist', 'convlens.vsix');

const artifacts = path.join(repository, 'test-artifacts');

export interface SessionOptions {
  /** Files and folders that are copied into the workspace. */
  files: readonly string[];
  settings?: Record<string, unknown>;
  /** More packaged extensions, after the one under test. */
  extensions?: readonly string[];
  /** Reaches the extension host. */
  env?: Record<string, string>;
}

export interface Session {
  page: Page;
  editor: EditorPage;
  workspace: string;
  /** The frame of the panel with this title. */
  webview: (title: string | RegExp) => Promise<Frame>;
  /** Writes test-artifacts/screenshots/NAME.png. */
  screenshot: (name: string) => Promise<void>;
  /** By the theme's name, e.g. `Default Dark Modern`; waits until the workbench wears it. */
  setTheme: (theme: string, kind: ThemeKind) => Promise<void>;
  /** What webviews reported as refused by their Content-Security-Policy since the session began. */
  cspViolations: () => string[];
  notifications: () => Promise<string[]>;
  closeAll: () => Promise<void>;
}

/** The class that the workbench puts on itself for each kind of theme. */
export type ThemeKind = 'vs' | 'vs-dark' | 'hc-black' | 'hc-light';

const APPEARANCE = {
  'workbench.colorTheme': 'Default Dark Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.minimap.enabled': false,
  'editor.hover.delay': 50,
};

/** Starts a session; whatever was begun is ended again when a later step fails. */
export async function openSession({ files, settings = {}, extensions = [], env }: SessionOptions): Promise<Session> {
  const scratch = await makeScratch(files);
  let host: Host | undefined;
  let browser: Browser | undefined;
  const closeAll = async () => {
    await browser?.close();
    await host?.stop();
    await scratch.remove();
  };
  try {
    for (const vsix of [packagedExtension, ...extensions]) await installExtension(vsix, scratch);
    const places = { folder: scratch.workspace, userDataDir: scratch.userDataDir, extensionsDir: scratch.extensionsDir };
    host = await startHost({ ...places, settings: { ...APPEARANCE, ...settings }, ...(env && { env }) });
    browser = await launchChromium();
    return await sessionOn({ host, browser, scratch, closeAll });
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface Parts {
  host: Host;
  browser: Browser;
  scratch: Scratch;
  closeAll: () => Promise<void>;
}

async function sessionOn({ host, browser, scratch, closeAll }: Parts): Promise<Session> {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  const violations: string[] = [];
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && /Content[ -]Security[ -]Policy/i.test(text) && inWebview(message.location().url)) {
      violations.push(text);
    }
  });
  await page.goto(host.url);
  await page.locator(workbench.ready).waitFor({ timeout: 60_000 });
  return {
    page,
    editor: new EditorPage(page),
    workspace: scratch.workspace,
    webview: (title) => webviewFrame(page, title),
    screenshot: async (name) => {
      const folder = path.join(artifacts, 'screenshots');
      await mkdir(folder, { recursive: true });
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
    },
    setTheme: async (theme, kind) => {
      // The workbench watches the file, so no menu is needed.
      const settings = JSON.parse(await readFile(host.settingsFile, 'utf8')) as Record<string, unknown>;
      await writeFile(host.settingsFile, JSON.stringify({ ...settings, 'workbench.colorTheme': theme }));
      await page.locator(`.monaco-workbench.${kind}`).waitFor({ timeout: 15_000 });
    },
    cspViolations: () => violations,
    notifications: () => page.locator(workbench.notification).allInnerTexts(),
    closeAll,
  };
}

const inWebview = (url: string) => /fake\.html|vscode-resource/.test(url);

/** Reads a JSON file that another process is about to write (atomically). */
export function readJsonWhenThere(file: string, timeoutMs: number): Promise<unknown> {
  return until(`${path.basename(file)}`, async () => JSON.parse(await readFile(file, 'utf8')) as unknown, { timeoutMs });
}
