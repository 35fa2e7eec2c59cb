// How the stepping section looks around its cards.
import { css } from 'lit';

export const stepStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  .tight {
    gap: 4px;
    flex-wrap: nowrap;
  }
  .toolbar {
    position: sticky;
    top: 0;
    z-index: 1;
    padding: 8px 0;
    background: var(--vscode-editor-background);
    border-bottom: 1px solid var(--cl-line);
  }
  .position {
    flex: 1 1 20em;
    font-variant-numeric: tabular-nums;
  }
  .end {
    margin-inline-start: auto;
  }
  .input-card {
    display: flex;
    flex-wrap: wrap;
    gap: 16px 32px;
    align-items: flex-end;
    justify-content: space-between;
  }
  .maps {
    display: flex;
    flex-wrap: wrap;
    gap: 12px 20px;
  }
  .side {
    gap: 16px;
    align-self: stretch;
    justify-content: space-between;
  }
  .legend {
    list-style: none;
    margin: 0;
    padding: 0;
    display: grid;
    gap: 6px;
  }
  .legend li {
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .key {
    width: 14px;
    height: 14px;
    border-radius: 3px;
    flex: none;
  }
  .key.window {
    border: 2px solid var(--cl-blue);
  }
  .key.padding {
    border: 1px dashed var(--cl-muted);
  }
  .key.selected {
    border: 2px solid var(--cl-green);
  }
`;
