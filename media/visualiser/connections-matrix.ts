// The connections as a matrix, outputs by inputs: blocks on the diagonal are the weights that are kept, the hatched rest is saved.
import { html, nothing, svg, type TemplateResult } from 'lit';
import { channelGroups, type Channels } from '../../core/lesson/connections';
import type { Translate } from '../shared/strings';
import { fewChannels, type Pointed } from './diagram';
import type { phrases } from './phrases';

const side = 360;

export function connectionsMatrix(
  t: Translate<typeof phrases>,
  channels: Channels,
  groups: number,
  pointed: Pointed | undefined,
  point: (pointed: Pointed | undefined) => void,
): TemplateResult {
  const { inChannels, outChannels } = channels;
  const cell = side / Math.max(inChannels, outChannels);
  const [width, height] = [inChannels * cell, outChannels * cell];
  const onMove = (event: MouseEvent): void => {
    const box = (event.currentTarget as SVGRectElement).getBoundingClientRect();
    const channel = Math.floor(((event.clientY - box.top) / box.height) * outChannels);
    point({ side: 'output', channel: Math.min(Math.max(channel, 0), outChannels - 1) });
  };
  return html`<svg
    class="matrix"
    data-testid="connections-matrix"
    viewBox="-20 -20 ${width + 22} ${height + 22}"
    role="img"
    aria-label="${t('matrix')}: ${t('kept', {
      kept: (inChannels * outChannels) / groups,
      all: inChannels * outChannels,
      share: `1/${groups}`,
    })}"
  >
    ${svg`<defs>
        <pattern id="saved" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
        </pattern>
      </defs>
      <text class="side" x=${width / 2} y="-7">${t('inputs')} (${inChannels})</text>
      <text class="side" transform="translate(-8 ${height / 2}) rotate(-90)">${t('outputs')} (${outChannels})</text>
      <rect class="saved" fill="url(#saved)" width=${width} height=${height} />
      ${channelGroups(channels, groups).map(
        ({ inputs, outputs }, group) =>
          svg`<rect class="block color-${group % 4}" x=${inputs.first * cell} y=${outputs.first * cell}
            width=${inputs.count * cell} height=${outputs.count * cell} />`,
      )}
      ${lines(inChannels, outChannels, cell)}
      ${pointed === undefined ? nothing : mark(pointed, cell, width, height)}
      <rect class="frame" width=${width} height=${height} />
      <rect class="target" width=${width} height=${height} @mousemove=${onMove}
        @mouseleave=${() => {
          point(undefined);
        }} />`}
  </svg>`;
}

/** Lines between the cells, where they can be told apart. */
const lines = (inChannels: number, outChannels: number, cell: number): unknown => {
  if (Math.max(inChannels, outChannels) > fewChannels) return nothing;
  const rows = Array.from({ length: outChannels - 1 }, (_, i) => `M0 ${(i + 1) * cell}H${inChannels * cell}`);
  const columns = Array.from({ length: inChannels - 1 }, (_, i) => `M${(i + 1) * cell} 0V${outChannels * cell}`);
  return svg`<path class="lines" d=${[...rows, ...columns].join('')} />`;
};

const mark = (pointed: Pointed, cell: number, width: number, height: number): unknown => {
  const at = pointed.channel * cell;
  const thickness = Math.max(cell, 2);
  return pointed.side === 'input'
    ? svg`<rect class="mark" x=${at} y="0" width=${thickness} height=${height} />`
    : svg`<rect class="mark" x="0" y=${at} width=${width} height=${thickness} />`;
};
