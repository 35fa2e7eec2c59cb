// What a command works on: the target that a lens, the tree or the status bar hands over, else the active editor's cursor.
import * as vscode from 'vscode';
import type { CommandTarget, LayerNode } from '../../protocol/server';
import { toPosition, type ActiveModel } from '../activeModel';
import { languages } from '../client';
import { uriOfFile } from '../files';

export interface Target {
  readonly uri: string;
  readonly position?: { readonly line: number; readonly character: number };
  readonly expr?: string;
}

/** undefined: no document with a language of ours is meant or open. */
export function targetOf(argument: unknown, model: ActiveModel): Target | undefined {
  if (isTarget(argument)) return argument;
  if (isNode(argument) && argument.place) {
    const { file, line, column } = argument.place;
    return { uri: uriOfFile(file).toString(), position: { line: line - 1, character: column - 1 } };
  }
  const editor = vscode.window.activeTextEditor;
  if (editor && languages.includes(editor.document.languageId)) {
    return { uri: editor.document.uri.toString(), position: toPosition(editor.selection.active) };
  }
  // A panel has the focus: the document that it was opened from.
  return model.value && { uri: model.value.uri.toString(), expr: model.value.current.expr };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** A menu of the editor passes a `Uri` here, which has no `uri` of its own. */
const isTarget = (value: unknown): value is CommandTarget => isRecord(value) && typeof value['uri'] === 'string';

export const isNode = (value: unknown): value is LayerNode =>
  isRecord(value) && typeof value['path'] === 'string' && Array.isArray(value['children']);
