// The commands of `package.json`, each with what it needs.
import * as vscode from 'vscode';
import { commands } from '../../protocol/server';
import type { ActiveModel } from '../activeModel';
import type { Server } from '../client';
import { uriOfFile } from '../files';
import type { TrainerPanels } from '../panels/trainer';
import type { VisualiserPanels } from '../panels/visualiser';
import { changeInput } from './changeInput';
import { isNode, targetOf } from './target';
import { chooseInlayHints, toggleInlayHints } from './inlayHints';

export interface CommandContext {
  readonly server: Server;
  readonly model: ActiveModel;
  readonly visualiser: VisualiserPanels;
  readonly trainer: TrainerPanels;
  readonly log: vscode.LogOutputChannel;
}

/** A model of the product's own, to train without one at hand. */
const exampleFile = ['examples', 'mnist_ds_dilated_net.py'];

export function registerCommands(context: vscode.ExtensionContext, parts: CommandContext): void {
  const { server, model, visualiser, trainer, log } = parts;
  const handlers: Readonly<Record<string, (argument: unknown) => unknown>> = {
    async [commands.visualize](argument) {
      const target = targetOf(argument, model);
      const layer = target?.position
        ? await server.layer({ textDocument: { uri: target.uri }, position: target.position })
        : null;
      visualiser.open(layer);
    },
    async [commands.train](argument) {
      const target = targetOf(argument, model);
      if (!target) {
        await vscode.window.showInformationMessage(
          vscode.l10n.t('Open a Python or TypeScript file with a model first.'),
        );
        return;
      }
      await trainer.open(target);
    },
    async [commands.trainExample]() {
      const uri = vscode.Uri.joinPath(context.extensionUri, ...exampleFile);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
      await trainer.open({ uri: document.uri.toString() });
    },
    [commands.toggleInlayHints]: toggleInlayHints,
    [commands.chooseInlayHints]: chooseInlayHints,
    [commands.changeInput]: (argument) => changeInput(server, targetOf(argument, model)),
    [commands.showLog]: () => log.show(),
    async [commands.revealLayer](argument) {
      if (!isNode(argument) || !argument.place) return;
      const { file, line, column } = argument.place;
      const at = new vscode.Position(line - 1, column - 1);
      const document = await vscode.workspace.openTextDocument(uriOfFile(file));
      await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at), preserveFocus: false });
    },
  };
  for (const [name, handler] of Object.entries(handlers)) {
    context.subscriptions.push(vscode.commands.registerCommand(name, handler));
  }
}
