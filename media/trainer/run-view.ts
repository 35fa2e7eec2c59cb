// During a run: its state in words, the controls, progress with what is left, and the latest figures.
import { html, nothing, type TemplateResult } from 'lit';
import { button } from '../shared/controls';
import { pauseIcon, playIcon, stopIcon, warningIcon } from '../shared/icons';
import type { Formats } from '../shared/numbers';
import type { Translate } from '../shared/strings';
import type { phrases } from './phrases';
import { isActive, share, timeLeft, type Failure, type Session } from './session';

type Words = Translate<typeof phrases>;

export interface RunView {
  readonly t: Words;
  readonly formats: Formats;
  readonly session: Session;
  readonly macs: number | undefined;
  /** A lost or stopped run has a checkpoint to go on from. */
  readonly canResume: boolean;
  readonly pause: () => void;
  readonly resume: () => void;
  readonly stop: () => void;
  readonly newRun: () => void;
  readonly resumeLost: () => void;
  readonly reveal: (failure: Failure) => void;
}

export function statusText(t: Words, session: Session): string {
  const { state, place, settings, done } = session;
  const where = { epoch: place?.epoch ?? session.epochs.length + 1, epochs: settings.epochs };
  switch (state) {
    case 'idle':
      return t('statusIdle');
    case 'preparing':
      return t('statusPreparing', { what: t(session.preparing) });
    case 'running':
      if (session.stopping) return t('statusStopping');
      return place?.phase === 'validate' ? t('statusValidating', where) : t('statusTraining', where);
    case 'paused':
      return t('statusPaused', where);
    case 'failed':
      return t('statusFailed');
    case 'done': {
      const epochs = { epochs: done?.epochs ?? 0 };
      switch (done?.reason) {
        case 'stopped':
          return t('statusStopped', epochs);
        case 'earlyStop':
          return t('statusEarlyStop', epochs);
        case 'maxSteps':
          return t('statusMaxSteps', epochs);
        case 'completed':
        case undefined:
          return t('statusCompleted', epochs);
      }
    }
  }
}

export function runView(view: RunView): TemplateResult {
  const { t, session } = view;
  return html`<section class="card stack run" aria-label=${t('progress')}>
    <div class="row spread">
      <strong class="status" data-testid="train-status">${statusText(t, session)}</strong>
      <div class="row">${controls(view)}</div>
    </div>
    ${session.failure === null ? nothing : failure(view, session.failure)} ${progress(view)} ${tiles(view)}
    ${session.deviceLost === null ? nothing : deviceLost(view)}
    ${session.warning === null ? nothing : warning(session.warning)} ${runOn(view)}
  </section>`;
}

function controls(view: RunView): TemplateResult | TemplateResult[] {
  const { t, session, canResume } = view;
  const { state, stopping } = session;
  const stop = button({
    testId: 'stop-training',
    name: t('stop'),
    icon: stopIcon,
    secondary: true,
    disabled: stopping,
    press: view.stop,
  });
  if (state === 'preparing') return stop;
  if (state === 'running')
    return [
      button({
        testId: 'pause-training',
        name: t('pause'),
        icon: pauseIcon,
        secondary: true,
        disabled: stopping,
        press: view.pause,
      }),
      stop,
    ];
  if (state === 'paused')
    return [button({ testId: 'resume-training', name: t('resume'), icon: playIcon, press: view.resume }), stop];
  const again = button({ testId: 'new-run', name: t('newRun'), secondary: canResume, press: view.newRun });
  if (!canResume) return again;
  const epoch = (session.epochs.at(-1)?.epoch ?? 0) + 1;
  return [
    button({ testId: 'resume-run', name: t('resumeRun', { epoch }), icon: playIcon, press: view.resumeLost }),
    again,
  ];
}

const failure = ({ t, reveal }: RunView, problem: Failure): TemplateResult =>
  html`<div class="note problem" role="alert">
    ${warningIcon}
    <div>
      <p data-testid="error-message">${problem.message}</p>
      ${problem.hint === null ? nothing : html`<p class="muted" data-testid="error-hint">${problem.hint}</p>`}
      ${
        problem.location === null
          ? nothing
          : html`<button
              class="link"
              data-testid="error-source"
              @click=${() => {
                reveal(problem);
              }}
            >
              ${t('showSource')}
            </button>`
      }
    </div>
  </div>`;

