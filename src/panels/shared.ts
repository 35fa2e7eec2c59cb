// What both panels do for their pages: copy, save a file, show a place, write to the log; and which language they speak.
import * as vscode from 'vscode';
import { parse, type Check } from '../../protocol/validate';
import type { CopyMessage, Locale, LogMessage, SaveFileMessage } from '../../protocol/webview';
import { revealOffsets } from '../files';

export const locale = (): Locale => (/^zh\b/i.test(vscode.env.language) ? 'zh-cn' : 'en');

export type SharedMessage =
  | CopyMessage
  | SaveFileMessage
  | LogMessage
  | {
      readonly type: 'reveal';
      readonly location: { readonly file: string; readonly start: number; readonly end: number };
    };

/** @throws where the file cannot be written or opened. */
export async function handleShared(message: SharedMessage, log: vscode.LogOutputChannel): Promise<void> {
  switch (message.type) {
    case 'copy':
      return vscode.env.clipboard.writeText(message.text);
    case 'log':
      return log.info(message.message);
    case 'reveal':
      return revealOffsets(message.location.file, message.location.start, message.location.end);
    case 'saveFile': {
      const folder = vscode.workspace.workspaceFolders?.at(0)?.uri;
      // A page proposes a name, never a place.
      const name = message.name.replace(/[^\p{L}\p{N}._-]+/gu, '-');
      const target = await vscode.window.showSaveDialog({
        ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
      });
      if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(message.text));
    }
  }
}

/** Checks every message of a page; a refused one is a line in the log. */
export function receive<Message>(
  webview: vscode.Webview,
  check: Check<Message>,
  log: vscode.LogOutputChannel,
  handle: (message: Message) => Promise<void> | void,
): vscode.Disposable {
  return webview.onDidReceiveMessage(async (data: unknown) => {
    const message = parse(check, data);
    if (!message.ok) return log.warn(`refused a message from a page: ${message.problem}`);
    try {
      await handle(message.value);
    } catch (error) {
      log.error(error instanceof Error ? error : String(error));
    }
  });
}
