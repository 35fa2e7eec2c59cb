// The ladder of costs as a table: from standard over every legal `groups` to depthwise + pointwise.
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { LadderStep, LayerSettings } from '../../core/lesson/cost';
import { checkIcon } from '../shared/icons';
import type { Formats } from '../shared/numbers';
import type { Translate } from '../shared/strings';
import type { phrases } from './phrases';

type Words = Translate<typeof phrases>;

export function formName(t: Words, { form, groups }: LadderStep, { inChannels }: LayerSettings): string {
  if (form === 'separable') return t('formSeparable');
  if (groups === 1) return t('formStandard');
  return groups === inChannels ? t('formDepthwise', { groups }) : t('formGrouped', { groups });
}

export function costTable(
  t: Words,
  formats: Formats,
  layer: LayerSettings,
  steps: readonly LadderStep[],
): TemplateResult {
  const { integer, compact, bytes, percent } = formats;
  const figure = (value: number): TemplateResult =>
    html`<td title=${integer(value)} data-value=${value}>${compact(value)}</td>`;
  return html`<div class="scroll">
    <table class="data" data-testid="cost-table">
      <caption class="hidden">
        ${t('tableCaption')}
      </caption>
      <thead>
        <tr>
          ${[t('form'), t('params'), t('macs'), t('flops'), t('activations'), t('intensity'), t('ratio')].map(
            (head) => html`<th scope="col">${head}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${steps.map((step) => {
          const { cost, ratio, form, groups } = step;
          const own = form === 'convolution' && groups === layer.groups;
          const id = form === 'separable' ? 'separable' : String(groups);
          return html`<tr class=${own ? 'own' : ''} aria-current=${own ? 'true' : nothing} data-testid="cost-row-${id}">
            <th scope="row"><span class="mark">${own ? checkIcon : nothing}</span>${formName(t, step, layer)}</th>
            <td data-value=${cost.params}>${integer(cost.params)}</td>
            ${figure(cost.macs)} ${figure(cost.flops)}
            <td data-value=${cost.activationBytes}>${bytes(cost.activationBytes)}</td>
            <td>${formats.fixed(cost.intensity, cost.intensity < 10 ? 2 : 1)}</td>
            <td class="ratio" data-value=${ratio}>${bar(ratio)}<span>${percent(ratio)}</span></td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

const bar = (share: number): TemplateResult =>
  html`<svg width="64" height="8" viewBox="0 0 64 8" aria-hidden="true">
    ${svg`<rect class="track" width="64" height="8" rx="2" /><rect class="bar" width=${Math.max(1, Math.min(share, 1) * 64)} height="8" rx="2" />`}
  </svg>`;
