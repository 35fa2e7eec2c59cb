// A field for an expression of one's own, with the layer's numbers as names. The algebra is loaded when the field is first used.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { controlStyles, textField } from '../shared/controls';
import type { Translate } from '../shared/strings';
import { shared } from '../shared/theme';
import { AlgebraClient, type Answer } from './algebra-client';
import type { phrases } from './phrases';

const delay = 200;

@customElement('convlens-expression')
export class ExpressionField extends LitElement {
  static override styles = [
    shared,
    controlStyles,
    css`
      .result {
        min-height: 1.5em;
        font-size: var(--cl-large);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) t!: Translate<typeof phrases>;
  @property({ attribute: false }) uri = '';
  @property({ attribute: false }) scope: Readonly<Record<string, number>> = {};

  @state() private expression = '';
  @state() private answer: Answer | 'busy' | undefined;
  private client: AlgebraClient | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('scope') && this.expression !== '') this.ask();
  }

  private ask(): void {
    clearTimeout(this.timer);
    if (this.expression.trim() === '') {
      this.answer = undefined;
      return;
    }
    this.answer = 'busy';
    this.timer = setTimeout(() => {
      this.client ??= new AlgebraClient(this.uri);
      this.client.ask(this.expression, this.scope).then(
        (answer) => {
          if (answer !== undefined) this.answer = answer;
        },
        (error: unknown) => {
          this.answer = { reply: 'problem', id: 0, message: error instanceof Error ? error.message : String(error) };
        },
      );
    }, delay);
  }

  override render(): TemplateResult {
    const { t, answer } = this;
    const problem =
      typeof answer !== 'object'
        ? undefined
        : answer.reply === 'problem'
          ? answer.message
          : answer.reply === 'timeout'
            ? t('expressionTimeout')
            : undefined;
    return html`<section class="card stack" aria-labelledby="expression-title">
      <h2 id="expression-title">${t('expression')}</h2>
      ${textField({
        label: t('expression'),
        testId: 'expression',
        value: this.expression,
        hint: t('expressionText'),
        wide: true,
        problem,
        input: (text) => {
          this.expression = text.slice(0, 500);
          this.ask();
        },
      })}
      <p class="result mono" data-testid="expression-result" aria-live="polite">
        ${answer === 'busy' ? t('expressionBusy') : answer?.reply === 'result' ? `= ${answer.text}` : nothing}
      </p>
    </section>`;
  }
}
