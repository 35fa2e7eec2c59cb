// Trying the model: a digit drawn by hand, or one of the validation set, what the model takes it for, and what every layer makes
// of it. It asks anew at each stroke and after each epoch; the engine answers between two steps.
import { html, LitElement, nothing, svg, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { TrainingEvent } from '../../protocol/training';
import { button, controlStyles } from '../shared/controls';
import type { Formats } from '../shared/numbers';
import type { Translate } from '../shared/strings';
import { shared } from '../shared/theme';
import './activation-strip';
import { digitImage, digitSize } from './digit-image';
import { digitStyles } from './digit-styles';
import { Drawing, paperSize, type Point } from './drawing';
import type { phrases } from './phrases';

type Prediction = Extract<TrainingEvent, { readonly event: 'prediction' }>;
type Sample = Extract<TrainingEvent, { readonly event: 'sample' }>;

/** What the section asks of the run. */
export interface Oracle {
  /** Resolves with null where the engine is gone or a newer question took its place. */
  predict(image: Uint8Array<ArrayBuffer>): Promise<Prediction | null>;
  sample(index: number): Promise<Sample | null>;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

@customElement('convlens-digit')
export class DigitSection extends LitElement {
  static override styles = [shared, controlStyles, digitStyles];

  @property({ attribute: false }) t!: Translate<typeof phrases>;
  @property({ attribute: false }) formats!: Formats;
  @property({ attribute: false }) oracle!: Oracle;
  @property({ attribute: false }) classes: readonly string[] = [];
  /** Images in the validation set. */
  @property({ type: Number }) images = 0;
  /** Finished epochs: with each the model is another. */
  @property({ type: Number }) epoch = 0;

  @query('canvas') private canvas!: HTMLCanvasElement;
  @state() private prediction: Prediction | null = null;
  @state() private sample: Sample | null = null;
  @state() private image: Uint8Array<ArrayBuffer> | null = null;
  @state() private writing = false;
  private drawing: Drawing | undefined;
  private asking = false;

  override firstUpdated(): void {
    this.drawing = new Drawing(this.canvas);
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('epoch') && this.image !== null) void this.ask();
  }

  override render(): TemplateResult {
    const { t } = this;
    return html`<section class="card stack" aria-labelledby="digit" data-testid="digit">
      <h2 id="digit">${t('digit')}</h2>
      <p class="small muted">${t('digitText')}</p>
      <div class="try">
        <div class="stack paper">
          <canvas
            tabindex="0"
            role="application"
            data-testid="digit-canvas"
            aria-label=${t('digitCanvas')}
            @pointerdown=${this.penDown}
            @pointermove=${this.penMove}
            @pointerup=${this.penUp}
            @pointercancel=${this.penUp}
            @keydown=${this.key}
          ></canvas>
          ${this.cursor()}
          <div class="row">
            ${button({ testId: 'digit-sample', name: t('digitSample'), secondary: true, disabled: this.images === 0, press: () => void this.takeSample() })}
            ${button({ testId: 'digit-clear', name: t('digitClear'), secondary: true, disabled: this.image === null, press: () => this.clear() })}
          </div>
          <p class="small muted">
            ${this.sample === null ? t('digitKeys') : t('digitTruth', { index: this.formats.integer(this.sample.index), label: this.sample.label })}
          </p>
        </div>
        ${this.answer()}
      </div>
      ${this.layers()}
    </section>`;
  }

  private cursor(): TemplateResult | typeof nothing {
    if (!this.writing || this.drawing === undefined) return nothing;
    const { x, y } = this.drawing.cursor;
    return html`<svg class="cursor" viewBox="0 0 ${digitSize} ${digitSize}" aria-hidden="true">
      ${svg`<rect x=${x - 0.5} y=${y - 0.5} width="2" height="2" />`}
    </svg>`;
  }

  private answer(): TemplateResult {
    const { t, prediction } = this;
    if (prediction === null)
      return html`<p class="muted empty" data-testid="digit-empty">
        ${t(this.image === null ? 'digitEmpty' : 'digitAsked')}
      </p>`;
    const { probabilities } = prediction;
    const best = probabilities.indexOf(Math.max(...probabilities));
    const percent = (share: number): string => `${this.formats.fixed(share * 100, 1)}%`;
    const name = (index: number): string => this.classes[index] ?? String(index);
    const text = t('digitPrediction', { label: name(best), probability: percent(probabilities[best]) });
    return html`<div class="stack">
      <p class="prediction" role="status" data-testid="digit-prediction" data-value=${name(best)}>${text}</p>
      <table class="data classes">
        <caption class="hidden">
          ${t('digitProbabilities')}
        </caption>
        <tbody>
          ${probabilities.map(
            (share, index) =>
              html`<tr class=${index === best ? 'best' : ''}>
                <th scope="row">${name(index)}</th>
                <td class="wide">
                  <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
                    ${svg`<rect class="track" width="100" height="8" /><rect class="done" width=${(share * 100).toFixed(2)} height="8" />`}
                  </svg>
                </td>
                <td>${percent(share)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  private layers(): TemplateResult | typeof nothing {
    const { t, prediction } = this;
    if (prediction === null || prediction.layers.length === 0) return nothing;
    return html`<details open>
      <summary>${t('digitLayers')}</summary>
      <ol class="layers" data-testid="digit-layers">
        ${prediction.layers.map((layer) => {
          const shape = layer.shape.join('×');
          const range = t('digitRange', { minimum: short(layer.minimum), maximum: short(layer.maximum) });
          return html`<li>
            <div class="layer">
              <span class="mono">${layer.path}</span>
              <span class="small muted">${layer.type} · ${shape} · ${range}</span>
            </div>
            <convlens-activation
              .activation=${layer}
              name=${t('digitLayer', { layer: layer.path, shape, range })}
            ></convlens-activation>
          </li>`;
        })}
      </ol>
    </details>`;
  }

  private clear(): void {
    this.drawing?.clear();
    this.sample = null;
    this.image = null;
    this.prediction = null;
  }

  private async takeSample(): Promise<void> {
    // what was said of the last drawing is not of this image
    this.prediction = null;
    const sample = await this.oracle.sample(Math.floor(Math.random() * this.images));
    if (sample === null) return;
    const image = new Uint8Array(sample.image);
    this.drawing?.show(image);
    this.writing = false;
    this.sample = sample;
    this.image = image;
    await this.ask();
  }

  /** After a change of the drawing. */
  private drawn(): void {
    this.sample = null;
    this.image = digitImage(this.drawing!.ink(), paperSize);
    void this.ask();
  }

  /** One question at a time: what is drawn meanwhile is asked once the answer is there. */
  private async ask(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    for (let asked: Uint8Array | null = null; this.image !== null && asked !== this.image;) {
      asked = this.image;
      const prediction = await this.oracle.predict(this.image.slice());
      if (prediction === null) break;
      if (this.image !== null) this.prediction = prediction;
    }
    this.asking = false;
  }

  private readonly penDown = (event: PointerEvent): void => {
    this.canvas.setPointerCapture(event.pointerId);
    this.canvas.focus();
    this.writing = false;
    if (this.sample !== null) this.clear();
    this.drawing!.down(this.pointOf(event));
    this.drawn();
    event.preventDefault();
  };

  private readonly penMove = (event: PointerEvent): void => {
    if (!this.canvas.hasPointerCapture(event.pointerId)) return;
    for (const each of event.getCoalescedEvents()) this.drawing!.draw(this.pointOf(each));
    this.drawing!.draw(this.pointOf(event));
    this.drawn();
  };

  private readonly penUp = (): void => {
    this.drawing!.up();
  };

  private readonly key = (event: KeyboardEvent): void => {
    const arrow = arrows[event.key];
    if (arrow !== undefined) {
      if (this.sample !== null) this.clear();
      this.drawing!.move(...arrow);
      this.drawn();
    } else if (event.key === ' ') {
      this.drawing!.toggle();
      this.drawn();
    } else if (event.key === 'Delete' || event.key === 'Backspace') this.clear();
    else return;
    this.writing = true;
    this.requestUpdate();
    event.preventDefault();
  };

  private pointOf(event: PointerEvent): Point {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
  }
}

const short = (value: number): string => String(Number(value.toPrecision(3))).replace('-', '−');

declare global {
  interface HTMLElementTagNameMap {
    'convlens-digit': DigitSection;
  }
}
