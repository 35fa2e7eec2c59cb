// The language server: one connection, one analyser, one handler a method. This is the whole wiring.
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  CodeActionKind,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  TextDocuments,
  TextDocumentSyncKind,
  type Connection,
  type InitializeParams,
  type InitializeResult,
} from 'vscode-languageserver';
import { localeOf, type Locale } from '../core/base/messages';
import { analyzedMethod, type AnalyzedParams, type InitializationOptions } from '../protocol/server';
import { createAnalyses } from './analyses';
import type { ServerContext } from './context';
import { fileOfUri } from './files';
import { handleCodeAction } from './handlers/codeAction';
import { handleCodeLens } from './handlers/codeLens';
import { clearDiagnostics, publishDiagnostics } from './handlers/diagnostics';
import { handleHover } from './handlers/hover';
import { handleInlayHint } from './handlers/inlayHint';
import { handleModels } from './handlers/models';
import type { Runtime } from './runtime';
import { importRoots } from './roots';
import { defaultSettings, readSettings } from './settings';
import { createText } from './text/text';

const debounce = 150;

export function serve(connection: Connection, runtime: Runtime): void {
  let settings = defaultSettings;
  let locale: Locale = 'en';
  let text = createText(locale);
  let folders: readonly string[] = [];
  let capabilities: InitializeParams['capabilities'] = {};
  let settled = Promise.resolve();
  let commandLinks = false;

  const log = (what: string, error: unknown): void => {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    connection.console.error(`${what}: ${detail}`);
  };
  const attempt = (what: string, sent: Promise<unknown>): void => {
    sent.catch((error: unknown) => log(what, error));
  };
  const analyses = createAnalyses({
    readText: (file) => runtime.readText(file),
    startThread: runtime.startThread,
    roots: (uri) => importRoots(settings.importRoots, folders, fileOfUri(uri)),
    onAnalysed(analysed, cause) {
      // An editor asks again by itself only where it sees the change.
      if (cause === 'surroundings') refresh();
      void settled.then(() => publishDiagnostics(context, analysed));
      const params: AnalyzedParams = { uri: analysed.uri };
      attempt('analyzed', connection.sendNotification(analyzedMethod, params));
    },
    onFailure: (what, reason) => log(`analysis of ${what}`, reason),
    log: (line) => connection.console.error(line),
    debounce,
  });
  const context: ServerContext = {
    connection,
    analyses,
    settings: () => settings,
    settled: () => settled,
    locale: () => locale,
    text: () => text,
    commandLinks: () => commandLinks,
    resolvesTooltips: () =>
      capabilities.textDocument?.inlayHint?.resolveSupport?.properties.includes('tooltip') === true,
    log,
  };

  const loadSettings = async (): Promise<void> => {
    if (capabilities.workspace?.configuration !== true) return;
    settings = readSettings(await connection.workspace.getConfiguration('convlens'));
    analyses.invalidate();
  };
  const refresh = (): void => {
    const { inlayHint, codeLens } = capabilities.workspace ?? {};
    if (inlayHint?.refreshSupport === true) attempt('refresh', connection.languages.inlayHint.refresh());
    if (codeLens?.refreshSupport === true) attempt('refresh', connection.sendRequest('workspace/codeLens/refresh'));
  };
  const settingsChanged = (): void => {
    settled = loadSettings().then(refresh, (error: unknown) => log('settings', error));
  };

  connection.onInitialize((params): InitializeResult => {
    capabilities = params.capabilities;
    commandLinks = (params.initializationOptions as InitializationOptions | undefined)?.commandLinks === true;
    locale = localeOf(params.locale);
    text = createText(locale);
    folders = (params.workspaceFolders ?? []).map(({ uri }) => fileOfUri(uri));
    return {
      serverInfo: { name: 'ConvLens' },
      capabilities: {
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: false },
        inlayHintProvider: { resolveProvider: true },
        hoverProvider: true,
        codeLensProvider: {},
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  });

  connection.onInitialized(() => {
    settingsChanged();
    if (capabilities.workspace?.didChangeConfiguration?.dynamicRegistration === true) {
      attempt('watch', connection.client.register(DidChangeConfigurationNotification.type, { section: 'convlens' }));
    }
    if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration === true) {
      const watchers = [{ globPattern: '**/*.{py,ts,tsx,js,jsx}' }];
      attempt('watch', connection.client.register(DidChangeWatchedFilesNotification.type, { watchers }));
    }
    if (capabilities.workspace?.workspaceFolders === true) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => fileOfUri(uri)));
        folders = [...folders.filter((folder) => !gone.has(folder)), ...added.map(({ uri }) => fileOfUri(uri))];
        analyses.invalidate();
      });
    }
  });
  connection.onDidChangeConfiguration(settingsChanged);
  connection.onDidChangeWatchedFiles(({ changes }) => {
    for (const { uri } of changes) analyses.fileChanged(fileOfUri(uri));
  });

  const documents = new TextDocuments(TextDocument);
  documents.onDidOpen(({ document }) => analyses.opened(document));
  documents.onDidChangeContent(({ document }) => analyses.changed(document));
  documents.onDidClose(({ document }) => {
    analyses.closed(document.uri);
    clearDiagnostics(context, document.uri);
  });

  connection.onShutdown(() => analyses.terminate());

  handleInlayHint(context);
  handleHover(context);
  handleCodeLens(context);
  handleCodeAction(context);
  handleModels(context);
  documents.listen(connection);
  connection.listen();
}