const deviceLost = ({ t, session }: RunView): TemplateResult =>
  html`<div class="note problem" role="status" data-testid="device-lost">
    ${warningIcon}<span>${t('deviceLost', { epoch: session.deviceLost?.epoch ?? 0 })}</span>
  </div>`;

const warning = ({ message, hint }: Failure): TemplateResult =>
  html`<div class="note problem" role="alert" data-testid="save-warning">
    ${warningIcon}
    <div>
      <p>${message}</p>
      ${hint === null ? nothing : html`<p class="muted">${hint}</p>`}
    </div>
  </div>`;

function progress({ t, formats, session }: RunView): TemplateResult {
  const active = isActive(session);
  const place = active ? session.place : null;
  const done = share(session);
  const left = active ? timeLeft(session) : undefined;
  const percent = formats.percent(Number(done.toPrecision(2)));
  return html`<div class="progress">
    <svg
      class="bar"
      data-testid="progress"
      role="progressbar"
      aria-label=${t('progress')}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${Math.round(done * 100)}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
    >
      <rect class="track" width="100" height="4" />
      <rect class="done" width=${(done * 100).toFixed(2)} height="4" />
    </svg>
    <div class="row spread small muted">
      <span data-testid="progress-text"
        >${percent}${place === null ? nothing : html` · ${t('progressText', place)}`}</span
      >
      <span data-testid="eta" data-value=${left ?? ''}
        >${left === undefined ? nothing : `${t('eta')}: ${formats.duration(left)}`}</span
      >
    </div>
  </div>`;
}

function tiles({ t, formats, session, macs }: RunView): TemplateResult {
  const last = session.epochs.at(-1);
  const { best, lastLoss, rates, settings } = session;
  const dash = '–';
  const tile = (testId: string, name: string, value: number | null | undefined, text: string, note?: string) =>
    html`<div class="tile">
      <dt>${name}</dt>
      <dd data-testid=${testId} data-value=${value ?? ''}>${value === null || value === undefined ? dash : text}</dd>
      ${note === undefined ? nothing : html`<dd class="small muted">${note}</dd>`}
    </div>`;
  const percent = (value: number | undefined): string => (value === undefined ? dash : `${formats.fixed(value, 2)}%`);
  const fixed = (value: number | null | undefined): string =>
    value === null || value === undefined ? dash : formats.fixed(value, 4);
  const speed = rates.train;
  const stepMilliseconds = speed === null ? null : (1_000 * settings.batchSize) / speed;
  const loss = lastLoss ?? last?.trainLoss;
  const bestNote = best === null ? undefined : t('best', { accuracy: percent(best.valAcc), epoch: best.epoch });
  return html`<dl class="tiles">
    ${tile('train-loss', t('trainLoss'), loss, fixed(loss))}
    ${tile('train-accuracy', t('trainAcc'), last?.trainAcc, percent(last?.trainAcc))}
    ${tile('val-loss', t('valLoss'), last?.valLoss, fixed(last?.valLoss))}
    ${tile('val-accuracy', t('valAcc'), last?.valAcc, percent(last?.valAcc), bestNote)}
    ${tile('images-per-second', t('imagesPerSecond'), speed, speed === null ? dash : formats.integer(speed))}
    ${tile(
      'step-time',
      t('stepTime'),
      stepMilliseconds,
      stepMilliseconds === null ? dash : t('milliseconds', { value: formats.integer(stepMilliseconds) }),
      macs === undefined ? undefined : t('macsPerImage', { macs: formats.compact(macs) }),
    )}
  </dl>`;
}

function runOn({ t, formats, session: { started, dataset: choice } }: RunView): TemplateResult | typeof nothing {
  if (started === null) return nothing;
  const { device, trainImages, valImages, seed } = started;
  const dataset = choice === 'synthetic' ? t('synthetic') : started.dataset;
  return html`<p class="small muted" data-testid="run-text">
    ${t('runOn', {
      dataset,
      device,
      seed,
      trainImages: formats.integer(trainImages),
      valImages: formats.integer(valImages),
    })}
  </p>`;
}
