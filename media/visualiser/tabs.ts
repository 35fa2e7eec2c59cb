// A row of tabs as the ARIA pattern has them: one tab stop, arrows and Home and End move, the panel follows at once.
import { css, html, type TemplateResult } from 'lit';

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly title: string;
}

export function tabList<Name extends string>(
  label: string,
  tabs: readonly Tab<Name>[],
  current: Name,
  choose: (name: Name) => void,
): TemplateResult {
  const onKey = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab.name === current);
    const next = {
      ArrowRight: (at + 1) % tabs.length,
      ArrowLeft: (at + tabs.length - 1) % tabs.length,
      Home: 0,
      End: tabs.length - 1,
    }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(tabs[next].name);
    const list = event.currentTarget as HTMLElement;
    list.querySelectorAll<HTMLElement>('[role="tab"]')[next].focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${label} @keydown=${onKey}>
    ${tabs.map(
      ({ name, title }) =>
        html`<button
          role="tab"
          id="tab-${name}"
          data-testid="tab-${name}"
          aria-controls="panel-${name}"
          aria-selected=${name === current ? 'true' : 'false'}
          tabindex=${name === current ? 0 : -1}
          @click=${() => {
            choose(name);
          }}
        >
          ${title}
        </button>`,
    )}
  </div>`;
}

export const tabStyles = css`
  .tabs {
    display: flex;
    flex-wrap: wrap;
    gap: 0 4px;
    border-bottom: 1px solid var(--cl-line);
  }
  .tabs button {
    padding: 7px 12px;
    margin-bottom: -1px;
    border: 0;
    border-bottom: 2px solid transparent;
    background: none;
    color: var(--vscode-panelTitle-inactiveForeground, var(--cl-muted));
    font: inherit;
    cursor: pointer;
  }
  .tabs button:hover {
    color: var(--vscode-panelTitle-activeForeground, inherit);
  }
  .tabs button[aria-selected='true'] {
    color: var(--vscode-panelTitle-activeForeground, inherit);
    border-bottom-color: var(--vscode-panelTitle-activeBorder, var(--cl-focus));
    font-weight: 600;
  }
  .tabs button:focus-visible {
    outline: 1px solid var(--cl-focus);
    outline-offset: -2px;
  }
`;
