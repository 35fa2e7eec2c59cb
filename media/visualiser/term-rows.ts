// The rows of a card: for each channel window × kernel = products, and their sum; for the pointwise step one row over the channels.
import { html, nothing, type TemplateResult } from 'lit';
import type { ChannelTerm, OutputPosition, OutputWindow } from '../../core/lesson/output-window';
import type { Kernels } from '../../core/lesson/tensors';
import { shortNumber, term } from '../shared/numbers';
import type { Translate } from '../shared/strings';
import type { EditTarget } from './editing';
import { grid, type GridCell } from './grid';
import type { phrases } from './phrases';

export interface CardContext {
  readonly t: Translate<typeof phrases>;
  readonly position: OutputPosition;
  readonly editing: boolean;
  readonly go: (position: OutputPosition) => void;
  readonly edit: (target: EditTarget, index: number, value: number) => void;
  readonly copy: (text: string) => void;
}

export interface TermRow {
  readonly term: ChannelTerm;
  readonly kernel: readonly (readonly GridCell[])[];
  readonly bias?: number | null;
}

/** One row a channel: window × kernel = products, sum. */
export function terms({ t }: CardContext, rows: readonly TermRow[]): TemplateResult {
  return html`<div class="terms">
    ${['', t('window'), '', t('kernel'), '', t('products')].map((head) => html`<span class="head">${head}</span>`)}
    <span class="head end">${t('sum')}</span>
    ${rows.map(({ term: each, kernel, bias }) => {
      const name = t('channel', { index: each.inputChannel });
      const value = each.sum + (bias ?? 0);
      return html`<span class="label" aria-label=${name} title=${name}>${each.inputChannel}</span>
        ${grid({
          caption: `${t('window')}, ${name}`,
          kind: 'input',
          rows: each.cells.map((row) => row.map((cell) => ({ value: cell.value, padding: cell.padding }))),
        })}
        <span class="sign">×</span>
        ${grid({ caption: `${t('kernel')}, ${name}`, kind: 'kernel', rows: kernel })}
        <span class="sign">=</span>
        ${grid({
          caption: `${t('products')}, ${name}`,
          kind: 'product',
          rows: each.products.map((row) => row.map((product) => ({ value: product }))),
        })}
        <span class="sum mono" data-testid="channel-sum-${each.inputChannel}" data-value=${value}
          >${shortNumber(value)}${
            bias === undefined || bias === null
              ? nothing
              : html`<small class="muted" title=${t('bias')}>${shortNumber(each.sum)} + ${term(bias)}</small>`
          }</span
        >`;
    })}
  </div>`;
}

export function kernelCells(
  { t, editing, edit }: CardContext,
  target: EditTarget,
  weight: Kernels,
  { position }: OutputWindow,
  { kernel, inputChannel }: ChannelTerm,
  i: number,
): GridCell[][] {
  const first = (position.channel * weight.groupInputs + i) * weight.height * weight.width;
  return kernel.map((row, u) =>
    row.map((value, v) => ({
      value,
      ...(editing && {
        label: t('kernelCell', { output: position.channel, input: inputChannel, row: u, column: v }),
        edit: (next: number) => {
          edit(target, first + u * weight.width + v, next);
        },
      }),
    })),
  );
}

/** The depthwise results at this place × the pointwise weights = products, sum. */
export function pointwiseRow({ t, editing, edit }: CardContext, window: OutputWindow): TemplateResult {
  const single = (value: number): GridCell => ({ value });
  const across = (caption: string, kind: 'input' | 'kernel' | 'product', cells: readonly GridCell[]): TemplateResult =>
    grid({ caption, kind, rows: [cells] });
  const output = window.position.channel;
  return html`<div class="pointwise">
    ${across(
      t('between'),
      'input',
      window.terms.map((each) => single(each.cells[0][0].value)),
    )}
    <span class="sign">×</span>
    ${across(
      t('kernel'),
      'kernel',
      window.terms.map((each, input) => ({
        value: each.kernel[0][0],
        ...(editing && {
          label: t('pointwiseCell', { output, input }),
          edit: (next: number) => {
            edit('pointwise', output * window.terms.length + input, next);
          },
        }),
      })),
    )}
    <span class="sign">=</span>
    ${across(
      t('products'),
      'product',
      window.terms.map((each) => single(each.sum)),
    )}
  </div>`;
}
