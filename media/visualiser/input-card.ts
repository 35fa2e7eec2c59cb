// The input as a card: every channel with its padding around it, the cells that the window reads marked.
import { html, nothing, type TemplateResult } from 'lit';
import { channelMatrix } from '../../core/lesson/tensors';
import { shortNumber } from '../shared/numbers';
import { convolutionFormula } from './formulas';
import { grid, type GridCell } from './grid';
import type { Shown } from './stepper';
import type { CardContext } from './term-rows';

export function inputCard(context: CardContext, shown: Shown): TemplateResult {
  const { t } = context;
  const { input, settings } = shown.scene.standard;
  const padded = Object.values(settings.padding).some((side) => side > 0);
  const { channels, height, width } = input;
  return html`<section class="card input-card" aria-labelledby="input-title">
    <div class="stack">
      <h3 id="input-title">
        ${t('input')} <span class="small muted mono">${t('inputShape', { channels, height, width })}</span>
      </h3>
      <div class="maps">
        ${Array.from({ length: channels }, (_, channel) =>
          grid({
            caption: t('channel', { index: channel }),
            captioned: true,
            kind: 'input',
            rows: inputCells(context, shown, channel),
          }),
        )}
      </div>
    </div>
    <div class="stack side">
      ${convolutionFormula(t('formulaName'))}
      <ul class="legend small muted">
        <li><i class="key window"></i>${t('legendWindow')}</li>
        ${padded ? html`<li><i class="key padding"></i>${t('legendPadding')}</li>` : nothing}
        <li><i class="key selected"></i>${t('legendResult')}</li>
      </ul>
    </div>
  </section>`;
}

/** Rows and columns that any of the forms reads at this position: all read the same window. */
function isRead({ windows }: Shown): (row: number, column: number) => boolean {
  const window = windows.standard ?? windows.grouped ?? windows.separable?.depthwise[0];
  const cells = window?.terms[0].cells.flat() ?? [];
  const places = new Set(cells.map(({ row, column }) => `${row},${column}`));
  return (row, column) => places.has(`${row},${column}`);
}

function inputCells({ t, editing, edit }: CardContext, shown: Shown, channel: number): GridCell[][] {
  const { input, settings } = shown.scene.standard;
  const { top, left, bottom, right } = settings.padding;
  const matrix = channelMatrix(input, channel);
  const read = isRead(shown);
  return Array.from({ length: top + input.height + bottom }, (_, r) =>
    Array.from({ length: left + input.width + right }, (__, c) => {
      const [row, column] = [r - top, c - left];
      const inWindow = read(row, column);
      const inside = row >= 0 && row < input.height && column >= 0 && column < input.width;
      if (!inside) return { value: 0, padding: true, inWindow };
      const value = matrix[row][column];
      const cell = { value, inWindow, testId: `input-cell-${channel}-${row}-${column}` };
      if (!editing) return cell;
      const index = (channel * input.height + row) * input.width + column;
      return {
        ...cell,
        label: t('inputCell', { channel, row, column, value: shortNumber(value) }),
        edit: (next: number) => {
          edit('input', index, next);
        },
      };
    }),
  );
}
