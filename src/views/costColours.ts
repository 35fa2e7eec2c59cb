// A bar before every constructor of the current model's layers, in the colour of its share of the model's multiply-accumulates.
// The share itself stands in the hover and in the view: colour is never the only sign.
import * as vscode from 'vscode';
import type { LayerNode } from '../../protocol/server';
import type { ActiveModel } from '../activeModel';
import { uriOfFile } from '../files';
import { costLevel, costLevels, type CostLevel } from './costLevel';

const setting = 'convlens.costColours';

export function registerCostColours(model: ActiveModel): vscode.Disposable {
  const styles = new Map<CostLevel, vscode.TextEditorDecorationType>();
  for (const level of costLevels) {
    const color = new vscode.ThemeColor(`convlens.cost.${level}`);
    styles.set(
      level,
      vscode.window.createTextEditorDecorationType({
        before: { contentText: '', width: '3px', height: '1em', margin: '0 4px 0 0', backgroundColor: color },
        overviewRulerColor: color,
        overviewRulerLane: vscode.OverviewRulerLane.Right,
      }),
    );
  }
  const show = (): void => {
    const active = model.value;
    const enabled = vscode.workspace.getConfiguration(setting).get<boolean>('enabled', false);
    for (const editor of vscode.window.visibleTextEditors) {
      const isCurrent = enabled && active?.uri.toString() === editor.document.uri.toString();
      const places = isCurrent ? sharesByPlace(active.current.layers, editor.document) : [];
      for (const [level, style] of styles) {
        editor.setDecorations(
          style,
          places.filter(({ share }) => costLevel(share) === level).map(({ range }) => range),
        );
      }
    }
  };
  return vscode.Disposable.from(
    ...styles.values(),
    model.onDidChange(show),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(setting)) show();
    }),
  );
}

/** A constructor that makes several layers has the share of all of them. */
function sharesByPlace(
  layers: readonly LayerNode[],
  document: vscode.TextDocument,
): readonly { readonly range: vscode.Range; readonly share: number }[] {
  const shares = new Map<string, { range: vscode.Range; share: number }>();
  const visit = (node: LayerNode): void => {
    node.children.forEach(visit);
    const { place, share } = node;
    // A module that holds others would count them again.
    if (!place || share === null || share === 0 || node.children.length > 0) return;
    if (uriOfFile(place.file).toString() !== document.uri.toString()) return;
    const start = new vscode.Position(place.line - 1, place.column - 1);
    const key = `${place.line}:${place.column}`;
    const known = shares.get(key) ?? { range: new vscode.Range(start, start), share: 0 };
    known.share += share;
    shares.set(key, known);
  };
  layers.forEach(visit);
  return [...shares.values()];
}
