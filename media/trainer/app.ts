// The trainer: the form before a run, the run, and what it yields.
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { FromTrainer, DatasetFolder, ToTrainer, UnfinishedRun } from '../../protocol/trainer';
import { button, controlStyles } from '../shared/controls';
import { informationIcon, playIcon, warningIcon } from '../shared/icons';
import { formats } from '../shared/numbers';
import { translator, type Translate } from '../shared/strings';
import { shared } from '../shared/theme';
import './curves-section';
import './digit-section';
import { csv, csvName, tsv } from './epoch-table';
import { formOf, readForm, type Form } from './form';
import { folderUsable, formView } from './form-view';
import { macsPerImage, mismatch } from './model-check';
import { phrases } from './phrases';
import { resultsView } from './results-view';
import { Run } from './run';
import { runView } from './run-view';
import { bestOf, isActive, type Session } from './session';
import type { OpenMessage } from './supplies';
import { trainerStyles } from './trainer-styles';

@customElement('convlens-trainer')
export class TrainerApp extends LitElement {
  static override styles = [shared, controlStyles, trainerStyles];

  @property({ attribute: false }) send: (message: FromTrainer) => void = () => undefined;
  @property({ attribute: false }) log: (message: string) => void = () => undefined;

  @state() private opened: OpenMessage | undefined;
  @state() private form: Form = formOf();
  @state() private folder: DatasetFolder | null = null;
  @state() private unfinished: UnfinishedRun | null = null;
  @state() private announcement = '';
  private run: Run | undefined;
  private t: Translate<typeof phrases> = translator('en', phrases);

  receive(message: ToTrainer): void {
    if (message.type === 'open') this.open(message);
    else if (message.type === 'folder') this.folder = message.folder ?? this.folder;
    else this.run?.receive(message);
  }

  private open(message: OpenMessage): void {
    // The model of a run in progress stays: the extension sends another one only while nothing trains.
    if (this.run !== undefined && isActive(this.run.session)) return;
    document.documentElement.lang = message.locale;
    this.t = translator(message.locale, phrases);
    this.opened = message;
    this.folder = message.folder;
    this.unfinished = message.unfinished;
    if (this.run !== undefined) {
      if (this.run.session.state !== 'idle') this.run.reset();
      return;
    }
    this.form = formOf(message.settings, folderUsable(message.folder) ? 'folder' : 'synthetic');
    this.run = new Run(
      {
        t: () => this.t,
        open: () => this.opened!,
        send: this.send,
        log: this.log,
        changed: () => {
          this.requestUpdate();
        },
        epochDone: (session) => {
          this.announce(session);
        },
      },
      message.settings,
      this.form.dataset,
    );
    if (message.model !== null) void this.run.prepare();
  }

