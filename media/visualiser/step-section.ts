// Step through: one position after another, the three forms side by side. Keys and buttons move; the worker computes.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import * as icons from '../shared/icons';
import type { Translate } from '../shared/strings';
import { shared } from '../shared/theme';
import type { LessonClient } from './client';
import { edited, type EditTarget } from './editing';
import { formStyles } from './form-styles';
import { gridStyles } from './grid';
import { inputCard } from './input-card';
import { firstGrouping, sceneOf, type Subject } from './layer';
import type { phrases } from './phrases';
import { sceneCards } from './scene-cards';
import { stepStyles } from './step-styles';
import { Stepper, type Shown } from './stepper';
import { isLast, origin, stepCount, stepOf } from './steps';
import type { CardContext } from './term-rows';

const pauses = { speedSlow: 1_600, speedNormal: 800, speedFast: 250 } as const;
type Speed = keyof typeof pauses;

/** Fires `ready` when a subject's forms are computed, `copy-text` with a text for the clipboard. */
@customElement('convlens-step')
export class StepSection extends LitElement {
  static override styles = [shared, gridStyles, formStyles, stepStyles];

  @property({ attribute: false }) t!: Translate<typeof phrases>;
  @property({ attribute: false }) client!: LessonClient;
  @property({ attribute: false }) subject!: Subject;
  /** The section is the one that is seen: only then do keys move it. */
  @property({ type: Boolean }) active = false;

