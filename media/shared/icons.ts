// Small pictures drawn in the text's colour, 16×16. They decorate: the control that holds one carries the name.
import { svg, html, type TemplateResult } from 'lit';

const icon = (content: unknown): TemplateResult =>
  html`<svg width="16" height="16" viewBox="0 0 16 16" fill="currentColor" aria-hidden="true" focusable="false">
    ${content}
  </svg>`;

const bar = (x: number) => svg`<rect x=${x} y="3" width="1.6" height="10" rx="0.6" />`;

export const firstIcon = icon(svg`${bar(3)}<path d="M13 3.2v9.6L6 8z" />`);
export const previousIcon = icon(svg`<path d="M11.5 3.2v9.6L4.5 8z" />`);
export const nextIcon = icon(svg`<path d="M4.5 3.2v9.6L11.5 8z" />`);
export const lastIcon = icon(svg`<path d="M3 3.2v9.6L10 8z" />${bar(11.4)}`);
export const playIcon = icon(svg`<path d="M4 2.6v10.8L13 8z" />`);
export const pauseIcon = icon(
  svg`<rect x="4" y="3" width="3" height="10" rx="0.8" /><rect x="9" y="3" width="3" height="10" rx="0.8" />`,
);
export const stopIcon = icon(svg`<rect x="3.5" y="3.5" width="9" height="9" rx="1.2" />`);
export const editIcon = icon(
  svg`<path d="M11.4 1.9a1.5 1.5 0 0 1 2.1 0l.6.6a1.5 1.5 0 0 1 0 2.1l-8.3 8.3-3.4.7.7-3.4zm.7 1L4 11l-.3 1.3L5 12l8.1-8.1z" />`,
);
export const resetIcon = icon(
  svg`<path d="M8 2.5a5.5 5.5 0 1 1-5.3 7l1-.3A4.5 4.5 0 1 0 4.6 5H7v1H3V2h1v2.2A5.5 5.5 0 0 1 8 2.5z" />`,
);
export const copyIcon = icon(
  svg`<path d="M5 2h7a1 1 0 0 1 1 1v8h-1V3H5zM3 5a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1zm1 0v8h6V5z" />`,
);
export const informationIcon = icon(
  svg`<path d="M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zm0 1a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM7.4 7h1.2v4.5H7.4zM8 4.3a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6z" />`,
);
export const warningIcon = icon(
  svg`<path d="M8 1.7 15 14H1zM8 3.8 2.7 13h10.6zM7.4 6.8h1.2v3.4H7.4zM8 10.9a.8.8 0 1 1 0 1.6.8.8 0 0 1 0-1.6z" />`,
);
export const checkIcon = icon(svg`<path d="m6.3 12.2-4-4 .9-.9 3.1 3.1 6.5-6.5.9.9z" />`);