  private announce({ epochs, settings }: Session): void {
    const last = epochs.at(-1);
    if (last === undefined) return;
    const { fixed } = formats(this.opened!.locale);
    this.announcement = this.t('announceEpoch', {
      epoch: last.epoch,
      epochs: settings.epochs,
      accuracy: `${fixed(last.valAcc, 2)}%`,
      loss: fixed(last.valLoss, 4),
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.dataset['testid'] = 'trainer';
  }

  override willUpdate(): void {
    this.dataset['state'] = this.run?.session.state ?? 'idle';
  }

  override render(): TemplateResult | typeof nothing {
    const { opened, run } = this;
    if (opened === undefined || run === undefined) return nothing;
    return html`${this.heading(opened)}
      ${
        opened.model === null
          ? html`<div class="note problem" role="alert">
              ${warningIcon}
              <div>
                <p><strong>${this.t('nothing')}</strong></p>
                <p data-testid="error-message">${opened.problem ?? ''}</p>
              </div>
            </div>`
          : run.session.state === 'idle'
            ? this.formPage(run)
            : this.runPage(run, opened)
      }
      <p class="hidden" role="status" aria-live="polite" data-testid="announcer">${this.announcement}</p>`;
  }

  private heading({ model, locale }: OpenMessage): TemplateResult {
    const { t } = this;
    const { integer } = formats(locale);
    const params =
      model === null || model.params === null ? t('paramsUnknown') : t('params', { count: integer(model.params) });
    return html`<header class="stack">
      <h1 data-testid="model-text">${t('title', { model: model?.expression ?? '' })}</h1>
      ${
        model === null
          ? nothing
          : html`<p class="muted">
              <span data-testid="file-text">${model.file}</span> ·
              <span data-testid="params-text" data-value=${model.params ?? ''}>${params}</span>
            </p>`
      }
    </header>`;
  }

  private formPage(run: Run): TemplateResult {
    const { t, form } = this;
    const read = readForm(form, run.capabilities?.maxWorkers ?? 1);
    return html`${this.unfinished === null ? nothing : this.offer(this.unfinished, run)}
    ${formView({
      t,
      form,
      problems: read.ok ? {} : read.problems,
      mismatch: mismatch(this.opened!.model!.graph),
      folder: this.folder,
      capabilities: run.capabilities,
      change: (next) => {
        this.form = next;
      },
      chooseFolder: () => {
        this.send({ type: 'chooseFolder' });
      },
      start: () => {
        if (!read.ok) return;
        this.unfinished = null;
        void run.start(read.settings, form.dataset);
      },
    })}`;
  }

  private offer(unfinished: UnfinishedRun, run: Run): TemplateResult {
    const { t } = this;
    const last = unfinished.epochs[unfinished.epochs.length - 1];
    const accuracy = `${formats(this.opened!.locale).fixed(bestOf(unfinished.epochs)?.valAcc ?? last.valAcc, 2)}%`;
    return html`<section class="note card">
      ${informationIcon}
      <div class="stack">
        <p>${t('unfinished', { epoch: last.epoch, epochs: unfinished.settings.epochs, accuracy })}</p>
        <div class="row">
          ${button({
            testId: 'resume-run',
            name: t('resumeRun', { epoch: last.epoch + 1 }),
            icon: playIcon,
            disabled: run.capabilities === undefined,
            press: () => {
              this.unfinished = null;
              void run.resumeUnfinished(unfinished);
            },
          })}
          ${button({
            testId: 'discard-run',
            name: t('discardRun'),
            secondary: true,
            press: () => {
              this.unfinished = null;
              this.send({ type: 'forget' });
            },
          })}
        </div>
      </div>
    </section>`;
  }

  private runPage(run: Run, { model, saveLabel, locale }: OpenMessage): TemplateResult {
    const { t } = this;
    const { session } = run;
    const numbers = formats(locale);
    return html`${runView({
        t,
        formats: numbers,
        session,
        macs: macsPerImage(model!.graph),
        canResume: run.canResume && !(session.state === 'done' && session.done?.reason !== 'stopped'),
        pause: () => {
          run.pause();
        },
        resume: () => {
          run.resume();
        },
        stop: () => {
          run.stop();
        },
        newRun: () => {
          this.announcement = '';
          run.reset();
        },
        resumeLost: () => void run.resumeLost(),
        reveal: ({ location }) => {
          if (location !== null) this.send({ type: 'reveal', location });
        },
      })}
      <convlens-curves
        .t=${t}
        .formats=${numbers}
        .session=${session}
        .losses=${run.losses}
        .points=${run.losses.length}
      ></convlens-curves>
      ${resultsView({
        t,
        formats: numbers,
        session,
        saveLabel,
        exportCsv: () => {
          this.send({ type: 'saveFile', name: csvName(model!.expression), text: csv(session.epochs) });
        },
        copyTable: () => {
          this.send({ type: 'copy', text: tsv(session.epochs) });
        },
      })}
      ${
        session.started === null || session.state === 'failed'
          ? nothing
          : html`<convlens-digit
              .t=${t}
              .formats=${numbers}
              .oracle=${run.oracle}
              .classes=${session.confusion?.classes ?? []}
              .images=${session.started.valImages}
              .epoch=${session.epochs.length}
            ></convlens-digit>`
      }`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'convlens-trainer': TrainerApp;
  }
}
