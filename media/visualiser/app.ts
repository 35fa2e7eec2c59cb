// The visualiser: what it is about, and its five sections.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Problem } from '../../core/base/diagnostic';
import type { FromVisualiser, LayerDescription, Locale } from '../../protocol/webview';
import { informationIcon, warningIcon } from '../shared/icons';
import { translator, type Translate } from '../shared/strings';
import { shared } from '../shared/theme';
import type { LessonClient } from './client';
import { exampleSubject, layerFacts, reductionParts, subjectOf, type Subject } from './layer';
import { phrases } from './phrases';
import './connections-section';
import './costs-section';
import './proof-section';
import './receptive-section';
import './step-section';
import { tabList, tabStyles } from './tabs';

const sections = ['step', 'connections', 'proof', 'costs', 'receptive'] as const;
type Section = (typeof sections)[number];

const titles = {
  step: 'tabStep',
  connections: 'tabConnections',
  proof: 'tabProof',
  costs: 'tabCosts',
  receptive: 'tabReceptive',
} as const satisfies Record<Section, keyof typeof phrases>;

@customElement('convlens-visualiser')
export class VisualiserApp extends LitElement {
  static override styles = [shared, tabStyles, appStyles()];

  @property() locale: Locale = 'en';
  @property({ attribute: false }) client: LessonClient | undefined;
  /** URI of the algebra worker's script. */
  @property({ attribute: false }) algebra = '';
  /** Why the worker did not start. */
  @property({ attribute: false }) problem: string | undefined;
  @property({ attribute: false }) send: (message: FromVisualiser) => void = () => undefined;

  @state() private subject: Subject = exampleSubject;
  /** The user's layer, kept while the example is shown. */
  @state() private layer: LayerDescription | null = null;
  @state() private wrong: Problem | undefined;
  @state() private section: Section = 'step';
  private t: Translate<typeof phrases> = translator('en', phrases);

