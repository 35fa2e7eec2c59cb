// How the trainer's page looks.
import { css } from 'lit';

export const trainerStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 16px;
    max-width: 1280px;
    margin: 0 auto;
    padding: 20px 24px 40px;
  }
  header {
    gap: 8px;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(max(11em, 23%), 1fr));
    gap: 14px 16px;
    align-items: start;
  }
  .fields .field {
    width: auto;
    min-width: 0;
  }
  .note.card {
    padding: 14px 16px;
    border-left-color: var(--cl-blue);
  }
  details .fields {
    margin-top: 12px;
  }
  summary {
    cursor: pointer;
    color: var(--cl-muted);
    width: fit-content;
  }
  .choices {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 20em), 1fr));
    gap: 10px 16px;
  }
  .choice {
    display: flex;
    gap: 10px;
    padding: 10px 12px;
    border: 1px solid var(--cl-line);
    border-radius: 5px;
    cursor: pointer;
  }
  .choice:has(input:checked) {
    border-color: var(--cl-focus);
    background: var(--cl-faint);
  }
  .choice:focus-within {
    outline: 1px solid var(--cl-focus);
    outline-offset: 1px;
  }
  .choice input {
    margin: 3px 0 0;
    accent-color: var(--vscode-progressBar-background, var(--cl-blue));
  }
  .choice input:focus {
    outline: none;
  }
  .choice strong,
  .choice small {
    display: block;
  }
  .choice small {
    margin-top: 2px;
    font-size: var(--cl-small);
  }
  .folder {
    grid-column: 1 / -1;
  }
  .bad {
    color: var(--vscode-errorForeground);
    display: inline-flex;
    gap: 6px;
    align-items: center;
  }
  .status {
    font-size: var(--cl-large);
    font-variant-numeric: tabular-nums;
  }
  .progress {
    display: grid;
    gap: 6px;
    font-variant-numeric: tabular-nums;
  }
  .bar {
    width: 100%;
    height: 6px;
    border-radius: 3px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
  }
  .track {
    fill: color-mix(in srgb, var(--vscode-foreground) 12%, transparent);
  }
  .done {
    fill: var(--vscode-progressBar-background, var(--cl-blue));
  }
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(9.5em, 1fr));
    gap: 14px 20px;
    margin: 0;
  }
  .tile dt {
    color: var(--cl-muted);
    font-size: var(--cl-small);
  }
  .tile dd {
    margin: 0;
    font-variant-numeric: tabular-nums;
  }
  .tile dd:first-of-type {
    font-size: 1.5em;
    font-weight: 600;
    line-height: 1.3;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 24em), 1fr));
    gap: 16px;
    align-items: start;
  }
  tr.best th,
  tr.best td {
    font-weight: 600;
    background: color-mix(in srgb, var(--cl-green) 10%, transparent);
  }
  .mark {
    display: inline-block;
    width: 18px;
    margin-inline-start: 4px;
    vertical-align: -3px;
  }
  .confusion {
    border-collapse: separate;
    border-spacing: 2px;
    font-size: var(--cl-small);
    font-variant-numeric: tabular-nums;
  }
  .confusion th {
    color: var(--cl-muted);
    font-weight: 600;
    padding: 2px 6px;
  }
  .confusion td {
    min-width: 3em;
    height: 2.2em;
    padding: 0 4px;
    text-align: center;
    border-radius: 3px;
  }
  .confusion tbody td {
    background: var(--cl-faint);
  }
  .confusion .zero {
    color: var(--cl-muted);
  }
  .confusion td[class^='right'] {
    font-weight: 600;
    border: 1px solid var(--cl-green);
  }
  .confusion td.right-4 {
    background: color-mix(in srgb, var(--cl-green) 34%, transparent);
  }
  .confusion td.right-3 {
    background: color-mix(in srgb, var(--cl-green) 22%, transparent);
  }
  .confusion td.right-2,
  .confusion td.right-1 {
    background: color-mix(in srgb, var(--cl-green) 12%, transparent);
  }
  .confusion td.wrong-1 {
    background: color-mix(in srgb, var(--cl-red) 10%, transparent);
  }
  .confusion td.wrong-2 {
    background: color-mix(in srgb, var(--cl-red) 20%, transparent);
  }
  .confusion td.wrong-3 {
    background: color-mix(in srgb, var(--cl-red) 32%, transparent);
  }
  .confusion td.wrong-4 {
    background: color-mix(in srgb, var(--cl-red) 46%, transparent);
  }
  .classes .wide {
    width: 60%;
  }
  .classes svg {
    display: block;
    width: 100%;
    height: 8px;
  }
`;
