// The message that opens the trainer's page: the model's graph in training mode, where everything lies, what was left unfinished.
import * as vscode from 'vscode';
import type { Server } from '../client';
import type { Target } from '../commands/target';
import type { ModelAnswer } from '../../protocol/server';
import { defaultSettings } from '../../protocol/training';
import type { ToTrainer, TrainableModel } from '../../protocol/trainer';
import { distUri } from '../panels/page';
import { locale } from '../panels/shared';
import type { TrainingFiles } from './session';

export interface Opening {
  readonly message: ToTrainer;
  /** '' where there is no model. */
  readonly expression: string;
}

export async function openMessage(
  server: Server,
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  target: Target,
  files: TrainingFiles,
): Promise<Opening> {
  const { model, problem } = await trainable(server, target);
  files.expression = model?.expression ?? '';
  const kernels = await kernelNames(extensionUri);
  const unfinished = model ? await files.unfinished() : null;
  return {
    expression: files.expression,
    message: {
      type: 'open',
      locale: locale(),
      worker: distUri(webview, extensionUri, 'worker.js'),
      kernels: kernels.map((name) => ({ name, uri: distUri(webview, extensionUri, name) })),
      saveLabel: files.saveLabel,
      settings: unfinished?.settings ?? defaultSettings,
      folder: await files.knownFolder(),
      unfinished,
      model,
      problem,
    },
  };
}

async function trainable(
  server: Server,
  { uri, position, expr }: Target,
): Promise<{ model: TrainableModel | null; problem: string | null }> {
  let answer: ModelAnswer;
  let evaluated: ModelAnswer;
  try {
    // The server answers about open documents only; after a reload this one may not be.
    await vscode.workspace.openTextDocument(vscode.Uri.parse(uri));
    const asked = { textDocument: { uri }, ...(position && { position }), ...(expr !== undefined && { expr }) };
    const first = await server.model({ ...asked, train: true });
    // Two images: where a batch of one went, a reshape does not tell.
    const input = first?.graph.inputs.map((id) => first.graph.values[id].shape.join('x').replace(/^1x/, '2x'));
    const again = { ...asked, ...(input !== undefined && { input }) };
    const two = first && (await server.model({ ...again, train: true }));
    const told = two !== null && two.unknowns.length === 0;
    answer = told ? two : first;
    evaluated = first && (await server.model({ ...(told ? again : asked), train: false }));
  } catch (error) {
    return { model: null, problem: error instanceof Error ? error.message : String(error) };
  }
  if (answer === null) {
    return { model: null, problem: vscode.l10n.t('This file has no model whose arguments and input are known.') };
  }
  const file = decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
  const names = ({ graph }: NonNullable<ModelAnswer>): string => graph.parameters.map(({ name }) => name).join();
  // What cannot be told of the model in evaluation is left to the training graph.
  const same = evaluated !== null && evaluated.unknowns.length === 0 && names(evaluated) === names(answer);
  const evaluation = same && evaluated ? evaluated.graph : null;
  return {
    model: { expression: answer.expr, file, params: answer.params, graph: answer.graph, evaluation },
    problem: null,
  };
}

/** Names of the kernels' WebAssembly modules in `dist`. */
async function kernelNames(extensionUri: vscode.Uri): Promise<readonly string[]> {
  const entries = await vscode.workspace.fs.readDirectory(vscode.Uri.joinPath(extensionUri, 'dist'));
  return entries.map(([name]) => name).filter((name) => /^kernels.*\.wasm$/.test(name));
}
