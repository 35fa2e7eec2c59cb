// The status bar item: model, input and totals of the active document. A click changes the input.
import * as vscode from 'vscode';
import { commands } from '../../protocol/server';
import type { ActiveModel } from '../activeModel';

export function registerStatusBar(model: ActiveModel): vscode.Disposable {
  const item = vscode.window.createStatusBarItem('convlens.model', vscode.StatusBarAlignment.Right, 90);
  item.name = 'ConvLens';
  const show = (): void => {
    const active = model.value;
    if (!active) return item.hide();
    const { expr, summary, exact } = active.current;
    item.text = `$(layers) ${shorten(expr)} · ${summary}`;
    item.tooltip = [
      `${expr}: ${summary}`,
      ...(exact ? [] : [vscode.l10n.t('Something that the totals need is unknown.')]),
      vscode.l10n.t('Click to change the input.'),
    ].join('\n');
    item.accessibilityInformation = { label: `ConvLens: ${expr}, ${summary}`, role: 'button' };
    item.command = {
      title: vscode.l10n.t('Change Input'),
      command: commands.changeInput,
      arguments: [{ uri: active.uri.toString(), expr }],
    };
    item.show();
  };
  show();
  return vscode.Disposable.from(item, model.onDidChange(show));
}

/** The class alone where the whole expression is long. */
const shorten = (expression: string): string =>
  expression.length <= 24 ? expression : `${expression.slice(0, expression.indexOf('(') + 1 || 23)}…)`;
