// A live chart: uPlot in the theme's colours. Series differ in dashes and marks as well; the table of epochs holds the same figures.
import { css, html, LitElement, unsafeCSS, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import uPlot from 'uplot';
import uPlotStyles from 'uplot/dist/uPlot.min.css';
import { tokens } from '../shared/theme';
import type { Columns } from './curve-data';

export interface CurveSeries {
  readonly name: string;
  /** The theme variable that colours it. */
  readonly color: string;
  readonly dash?: readonly number[];
  /** Marks at the points: an epoch's figure. */
  readonly marked?: boolean;
  readonly width?: number;
}

const height = 240;

@customElement('convlens-curve')
export class CurveChart extends LitElement {
  static override styles = [
    tokens,
    unsafeCSS(uPlotStyles),
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .plot {
        height: ${height}px;
      }
    `,
  ];

  @property({ attribute: false }) series: readonly CurveSeries[] = [];
  @property({ attribute: false }) columns: Columns = [[]];
  @property({ type: Boolean }) logarithmic = false;
  /** For people who do not see it. */
  @property() name = '';
  @property({ attribute: false }) format: (value: number) => string = String;

  private plot: uPlot | undefined;
  private readonly sizes = new ResizeObserver(() => {
    this.plot?.setSize({ width: this.clientWidth, height });
  });
  /** VS Code changes the theme by the class of the body and the variables of the root. */
  private readonly theme = new MutationObserver(() => {
    this.plot?.redraw(false, true);
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.sizes.observe(this);
    this.theme.observe(document.body, { attributeFilter: ['class'] });
    this.theme.observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  }

  override disconnectedCallback(): void {
    this.sizes.disconnect();
    this.theme.disconnect();
    this.plot?.destroy();
    this.plot = undefined;
    super.disconnectedCallback();
  }

  override render(): TemplateResult {
    return html`<div class="plot" role="img" aria-label=${this.name}></div>`;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    const remade = changed.has('logarithmic') || changed.has('series');
    if (remade || this.plot === undefined) this.draw();
    else if (changed.has('columns')) this.plot.setData(this.data);
  }

  private get data(): uPlot.AlignedData {
    return this.columns.map((column) => [...column]) as unknown as uPlot.AlignedData;
  }

  private color(variable: string): string {
    return getComputedStyle(this).getPropertyValue(variable).trim();
  }

  private draw(): void {
    this.plot?.destroy();
    const muted = (): string => this.color('--vscode-descriptionForeground');
    const grid = { stroke: () => this.color('--vscode-charts-lines'), width: 0.4 };
    const font = `11px ${getComputedStyle(this).fontFamily}`;
    const axis = { stroke: muted, grid, ticks: { ...grid, size: 4 }, font };
    const options: uPlot.Options = {
      width: this.clientWidth,
      height,
      legend: { show: false },
      cursor: { y: false, points: { size: 6 } },
      scales: { x: { time: false, range: epochRange }, y: this.logarithmic ? { distr: 3 } : {} },
      axes: [
        {
          ...axis,
          size: 30,
          values: (_, ticks) => ticks.map(String),
          incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000],
        },
        {
          ...axis,
          size: 56,
          values: (_, ticks) => ticks.map((tick) => ((tick as number | null) === null ? '' : this.format(tick))),
        },
      ],
      series: [
        {},
        ...this.series.map(({ name, color, dash, marked, width }) => ({
          label: name,
          stroke: () => this.color(color),
          width: width ?? 2,
          ...(dash && { dash: [...dash] }),
          spanGaps: true,
          points: { show: marked === true, size: 7, fill: () => this.color(color) },
        })),
      ],
    };
    const place = this.renderRoot.querySelector<HTMLElement>('.plot')!;
    this.plot = new uPlot(options, this.data, place);
  }
}

/** From the start to the last point, at least one epoch wide. */
const epochRange = (_: uPlot, low: number | null, high: number | null): [number, number] => [
  Math.min(low ?? 0, 0),
  Math.max(high ?? 1, 1),
];
