// The shell of a webview page: a strict content security policy, one script, nothing else. All the page shows is made by its
// script; all it fetches lies in `dist`.
import * as vscode from 'vscode';

export interface PageOptions {
  readonly webview: vscode.Webview;
  readonly extensionUri: vscode.Uri;
  /** The bundle in `dist/media`, `visualiser.js`. */
  readonly script: string;
  readonly title: string;
}

/** What a webview of the extension may load: the bundles and their assets, no more. */
export const pageRoots = (extensionUri: vscode.Uri): vscode.Uri[] =>
  ['dist', 'media'].map((folder) => vscode.Uri.joinPath(extensionUri, folder));

/** The URI under which a page fetches a file of `dist`. */
export const distUri = (webview: vscode.Webview, extensionUri: vscode.Uri, ...path: readonly string[]): string =>
  webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', ...path)).toString();

export function pageHtml({ webview, extensionUri, script, title }: PageOptions): string {
  const nonce = makeNonce();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' 'wasm-unsafe-eval'`,
    `style-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data: blob:`,
    `connect-src ${webview.cspSource}`,
    'worker-src blob:',
  ].join('; ');
  const source = distUri(webview, extensionUri, 'media', script);
  return [
    '<!DOCTYPE html>',
    `<html lang="${escapeHtml(vscode.env.language)}">`,
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(title)}</title>`,
    '</head>',
    '<body>',
    `<script type="module" nonce="${nonce}" src="${escapeHtml(source)}"></script>`,
    '</body>',
    '</html>',
  ].join('\n');
}

const makeNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(18)), (byte) => byte.toString(36).padStart(2, '0')).join('');

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
