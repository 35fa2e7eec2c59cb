// The form before a run: data, hyper-parameters, and what is wrong with them, in place.
import { html, nothing, type TemplateResult } from 'lit';
import type { Device, Optimizer, Scheduler } from '../../protocol/training';
import type { DatasetFolder } from '../../protocol/trainer';
import { button, checkField, choiceField, textField } from '../shared/controls';
import { playIcon, warningIcon } from '../shared/icons';
import type { Translate } from '../shared/strings';
import type { CheckSetting, Form, FormChecks, FormProblem, FormProblems, FormTexts, TextSetting } from './form';
import type { Mismatch } from './model-check';
import type { phrases } from './phrases';
import type { Capabilities } from './run';

export interface FormView {
  readonly t: Translate<typeof phrases>;
  readonly form: Form;
  readonly problems: FormProblems;
  readonly mismatch: Mismatch | undefined;
  readonly folder: DatasetFolder | null;
  /** undefined: the engine has not answered yet. */
  readonly capabilities: Capabilities | undefined;
  readonly change: (form: Form) => void;
  readonly chooseFolder: () => void;
  readonly start: () => void;
}

export const folderUsable = (folder: DatasetFolder | null): boolean => folder !== null && folder.missing.length === 0;

export function formView(view: FormView): TemplateResult {
  const { t, form, problems, mismatch } = view;
  const ready =
    view.capabilities !== undefined &&
    Object.keys(problems).length === 0 &&
    mismatch === undefined &&
    (form.dataset === 'synthetic' || folderUsable(view.folder));
  return html`<section class="card stack" aria-labelledby="data">
      <h2 id="data">${t('data')}</h2>
      ${dataChoice(view)}
      ${
        mismatch === undefined
          ? nothing
          : html`<p class="note problem" role="alert" data-testid="problem-model">
              ${warningIcon}<span>${mismatchText(t, mismatch)}</span>
            </p>`
      }
    </section>
    <section class="card stack" aria-labelledby="settings">
      <h2 id="settings">${t('settings')}</h2>
      <div class="fields">
        ${text(view, 'epochs')} ${text(view, 'batchSize')} ${text(view, 'learningRate')} ${optimizer(view)}
        ${text(view, 'momentum')} ${text(view, 'weightDecay')} ${scheduler(view)} ${text(view, 'seed', t('seedHint'))}
      </div>
      <details ?open=${moreHasProblem(problems)}>
        <summary>${t('more')}</summary>
        <div class="fields">
          ${text(view, 'earlyStopPatience', t('empty', { meaning: t('emptyNever') }))}
          ${text(view, 'limit', t('empty', { meaning: t('emptyAll') }))}
          ${text(view, 'maxSteps', t('empty', { meaning: t('emptyNone') }))} ${text(view, 'validationBatchSize')}
          ${device(view)} ${text(view, 'workers')} ${text(view, 'clipNorm', t('empty', { meaning: t('emptyNever') }))}
          ${text(view, 'milestones', t('milestonesHint'))}
        </div>
        ${check(view, 'nesterov')} ${check(view, 'decayMatricesOnly')} ${check(view, 'profile')}
      </details>
    </section>
    <div class="row">
      ${button({ testId: 'start-training', name: t('start'), icon: playIcon, disabled: !ready, press: view.start })}
    </div>`;
}

const more: readonly TextSetting[] = [
  'earlyStopPatience',
  'limit',
  'maxSteps',
  'validationBatchSize',
  'workers',
  'clipNorm',
  'milestones',
];
const moreHasProblem = (problems: FormProblems): boolean => more.some((name) => problems[name] !== undefined);

export const mismatchText = (t: FormView['t'], mismatch: Mismatch): string => {
  switch (mismatch.key) {
    case 'inputsMismatch':
      return t(mismatch.key, mismatch.values);
    case 'imageMismatch':
      return t(mismatch.key, mismatch.values);
    case 'classMismatch':
      return t(mismatch.key, mismatch.values);
  }
};

export const problemText = (t: FormView['t'], problem: FormProblem): string => {
  switch (problem.key) {
    case 'problemWhole':
    case 'problemNumber':
      return t(problem.key, problem.values);
    case 'problemPositive':
      return t(problem.key, problem.values);
    case 'problemMomentum':
      return t(problem.key, problem.values);
    case 'problemPatience':
      return t(problem.key, problem.values);
    case 'problemBatch':
      return t(problem.key, problem.values);
    case 'problemNesterov':
    case 'problemMilestones':
    case 'problemMilestonesUnused':
      return t(problem.key);
  }
};

