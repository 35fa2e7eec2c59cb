// How trying a digit looks.
import { css } from 'lit';

export const digitStyles = css`
  :host {
    display: block;
  }
  .try {
    display: grid;
    grid-template-columns: minmax(0, 240px) minmax(0, 1fr);
    gap: 16px 24px;
    align-items: start;
  }
  @container (max-width: 560px) {
    .try {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  section {
    container-type: inline-size;
  }
  .paper {
    position: relative;
    max-width: 240px;
  }
  .paper canvas {
    display: block;
    width: 100%;
    aspect-ratio: 1;
    border: 1px solid var(--cl-line);
    border-radius: 5px;
    cursor: crosshair;
    touch-action: none;
  }
  .cursor {
    position: absolute;
    inset: 1px 1px auto;
    aspect-ratio: 1;
    pointer-events: none;
  }
  .cursor rect {
    fill: none;
    stroke: #f5c518;
    stroke-width: 0.35;
  }
  .prediction {
    font-size: 1.3em;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .classes .wide {
    width: 70%;
  }
  .classes svg {
    display: block;
    width: 100%;
    height: 8px;
  }
  table.data.classes th,
  table.data.classes td {
    padding-block: 2px;
  }
  tr.best th,
  tr.best td {
    font-weight: 600;
  }
  .track {
    fill: color-mix(in srgb, var(--vscode-foreground) 12%, transparent);
  }
  .done {
    fill: var(--vscode-progressBar-background, var(--cl-blue));
  }
  summary {
    cursor: pointer;
    color: var(--cl-muted);
    width: fit-content;
  }
  .layers {
    list-style: none;
    margin: 12px 0 0;
    padding: 0;
    display: grid;
    gap: 12px;
  }
  .layer {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    align-items: baseline;
    margin-bottom: 4px;
  }
`;
