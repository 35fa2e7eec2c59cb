// Costs: a calculator for any layer, the ladder from standard to depthwise separable, formulas with the numbers filled in, curves,
// and a free expression.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { leastTime, memoryBound, separableRatio, type LadderStep, type LayerSettings } from '../../core/lesson/cost';
import type { Locale } from '../../protocol/webview';
import { checkField, controlStyles, textField } from '../shared/controls';
import { informationIcon, warningIcon } from '../shared/icons';
import { formats, type Formats } from '../shared/numbers';
import type { Translate } from '../shared/strings';
import { shared } from '../shared/theme';
import {
  calculate,
  countFields,
  rangeOf,
  textsOf,
  type Calculation,
  type CalculatorField,
  type CalculatorTexts,
} from './calculator';
import { costTable } from './cost-table';
import { costsStyles } from './costs-styles';
import './expression-field';
import { readCount } from './fields';
import { costFormulas } from './formulas';
import { exampleLayer, type Subject } from './layer';
import { chartStyles, lineChart } from './line-chart';
import type { phrases } from './phrases';

const labels = {
  inChannels: 'inChannels',
  outChannels: 'outChannels',
  kernel: 'kernelSize',
  stride: 'stride',
  padding: 'padding',
  dilation: 'dilation',
  groups: 'groupsChoice',
  height: 'height',
  width: 'width',
} as const satisfies Record<CalculatorField, keyof typeof phrases>;

const testIds: Readonly<Record<CalculatorField, string>> = {
  inChannels: 'cost-in-channels',
  outChannels: 'cost-out-channels',
  kernel: 'cost-kernel',
  stride: 'cost-stride',
  padding: 'cost-padding',
  dilation: 'cost-dilation',
  groups: 'cost-groups',
  height: 'cost-height',
  width: 'cost-width',
};

const order = Object.keys(testIds) as CalculatorField[];
const chartSize = { width: 460, height: 260 } as const;
/** Floating point operations in the time of one byte: of the order of today's processors, with room to change it. */
const usualBalance = 10;

@customElement('convlens-costs')
export class CostsSection extends LitElement {
  static override styles = [shared, controlStyles, chartStyles, costsStyles];

  @property({ attribute: false }) t!: Translate<typeof phrases>;
  @property() locale: Locale = 'en';
  @property({ attribute: false }) subject!: Subject;
  /** URI of the algebra worker's script. */
  @property({ attribute: false }) algebra = '';