  constructor() {
    super();
    this.addEventListener('copy-text', (event) => {
      this.send({ type: 'copy', text: (event as CustomEvent<string>).detail });
    });
    this.addEventListener('ready', () => {
      this.dataset['ready'] = 'true';
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.dataset['testid'] = 'visualiser';
  }

  /** null: the worked example. */
  show(layer: LayerDescription | null): void {
    this.layer = layer;
    this.showSubject(layer);
  }

  private showSubject(layer: LayerDescription | null): void {
    delete this.dataset['ready'];
    const subject = layer === null ? undefined : subjectOf(layer);
    this.wrong = subject?.kind === 'wrong' ? subject.problem : undefined;
    this.subject = subject?.kind === 'known' ? subject.value : exampleSubject;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('locale')) this.t = translator(this.locale, phrases);
  }

  override render(): TemplateResult {
    const { t } = this;
    const tabs = sections.map((name) => ({ name, title: t(titles[name]) }));
    return html`<header class="stack">${this.heading()}</header>
      ${tabList(t('sections'), tabs, this.section, (name) => {
        this.section = name;
      })}
      ${sections.map(
        (name) =>
          html`<div
            role="tabpanel"
            id="panel-${name}"
            data-testid="panel-${name}"
            aria-labelledby="tab-${name}"
            ?hidden=${name !== this.section}
          >
            ${this.panel(name)}
          </div>`,
      )}`;
  }

  private panel(name: Section): TemplateResult | typeof nothing {
    const { t, client, subject, locale } = this;
    if ((name === 'step' || name === 'proof') && client === undefined)
      return this.problem === undefined ? nothing : this.failed(this.problem);
    switch (name) {
      case 'step':
        return html`<convlens-step
          .t=${t}
          .client=${client!}
          .subject=${subject}
          ?active=${name === this.section}
        ></convlens-step>`;
      case 'connections':
        return html`<convlens-connections .t=${t} .locale=${locale} .subject=${subject}></convlens-connections>`;
      case 'proof':
        return html`<convlens-proof .t=${t} .client=${client!} .subject=${subject}></convlens-proof>`;
      case 'costs':
        return html`<convlens-costs
          .t=${t}
          .locale=${locale}
          .subject=${subject}
          .algebra=${this.algebra}
        ></convlens-costs>`;
      case 'receptive':
        return html`<convlens-receptive .t=${t} .locale=${locale} .subject=${subject}></convlens-receptive>`;
    }
  }

  private heading(): TemplateResult {
    const { t, subject, wrong } = this;
    const { description } = subject;
    const named = description ?? (wrong === undefined ? null : this.layer);
    return html`<div class="row spread">
        <h1>${t('title')}</h1>
        <div class="row actions">${this.actions(named)}</div>
      </div>
      <p class="row subject" data-testid="layer-text">
        ${
          named === null
            ? html`<strong>${t('exampleTitle')}</strong><span class="muted">${t('exampleText')}</span>`
            : html`<strong class="mono">${named.path === '' ? named.type : named.path}</strong>
                <span class="muted">${[named.type, named.model, named.file].filter(Boolean).join(' · ')}</span>
                ${
                  description === null
                    ? nothing
                    : html`<span class="facts">${layerFacts(subject).map((fact) => html`<span>${fact}</span>`)}</span>`
                }`
        }
      </p>
      ${wrong === undefined ? nothing : this.invalid(wrong)} ${this.notes()}`;
  }

  private actions(named: LayerDescription | null): TemplateResult {
    const { t, layer } = this;
    const location = named?.location ?? null;
    return html`${
      location === null
        ? nothing
        : html`<button
            class="link"
            data-testid="show-source"
            @click=${() => {
              this.send({ type: 'reveal', location });
            }}
          >
            ${t('showSource')}
          </button>`
    }
    ${this.subject.description === null ? nothing : this.switchTo('show-example', t('showExample'), null)}
    ${
      layer !== null && named === null
        ? this.switchTo('show-layer', t('showLayer', { layer: layer.path || layer.type }), layer)
        : nothing
    }`;
  }

  private switchTo(id: string, name: string, layer: LayerDescription | null): TemplateResult {
    return html`<button
      class="link"
      data-testid=${id}
      @click=${() => {
        this.showSubject(layer);
      }}
    >
      ${name}
    </button>`;
  }

  private notes(): TemplateResult | typeof nothing {
    const { t, subject } = this;
    const parts = reductionParts(subject, t);
    const unknownInput = subject.description?.input === null;
    if (parts.length === 0 && !unknownInput) return nothing;
    const [height, width] = subject.layer.input;
    return html`<div class="note small" data-testid="reduction-text">
      ${informationIcon}
      <div>
        ${unknownInput ? html`<p>${t('unknownInput', { size: `${height}×${width}` })}</p>` : nothing}
        ${parts.length === 0 ? nothing : html`<p>${t('reducedTo', { parts: parts.join(', ') })}</p>`}
      </div>
    </div>`;
  }

  private invalid({ code, details }: Problem): TemplateResult {
    const { t, layer } = this;
    const reason =
      code === 'CL1001' && layer !== null
        ? t('invalidGroups', { groups: layer.groups, inChannels: layer.inChannels, outChannels: layer.outChannels })
        : code === 'CL1004'
          ? t('kernelTooLarge', { kernel: details['kernel'], size: details['size'] })
          : code;
    return html`<p class="note problem" role="alert" data-testid="layer-problem">
      ${warningIcon}<span>${t('invalidLayer', { reason })}</span>
    </p>`;
  }

  private failed(reason: string): TemplateResult {
    const { t } = this;
    return html`<div class="note problem" role="alert" data-testid="worker-problem">
      ${warningIcon}
      <div>
        <p>${t('workerFailed', { reason })}</p>
        <p class="muted">${t('workerHint')}</p>
      </div>
    </div>`;
  }
}

function appStyles() {
  return css`
    :host {
      display: block;
      max-width: 1440px;
      margin: 0 auto;
      padding: 20px 24px 40px;
    }
    header {
      margin-bottom: 14px;
      gap: 8px;
    }
    .actions {
      gap: 16px;
    }
    .facts {
      display: flex;
      flex-wrap: wrap;
      gap: 4px;
    }
    .facts span {
      padding: 1px 8px;
      border: 1px solid var(--cl-line);
      border-radius: 10px;
      font-family: var(--cl-mono);
      font-size: var(--cl-small);
    }
    [role='tabpanel'] {
      padding-top: 16px;
    }
  `;
}

declare global {
  interface HTMLElementTagNameMap {
    'convlens-visualiser': VisualiserApp;
  }
}
