// How the costs look.
import { css } from 'lit';

export const costsStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 16px;
  }
  .fields {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(8.5em, 1fr));
    gap: 12px 16px;
    align-items: start;
  }
  .fields .field {
    width: auto;
  }
  .formulas {
    display: grid;
    gap: 14px;
    justify-items: start;
  }
  .formulas math {
    text-align: start;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 24em), 1fr));
    gap: 16px;
    align-items: start;
  }
  .memory {
    display: grid;
    grid-template-columns: minmax(12em, 18em) 1fr;
    gap: 12px 24px;
    align-items: end;
  }
  .memory .field {
    width: auto;
  }
  @media (max-width: 640px) {
    .memory {
      grid-template-columns: 1fr;
    }
  }
  tr.own th,
  tr.own td {
    background: color-mix(in srgb, var(--cl-blue) 12%, transparent);
    font-weight: 600 !important;
  }
  .mark {
    display: inline-block;
    width: 20px;
    vertical-align: -3px;
  }
  .ratio span {
    display: inline-block;
    min-width: 4.2em;
  }
  .ratio svg {
    vertical-align: 0;
  }
  .track {
    fill: var(--cl-faint);
    stroke: var(--cl-line);
    stroke-width: 0.5;
  }
  .bar {
    fill: var(--cl-blue);
  }
  summary {
    cursor: pointer;
    color: var(--cl-muted);
    width: fit-content;
  }
`;
