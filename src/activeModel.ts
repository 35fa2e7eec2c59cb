// The models of the document that the user looks at, kept up to date while they type and move. A panel that takes the focus
// leaves the last document the current one.
import * as vscode from 'vscode';
import type { DocumentModel } from '../protocol/server';
import { languages, type Server } from './client';

export interface ActiveModels {
  readonly uri: vscode.Uri;
  readonly models: readonly DocumentModel[];
  /** The model that the cursor is in. */
  readonly current: DocumentModel;
}

export interface ActiveModel extends vscode.Disposable {
  /** undefined: the document has no model. */
  readonly value: ActiveModels | undefined;
  readonly onDidChange: vscode.Event<void>;
}

/** Milliseconds without a movement of the cursor before the current model is asked for. */
const pause = 200;

export function createActiveModel(server: Server): ActiveModel {
  const changed = new vscode.EventEmitter<void>();
  let value: ActiveModels | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;

  const refresh = async (): Promise<void> => {
    // After a reload a panel may have the focus, and no editor ever had it.
    const editor = vscode.window.activeTextEditor ?? (value ? undefined : vscode.window.visibleTextEditors.at(0));
    if (!editor) return;
    const turn = ++asked;
    const { document, selection } = editor;
    const answer = languages.includes(document.languageId)
      ? await server
          .models({ textDocument: { uri: document.uri.toString() }, position: toPosition(selection.active) })
          .catch(() => undefined)
      : undefined;
    if (turn !== asked) return;
    const current = answer?.current === null || answer === undefined ? undefined : answer.models[answer.current];
    value = current && answer ? { uri: document.uri, models: answer.models, current } : undefined;
    await vscode.commands.executeCommand('setContext', 'convlens.hasModel', value !== undefined);
    changed.fire();
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), pause);
  };

  const subscriptions = vscode.Disposable.from(
    changed,
    vscode.window.onDidChangeActiveTextEditor(soon),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor) soon();
    }),
    server.onAnalyzed(({ uri }) => {
      if (isLookedAt(uri)) soon();
    }),
  );
  soon();
  return {
    get value() {
      return value;
    },
    onDidChange: changed.event,
    dispose() {
      clearTimeout(timer);
      subscriptions.dispose();
    },
  };
}

const isLookedAt = (uri: string): boolean =>
  vscode.window.visibleTextEditors.some(({ document }) => document.uri.toString() === uri);

export const toPosition = ({ line, character }: vscode.Position): { line: number; character: number } => ({
  line,
  character,
});
