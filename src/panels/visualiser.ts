// The panel of the visualiser: one for the window. It opens on a layer, or on the worked example, and comes back after a reload.
import * as vscode from 'vscode';
import { parse } from '../../protocol/validate';
import {
  fromVisualiser,
  visualiserState,
  type FromVisualiser,
  type LayerDescription,
  type ToVisualiser,
} from '../../protocol/webview';
import { panelColumn } from './column';
import { distUri, pageHtml, pageRoots } from './page';
import { handleShared, locale, receive } from './shared';

export const visualiserType = 'convlens.visualiser';

export interface VisualiserPanels extends vscode.Disposable {
  /** null: the worked example. */
  open(layer: LayerDescription | null): void;
}

export function createVisualiserPanels(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
): VisualiserPanels {
  const { extensionUri } = context;
  const title = vscode.l10n.t('Depthwise vs Standard');
  let current: { readonly panel: vscode.WebviewPanel; ready: boolean; layer: LayerDescription | null } | undefined;

  const send = (): void => {
    if (!current?.ready) return;
    const { webview } = current.panel;
    const message: ToVisualiser = {
      type: 'open',
      locale: locale(),
      worker: distUri(webview, extensionUri, 'media', 'visualiserWorker.js'),
      algebra: distUri(webview, extensionUri, 'media', 'algebraWorker.js'),
      layer: current.layer,
    };
    void webview.postMessage(message);
  };

  const adopt = (panel: vscode.WebviewPanel, layer: LayerDescription | null): void => {
    const own = { panel, ready: false, layer };
    current = own;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: pageRoots(extensionUri) };
    panel.iconPath = vscode.Uri.joinPath(extensionUri, 'media', 'view.svg');
    const received = receive(webview, fromVisualiser, log, (message: FromVisualiser) => {
      if (message.type !== 'ready') return handleShared(message, log);
      own.ready = true;
      send();
    });
    panel.onDidDispose(() => {
      received.dispose();
      if (current === own) current = undefined;
    });
    webview.html = pageHtml({ webview, extensionUri, script: 'visualiser.js', title });
  };

  const serializer = vscode.window.registerWebviewPanelSerializer(visualiserType, {
    deserializeWebviewPanel(panel, state: unknown) {
      const kept = parse(visualiserState, state);
      adopt(panel, kept.ok ? kept.value.layer : null);
      return Promise.resolve();
    },
  });

  return {
    open(layer) {
      if (current) {
        current.layer = layer;
        current.panel.reveal(undefined, false);
        send();
        return;
      }
      const column = panelColumn();
      adopt(vscode.window.createWebviewPanel(visualiserType, title, column, { enableScripts: true }), layer);
    },
    dispose() {
      serializer.dispose();
      current?.panel.dispose();
    },
  };
}
