// textDocument/codeLens
import { withAnalysis, type ServerContext } from '../context';
import { positionsOf, toCodeLens } from '../convert';
import { lensesOf } from '../features/lenses';

export function handleCodeLens(context: ServerContext): void {
  context.connection.onCodeLens(({ textDocument }) =>
    withAnalysis(context, textDocument.uri, 'code lenses', [], (analysed) => {
      if (!context.settings().codeLens) return [];
      const positions = positionsOf(analysed);
      return lensesOf(analysed.analysis, context.text()).map((lens) => toCodeLens(lens, analysed, positions));
    }),
  );
}
