// The view "Model": the layers of the current model with their cost as bars; a click goes to the source.
import * as vscode from 'vscode';
import { commands, type LayerNode } from '../../protocol/server';
import type { ActiveModel } from '../activeModel';
import { costLevel } from './costLevel';

export function registerModelTree(model: ActiveModel): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  const view = vscode.window.createTreeView<LayerNode>('convlens.model', {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (node) => [...(node ? node.children : (model.value?.current.layers ?? []))],
      getTreeItem: toItem,
    },
  });
  const show = (): void => {
    const current = model.value?.current;
    view.description = current?.expr ?? '';
    changed.fire(undefined);
  };
  show();
  return vscode.Disposable.from(changed, view, model.onDidChange(show));
}

function toItem(node: LayerNode): vscode.TreeItem {
  const state =
    node.children.length === 0 ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Expanded;
  const item = new vscode.TreeItem(node.name, state);
  item.id = node.path;
  item.description = [node.type, bar(node.share), node.shareText].filter(Boolean).join(' ');
  item.tooltip = `${node.path}: ${node.type}\n${node.detail}`;
  item.accessibilityInformation = { label: `${node.path}, ${node.type}, ${node.detail}, ${node.shareText}` };
  item.iconPath = new vscode.ThemeIcon(
    'circle-filled',
    new vscode.ThemeColor(`convlens.cost.${costLevel(node.share)}`),
  );
  item.contextValue = [node.place && 'source', node.convolution && 'convolution'].filter(Boolean).join(' ');
  if (node.place) {
    item.command = { title: vscode.l10n.t('Go to Source'), command: commands.revealLayer, arguments: [node] };
  }
  return item;
}

const cells = 8;

/** ▰▰▱▱▱▱▱▱; '' where the share is unknown. */
function bar(share: number | null): string {
  if (share === null) return '';
  const filled = share > 0 ? Math.max(1, Math.round(share * cells)) : 0;
  return '▰'.repeat(filled) + '▱'.repeat(cells - filled);
}
