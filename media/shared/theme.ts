// The look of the pages: VS Code's own theme variables, a small scale of sizes and spaces, and the few pieces that every section
// uses. Colour is never the only sign: what a colour says, a border style, a label or a position says too.
import { css } from 'lit';

/** For the document itself: VS Code gives the background and the font, the page gives the rest. */
export const documentStyles = css`
  :root {
    --cl-motion: 140ms;
  }
  @media (prefers-reduced-motion: reduce) {
    :root {
      --cl-motion: 0ms;
    }
  }
  body.vscode-reduce-motion {
    --cl-motion: 0ms;
  }
  body {
    margin: 0;
    padding: 0;
    color-scheme: light;
  }
  body.vscode-dark,
  body.vscode-high-contrast:not(.vscode-high-contrast-light) {
    color-scheme: dark;
  }
`;

export const tokens = css`
  :host {
    --cl-text: var(--vscode-editor-foreground, var(--vscode-foreground));
    --cl-muted: var(--vscode-descriptionForeground);
    --cl-line: var(--vscode-contrastBorder, color-mix(in srgb, var(--vscode-foreground) 16%, transparent));
    --cl-faint: color-mix(in srgb, var(--vscode-foreground) 5%, transparent);
    --cl-card: var(--vscode-editorWidget-background);
    --cl-focus: var(--vscode-focusBorder);
    --cl-blue: var(--vscode-charts-blue);
    --cl-orange: var(--vscode-charts-orange);
    --cl-purple: var(--vscode-charts-purple);
    --cl-green: var(--vscode-charts-green);
    --cl-red: var(--vscode-charts-red);
    --cl-mono: var(--vscode-editor-font-family, monospace);
    --cl-small: 0.85em;
    --cl-large: 1.15em;
    box-sizing: border-box;
    color: var(--cl-text);
    line-height: 1.45;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
`;

export const pieces = css`
  h1,
  h2,
  h3,
  p,
  figure {
    margin: 0;
  }
  h1 {
    font-size: 1.55em;
    font-weight: 600;
    line-height: 1.25;
    letter-spacing: -0.01em;
  }
  h2 {
    font-size: var(--cl-large);
    font-weight: 600;
  }
  h3 {
    font-size: 1em;
    font-weight: 600;
  }
  .muted {
    color: var(--cl-muted);
  }
  .small {
    font-size: var(--cl-small);
  }
  .mono {
    font-family: var(--cl-mono);
    font-variant-numeric: tabular-nums;
  }
  .card {
    border: 1px solid var(--cl-line);
    border-radius: 6px;
    background: var(--cl-card);
    padding: 16px;
    min-width: 0;
  }
  .stack {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
  }
  .spread {
    justify-content: space-between;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 1px solid var(--cl-focus);
    outline-offset: 2px;
  }
  .note {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    border-left: 3px solid var(--cl-blue);
    padding: 4px 0 4px 12px;
  }
  .note.problem {
    border-left-color: var(--vscode-inputValidation-errorBorder, var(--cl-red));
  }
  .note svg {
    flex: none;
    margin-top: 2px;
  }
  button.plain {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-height: 26px;
    min-width: 26px;
    padding: 2px 6px;
    border: 1px solid transparent;
    border-radius: 5px;
    background: transparent;
    color: var(--vscode-foreground);
    font: inherit;
    cursor: pointer;
  }
  button.plain:hover:not(:disabled) {
    background: var(--vscode-toolbar-hoverBackground, var(--cl-faint));
    outline: 1px dashed var(--vscode-contrastActiveBorder, transparent);
    outline-offset: -1px;
  }
  button.plain:focus-visible {
    outline: 1px solid var(--cl-focus);
    outline-offset: -1px;
  }
  button.plain[aria-pressed='true'] {
    background: var(--vscode-inputOption-activeBackground);
    border-color: var(--vscode-inputOption-activeBorder, var(--cl-focus));
    color: var(--vscode-inputOption-activeForeground, inherit);
  }
  button.plain:disabled {
    opacity: 0.4;
    cursor: default;
  }
  button.link {
    border: 0;
    padding: 0;
    background: none;
    color: var(--vscode-textLink-foreground);
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  button.link:hover {
    color: var(--vscode-textLink-activeForeground);
    text-decoration: underline;
  }
  select {
    height: 26px;
    padding: 0 6px;
    border: 1px solid var(--vscode-dropdown-border, var(--cl-line));
    border-radius: 4px;
    background: var(--vscode-dropdown-background);
    color: var(--vscode-dropdown-foreground);
    font: inherit;
  }
  input[type='range'] {
    appearance: none;
    height: 4px;
    margin: 11px 0;
    border: 0;
    border-radius: 2px;
    background: color-mix(in srgb, var(--vscode-foreground) 24%, transparent);
    cursor: pointer;
  }
  input[type='range']::-webkit-slider-thumb {
    appearance: none;
    width: 15px;
    height: 15px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 50%;
    background: var(--vscode-progressBar-background, var(--cl-blue));
  }
  input[type='range']::-moz-range-thumb {
    appearance: none;
    width: 15px;
    height: 15px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    border-radius: 50%;
    background: var(--vscode-progressBar-background, var(--cl-blue));
  }
  input[type='range']:focus-visible {
    outline-offset: 8px;
  }
  input[type='range']:disabled {
    opacity: 0.4;
    cursor: default;
  }
  table.data {
    border-collapse: collapse;
    width: 100%;
    font-variant-numeric: tabular-nums;
  }
  table.data caption {
    text-align: start;
    padding-bottom: 6px;
  }
  table.data th,
  table.data td {
    padding: 5px 10px;
    border-bottom: 1px solid var(--cl-line);
    text-align: end;
    white-space: nowrap;
  }
  table.data thead th {
    color: var(--cl-muted);
    font-weight: 600;
    font-size: var(--cl-small);
    vertical-align: bottom;
  }
  table.data th:first-child,
  table.data td:first-child {
    text-align: start;
    padding-inline-start: 0;
    font-weight: 400;
  }
  table.data thead th:first-child {
    font-weight: 600;
  }
  .scroll {
    overflow-x: auto;
  }
  math {
    font-size: 1.15em;
  }
`;

export const shared = [tokens, pieces];
