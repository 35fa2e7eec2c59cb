// One layer's activations of one image: its first channels side by side, each pixel as bright as its value; a vector as one row.
import { css, html, LitElement, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { LayerActivation } from '../../protocol/training';
import { brightness, tilesOf } from './activation-pixels';

/** The height of a channel on the page, in CSS pixels; small maps are magnified without smoothing. */
const tile = 56;

@customElement('convlens-activation')
export class ActivationStrip extends LitElement {
  static override styles = css`
    :host {
      display: block;
    }
    canvas {
      display: block;
      max-width: 100%;
      height: auto;
      image-rendering: pixelated;
      border-radius: 3px;
    }
  `;

  @property({ attribute: false }) activation!: LayerActivation;
  /** What the picture shows, for people who do not see it. */
  @property() name = '';

  override render(): TemplateResult {
    return html`<canvas role="img" aria-label=${this.name}></canvas>`;
  }

  override updated(): void {
    const canvas = this.renderRoot.querySelector('canvas')!;
    const { channels, height, width } = tilesOf(this.activation);
    const gap = 1;
    canvas.width = channels * (width + gap) - gap;
    canvas.height = height;
    const magnified = height === 1 ? 14 : tile / height;
    canvas.style.width = `${canvas.width * magnified}px`;
    const context = canvas.getContext('2d')!;
    const picture = context.createImageData(canvas.width, height);
    const bytes = new Uint8Array(this.activation.bytes);
    for (let channel = 0; channel < channels; channel++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++) {
          const value = bytes[(channel * height + y) * width + x];
          picture.data.set(brightness(value), 4 * (y * canvas.width + channel * (width + gap) + x));
        }
    context.putImageData(picture, 0, 0);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'convlens-activation': ActivationStrip;
  }
}
