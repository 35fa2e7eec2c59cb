// Connections: which input channels reach which outputs, for any legal `groups`, as curves and as the block-diagonal matrix.
import { html, LitElement, nothing, svg, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import {
  channelGroups,
  groupingOf,
  holds,
  inputsOf,
  legalGroups,
  outputsOf,
  type ChannelRun,
  type Channels,
} from '../../core/lesson/connections';
import type { Locale } from '../../protocol/webview';
import { controlStyles, textField } from '../shared/controls';
import { informationIcon } from '../shared/icons';
import { formats } from '../shared/numbers';
import type { Translate } from '../shared/strings';
import { shared } from '../shared/theme';
import { connectionsMatrix } from './connections-matrix';
import { connectionsStyles } from './connections-styles';
import {
  connectionDiagram,
  diagramHeight,
  linksOf,
  runText,
  type Pointed,
  type Column,
  type Diagram,
  type GroupShape,
} from './diagram';
import { readCount } from './fields';
import type { Subject } from './layer';
import type { phrases } from './phrases';

const kinds = { standard: 'kindStandard', grouped: 'kindGrouped', depthwise: 'kindDepthwise' } as const;
const exampleChannels = { inChannels: 6, outChannels: 12, groups: 3 } as const;
const mostChannels = 1_024;
const listedGroups = 16;

@customElement('convlens-connections')
export class ConnectionsSection extends LitElement {
  static override styles = [shared, controlStyles, connectionsStyles];

  @property({ attribute: false }) t!: Translate<typeof phrases>;
  @property() locale: Locale = 'en';
  @property({ attribute: false }) subject!: Subject;

  @state() private channels: Channels = exampleChannels;
  @state() private groups = 1;
  @state() private pointed: Pointed | undefined;
  @state() private invalid: keyof Channels | undefined;

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (!changed.has('subject')) return;
    const { inChannels, outChannels, groups } = this.subject.description ?? exampleChannels;
    this.channels = {
      inChannels: Math.min(inChannels, mostChannels),
      outChannels: Math.min(outChannels, mostChannels),
    };
    this.groups = legalGroups(this.channels).includes(groups) ? groups : 1;
  }

  override render(): TemplateResult {
    const { t, channels, groups } = this;
    const legal = legalGroups(channels);
    const { integer, percent } = formats(this.locale);
    const all = channels.inChannels * channels.outChannels;
    return html`<p>${t('connectionsText')}</p>
      <div class="controls">
        ${this.channelField('inChannels', 'channels-in')} ${this.channelField('outChannels', 'channels-out')}
        <div class="slider">
          <label for="groups">${t('groupsSlider')}</label>
          ${this.slider(legal)}
        </div>
      </div>
      <div class="row summary">
        <strong data-testid="groups-text" data-value=${groups}
          >${t('groupsNow', { groups, kind: t(kinds[groupingOf(groups, channels)]) })}</strong
        >
        <span class="muted" data-testid="kept-text"
          >${t('kept', { kept: integer(all / groups), all: integer(all), share: percent(1 / groups) })}</span
        >
      </div>
      ${
        legal.length === 1 && all > 1
          ? html`<p class="note small">${informationIcon}<span>${t('onlyOne', { ...channels })}</span></p>`
          : nothing
      }
      <div class="pictures">
        <figure class="card stack">
          <h3>${t('diagram')}</h3>
          ${this.diagram(connectionDiagram(channels, groups, { width: 460, height: diagramHeight(channels) }))}
          <figcaption class="small" aria-live="polite">${this.reachText()}</figcaption>
        </figure>
        <figure class="card stack">
          <h3>${t('matrix')}</h3>
          ${connectionsMatrix(t, channels, groups, this.pointed, this.point)}
          <figcaption class="small muted">${t('matrixText')}</figcaption>
        </figure>
      </div>
      ${this.asText()}`;
  }

  private channelField(name: keyof Channels, testId: string): TemplateResult {
    const label = this.t(name);
    const change = (text: string): void => {
      const value = readCount(text, 1, mostChannels);
      this.invalid = value === undefined ? name : undefined;
      if (value === undefined) return;
      this.channels = { ...this.channels, [name]: value };
      const below = legalGroups(this.channels).filter((groups) => groups <= this.groups);
      this.groups = below[below.length - 1];
      this.pointed = undefined;
    };
    const range = { field: label, min: 1, max: mostChannels };
    return textField({
      label,
      testId,
      value: String(this.channels[name]),
      problem: this.invalid === name ? this.t('fieldProblem', range) : undefined,
      change,
    });
  }

  private slider(legal: readonly number[]): TemplateResult {
    const { t, groups, channels } = this;
    return html`<input
        type="range"
        id="groups"
        data-testid="groups-slider"
        min="0"
        max=${legal.length - 1}
        step="1"
        ?disabled=${legal.length === 1}
        .value=${String(legal.indexOf(groups))}
        aria-valuetext=${t('groupsNow', { groups, kind: t(kinds[groupingOf(groups, channels)]) })}
        @input=${(event: Event) => {
          this.groups = legal[Number((event.target as HTMLInputElement).value)];
        }}
      />
      <div class="stops small mono" aria-hidden="true">
        ${legal.map((stop) => html`<span class=${stop === groups ? 'now' : ''}>${stop}</span>`)}
      </div>`;
  }

  private readonly point = (pointed: Pointed | undefined): void => {
    this.pointed = pointed;
  };

  /** The channels of the other side that the pointed one is connected to. */
  private reached(side: Pointed['side']): ChannelRun | undefined {
    const { pointed, channels, groups } = this;
    if (pointed === undefined || pointed.side === side) return undefined;
    return pointed.side === 'input'
      ? outputsOf(pointed.channel, channels, groups)
      : inputsOf(pointed.channel, channels, groups);
  }

  private reachText(): string {
    const { t, pointed, channels, groups } = this;
    if (pointed === undefined) return t('hoverHint');
    const { side, channel } = pointed;
    return side === 'input'
      ? t('inputReaches', { channel, outputs: runText(outputsOf(channel, channels, groups)) })
      : t('outputSees', { channel, inputs: runText(inputsOf(channel, channels, groups)) });
  }

  private diagram(diagram: Diagram): TemplateResult {
    const { t } = this;
    const { pointed } = this;
    const reached = pointed === undefined ? undefined : this.reached(pointed.side === 'input' ? 'output' : 'input');
    const holdsPointed = ({ inputs, outputs }: GroupShape): boolean =>
      pointed !== undefined && holds(pointed.side === 'input' ? inputs : outputs, pointed.channel);
    const own = diagram.groups.find(holdsPointed);
    const around = 22;
    return html`<svg
      class="diagram ${pointed === undefined ? '' : 'pointing'}"
      data-testid="connections-diagram"
      viewBox="0 ${-around} ${diagram.width} ${diagram.height + around + 6}"
      role="group"
      aria-label=${t('diagram')}
      @mouseleave=${() => {
        this.point(undefined);
      }}
    >
      ${svg`<text class="side" x=${diagram.left} y="-8">${t('inputs')}</text>
        <text class="side" x=${diagram.right} y="-8">${t('outputs')}</text>
        ${diagram.groups.map(
          (shape) =>
            svg`<path class="link ${shape.filled ? 'filled' : ''} color-${shape.group % 4}" d=${shape.path} />`,
        )}
        ${
          pointed === undefined || reached === undefined || own === undefined
            ? nothing
            : svg`<path class="link lit color-${own.group % 4}" d=${linksOf(diagram, pointed, reached)} />`
        }
        ${this.nodes('input', diagram.inputs, diagram.left)}
        ${this.nodes('output', diagram.outputs, diagram.right)}`}
    </svg>`;
  }

  private nodes(side: Pointed['side'], { centres, pitch }: Column, x: number): TemplateResult[] {
    const { t, pointed, channels, groups } = this;
    const reached = this.reached(side);
    const labelled = pitch >= 11;
    const radius = Math.min(6, pitch * 0.38);
    const perGroup = (side === 'input' ? channels.inChannels : channels.outChannels) / groups;
    const onKey = (event: KeyboardEvent): void => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step === undefined || pointed === undefined) return;
      event.preventDefault();
      const next = Math.min(Math.max(pointed.channel + step, 0), centres.length - 1);
      this.renderRoot.querySelector<SVGElement>(`[data-testid="${side}-channel-${next}"]`)?.focus();
    };
    const stop = pointed?.side === side ? pointed.channel : 0;
    return centres.map((y, channel) => {
      const here = pointed?.side === side && pointed.channel === channel;
      const touched = here || (reached !== undefined && holds(reached, channel));
      const label = t(side === 'input' ? 'channel' : 'outputChannel', { index: channel });
      const tip = x + (side === 'input' ? -12 : 12);
      return svg`<g
          class="node color-${Math.floor(channel / perGroup) % 4} ${here ? 'here' : ''} ${touched ? 'touched' : ''}"
          data-testid="${side}-channel-${channel}" role="img" aria-label=${label} tabindex=${channel === stop ? 0 : -1}
          @mouseenter=${() => {
            this.point({ side, channel });
          }}
          @focus=${() => {
            this.point({ side, channel });
          }}
          @keydown=${onKey}>
        <rect class="target" x=${x - 30} y=${y - pitch / 2} width="60" height=${pitch} />
        <circle cx=${x} cy=${y} r=${radius} />
        ${labelled ? svg`<text x=${tip} y=${y} class=${side}>${channel}</text>` : nothing}
      </g>`;
    });
  }

  private asText(): TemplateResult {
    const { t, channels, groups } = this;
    const all = channelGroups(channels, groups);
    const listed = all.slice(0, listedGroups);
    return html`<details>
      <summary>${t('groupsTable')}</summary>
      <ul class="small">
        ${listed.map(
          ({ inputs, outputs }, group) =>
            html`<li>${t('groupRow', { group, inputs: runText(inputs), outputs: runText(outputs) })}</li>`,
        )}
        ${all.length > listed.length ? html`<li>${t('moreGroups', { count: all.length - listed.length })}</li>` : nothing}
      </ul>
    </details>`;
  }
}
