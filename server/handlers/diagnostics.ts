// textDocument/publishDiagnostics: sent after each analysis, taken back when a document closes.
import type { Analysed } from '../analyses';
import type { ServerContext } from '../context';
import { positionsOf, toDiagnostic } from '../convert';

export function publishDiagnostics(context: ServerContext, analysed: Analysed): void {
  const { enabled, advice } = context.settings().diagnostics;
  const language = { locale: context.locale(), text: context.text() };
  const positions = positionsOf(analysed);
  const shown = analysed.analysis.diagnostics.filter(
    // What is wrong in an imported file is shown where that file is open.
    ({ code, location }) => enabled && location.file === analysed.file && (advice || !code.startsWith('CL2')),
  );
  send(context, {
    uri: analysed.uri,
    version: analysed.version,
    diagnostics: shown.map((diagnostic) => toDiagnostic(diagnostic, analysed, positions, language)),
  });
}

export const clearDiagnostics = (context: ServerContext, uri: string): void => send(context, { uri, diagnostics: [] });

function send(context: ServerContext, params: Parameters<ServerContext['connection']['sendDiagnostics']>[0]): void {
  context.connection.sendDiagnostics(params).catch((error: unknown) => context.log('diagnostics', error));
}
