// What a run has yielded so far: the table of epochs, the confusion matrix, accuracy by class, where the best model lies.
import { html, nothing, svg, type TemplateResult } from 'lit';
import type { ConfusionMatrix, EpochRecord } from '../../protocol/training';
import { button } from '../shared/controls';
import { checkIcon, informationIcon } from '../shared/icons';
import type { Formats } from '../shared/numbers';
import type { Translate } from '../shared/strings';
import type { phrases } from './phrases';
import { classAccuracies, type Session } from './session';

type LayerTimes = NonNullable<Session['profile']>;

export interface ResultsView {
  readonly t: Translate<typeof phrases>;
  readonly formats: Formats;
  readonly session: Session;
  /** Where the best model goes, for people. */
  readonly saveLabel: string;
  readonly exportCsv: () => void;
  readonly copyTable: () => void;
}

export function resultsView(view: ResultsView): TemplateResult {
  const { t, session } = view;
  const { confusion, epochs, profile } = session;
  return html`<section class="card stack" aria-labelledby="results">
      <div class="row spread">
        <h2 id="results">${t('results')}</h2>
        <div class="row">
          ${button({
            testId: 'export-csv',
            name: t('exportCsv'),
            secondary: true,
            disabled: epochs.length === 0,
            press: view.exportCsv,
          })}
          ${button({
            testId: 'copy-table',
            name: t('copyTable'),
            secondary: true,
            disabled: epochs.length === 0,
            press: view.copyTable,
          })}
        </div>
      </div>
      ${checkpoint(view)} ${epochs.length === 0 ? nothing : epochTable(view, epochs)}
    </section>
    ${
      confusion === null
        ? nothing
        : html`<div class="pair">
            <section class="card stack" aria-labelledby="confusion">
              <h2 id="confusion">${t('confusion')}</h2>
              <p class="small muted">${t('confusionText', { epoch: confusion.epoch })}</p>
              ${confusionTable(view, confusion)}
            </section>
            <section class="card stack" aria-labelledby="classes">
              <h2 id="classes">${t('classAccuracy')}</h2>
              ${classTable(view, confusion)}
            </section>
          </div>`
    }
    ${profile === null ? nothing : layerTimes(view, profile)}`;
}

function layerTimes({ t, formats }: ResultsView, { layers, steps, batchSize }: LayerTimes): TemplateResult {
  const heads = [t('layer'), t('layerMacs'), t('layerForward'), t('layerBackward'), t('layerShare')];
  return html`<section class="card stack" aria-labelledby="layer-times">
    <h2 id="layer-times">${t('layerTimes')}</h2>
    <p class="small muted">${t('layerTimesText', { steps, images: batchSize })}</p>
    <div class="scroll">
      <table class="data" data-testid="layer-times">
        <thead>
          <tr>
            ${heads.map((head) => html`<th scope="col">${head}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${layers.map(
            ({ layer, macs, forwardMs, backwardMs, percent }) =>
              html`<tr>
                <th scope="row">${layer}</th>
                <td>${macs === null ? '?' : formats.integer(macs)}</td>
                <td>${formats.fixed(forwardMs, 2)}</td>
                <td>${formats.fixed(backwardMs, 2)}</td>
                <td>${formats.fixed(percent, 1)}%</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function checkpoint({ t, formats, session: { best }, saveLabel }: ResultsView): TemplateResult {
  const accuracy = best === null ? '' : `${formats.fixed(best.valAcc, 2)}%`;
  const text =
    best === null
      ? t('checkpointNone', { place: saveLabel })
      : best.savedTo === null
        ? t('checkpointSaving', { epoch: best.epoch, accuracy })
        : t('checkpointSaved', { place: best.savedTo, epoch: best.epoch, accuracy });
  const savedAlready = best !== null && best.savedTo !== null;
  return html`<p class="note" data-testid="checkpoint-text" data-saved=${savedAlready}>
    ${savedAlready ? checkIcon : informationIcon}<span>${text}</span>
  </p>`;
}

function epochTable({ t, formats, session }: ResultsView, epochs: readonly EpochRecord[]): TemplateResult {
  const heads = [
    t('epochAxis'),
    t('trainLoss'),
    t('trainAcc'),
    t('valLoss'),
    t('valAcc'),
    t('seconds'),
    t('imagesPerSecond'),
  ];
  return html`<div class="scroll">
    <table class="data" data-testid="epoch-table">
      <caption class="hidden">
        ${t('tableTitle')}
      </caption>
      <thead>
        <tr>
          ${heads.map((head) => html`<th scope="col">${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${epochs.map((record) => {
          const best = record.epoch === session.best?.epoch;
          return html`<tr class=${best ? 'best' : ''}>
            <th scope="row">${record.epoch}<span class="mark">${best ? checkIcon : nothing}</span></th>
            <td>${formats.fixed(record.trainLoss, 4)}</td>
            <td>${formats.fixed(record.trainAcc, 2)}%</td>
            <td>${formats.fixed(record.valLoss, 4)}</td>
            <td>${formats.fixed(record.valAcc, 2)}%</td>
            <td>${formats.fixed(record.seconds, 1)}</td>
            <td>${formats.integer(record.imagesPerSecond)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

/** The shade of a cell among the mistakes of its kind: right ones green, wrong ones red, by their share of the class. */
const shade = (count: number, all: number, right: boolean): string =>
  count === 0 || all === 0
    ? ''
    : `${right ? 'right' : 'wrong'}-${Math.min(4, Math.ceil((count / all) * (right ? 4 : 40)))}`;

function confusionTable({ t, formats }: ResultsView, { classes, counts }: ConfusionMatrix): TemplateResult {
  return html`<div class="scroll">
    <table class="confusion" data-testid="confusion-matrix">
      <thead>
        <tr>
          <td></td>
          ${classes.map((name) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${counts.map((row, actual) => {
          const all = row.reduce((sum, count) => sum + count, 0);
          return html`<tr>
            <th scope="row">${classes[actual]}</th>
            ${row.map((count, predicted) => {
              const label = t('confusionCell', { count, actual: classes[actual], predicted: classes[predicted] });
              return html`<td
                class=${shade(count, all, actual === predicted)}
                data-testid="confusion-${actual}-${predicted}"
                data-value=${count}
                title=${label}
              >
                ${count === 0 ? html`<span class="zero">·</span>` : formats.integer(count)}
              </td>`;
            })}
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

function classTable({ t, formats }: ResultsView, confusion: ConfusionMatrix): TemplateResult {
  const accuracies = classAccuracies(confusion);
  return html`<table class="data classes">
    <tbody>
      ${accuracies.map((accuracy, index) => {
        const width = (accuracy ?? 0) * 100;
        return html`<tr>
          <th scope="row">${t('classAccuracyRow', { name: confusion.classes[index] })}</th>
          <td class="wide">
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              ${svg`<rect class="track" width="100" height="8" /><rect class="done" width=${width} height="8" />`}
            </svg>
          </td>
          <td data-testid="class-accuracy-${index}" data-value=${accuracy ?? ''}>
            ${accuracy === null ? '–' : `${formats.fixed(accuracy * 100, 2)}%`}
          </td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}
