// textDocument/inlayHint
import { withAnalysis, type ServerContext } from '../context';
import { positionsOf, toInlayHint } from '../convert';
import { hintsOf } from '../features/hints/hints';

export function handleInlayHint(context: ServerContext): void {
  context.connection.languages.inlayHint.on(({ textDocument, range }) =>
    withAnalysis(context, textDocument.uri, 'inlay hints', [], (analysed) => {
      const positions = positionsOf(analysed);
      const span = { start: positions.offset(range.start), end: positions.offset(range.end) };
      const kinds = context.settings().inlayHints;
      return hintsOf(analysed.analysis, span, { kinds, text: context.text() }).map((hint) =>
        toInlayHint(hint, positions),
      );
    }),
  );
}
