// The panel of the trainer: one for the window. Training runs in a worker of the page; this side hands it the model's graph, reads
// the data set, writes checkpoints, and keeps what a resume needs.
import * as vscode from 'vscode';
import type { Server } from '../client';
import { fromTrainer, type FromTrainer, type RunState, type ToTrainer } from '../../protocol/trainer';
import type { Target } from '../commands/target';
import { createTrainingFiles, type TrainingFiles } from '../training/session';
import { openMessage } from '../training/open';
import { panelColumn } from './column';
import { pageHtml, pageRoots } from './page';
import { handleShared, receive } from './shared';

export const trainerType = 'convlens.trainer';

/** What the window's state keeps, so that a panel comes back on its model after a reload. */
const targetKey = 'trainer.target';

export interface TrainerPanels extends vscode.Disposable {
  /** The model at the target; a run in progress is only brought to the front. */
  open(target: Target): Promise<void>;
}

interface Session {
  readonly panel: vscode.WebviewPanel;
  target: Target;
  ready: boolean;
  state: RunState;
  files: TrainingFiles;
}

export function createTrainerPanels(
  context: vscode.ExtensionContext,
  server: Server,
  log: vscode.LogOutputChannel,
): TrainerPanels {
  const { extensionUri, workspaceState } = context;
  let current: Session | undefined;

  const send = async (session: Session): Promise<void> => {
    if (!session.ready) return;
    const { panel, target } = session;
    const { message, expression } = await openMessage(server, panel.webview, extensionUri, target, session.files);
    panel.title = titleOf(expression, session.state);
    await panel.webview.postMessage(message);
  };

  const adopt = (panel: vscode.WebviewPanel, target: Target): void => {
    const files = createTrainingFiles(context, vscode.Uri.parse(target.uri));
    const session: Session = { panel, target, ready: false, state: 'idle', files };
    current = session;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: pageRoots(extensionUri) };
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'view.svg');
    const received = receive(webview, fromTrainer, log, (message) => handle(session, message));
    panel.onDidDispose(() => {
      received.dispose();
      if (current === session) current = undefined;
    });
    webview.html = pageHtml({ webview, extensionUri, script: 'trainer.js', title: panel.title });
  };

  const handle = async (session: Session, message: FromTrainer): Promise<void> => {
    const { panel, files } = session;
    const post = (answer: ToTrainer | undefined): Thenable<boolean> | undefined =>
      answer && panel.webview.postMessage(answer);
    switch (message.type) {
      case 'ready':
        session.ready = true;
        return send(session);
      case 'state':
        session.state = message.state;
        panel.title = titleOf(files.expression, message.state, message.epoch, message.epochs);
        return;
      case 'chooseFolder':
        return void (await post(await files.chooseFolder()));
      case 'readDataset':
        return void (await post(await files.readDataset()));
      case 'readCheckpoint':
        return void (await post(await files.readCheckpoint()));
      case 'saveCheckpoint':
        return void (await post(await files.saveCheckpoint(message)));
      case 'forget':
        return files.forget();
      case 'saveFile':
        try {
          return await handleShared(message, log);
        } catch (error) {
          return void (await post(files.failed('saveFile', error, message.name)));
        }
      case 'reveal':
      case 'copy':
      case 'log':
        return handleShared(message, log);
    }
  };

  const create = (): vscode.WebviewPanel =>
    vscode.window.createWebviewPanel(trainerType, vscode.l10n.t('Train'), panelColumn(), {
      enableScripts: true,
      // The worker belongs to the page: a hidden page must live on.
      retainContextWhenHidden: true,
    });

  const serializer = vscode.window.registerWebviewPanelSerializer(trainerType, {
    deserializeWebviewPanel(panel) {
      const target = workspaceState.get<Target>(targetKey);
      if (target && vscode.workspace.isTrusted) adopt(panel, target);
      else panel.dispose();
      return Promise.resolve();
    },
  });

  // The source changed while nothing trains: the page shows the new model.
  const analyzed = server.onAnalyzed(({ uri }) => {
    if (current?.state === 'idle' && current.panel.visible && current.target.uri === uri) {
      void send(current).catch((error: unknown) => log.error(String(error)));
    }
  });

  return {
    async open(target) {
      if (!(await isTrusted())) return;
      await workspaceState.update(targetKey, target);
      if (!current) return adopt(create(), target);
      current.panel.reveal(undefined, false);
      if (current.state === 'running' || current.state === 'paused') return;
      current.target = target;
      current.files = createTrainingFiles(context, vscode.Uri.parse(target.uri));
      await send(current);
    },
    dispose() {
      serializer.dispose();
      analyzed.dispose();
      current?.panel.dispose();
    },
  };
}

function titleOf(expression: string, state: RunState, epoch = 0, epochs = 0): string {
  const model = expression.replace(/\(.*$/s, '');
  const title = model === '' ? vscode.l10n.t('Train') : vscode.l10n.t('Train {0}', model);
  const runs = (state === 'running' || state === 'paused') && epochs > 0;
  return runs ? `${title} · ${epoch}/${epochs}` : title;
}

/** Training writes files, so it needs a trusted workspace. One message says so. */
async function isTrusted(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t('Manage Workspace Trust');
  const message = vscode.l10n.t('Training saves checkpoints in the workspace, which needs to be trusted first.');
  const chosen = await vscode.window.showInformationMessage(message, manage);
  if (chosen === manage) await vscode.commands.executeCommand('workbench.trust.manage');
  return vscode.workspace.isTrusted;
}
