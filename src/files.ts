// Files as the language server names them: paths with forward slashes, or a URI where it is no file on disk.
import * as vscode from 'vscode';

export const uriOfFile = (file: string): vscode.Uri =>
  /^[a-z][a-z0-9+.-]+:/i.test(file) ? vscode.Uri.parse(file) : vscode.Uri.file(file);

/** Shows the range of a file in an editor beside the panels: `start` and `end` are character offsets. */
export async function revealOffsets(file: string, start: number, end: number): Promise<void> {
  const document = await vscode.workspace.openTextDocument(uriOfFile(file));
  const selection = new vscode.Range(document.positionAt(start), document.positionAt(end));
  await vscode.window.showTextDocument(document, { selection, viewColumn: vscode.ViewColumn.One });
}
