// One end-to-end session: a throw-away workspace, a VS Code host with packaged extensions, a browser on it, and what it can do.
//   const session = await openSession({ folder: 'examples' });
//   await session.editor.openFile('net.py');
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { installExtension, startHost, type Host } from '../../scripts/vscode-host.mjs';
import { launchChromium } from './browser';
import { EditorPage } from './editor';
import { workbench } from './selectors';
import { webviewFrame } from './webview';
import { makeScratch, repository, type Scratch } from './workspace';

/** The VSIX under test: `npm run package` writes it; `CONVLENS_E2E_VSIX` puts another in its place. */
export const packagedExtension = process.env['CONVLENS_E2E_VSIX'] ?? path.join(repository, 'dist', 'convlens.vsix');

const artifacts = path.join(repository, 'test-artifacts');

export interface SessionOptions {
  /** A folder whose content is copied into the workspace. */
  folder?: string;
  /** Single files that are copied into it, each under its own name. */
  files?: readonly string[];
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
  /** What webviews reported as refused by their Content-Security-Policy since the session began. */
  cspViolations: () => string[];
  notifications: () => Promise<string[]>;
  /** The end of what the server has written. */
  hostOutput: () => string;
  closeAll: () => Promise<void>;
}

const APPEARANCE = {
  'workbench.colorTheme': 'Dark Modern',
  'workbench.reduceMotion': 'on',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'editor.minimap.enabled': false,
  'editor.hover.delay': 50,
};

/** Starts a session; whatever was begun is ended again when a later step fails. */
export async function openSession(options: SessionOptions): Promise<Session> {
  const { settings = {}, extensions = [], env } = options;
  const scratch = await makeScratch(options);
  let host: Host | undefined;
  let browser: Browser | undefined;
  const closeAll = async () => {
    await browser?.close();
    await host?.stop();
    await scratch.remove();
  };
  try {
    for (const vsix of [packagedExtension, ...extensions]) await installExtension(vsix, scratch);
    const places = {
      folder: scratch.workspace,
      userDataDir: scratch.userDataDir,
      extensionsDir: scratch.extensionsDir,
    };
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
    if (
      message.type() === 'error' &&
      /Content[ -]Security[ -]Policy/i.test(text) &&
      inWebview(message.location().url)
    ) {
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
    cspViolations: () => violations,
    notifications: () => page.locator(workbench.notification).allInnerTexts(),
    hostOutput: host.output,
    closeAll,
  };
}

const inWebview = (url: string) => /fake\.html|vscode-resource/.test(url);
