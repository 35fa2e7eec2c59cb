// One form of the convolution as a card: its windows, kernels and products by channel, their sums, and its outputs to choose from.
import { html, nothing, type TemplateResult } from 'lit';
import type { OutputWindow } from '../../core/lesson/output-window';
import { channelMatrices, type FeatureMap, type Kernels } from '../../core/lesson/tensors';
import { shortNumber } from '../shared/numbers';
import { copyIcon } from '../shared/icons';
import { pointwiseTotalText, separableLines, totalText, windowLines } from './arithmetic';
import { grid } from './grid';
import { kernelCells, pointwiseRow, terms, type CardContext } from './term-rows';
import type { SceneWindows } from '../../protocol/lesson';

export interface CardHead {
  readonly id: 'standard' | 'grouped' | 'separable';
  readonly title: string;
  readonly text: string;
  readonly weights: number;
  readonly yours: boolean;
  /** A control beside the title. */
  readonly control?: TemplateResult;
}

export interface ConvolutionCard extends CardHead {
  readonly target: 'standard' | 'grouped';
  readonly weight: Kernels;
  readonly inChannels: number;
  readonly window: OutputWindow | null;
  readonly output: FeatureMap;
}

export function convolutionCard(context: CardContext, card: ConvolutionCard): TemplateResult {
  const { t } = context;
  const { window, weight } = card;
  const body =
    window === null
      ? absent(context, card.output)
      : html`${terms(
          context,
          window.terms.map((each, i) => ({
            term: each,
            kernel: kernelCells(context, card.target, weight, window, each, i),
          })),
        )}
        ${unseen(context, window, card.inChannels)} ${total(totalText(window, t), window)}`;
  const lines = window === null ? [] : windowLines(window, t);
  return shell(context, card, html`${body} ${outputs(context, card.title, card.output, true)}`, lines);
}

export interface SeparableCard extends CardHead {
  readonly depthwise: Kernels;
  readonly pointwise: Kernels;
  readonly windows: SceneWindows['separable'];
  readonly between: FeatureMap;
  readonly output: FeatureMap;
}

export function separableCard(context: CardContext, card: SeparableCard): TemplateResult {
  const { t } = context;
  const { windows, between, output } = card;
  const body =
    windows === null
      ? absent(context, output)
      : html`<h4>${t('depthwiseStep')}</h4>
          ${terms(
            context,
            windows.depthwise.map((window) => ({
              term: window.terms[0],
              bias: window.bias,
              kernel: kernelCells(context, 'depthwise', card.depthwise, window, window.terms[0], 0),
            })),
          )}
          ${outputs(context, t('between'), between, false)}
          <h4>${t('pointwiseStep')}</h4>
          ${pointwiseRow(context, windows.pointwise)}
          ${total(pointwiseTotalText(windows.pointwise, t), windows.pointwise)}`;
  const lines = windows === null ? [] : separableLines(windows, t);
  return shell(context, card, html`${body} ${outputs(context, card.title, output, true)}`, lines);
}

function shell(
  { t, copy }: CardContext,
  head: CardHead,
  body: TemplateResult,
  lines: readonly string[],
): TemplateResult {
  return html`<section class="card form" data-testid="form-${head.id}" aria-labelledby="title-${head.id}">
    <header>
      <div class="row spread">
        <h3 id="title-${head.id}">
          ${head.title}${head.yours ? html` <span class="badge">${t('yours')}</span>` : nothing}
        </h3>
        <span class="small muted mono">${t('weights', { count: head.weights })}</span>
      </div>
      <div class="row spread">
        <p class="small muted">${head.text}</p>
        ${head.control ?? nothing}
      </div>
    </header>
    ${body}
    ${
      lines.length === 0
        ? nothing
        : html`<details>
            <summary>${t('arithmetic')}</summary>
            <div class="arithmetic">
              <button class="plain" title=${t('copy')} aria-label=${t('copy')} @click=${() => copy(lines.join('\n'))}>
                ${copyIcon}
              </button>
              <pre data-testid="arithmetic">${lines.join('\n')}</pre>
            </div>
          </details>`
    }
  </section>`;
}

const absent = ({ t, position }: CardContext, output: FeatureMap): TemplateResult =>
  html`<p class="absent muted">${t('noChannel', { channel: position.channel, count: output.channels })}</p>`;

function unseen(
  { t }: CardContext,
  { first, count }: OutputWindow,
  inChannels: number,
): TemplateResult | typeof nothing {
  const channels = Array.from({ length: inChannels }, (_, i) => i).filter((i) => i < first || i >= first + count);
  if (channels.length === 0) return nothing;
  return html`<p class="small muted unseen">${t('notSeen', { channels: channels.join(', ') })}</p>`;
}

const total = (text: string, window: OutputWindow): TemplateResult =>
  html`<p class="total mono">
    <span data-testid="products-sum">${text}</span>
    <span class="hidden" data-testid="result" data-value=${window.total}>${shortNumber(window.total)}</span>
  </p>`;

function outputs({ t, position, go }: CardContext, form: string, map: FeatureMap, chosen: boolean): TemplateResult {
  const name = chosen ? 'output-cell' : 'between-cell';
  return html`<div class="outputs">
    ${channelMatrices(map).map((matrix, channel) =>
      grid({
        caption: chosen ? t('outputChannel', { index: channel }) : `${t('between')} ${channel}`,
        captioned: true,
        kind: chosen ? 'output' : 'product',
        rows: matrix.map((values, row) =>
          values.map((value, column) => {
            const here = row === position.row && column === position.column;
            const cell = { value, testId: `${name}-${channel}-${row}-${column}` };
            if (!chosen) return { ...cell, selected: here };
            return {
              ...cell,
              selected: here && channel === position.channel,
              label: t('outputCell', { form, channel, row, column, value: shortNumber(value) }),
              choose: () => {
                go({ channel, row, column });
              },
            };
          }),
        ),
      }),
    )}
  </div>`;
}
