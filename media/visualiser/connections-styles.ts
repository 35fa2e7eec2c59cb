// How the connections look: four colours in turn for the groups, which gaps and places tell apart as well.
import { css } from 'lit';

export const connectionsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  .controls {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 24px;
    align-items: flex-start;
  }
  .slider label {
    font-size: var(--cl-small);
    font-weight: 600;
  }
  .slider {
    flex: 1 1 22em;
    max-width: 40em;
    display: flex;
    flex-direction: column;
    gap: 4px;
  }
  .slider input {
    width: 100%;
  }
  .stops {
    display: flex;
    justify-content: space-between;
    color: var(--cl-muted);
    margin: 0 2px;
  }
  .stops span {
    width: 2.4em;
    margin: 0 calc(8px - 1.2em);
    text-align: center;
  }
  .stops .now {
    color: var(--cl-text);
    font-weight: 700;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .summary {
    gap: 4px 16px;
  }
  .pictures {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 22em), 1fr));
    gap: 16px;
    align-items: start;
  }
  svg text {
    fill: var(--cl-muted);
    font-size: 11px;
    font-family: var(--vscode-font-family);
    dominant-baseline: central;
  }
  svg text.side {
    text-anchor: middle;
    dominant-baseline: auto;
  }
  .diagram {
    width: 100%;
    max-width: 560px;
    align-self: center;
    overflow: visible;
  }
  .matrix {
    width: 100%;
    max-width: 400px;
    max-height: 480px;
    align-self: center;
  }
  .color-0 {
    --cl-group: var(--cl-blue);
  }
  .color-1 {
    --cl-group: var(--cl-orange);
  }
  .color-2 {
    --cl-group: var(--cl-purple);
  }
  .color-3 {
    --cl-group: var(--cl-green);
  }
  .link {
    fill: none;
    stroke: var(--cl-group);
    stroke-width: 1.2;
    opacity: 0.55;
    transition: opacity var(--cl-motion);
  }
  .link.filled {
    fill: var(--cl-group);
    stroke-width: 0.5;
    opacity: 0.35;
  }
  .pointing .link {
    opacity: 0.14;
  }
  .pointing .link.lit {
    opacity: 0.95;
    stroke-width: 1.6;
  }
  .node circle {
    fill: var(--cl-group);
  }
  .pointing .node:not(.touched) {
    opacity: 0.35;
  }
  .node text.input {
    text-anchor: end;
  }
  .node.touched text {
    fill: var(--cl-text);
    font-weight: 600;
  }
  .node.here circle {
    stroke: var(--cl-text);
    stroke-width: 2;
  }
  .node:focus {
    outline: none;
  }
  .node:focus-visible .target {
    stroke: var(--cl-focus);
    stroke-width: 1.5;
  }
  .target {
    fill: transparent;
  }
  .hatch {
    stroke: var(--cl-line);
    stroke-width: 2;
  }
  .block {
    fill: color-mix(in srgb, var(--cl-group) 75%, var(--cl-card));
  }
  .lines {
    stroke: var(--vscode-editorWidget-background);
    stroke-width: 1;
    fill: none;
  }
  .frame {
    fill: none;
    stroke: var(--cl-line);
  }
  .mark {
    fill: none;
    stroke: var(--cl-text);
    stroke-width: 1.5;
  }
  summary {
    cursor: pointer;
    color: var(--cl-muted);
    width: fit-content;
  }
  ul {
    margin: 8px 0 0;
    padding-inline-start: 18px;
    columns: 22em;
  }
`;
