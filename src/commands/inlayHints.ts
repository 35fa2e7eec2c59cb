// Switches the extension's own inlay hints, all of them or by kind, where the user has set them, else everywhere.
import * as vscode from 'vscode';

const section = 'convlens.inlayHints';

export const toggleInlayHints = (): Promise<void> =>
  write('enabled', !vscode.workspace.getConfiguration(section).get<boolean>('enabled', true));

/** The kinds by the names of their settings. */
const kinds = () => [
  { name: 'shapes', label: vscode.l10n.t('Shapes of tensors') },
  { name: 'params', label: vscode.l10n.t('Number of parameters') },
  { name: 'macs', label: vscode.l10n.t('Multiply-accumulates') },
  { name: 'receptiveField', label: vscode.l10n.t('Receptive field') },
];

export async function chooseInlayHints(): Promise<void> {
  const settings = vscode.workspace.getConfiguration(section);
  const items = kinds().map((kind) => ({ ...kind, picked: settings.get<boolean>(kind.name, false) }));
  const title = vscode.l10n.t('What inlay hints show');
  const chosen = await vscode.window.showQuickPick(items, { title, canPickMany: true });
  if (!chosen) return;
  for (const { name, picked } of items) {
    const wanted = chosen.some((item) => item.name === name);
    if (wanted !== picked) await write(name, wanted);
  }
}

async function write(name: string, value: boolean): Promise<void> {
  const settings = vscode.workspace.getConfiguration(section);
  const inWorkspace = settings.inspect(name)?.workspaceValue !== undefined;
  await settings.update(
    name,
    value,
    inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
  );
}
