// Form controls of the pages: a label above a field that looks native, with what is wrong right below it.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { VscodeCheckbox } from '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { css, html, nothing, type TemplateResult } from 'lit';

interface Labelled {
  readonly label: string;
  readonly testId: string;
  readonly disabled?: boolean;
}

export interface TextField extends Labelled {
  readonly value: string;
  /** What is wrong with the value, for people. */
  readonly problem?: string | undefined;
  readonly hint?: string;
  readonly wide?: boolean;
  /** At every keystroke. */
  readonly input?: (text: string) => void;
  /** When the field is left or Enter is pressed. */
  readonly change?: (text: string) => void;
}

const textOf = (event: Event): string => (event.target as VscodeTextfield).value;

/** The problem belongs to the field's name as well, so that it is read out with it. */
export function textField(field: TextField): TemplateResult {
  const { label, testId, value, problem, hint } = field;
  return html`<div class="field ${field.wide === true ? 'wide' : ''}">
    <span class="label" aria-hidden="true">${label}</span>
    <vscode-textfield
      data-testid=${testId}
      .label=${[label, problem ?? hint].filter(Boolean).join('. ')}
      .value=${value}
      ?invalid=${problem !== undefined}
      ?disabled=${field.disabled === true}
      @input=${(event: Event) => field.input?.(textOf(event))}
      @change=${(event: Event) => field.change?.(textOf(event))}
    ></vscode-textfield>
    ${
      problem !== undefined
        ? html`<small class="problem" role="alert" data-testid="problem-${testId}">${problem}</small>`
        : hint === undefined
          ? nothing
          : html`<small class="muted">${hint}</small>`
    }
  </div>`;
}

export interface Choice<Value extends string> extends Labelled {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly name: string }[];
  readonly change: (value: Value) => void;
}

export function choiceField<Value extends string>(choice: Choice<Value>): TemplateResult {
  const change = (event: Event): void => {
    choice.change((event.target as HTMLSelectElement).value as Value);
  };
  return html`<label class="field"
    ><span class="label">${choice.label}</span>
    <select data-testid=${choice.testId} ?disabled=${choice.disabled === true} @change=${change}>
      ${choice.options.map(
        ({ value, name }) => html`<option value=${value} ?selected=${value === choice.value}>${name}</option>`,
      )}
    </select>
  </label>`;
}

export interface CheckField extends Labelled {
  readonly checked: boolean;
  readonly change: (checked: boolean) => void;
}

export const checkField = ({ label, testId, checked, disabled, change }: CheckField): TemplateResult =>
  html`<vscode-checkbox
    data-testid=${testId}
    .checked=${checked}
    ?disabled=${disabled === true}
    @change=${(event: Event) => {
      change((event.target as VscodeCheckbox).checked);
    }}
    >${label}</vscode-checkbox
  >`;

export interface Button {
  readonly testId: string;
  readonly name: string;
  readonly icon?: TemplateResult;
  readonly secondary?: boolean;
  readonly disabled?: boolean;
  readonly press: () => void;
}

export const button = ({ testId, name, icon, secondary, disabled, press }: Button): TemplateResult =>
  html`<vscode-button
    data-testid=${testId}
    ?secondary=${secondary === true}
    ?disabled=${disabled === true}
    @click=${press}
    >${icon === undefined ? nothing : html`<span slot="content-before" class="button-icon">${icon}</span>`}${name}</vscode-button
  >`;

export const controlStyles = css`
  .field {
    display: flex;
    flex-direction: column;
    gap: 4px;
    width: 10.5em;
  }
  .field.wide {
    width: 100%;
  }
  .field .label {
    font-size: var(--cl-small);
    font-weight: 600;
  }
  .field vscode-textfield,
  .field select {
    width: 100%;
  }
  .field small {
    font-size: var(--cl-small);
    line-height: 1.3;
  }
  small.problem {
    color: var(--vscode-errorForeground);
  }
  small.problem::before {
    content: '⚠ ';
  }
  .button-icon {
    display: inline-flex;
    margin-inline-end: 6px;
  }
`;
