// textDocument/inlayHint and inlayHint/resolve
import type { InlayHint } from 'vscode-languageserver';
import type { Analysed } from '../analyses';
import { withAnalysis, type ServerContext } from '../context';
import { isHintData, positionsOf, toInlayHint, withTooltip } from '../convert';
import { hintsOf, type Hint } from '../features/hints/hints';

export function handleInlayHint(context: ServerContext): void {
  const { inlayHint } = context.connection.languages;
  const hintsIn = ({ analysis }: Analysed, start: number, end: number): readonly Hint[] =>
    hintsOf(analysis, { start, end }, { kinds: context.settings().inlayHints, text: context.text() });

  inlayHint.on(({ textDocument, range }) =>
    withAnalysis(context, textDocument.uri, 'inlay hints', [], (analysed) => {
      const positions = positionsOf(analysed);
      const hints = hintsIn(analysed, positions.offset(range.start), positions.offset(range.end));
      return hints.map((hint) => toInlayHint(hint, analysed, positions, context.resolvesTooltips()));
    }),
  );

  // after an edit the hint may stand elsewhere: then it has no tooltip until the new ones are shown
  inlayHint.resolve((shown: InlayHint) =>
    isHintData(shown.data)
      ? withAnalysis(context, shown.data.uri, 'tooltip', shown, (analysed) => {
          const offset = positionsOf(analysed).offset(shown.position);
          const hint = hintsIn(analysed, offset, offset).find(({ label }) => label === shown.label);
          return hint === undefined ? shown : withTooltip(shown, hint);
        })
      : shown,
  );
}
