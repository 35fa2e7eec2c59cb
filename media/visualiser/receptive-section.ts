// The receptive field of a stack of dilated convolutions, drawn on the input: by how many paths each pixel is seen, and the holes.
import { css, html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { coverage, pathCounts, type StackedLayer } from '../../core/lesson/receptive-field';
import type { Locale } from '../../protocol/webview';
import { button, controlStyles, textField } from '../shared/controls';
import { checkIcon, warningIcon } from '../shared/icons';
import { formats } from '../shared/numbers';
import type { Translate } from '../shared/strings';
import { shared } from '../shared/theme';
import { readCount, readList } from './fields';
import type { Subject } from './layer';
import type { phrases } from './phrases';

const mostKernel = 15;
const listRange = { min: 1, max: 16, most: 8 } as const;
/** Fields up to this size are drawn cell by cell. */
const mostCells = 41;

@customElement('convlens-receptive')
export class ReceptiveSection extends LitElement {
  static override styles = [shared, controlStyles, receptiveStyles()];

  @property({ attribute: false }) t!: Translate<typeof phrases>;
  @property() locale: Locale = 'en';
  @property({ attribute: false }) subject!: Subject;

  @state() private kernel = '3';
  @state() private dilations = '2, 2, 2';

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('subject')) this.showLayer();
  }

  private showLayer(): void {
    const { kernel, dilation } = this.subject.layer;
    this.kernel = String(Math.min(Math.max(...kernel), mostKernel));
    this.dilations = String(Math.min(Math.max(...dilation), listRange.max));
  }

  private preset(testId: string, name: string, dilations: string | undefined): TemplateResult {
    return button({
      testId,
      name,
      secondary: true,
      press: () => {
        if (dilations === undefined) this.showLayer();
        else [this.kernel, this.dilations] = ['3', dilations];
      },
    });
  }

  override render(): TemplateResult {
    const { t } = this;
    const size = readCount(this.kernel, 1, mostKernel);
    const dilations = readList(this.dilations, listRange);
    return html`<p>${t('receptiveText')}</p>
      <div class="controls">
        ${textField({
          label: t('kernelSize'),
          testId: 'receptive-kernel',
          value: this.kernel,
          problem:
            size === undefined ? t('fieldProblem', { field: t('kernelSize'), min: 1, max: mostKernel }) : undefined,
          input: (text) => {
            this.kernel = text;
          },
        })}
        ${textField({
          label: t('receptiveDilations'),
          testId: 'receptive-dilations',
          value: this.dilations,
          problem: dilations === undefined ? t('receptiveProblem') : undefined,
          wide: true,
          input: (text) => {
            this.dilations = text;
          },
        })}
        <div class="row presets">
          ${this.subject.description === null ? nothing : this.preset('preset-layer', t('presetLayer'), undefined)}
          ${this.preset('preset-gridding', t('presetGridding'), '2, 2, 2')}
          ${this.preset('preset-hybrid', t('presetHybrid'), '1, 2, 5')}
        </div>
      </div>
      ${
        size === undefined || dilations === undefined
          ? nothing
          : this.field(dilations.map((dilation) => ({ kernel: size, stride: 1, dilation })))
      }`;
  }

  private field(stack: readonly StackedLayer[]): TemplateResult {
    const { t } = this;
    const counts = pathCounts(stack);
    const seen = coverage(counts);
    const size = counts.length;
    const summary = t('receptiveSize', { size, share: formats(this.locale).percent(seen) });
    const holes = seen < 1;
    return html`<section class="card stack" data-testid="receptive-field" data-size=${size} data-share=${seen}>
      <h3 data-testid="receptive-text">${summary}</h3>
      <p class="note">${holes ? warningIcon : checkIcon}<span>${t(holes ? 'gridding' : 'noGridding')}</span></p>
      ${size <= mostCells ? cells(counts, summary) : html`<p class="muted">${t('receptiveLarge', { size })}</p>`}
      <details ?open=${size > mostCells}>
        <summary>${t('oneAxis')}</summary>
        <p class="mono small axis">${counts.join(' ')}</p>
      </details>
    </section>`;
  }
}

/** Cells of 24 where the counts are legible, smaller in large fields, without numbers. */
function cells(counts: readonly number[], label: string): TemplateResult {
  const pitch = counts.length <= 21 ? 24 : 14;
  const extent = counts.length * pitch;
  const largest = Math.max(...counts) ** 2;
  return html`<div class="scroll">
    <svg
      class="map"
      width=${extent + 2}
      height=${extent + 2}
      viewBox="-1 -1 ${extent + 2} ${extent + 2}"
      role="img"
      aria-label=${label}
    >
      ${svg`<defs>
          <pattern id="hole" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
          </pattern>
        </defs>
        ${counts.flatMap((down, row) =>
          counts.map((across, column) => {
            const paths = down * across;
            const [x, y] = [column * pitch, row * pitch];
            const shade = paths === 0 ? 0 : Math.ceil(1 + 4 * Math.sqrt(paths / largest));
            return svg`<rect class="cell shade-${Math.min(shade, 5)}" fill=${paths === 0 ? 'url(#hole)' : nothing}
                x=${x + 1} y=${y + 1} width=${pitch - 2} height=${pitch - 2} rx="2" />
              ${pitch > 20 && paths > 0 ? svg`<text x=${x + pitch / 2} y=${y + pitch / 2}>${paths}</text>` : nothing}`;
          }),
        )}`}
    </svg>
  </div>`;
}

function receptiveStyles() {
  return css`
    :host {
      display: flex;
      flex-direction: column;
      gap: 16px;
    }
    .controls {
      display: grid;
      grid-template-columns: 8em minmax(12em, 20em) 1fr;
      gap: 12px 16px;
      align-items: end;
    }
    @media (max-width: 720px) {
      .controls {
        grid-template-columns: 1fr;
      }
    }
    .controls .field {
      width: auto;
      align-self: start;
    }
    .presets {
      align-self: start;
      padding-top: calc(var(--cl-small) * 1.45 + 4px);
    }
    .map text {
      fill: var(--cl-text);
      font-family: var(--cl-mono);
      font-size: 10px;
      text-anchor: middle;
      dominant-baseline: central;
    }
    .hatch {
      stroke: var(--cl-muted);
      stroke-width: 1.4;
      opacity: 0.6;
    }
    .cell {
      stroke: var(--cl-line);
      stroke-width: 0.6;
    }
    .shade-1 {
      fill: color-mix(in srgb, var(--cl-blue) 10%, transparent);
    }
    .shade-2 {
      fill: color-mix(in srgb, var(--cl-blue) 22%, transparent);
    }
    .shade-3 {
      fill: color-mix(in srgb, var(--cl-blue) 34%, transparent);
    }
    .shade-4 {
      fill: color-mix(in srgb, var(--cl-blue) 46%, transparent);
    }
    .shade-5 {
      fill: color-mix(in srgb, var(--cl-blue) 58%, transparent);
    }
    .axis {
      overflow-wrap: anywhere;
      margin-top: 6px;
    }
    summary {
      cursor: pointer;
      color: var(--cl-muted);
      width: fit-content;
    }
  `;
}
