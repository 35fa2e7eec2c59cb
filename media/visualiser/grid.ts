// A small matrix of numbers as a table, its cells tinted by size and sign. While editing, the cells are fields; the cells of an
// output are buttons. The sign stands before the number: the tint only helps the eye.
import { css, html, nothing, unsafeCSS, type TemplateResult } from 'lit';
import { shortNumber } from '../shared/numbers';
import { readNumber } from './editing';

export interface GridCell {
  readonly value: number;
  /** For people who do not see where it stands. */
  readonly label?: string;
  readonly testId?: string;
  /** Read by the window. */
  readonly inWindow?: boolean;
  readonly padding?: boolean;
  readonly selected?: boolean;
  readonly edit?: (value: number) => void;
  readonly choose?: () => void;
}

export interface Grid {
  readonly caption: string;
  readonly rows: readonly (readonly GridCell[])[];
  readonly kind: 'input' | 'kernel' | 'product' | 'output';
  /** Shown below the grid; else only read out. */
  readonly captioned?: boolean;
}

const shades = 4;

/** `p3`: positive, three quarters of the largest. */
function shade(value: number, largest: number): string {
  if (value === 0 || largest === 0) return 'zero';
  const step = Math.max(1, Math.round((Math.abs(value) / largest) * shades));
  return `${value > 0 ? 'p' : 'n'}${step}`;
}

export function grid({ caption, rows, kind, captioned }: Grid): TemplateResult {
  const largest = Math.max(...rows.flat().map((cell) => Math.abs(cell.value)));
  const role = kind === 'output' ? 'grid' : nothing;
  return html`<figure class="grid ${kind}">
    <table role=${role} aria-label=${caption}>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((cell) => gridCell(cell, shade(cell.value, largest)))}
            </tr>`,
        )}
      </tbody>
    </table>
    ${captioned === true ? html`<figcaption aria-hidden="true">${caption}</figcaption>` : nothing}
  </figure>`;
}

function gridCell(cell: GridCell, tint: string): TemplateResult {
  const text = shortNumber(cell.value);
  const classes = [
    tint,
    cell.inWindow === true ? 'window' : '',
    cell.padding === true ? 'padding' : '',
    cell.selected === true ? 'selected' : '',
  ].join(' ');
  if (cell.choose !== undefined)
    return html`<td role="gridcell" class=${classes} aria-selected=${cell.selected === true ? 'true' : 'false'}>
      <button
        data-testid=${cell.testId ?? nothing}
        data-value=${cell.value}
        aria-selected=${cell.selected === true ? 'true' : 'false'}
        aria-label=${cell.label ?? nothing}
        tabindex=${cell.selected === true ? 0 : -1}
        @click=${cell.choose}
      >
        ${text}
      </button>
    </td>`;
  if (cell.edit !== undefined)
    return html`<td class=${classes}>
      <input
        data-testid=${cell.testId ?? 'number-field'}
        aria-label=${cell.label ?? nothing}
        inputmode="decimal"
        .value=${text}
        @change=${changed(cell.edit, text)}
      />
    </td>`;
  return html`<td class=${classes} data-testid=${cell.testId ?? nothing} data-value=${cell.value}>${text}</td>`;
}

/** What is no number is put back as it was. */
const changed =
  (edit: (value: number) => void, before: string) =>
  ({ target }: Event): void => {
    const field = target as HTMLInputElement;
    const value = readNumber(field.value);
    if (value === undefined) field.value = before;
    else edit(value);
  };

const tints = (['p', 'n'] as const).flatMap((sign) =>
  Array.from({ length: shades }, (_, i) => {
    const color = `color-mix(in srgb, var(--cl-${sign === 'p' ? 'blue' : 'red'}) ${(i + 1) * 8}%, transparent)`;
    return `.grid td.${sign}${i + 1}{background:${color}}`;
  }),
);

export const gridStyles = [
  unsafeCSS(tints.join('')),
  css`
    .grid {
      display: inline-flex;
      flex-direction: column;
      gap: 4px;
    }
    .grid table {
      border-collapse: separate;
      border-spacing: 2px;
      font-family: var(--cl-mono);
      font-size: var(--cl-small);
      font-variant-numeric: tabular-nums;
    }
    .grid td {
      width: 2.2em;
      min-width: 2.2em;
      height: 2.1em;
      padding: 0;
      text-align: center;
      border-radius: 3px;
      border: 1px solid transparent;
      transition:
        border-color var(--cl-motion),
        background-color var(--cl-motion);
    }
    .grid td.zero {
      color: var(--cl-muted);
      background: var(--cl-faint);
    }
    .grid td.padding {
      background: none;
      border: 1px dashed var(--cl-line);
      color: var(--cl-muted);
    }
    .grid td.window {
      border: 1px solid var(--cl-blue);
      box-shadow: inset 0 0 0 1px var(--cl-blue);
    }
    .grid td.window.padding {
      border-style: dashed;
      box-shadow: none;
    }
    .grid td.selected {
      border: 1px solid var(--cl-green);
      box-shadow: 0 0 0 1px var(--cl-green);
      font-weight: 700;
    }
    .grid.kernel td {
      border-radius: 0.8em;
    }
    .grid td button,
    .grid td input {
      display: block;
      width: 100%;
      height: 100%;
      padding: 0;
      border: 0;
      border-radius: inherit;
      background: none;
      color: inherit;
      font: inherit;
      text-align: center;
      cursor: pointer;
    }
    .grid td input {
      width: 2.1em;
      cursor: text;
      background: var(--vscode-input-background);
      color: var(--vscode-input-foreground);
      outline: 1px solid var(--vscode-input-border, var(--cl-line));
      outline-offset: -1px;
    }
    .grid td button:focus-visible,
    .grid td input:focus {
      outline: 2px solid var(--cl-focus);
      outline-offset: 0;
    }
    .grid figcaption {
      color: var(--cl-muted);
      font-size: var(--cl-small);
      text-align: center;
    }
  `,
];
