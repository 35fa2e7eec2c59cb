// Switches the extension's own inlay hints, where the user has set them, else everywhere.
import * as vscode from 'vscode';

export async function toggleInlayHints(): Promise<void> {
  const settings = vscode.workspace.getConfiguration('convlens.inlayHints');
  const shown = settings.get<boolean>('enabled', true);
  const inWorkspace = settings.inspect('enabled')?.workspaceValue !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await settings.update('enabled', !shown, target);
}