  @state() private groups = 1;
  @state() private editing = false;
  @state() private speed: Speed = 'speedNormal';
  private changedByHand = false;
  private stepper: Stepper | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    window.removeEventListener('keydown', this.onKey);
    this.stepper?.stop();
    super.disconnectedCallback();
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('client'))
      this.stepper = new Stepper(this.client, () => {
        this.requestUpdate();
      });
    if (changed.has('subject')) {
      this.groups = firstGrouping(this.subject);
      this.loadSubject(() => this.dispatchEvent(new CustomEvent('ready', { bubbles: true, composed: true })));
    }
    if (changed.has('active') && !this.active) this.stepper?.stop();
  }

  private loadSubject(then?: () => void): void {
    this.changedByHand = false;
    void this.stepper!.load(sceneOf(this.subject, this.groups), origin).then(then);
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!this.active || event.altKey || event.ctrlKey || event.metaKey) return;
    const path = event.composedPath().filter((node) => node instanceof HTMLElement);
    const typesHere = path.some((node) => node.matches('input, select, textarea'));
    const inOutput = path.some((node) => node.matches('.output'));
    if (event.key === 'Escape') {
      this.stepper?.stop();
      this.editing = false;
      return;
    }
    if (typesHere || path.some((node) => node.matches('[role="tab"]'))) return;
    if (event.key === ' ') {
      if (!inOutput && path.some((node) => node.matches('button, summary, a'))) return;
      event.preventDefault();
      this.stepper?.togglePlaying();
      return;
    }
    const moving = this.stepper?.step(event.key);
    if (moving === undefined) return;
    event.preventDefault();
    if (inOutput) void moving.then(() => this.followFocus());
  };

  /** Keeps the focus on the chosen output while keys move it. */
  private async followFocus(): Promise<void> {
    await this.updateComplete;
    const form = this.shadowRoot?.activeElement?.closest('.form');
    form?.querySelector<HTMLElement>('.output button[aria-selected="true"]')?.focus();
  }

  private readonly edit = (target: EditTarget, index: number, value: number): void => {
    const { shown } = this.stepper!;
    if (shown === undefined) return;
    this.changedByHand = true;
    void this.stepper!.load(edited(shown.scene, { target, index, value }));
  };

  private readonly regroup = (event: Event): void => {
    this.groups = Number((event.target as HTMLSelectElement).value);
    this.loadSubject();
  };

  override render(): TemplateResult {
    const { t, stepper } = this;
    const refused = stepper?.refused;
    if (refused !== undefined)
      return html`<p class="note problem" role="alert">${icons.warningIcon}${t('refused', { code: refused })}</p>`;
    const shown = stepper?.shown;
    if (shown === undefined) return html``;
    const context = this.context(shown);
    const groupsChoice = this.subject.groupings.length > 1 ? this.groupsChoice() : undefined;
    return html`${this.toolbar(shown)} ${inputCard(context, shown)}
      <div class="forms ${this.subject.shown.kernel[1] > 3 ? 'wide' : ''}">
        ${sceneCards(context, shown, this.subject, groupsChoice)}
      </div>
      <p class="small muted">${t('keys')}</p>`;
  }

  private context({ position }: Shown): CardContext {
    return {
      t: this.t,
      position,
      editing: this.editing,
      go: (to) => {
        this.stepper!.stop();
        void this.stepper!.go(to);
      },
      edit: this.edit,
      copy: (text) => {
        this.dispatchEvent(new CustomEvent('copy-text', { detail: text, bubbles: true, composed: true }));
      },
    };
  }

  private toolbar({ position, extent }: Shown): TemplateResult {
    const { t } = this;
    const { playing } = this.stepper!;
    const atStart = stepOf(position, extent) === 0;
    const atEnd = isLast(position, extent);
    const button = (id: string, name: string, icon: TemplateResult, disabled: boolean, press: () => void) =>
      html`<button
        class="plain"
        data-testid=${id}
        title=${name}
        aria-label=${name}
        ?disabled=${disabled}
        @click=${press}
      >
        ${icon}
      </button>`;
    const stepButton = (id: string, name: string, icon: TemplateResult, disabled: boolean, key: string) =>
      button(id, name, icon, disabled, () => void this.stepper!.step(key));
    return html`<div class="toolbar row">
      <div class="row tight" role="group" aria-label=${t('tabStep')}>
        ${stepButton('step-first', t('first'), icons.firstIcon, atStart, 'Home')}
        ${stepButton('step-previous', t('previous'), icons.previousIcon, atStart, 'ArrowLeft')}
        ${button(
          'step-play',
          playing ? t('pause') : t('play'),
          playing ? icons.pauseIcon : icons.playIcon,
          false,
          () => {
            this.stepper!.togglePlaying();
          },
        )}
        ${stepButton('step-next', t('next'), icons.nextIcon, atEnd, 'ArrowRight')}
        ${stepButton('step-last', t('last'), icons.lastIcon, atEnd, 'End')}
      </div>
      ${this.speedChoice()}
      <p
        class="position"
        data-testid="position-text"
        data-channel=${position.channel}
        data-row=${position.row}
        data-column=${position.column}
        aria-live=${playing ? 'off' : 'polite'}
      >
        ${t('position', { ...position, step: stepOf(position, extent) + 1, steps: stepCount(extent) })}
      </p>
      <div class="row tight end">${this.editButtons()}</div>
    </div>`;
  }

  private editButtons(): TemplateResult {
    const { t } = this;
    const reset = html`<button
      class="plain"
      data-testid="reset-numbers"
      @click=${() => {
        this.loadSubject();
      }}
    >
      ${icons.resetIcon}${t('reset')}
    </button>`;
    return html`${this.changedByHand ? reset : nothing}
      <button
        class="plain"
        data-testid="edit-numbers"
        aria-pressed=${this.editing ? 'true' : 'false'}
        @click=${() => {
          this.stepper!.stop();
          this.editing = !this.editing;
        }}
      >
        ${icons.editIcon}${t('edit')}
      </button>`;
  }

  private speedChoice(): TemplateResult {
    const choose = (event: Event): void => {
      this.speed = (event.target as HTMLSelectElement).value as Speed;
      this.stepper!.pause = pauses[this.speed];
    };
    return html`<select data-testid="step-speed" aria-label=${this.t('speed')} @change=${choose}>
      ${(Object.keys(pauses) as Speed[]).map(
        (speed) => html`<option value=${speed} ?selected=${speed === this.speed}>${this.t(speed)}</option>`,
      )}
    </select>`;
  }

  private groupsChoice(): TemplateResult {
    return html`<label class="row tight small muted"
      >${this.t('groupsChoice')}
      <select data-testid="grouped-select" @change=${this.regroup}>
        ${this.subject.groupings.map(
          (groups) => html`<option value=${groups} ?selected=${groups === this.groups}>${groups}</option>`,
        )}
      </select>
    </label>`;
  }
}
