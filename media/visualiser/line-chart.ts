// A chart of a few lines, each named at its end and drawn with its own dashes, so that no one needs the colours.
import { css, html, nothing, svg, type TemplateResult } from 'lit';
import { chartOf, type ChartOptions } from './chart';

export interface LineChart extends ChartOptions {
  readonly testId: string;
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Points get dots: few of them, each meaningful. */
  readonly dots?: boolean;
}

export function lineChart(options: LineChart): TemplateResult {
  const { width, height, title, testId } = options;
  const { frame, lines, x, y } = chartOf(options);
  return html`<svg class="chart" data-testid=${testId} viewBox="0 0 ${width} ${height}" role="img" aria-label=${title}>
    ${svg`${y.map(
      ({ at, text }) =>
        svg`<line class="gridline" x1=${frame.left} x2=${frame.right} y1=${at} y2=${at} />
          <text class="y" x=${frame.left - 7} y=${at}>${text}</text>`,
    )}
    ${x.map(
      ({ at, text }) =>
        svg`<line class="tick" x1=${at} x2=${at} y1=${frame.bottom} y2=${frame.bottom + 4} />
          <text class="x" x=${at} y=${frame.bottom + 15}>${text}</text>`,
    )}
    <line class="axis" x1=${frame.left} x2=${frame.right} y1=${frame.bottom} y2=${frame.bottom} />
    <text class="x" x=${(frame.left + frame.right) / 2} y=${height - 4}>${options.xTitle}</text>
    ${lines.map(
      ({ name, path, points, end }, i) =>
        svg`<path class="line line-${i % 4}" d=${path} />
          ${options.dots === true ? points.map(([cx, cy]) => svg`<circle class="dot line-${i % 4}" cx=${cx} cy=${cy} r="3.5" />`) : nothing}
          <text class="end" x=${end[0] + 8} y=${end[1]}>${name}</text>`,
    )}`}
  </svg>`;
}

export const chartStyles = css`
  .chart {
    width: 100%;
    max-width: 560px;
  }
  .chart text {
    fill: var(--cl-muted);
    font-size: 11px;
    font-family: var(--vscode-font-family);
    dominant-baseline: central;
  }
  .chart text.x {
    text-anchor: middle;
    dominant-baseline: auto;
  }
  .chart text.y {
    text-anchor: end;
  }
  .chart text.end {
    fill: var(--cl-text);
    font-weight: 600;
  }
  .gridline {
    stroke: var(--cl-line);
    stroke-width: 0.6;
  }
  .axis,
  .tick {
    stroke: var(--cl-muted);
    stroke-width: 0.8;
  }
  .line {
    fill: none;
    stroke: var(--cl-line-color);
    stroke-width: 2;
    stroke-linejoin: round;
  }
  .dot {
    fill: var(--cl-line-color);
  }
  .line-0 {
    --cl-line-color: var(--cl-blue);
  }
  .line-1 {
    --cl-line-color: var(--cl-orange);
    stroke-dasharray: 7 4;
  }
  .line-2 {
    --cl-line-color: var(--cl-purple);
    stroke-dasharray: 2 4;
  }
  .line-3 {
    --cl-line-color: var(--cl-green);
    stroke-dasharray: 10 3 2 3;
  }
`;
