// Proof: two identities computed both ways in the worker, with the largest difference.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Proof } from '../../core/lesson/proof';
import { button, controlStyles } from '../shared/controls';
import { checkIcon, resetIcon, warningIcon } from '../shared/icons';
import { minus, shortNumber } from '../shared/numbers';
import type { Translate } from '../shared/strings';
import { shared } from '../shared/theme';
import type { LessonClient, Reply } from './client';
import type { Subject } from './layer';
import type { phrases } from './phrases';
import { proofCases, type ProofCases } from './proof-cases';

const listed = 6;
/** What summing in another order can change in float64, for sums of this size. */
const rounding = 1e-12;

@customElement('convlens-proof')
export class ProofSection extends LitElement {
  static override styles = [shared, controlStyles, proofStyles()];

  @property({ attribute: false }) t!: Translate<typeof phrases>;
  @property({ attribute: false }) client!: LessonClient;
  @property({ attribute: false }) subject!: Subject;

  @state() private cases: ProofCases | undefined;
  @state() private proved: Reply<'proved'> | undefined;

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('subject') || changed.has('client')) void this.prove();
  }

  private async prove(): Promise<void> {
    const cases = proofCases(this.subject, () => Math.random() * 2 - 1);
    const reply = await this.client.prove(cases.grouped, cases.separable);
    if (reply.reply !== 'proved') return;
    this.cases = cases;
    this.proved = reply;
  }

  override render(): TemplateResult | typeof nothing {
    const { t, cases, proved } = this;
    if (cases === undefined || proved === undefined) return nothing;
    const { grouped, separable } = cases;
    const size = `${grouped.input.height}×${grouped.input.width}`;
    const channels = { inChannels: grouped.input.channels, outChannels: grouped.weight.outChannels, size };
    const kernel = `${grouped.weight.height}×${grouped.weight.width}`;
    const separableChannels = { ...channels, outChannels: separable.pointwise.outChannels };
    return html`<div class="row spread">
        <p>${t('proofText')}</p>
        ${button({
          testId: 'prove-again',
          name: t('proveAgain'),
          icon: resetIcon,
          secondary: true,
          press: () => void this.prove(),
        })}
      </div>
      <div class="proofs">
        ${this.card(
          'grouped-difference',
          t('groupedClaim'),
          t('groupedCase', { ...channels, kernel, groups: grouped.settings.groups }),
          [t('atOnce'), t('byGroup')],
          proved.grouped,
        )}
        ${this.card(
          'separable-difference',
          t('separableClaim'),
          t('separableCase', separableChannels),
          [t('twoSteps'), t('composed')],
          proved.separable,
        )}
      </div>`;
  }

  private card(
    testId: string,
    claim: string,
    text: string,
    sides: readonly [string, string],
    { left, right, largestDifference }: Proof,
  ): TemplateResult {
    const { t } = this;
    const holds = largestDifference <= rounding;
    const value = largestDifference === 0 ? '0' : shortNumber(largestDifference);
    const verdict = largestDifference === 0 ? t('exactly') : holds ? t('rounding') : t('notEqual');
    return html`<section class="card stack">
      <h3>${claim}</h3>
      <p class="small muted mono">${text}</p>
      <div class="scroll">
        <table class="data">
          <caption class="small muted">
            ${t('firstValues', { count: left.data.length })}
          </caption>
          <thead>
            <tr>
              <th scope="col">#</th>
              <th scope="col">${sides[0]}</th>
              <th scope="col">${sides[1]}</th>
              <th scope="col">Δ</th>
            </tr>
          </thead>
          <tbody>
            ${[...left.data.slice(0, listed)].map(
              (each, i) =>
                html`<tr>
                  <th scope="row">${i}</th>
                  <td>${digits(each)}</td>
                  <td>${digits(right.data[i])}</td>
                  <td>${shortNumber(Math.abs(each - right.data[i]))}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <p class="verdict" data-testid=${testId} data-value=${largestDifference} aria-live="polite">
        ${holds ? checkIcon : warningIcon}
        <span><strong>${t('difference', { value })}</strong> <span class="muted">${verdict}</span></span>
      </p>
    </section>`;
  }
}

const digits = (value: number): string => value.toFixed(12).replace('-', minus);

function proofStyles() {
  return css`
    :host {
      display: flex;
      flex-direction: column;
      gap: 16px;
    }
    .proofs {
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 26em), 1fr));
      gap: 16px;
      align-items: start;
    }
    .verdict {
      display: flex;
      gap: 8px;
      padding: 8px 10px;
      border-left: 3px solid var(--cl-green);
      background: var(--cl-faint);
      border-radius: 0 4px 4px 0;
    }
    .verdict svg {
      flex: none;
      margin-top: 1px;
    }
    td {
      font-family: var(--cl-mono);
      font-size: var(--cl-small);
    }
  `;
}
