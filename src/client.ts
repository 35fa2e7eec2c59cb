// The language client: starts the server as a Node process over IPC, and asks it the extension's own questions.
import * as vscode from 'vscode';
import { LanguageClient, RevealOutputChannelOn, TransportKind } from 'vscode-languageclient/node';
import {
  analyzedMethod,
  changeInputMethod,
  commands,
  layerMethod,
  modelMethod,
  modelsMethod,
  type AnalyzedParams,
  type ChangeInputAnswer,
  type ChangeInputParams,
  type InitializationOptions,
  type LayerAnswer,
  type LayerParams,
  type ModelAnswer,
  type ModelParams,
  type ModelsAnswer,
  type ModelsParams,
} from '../protocol/server';

/** The server's own requests. Each rejects with a sentence for the user where the server has one. */
export interface Server {
  readonly ready: Promise<void>;
  model(params: ModelParams): Promise<ModelAnswer>;
  models(params: ModelsParams): Promise<ModelsAnswer>;
  layer(params: LayerParams): Promise<LayerAnswer>;
  changeInput(params: ChangeInputParams): Promise<ChangeInputAnswer>;
  /** A document's answers changed. */
  readonly onAnalyzed: vscode.Event<AnalyzedParams>;
  stop(): Promise<void>;
}

/** The languages that models are written in. */
export const languages: readonly string[] = ['python', 'typescript', 'javascript'];

export function startClient(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Server {
  const module = vscode.Uri.joinPath(context.extensionUri, 'dist', 'server.cjs').fsPath;
  const run = { module, transport: TransportKind.ipc };
  const client = new LanguageClient(
    'convlens',
    'ConvLens',
    { run, debug: { ...run, options: { execArgv: ['--nolazy', '--inspect=6009'] } } },
    {
      documentSelector: languages.map((language) => ({ language })),
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: { commandLinks: true } satisfies InitializationOptions,
      markdown: { isTrusted: { enabledCommands: [commands.visualize, commands.train, commands.changeInput] } },
    },
  );
  const analyzed = new vscode.EventEmitter<AnalyzedParams>();
  context.subscriptions.push(
    analyzed,
    client.onNotification(analyzedMethod, (params: AnalyzedParams) => analyzed.fire(params)),
  );
  const ready = client.start();
  const ask = async <Answer>(method: string, params: object): Promise<Answer> => {
    await ready;
    return client.sendRequest<Answer>(method, params);
  };
  return {
    ready,
    model: (params) => ask(modelMethod, params),
    models: (params) => ask(modelsMethod, params),
    layer: (params) => ask(layerMethod, params),
    changeInput: (params) => ask(changeInputMethod, params),
    onAnalyzed: analyzed.event,
    stop: () => client.stop(),
  };
}