  @state() private texts: CalculatorTexts = textsOf(exampleLayer);
  @state() private balance = String(usualBalance);

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('subject')) this.texts = textsOf(this.subject.layer);
  }

  override render(): TemplateResult {
    const { t } = this;
    const calculation = calculate(this.texts);
    return html`<p>${t('costsText')}</p>
      <section class="card stack" aria-labelledby="calculator">
        <h2 id="calculator">${t('calculator')}</h2>
        <div class="fields">${order.map((field) => this.field(field, calculation))}</div>
        ${checkField({
          label: t('hasBias'),
          testId: 'cost-bias',
          checked: this.texts.bias,
          change: (bias) => {
            this.texts = { ...this.texts, bias };
          },
        })}
        ${
          !calculation.ok && calculation.kernelTooLarge !== undefined
            ? html`<p class="note problem" role="alert" data-testid="cost-problem">
                ${warningIcon}<span
                  >${t('invalidLayer', { reason: t('kernelTooLarge', calculation.kernelTooLarge) })}</span
                >
              </p>`
            : nothing
        }
      </section>
      ${calculation.ok ? this.answers(calculation.layer, calculation.steps) : nothing}`;
  }

  private field(field: CalculatorField, calculation: Calculation): TemplateResult {
    const { t } = this;
    const label = t(labels[field]);
    const problem = calculation.ok ? undefined : calculation.problems[field];
    const range = { field: label, ...rangeOf(field) };
    const counts = (countFields as readonly string[]).includes(field);
    const text =
      problem === undefined
        ? undefined
        : problem === 'groups'
          ? t('invalidGroups', {
              groups: this.texts.groups,
              inChannels: this.texts.inChannels,
              outChannels: this.texts.outChannels,
            })
          : t(counts ? 'fieldProblem' : 'pairProblem', range);
    return textField({
      label,
      testId: testIds[field],
      value: this.texts[field],
      problem: text,
      input: (value) => {
        this.texts = { ...this.texts, [field]: value };
      },
    });
  }

  private answers(layer: LayerSettings, steps: readonly LadderStep[]): TemplateResult {
    const { t } = this;
    const numbers = formats(this.locale);
    const own = steps.find((step) => step.form === 'convolution' && step.groups === layer.groups)!;
    const words = {
      params: t('params'),
      macs: t('macs'),
      ratio: t('ratio'),
      outputHeight: t('outputHeight'),
      format: numbers.integer,
    };
    return html`<section class="card stack" aria-labelledby="ladder">
        <h2 id="ladder">${t('tableCaption')}</h2>
        ${costTable(t, numbers, layer, steps)} ${this.memory(steps, numbers)}
      </section>
      <section class="card stack" aria-labelledby="formulas">
        <h2 id="formulas">${t('formulas')}</h2>
        <div
          class="formulas scroll"
          data-testid="ratio-text"
          data-value=${separableRatio(layer.outChannels, layer.kernel)}
        >
          ${costFormulas(layer, own.cost, words)}
        </div>
      </section>
      <div class="pair">${this.groupsCurve(steps, numbers)} ${this.ratioCurve(layer, numbers)}</div>
      <convlens-expression .t=${t} .uri=${this.algebra} .scope=${scopeOf(layer, own)}></convlens-expression>`;
  }

  private memory(steps: readonly LadderStep[], numbers: Formats): TemplateResult {
    const { t } = this;
    const balance = readCount(this.balance, 1, 100_000);
    const [standard] = steps;
    const separable = steps[steps.length - 1];
    const field = textField({
      label: t('balance'),
      testId: 'cost-balance',
      value: this.balance,
      problem: balance === undefined ? t('fieldProblem', { field: t('balance'), min: 1, max: 100_000 }) : undefined,
      input: (text) => {
        this.balance = text;
      },
    });
    if (balance === undefined) return field;
    const macs = standard.cost.macs / separable.cost.macs;
    const time = leastTime(standard.cost, balance) / leastTime(separable.cost, balance);
    const values = {
      macs: macs.toPrecision(2),
      time: time.toPrecision(2),
      intensity: numbers.fixed(separable.cost.intensity, 1),
    };
    const bound = memoryBound(separable.cost, balance);
    const text = macs <= 1 ? t('noSaving') : t(bound ? 'memoryNote' : 'computeNote', values);
    return html`<div class="memory">
      ${field}
      <p class="note" data-testid="memory-note">${bound ? warningIcon : informationIcon}<span>${text}</span></p>
    </div>`;
  }

  private groupsCurve(steps: readonly LadderStep[], numbers: Formats): TemplateResult {
    const { t } = this;
    const points = steps
      .filter((step) => step.form === 'convolution')
      .map((step) => [step.groups, step.cost.params] as const);
    return html`<figure class="card stack">
      <h3>${t('groupsCurve')}</h3>
      ${lineChart({
        ...chartSize,
        testId: 'groups-curve',
        title: t('groupsCurve'),
        xTitle: 'groups',
        yTitle: t('params'),
        series: [{ name: '', points }],
        xTicks: points.map(([groups]) => groups),
        xFormat: String,
        yFormat: numbers.compact,
        dots: true,
      })}
    </figure>`;
  }

  private ratioCurve({ kernel, outChannels }: LayerSettings, numbers: Formats): TemplateResult {
    const { t } = this;
    const sizes = [...new Set([3, 5, 7, Math.round(Math.sqrt(kernel[0] * kernel[1]))])].filter((size) => size > 1);
    const outputs = [...new Set([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, outChannels])].sort((a, b) => a - b);
    const series = sizes
      .sort((a, b) => a - b)
      .map((size) => ({
        name: `K=${size}`,
        points: outputs.map((count) => [count, separableRatio(count, [size, size])] as const),
      }));
    return html`<figure class="card stack">
      <h3>${t('ratioCurve')}</h3>
      ${lineChart({
        ...chartSize,
        testId: 'ratio-curve',
        title: t('ratioCurve'),
        xTitle: t('ratioAxis'),
        yTitle: t('ratio'),
        series,
        xTicks: outputs,
        xFormat: String,
        yFormat: numbers.percent,
      })}
      <details>
        <summary>${t('asTable')}</summary>
        <div class="scroll">
          <table class="data">
            <thead>
              <tr>
                <th scope="col">${t('ratioAxis')}</th>
                ${series.map(({ name }) => html`<th scope="col">${name}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${outputs.map(
                (count, i) =>
                  html`<tr>
                    <th scope="row">${count}</th>
                    ${series.map(({ points }) => html`<td>${numbers.percent(points[i][1])}</td>`)}
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>
      </details>
    </figure>`;
  }
}

/** The names that the free expression may use. */
const scopeOf = ({ inChannels, outChannels, kernel, groups }: LayerSettings, { cost }: LadderStep) => ({
  C_in: inChannels,
  C_out: outChannels,
  K: Math.sqrt(kernel[0] * kernel[1]),
  groups,
  H: cost.output[0],
  W: cost.output[1],
  params: cost.params,
  macs: cost.macs,
});
