// The extension's composition: the language client, the model of the active editor and what shows it, the panels, the commands.
import * as vscode from 'vscode';
import { createActiveModel } from './activeModel';
import { startClient } from './client';
import { registerCommands } from './commands/register';
import { createTrainerPanels } from './panels/trainer';
import { createVisualiserPanels } from './panels/visualiser';
import { registerCostColours } from './views/costColours';
import { registerModelTree } from './views/modelTree';
import { registerStatusBar } from './views/statusBar';

let stop: (() => Promise<void>) | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel('ConvLens', { log: true });
  context.subscriptions.push(log);
  const server = startClient(context, log);
  stop = () => server.stop();
  const model = createActiveModel(server);
  const visualiser = createVisualiserPanels(context, log);
  const trainer = createTrainerPanels(context, server, log);
  context.subscriptions.push(
    model,
    visualiser,
    trainer,
    registerStatusBar(model),
    registerModelTree(model),
    registerCostColours(model),
  );
  registerCommands(context, { server, model, visualiser, trainer, log });
  try {
    await server.ready;
  } catch (error) {
    log.error(error instanceof Error ? error : String(error));
    const message = vscode.l10n.t('ConvLens could not start its language server; the log tells why.');
    void vscode.window.showErrorMessage(message);
  }
}

export async function deactivate(): Promise<void> {
  await stop?.();
}
