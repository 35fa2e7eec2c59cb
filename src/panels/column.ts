// Where a panel opens: in a group of editors other than the one in use, a new one only where there is none.
import * as vscode from 'vscode';

export function panelColumn(): vscode.ViewColumn {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  const other = all.find((group) => group !== activeTabGroup);
  return other?.viewColumn ?? vscode.ViewColumn.Beside;
}