function dataChoice({ t, form, folder, change, chooseFolder }: FormView): TemplateResult {
  const radio = (dataset: Form['dataset'], name: string, text: string): TemplateResult =>
    html`<label class="choice">
      <input
        type="radio"
        name="dataset"
        data-testid="dataset-${dataset}"
        .checked=${form.dataset === dataset}
        @change=${() => {
          change({ ...form, dataset });
        }}
      />
      <span><strong>${name}</strong><small class="muted">${text}</small></span>
    </label>`;
  const problem = folder !== null && folder.missing.length > 0;
  const folderText =
    folder === null
      ? t('folderNone')
      : problem
        ? t('folderMissing', { folder: folder.label, files: folder.missing.join(', ') })
        : t('folderChosen', { folder: folder.label });
  return html`<div class="choices" role="radiogroup" aria-labelledby="data">
    ${radio('synthetic', t('synthetic'), t('syntheticText'))} ${radio('folder', t('folder'), t('folderText'))}
    ${
      form.dataset === 'folder'
        ? html`<div class="row folder">
            ${button({ testId: 'choose-folder', name: t('chooseFolder'), secondary: true, press: chooseFolder })}
            <span class=${problem ? 'bad' : ''} data-testid="folder-text" role=${problem ? 'alert' : nothing}
              >${problem ? warningIcon : nothing} ${folderText}</span
            >
          </div>`
        : nothing
    }
  </div>`;
}

const testIds: Readonly<Record<TextSetting, string>> = {
  epochs: 'setting-epochs',
  batchSize: 'setting-batch-size',
  validationBatchSize: 'setting-validation-batch-size',
  learningRate: 'setting-learning-rate',
  momentum: 'setting-momentum',
  weightDecay: 'setting-weight-decay',
  earlyStopPatience: 'setting-early-stop',
  seed: 'setting-seed',
  workers: 'setting-workers',
  limit: 'setting-limit',
  maxSteps: 'setting-max-steps',
  clipNorm: 'setting-clip-norm',
  milestones: 'setting-milestones',
};

const checkIds: Readonly<Record<CheckSetting, string>> = {
  nesterov: 'setting-nesterov',
  decayMatricesOnly: 'setting-decay-matrices-only',
  profile: 'setting-profile',
};

const check = ({ t, form, change }: FormView, name: CheckSetting): TemplateResult =>
  checkField({
    label: t(name),
    testId: checkIds[name],
    checked: form.checks[name],
    change: (checked) => {
      const checks: FormChecks = { ...form.checks, [name]: checked };
      change({ ...form, checks });
    },
  });

function text({ t, form, problems, change }: FormView, name: TextSetting, hint?: string): TemplateResult {
  const problem = problems[name];
  return textField({
    label: t(name),
    testId: testIds[name],
    value: form.texts[name],
    ...(hint !== undefined && { hint }),
    problem: problem && problemText(t, problem),
    input: (value) => {
      const texts: FormTexts = { ...form.texts, [name]: value };
      change({ ...form, texts });
    },
  });
}

/** What the engine offers; what is chosen stays in the list until it has answered. */
const offered = <Value extends string>(all: readonly Value[] | undefined, chosen: Value): readonly Value[] =>
  all === undefined ? [chosen] : all;

const optimizer = ({ t, form, capabilities, change }: FormView): TemplateResult =>
  choiceField<Optimizer>({
    label: t('optimizer'),
    testId: 'setting-optimizer',
    value: form.optimizer,
    options: offered(capabilities?.optimizers, form.optimizer).map((value) => ({
      value,
      name: t(`optimizer_${value}`),
    })),
    change: (value) => {
      change({ ...form, optimizer: value });
    },
  });

const scheduler = ({ t, form, capabilities, change }: FormView): TemplateResult =>
  choiceField<Scheduler>({
    label: t('scheduler'),
    testId: 'setting-scheduler',
    value: form.scheduler,
    options: offered(capabilities?.schedulers, form.scheduler).map((value) => ({
      value,
      name: t(`scheduler_${value}`),
    })),
    change: (value) => {
      change({ ...form, scheduler: value });
    },
  });

const device = ({ t, form, capabilities, change }: FormView): TemplateResult =>
  choiceField<Device>({
    label: t('device'),
    testId: 'setting-device',
    value: form.device,
    options: offered(capabilities?.devices, form.device).map((value) => ({ value, name: t(`device_${value}`) })),
    change: (value) => {
      change({ ...form, device: value });
    },
  });
