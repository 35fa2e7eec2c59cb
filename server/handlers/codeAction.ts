// textDocument/codeAction
import { withAnalysis, type ServerContext } from '../context';
import { positionsOf, toCodeAction, toDiagnostic } from '../convert';
import { actionsAt } from '../features/actions';

export function handleCodeAction(context: ServerContext): void {
  context.connection.onCodeAction(({ textDocument, range, context: { only } }) =>
    withAnalysis(context, textDocument.uri, 'code actions', [], (analysed) => {
      const positions = positionsOf(analysed);
      const span = { start: positions.offset(range.start), end: positions.offset(range.end) };
      const { analysis, source } = analysed;
      const language = { locale: context.locale(), text: context.text() };
      const diagnostics = new Map(
        analysis.diagnostics.map((each) => [each, toDiagnostic(each, analysed, positions, language)]),
      );
      return actionsAt(analysis, span, { source, text: context.text() })
        .map((action) => toCodeAction(action, analysed, positions, diagnostics))
        .filter(({ kind }) => only === undefined || only.some((wanted) => `${kind}.`.startsWith(`${wanted}.`)));
    }),
  );
}
