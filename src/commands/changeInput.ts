// Asks for the input to assume for a model and writes it into the directive comment above its class, where everyone who reads the
// file sees it and the command line honours it.
import * as vscode from 'vscode';
import type { DocumentModel } from '../../protocol/server';
import type { Server } from '../client';
import type { Target } from './target';

export async function changeInput(server: Server, target: Target | undefined): Promise<void> {
  if (!target) return;
  const textDocument = { uri: target.uri };
  const { models, current } = await server.models({ textDocument, position: target.position });
  const named = models.find(({ expr }) => expr === target.expr);
  const model = named ?? (target.expr === undefined ? await choose(models, current) : undefined);
  if (!model) return;
  const input = await ask(model);
  if (input === undefined) return;
  const answer = await server.changeInput({ textDocument, expr: model.expr, input });
  if (answer === null) {
    const message = vscode.l10n.t(
      'The class of {0} is not in this file: put the comment "# convlens: {0} input={1}" above it.',
      model.expr,
      input.join(' input='),
    );
    await vscode.window.showInformationMessage(message);
    return;
  }
  const { start, end } = answer.range;
  const edit = new vscode.WorkspaceEdit();
  const range = new vscode.Range(start.line, start.character, end.line, end.character);
  edit.replace(vscode.Uri.parse(target.uri), range, answer.newText);
  await vscode.workspace.applyEdit(edit);
}

async function choose(models: readonly DocumentModel[], current: number | null): Promise<DocumentModel | undefined> {
  if (models.length <= 1) return models[0];
  const items = models.map((model, index) => ({
    label: model.expr,
    description: model.summary,
    model,
    picked: index === current,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Change the input of which model?') });
  return picked?.model;
}

async function ask({ expr, inputs }: DocumentModel): Promise<readonly string[] | undefined> {
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Input of {0}', expr),
    prompt: vscode.l10n.t('Sizes joined by x, the batch first; several inputs are separated by spaces.'),
    placeHolder: '1x3x224x224',
    value: inputs.join(' '),
    validateInput: (value) =>
      split(value).length > 0 && split(value).every(isShape)
        ? undefined
        : vscode.l10n.t('Not a shape: write numbers or names joined by x, such as 1x3x224x224 or Nx3xHxW.'),
  });
  return text === undefined ? undefined : split(text);
}

const split = (text: string): readonly string[] => text.trim().split(/\s+/).filter(Boolean);

const isShape = (text: string): boolean => /^(?:\d+|[A-Za-z_]\w*?)(?:x(?:\d+|[A-Za-z_]\w*?))*$/.test(text);
