// textDocument/hover
import { withAnalysis, type ServerContext } from '../context';
import { positionsOf, toHover } from '../convert';
import { hoverAt } from '../features/hover/hover';

export function handleHover(context: ServerContext): void {
  context.connection.onHover(({ textDocument, position }) =>
    withAnalysis(context, textDocument.uri, 'hover', null, (analysed) => {
      const { enabled, picture } = context.settings().hover;
      if (!enabled) return null;
      const positions = positionsOf(analysed);
      const { source, places, analysis } = analysed;
      const hover = hoverAt(analysis, positions.offset(position), { picture, text: context.text(), source, places });
      const link = context.commandLinks() ? context.text()('lensVisualize') : undefined;
      return hover ? toHover(hover, analysed, positions, link) : null;
    }),
  );
}
