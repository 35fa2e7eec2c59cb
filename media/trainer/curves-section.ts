// Loss and accuracy, live: two charts with their legends, smoothing and a logarithmic axis.
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { checkField, controlStyles } from '../shared/controls';
import type { Formats } from '../shared/numbers';
import type { Translate } from '../shared/strings';
import { shared } from '../shared/theme';
import './curve-chart';
import type { CurveSeries } from './curve-chart';
import { accuracyColumns, lossColumns } from './curve-data';
import type { LossSeries } from './loss-series';
import type { phrases } from './phrases';
import type { Session } from './session';

const validationDash = [8, 4];

@customElement('convlens-curves')
export class CurvesSection extends LitElement {
  static override styles = [shared, controlStyles, curvesStyles()];

  @property({ attribute: false }) t!: Translate<typeof phrases>;
  @property({ attribute: false }) formats!: Formats;
  @property({ attribute: false }) session!: Session;
  @property({ attribute: false }) losses!: LossSeries;
  /** Points in `losses`: it changes in place. */
  @property({ type: Number }) points = 0;

  @state() private smoothing = 0.9;
  @state() private logarithmic = false;
  private lossSeries: readonly CurveSeries[] = [];
  private accuracySeries: readonly CurveSeries[] = [];

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('t')) return;
    const { t } = this;
    const training = { name: t('train'), color: '--vscode-charts-blue', marked: true };
    const validation = { name: t('validation'), color: '--vscode-charts-orange', dash: validationDash, marked: true };
    this.lossSeries = [{ name: t('trainSteps'), color: '--vscode-charts-blue', width: 1 }, training, validation];
    this.accuracySeries = [training, validation];
  }

  override render(): TemplateResult {
    const { t, session, formats } = this;
    const { epochs, stepsPerEpoch } = session;
    const last = epochs.at(-1);
    const loss = {
      train: last ? formats.fixed(last.trainLoss, 4) : '–',
      validation: last ? formats.fixed(last.valLoss, 4) : '–',
    };
    const accuracy = {
      train: last ? `${formats.fixed(last.trainAcc, 2)}%` : '–',
      validation: last ? `${formats.fixed(last.valAcc, 2)}%` : '–',
    };
    return html`<section class="card stack" aria-labelledby="loss">
        <div class="row spread">
          <h2 id="loss">${t('loss')}</h2>
          ${legend(this.lossSeries)}
        </div>
        <convlens-curve
          data-testid="loss-curve"
          data-points=${this.points}
          .series=${this.lossSeries}
          .columns=${lossColumns(this.losses, epochs, stepsPerEpoch, this.smoothing)}
          ?logarithmic=${this.logarithmic}
          .format=${(value: number) => String(Number(value.toPrecision(3)))}
          name=${t('lossCurveName', loss)}
        ></convlens-curve>
        <div class="row">
          <label class="row small"
            >${t('smoothing')}
            <input
              type="range"
              data-testid="smoothing"
              min="0"
              max="0.99"
              step="0.01"
              .value=${String(this.smoothing)}
              @input=${(event: Event) => {
                this.smoothing = Number((event.target as HTMLInputElement).value);
              }}
            />
            <span class="mono">${this.smoothing.toFixed(2)}</span></label
          >
          ${checkField({
            label: t('logScale'),
            testId: 'log-scale',
            checked: this.logarithmic,
            change: (checked) => {
              this.logarithmic = checked;
            },
          })}
        </div>
      </section>
      <section class="card stack" aria-labelledby="accuracy">
        <div class="row spread">
          <h2 id="accuracy">${t('accuracy')}</h2>
          ${legend(this.accuracySeries)}
        </div>
        <convlens-curve
          data-testid="accuracy-curve"
          data-points=${epochs.length}
          .series=${this.accuracySeries}
          .columns=${accuracyColumns(epochs)}
          .format=${(value: number) => `${String(Number(value.toPrecision(4)))}%`}
          name=${t('accuracyCurveName', accuracy)}
        ></convlens-curve>
        ${epochs.length === 0 ? html`<p class="small muted">${t('noEpoch')}</p>` : nothing}
      </section>`;
  }
}

/** The lines as they are drawn, with their names. */
const legend = (series: readonly CurveSeries[]): TemplateResult =>
  html`<ul class="legend small muted">
    ${series.map(
      ({ name, color, dash, marked, width }) =>
        html`<li>
          <svg
            width="38"
            height="10"
            viewBox="0 0 38 10"
            aria-hidden="true"
            class=${color.replace('--vscode-charts-', '')}
          >
            ${svg`<line x1="1" y1="5" x2="37" y2="5" stroke-width=${width ?? 2} stroke-dasharray=${dash?.join(' ') ?? nothing} />
              ${marked === true ? svg`<circle cx="19" cy="5" r="3.2" />` : nothing}`}
          </svg>
          ${name}
        </li>`,
    )}
  </ul>`;

function curvesStyles() {
  return css`
    :host {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 26em), 1fr));
      gap: 16px;
      align-items: start;
    }
    .legend {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 14px;
      list-style: none;
      margin: 0;
      padding: 0;
    }
    .legend li {
      display: flex;
      gap: 6px;
      align-items: center;
    }
    .legend .blue {
      stroke: var(--cl-blue);
      fill: var(--cl-blue);
    }
    .legend .orange {
      stroke: var(--cl-orange);
      fill: var(--cl-orange);
    }
    input[type='range'] {
      width: 120px;
    }
  `;
}
