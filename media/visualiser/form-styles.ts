// How the cards of the three forms look.
import { css } from 'lit';

export const formStyles = css`
  .forms {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 25.5em), 1fr));
    gap: 16px;
    align-items: start;
  }
  .forms.wide {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 40em), 1fr));
  }
  .form {
    display: flex;
    flex-direction: column;
    gap: 14px;
  }
  .form header {
    display: flex;
    flex-direction: column;
    gap: 4px;
    min-height: 3.4em;
  }
  .badge {
    display: inline-block;
    margin-inline-start: 4px;
    padding: 0 7px;
    border-radius: 9px;
    border: 1px solid var(--vscode-contrastBorder, transparent);
    background: var(--vscode-badge-background);
    color: var(--vscode-badge-foreground);
    font-size: var(--cl-small);
    font-weight: 400;
    vertical-align: 1px;
  }
  h4 {
    margin: 0;
    font-size: var(--cl-small);
    font-weight: 600;
    color: var(--cl-muted);
  }
  .terms {
    display: grid;
    grid-template-columns: repeat(6, auto) 1fr;
    align-items: center;
    gap: 8px 5px;
    overflow-x: auto;
  }
  .terms .head {
    color: var(--cl-muted);
    font-size: var(--cl-small);
    text-align: center;
  }
  .terms .label {
    color: var(--cl-muted);
    font-size: var(--cl-small);
    min-width: 1em;
  }
  .terms .head.end,
  .sum {
    text-align: end;
  }
  .sum {
    font-weight: 600;
    padding-inline-end: 2px;
  }
  .sum small {
    display: block;
    font-weight: 400;
  }
  .sign {
    color: var(--cl-muted);
    text-align: center;
  }
  .pointwise {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px;
  }
  .total {
    padding: 8px 10px;
    border-left: 3px solid var(--cl-green);
    background: var(--cl-faint);
    border-radius: 0 4px 4px 0;
    overflow-wrap: anywhere;
  }
  .outputs {
    display: flex;
    flex-wrap: wrap;
    gap: 10px 16px;
  }
  .absent {
    padding: 20px 0;
  }
  .form summary {
    cursor: pointer;
    color: var(--cl-muted);
    width: fit-content;
  }
  .arithmetic {
    position: relative;
  }
  .arithmetic button {
    position: absolute;
    inset-inline-end: 4px;
    top: 4px;
  }
  .arithmetic pre {
    margin: 6px 0 0;
    padding: 10px 36px 10px 12px;
    border-radius: 4px;
    background: var(--vscode-textCodeBlock-background, var(--cl-faint));
    font-family: var(--cl-mono);
    font-size: var(--cl-small);
    white-space: pre-wrap;
    overflow-wrap: anywhere;
  }
`;
