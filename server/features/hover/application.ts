// The hover over a call in `forward`: what goes in and what comes out, for every leaf module that the call reaches.
import type { ApplicationSite, FileOutline } from '../../../core/analysis';
import { formatShape } from '../../../core/shape/shape';
import { shapesOf } from '../../../core/report/serialise';
import { figure } from '../../text/numbers';
import type { Text } from '../../text/text';
import { perImage } from '../batch';
import { code, table } from '../markdown';

const mostRows = 8;

export function applicationHover(site: ApplicationSite, analysis: FileOutline, text: Text): string {
  const calls = analysis.models.flatMap((model) =>
    model.graph.calls
      .filter(
        ({ called }) =>
          called?.file === site.location.file &&
          called.start === site.location.start &&
          called.end === site.location.end,
      )
      .map((call) => ({ ...call, macs: perImage(call.macs, model) })),
  );
  if (calls.length > 0) {
    const rows = calls
      .slice(0, mostRows)
      .map((call) => [
        `${code(call.path)} ${call.type}`,
        call.inputs.map(formatShape).join(', '),
        call.output === null ? '?' : shapesOf(call.output).map(formatShape).join(', '),
        figure(call.macs),
        call.receptiveField?.size.join('×') ?? '',
      ]);
    const head = ['', text('input'), text('output'), text('macs'), text('receptiveField')];
    const more = calls.length > mostRows ? `\n\n${text('moreInstances', { count: calls.length - mostRows })}` : '';
    return table(head, rows, [3]) + more;
  }
  const several = site.results.some(({ count }) => count > 1);
  const rows = site.results
    .slice(0, mostRows)
    .map(({ model, shape, count }) => [
      code(analysis.models[model].expression),
      shape === null ? '?' : shapesOf(shape).map(formatShape).join(', '),
      ...(several ? [text('evaluations', { count })] : []),
    ]);
  const macs = site.macs === null || site.macs === 0 ? '' : `\n\n${figure(site.macs)} ${text('macs')}`;
  return table(['', text('output'), ...(several ? [''] : [])], rows) + macs;
}
