// What `convlens train` prints: one JSON event a line, or lines for people.
import type { Places } from '../../core/report/places';
import type { TrainEvent } from '../../engine/train/events';
import type { Environment } from '../environment';

/** The events of a run as `--json` prints them; `every`: of the steps only each so many-th. */
export function jsonPrinter(every: number, places: Places, environment: Environment): (event: TrainEvent) => void {
  const print = (event: object): void => environment.out(`${JSON.stringify(event)}\n`);
  return (event) => {
    switch (event.event) {
      case 'validation':
        return;
      case 'step':
        if (event.step % every === 0) print(event);
        return;
      case 'error': {
        const { location, ...rest } = event;
        const { file = null, line = null, column = null } = places.start(location) ?? {};
        return print({ ...rest, file, line, column });
      }
      default:
        return print(event);
    }
  };
}

/** Progress and results on standard output, what went wrong on standard error. */
export function textPrinter(every: number, places: Places, environment: Environment): (event: TrainEvent) => void {
  const say = (line: string): void => environment.out(`${line}\n`);
  return (event) => {
    switch (event.event) {
      case 'start': {
        const { model, params, device, workers, seed, trainImages, valImages, dataset } = event;
        say(`${model}: ${number(params)} params, ${device} in float32, workers ${workers}, seed ${seed}`);
        return say(`${dataset}: ${number(trainImages)} training images, ${number(valImages)} validation images`);
      }
      case 'step':
        if (event.step % every === 0) {
          const rate = event.imagesPerSecond === null ? '' : `, ${number(Math.round(event.imagesPerSecond))} images/s`;
          say(`  epoch ${event.epoch}, ${event.batch}/${event.batches}: loss ${event.loss.toFixed(4)}${rate}`);
        }
        return;
      case 'epoch':
        return say(
          `Epoch ${event.epoch}: Train loss ${event.trainLoss.toFixed(4)}, acc ${event.trainAcc.toFixed(2)}% | ` +
            `Val loss ${event.valLoss.toFixed(4)}, acc ${event.valAcc.toFixed(2)}% | ` +
            `${event.seconds.toFixed(1)} s, ${number(Math.round(event.imagesPerSecond))} images/s`,
        );
      case 'checkpoint':
        return say(`Saved ${event.path} (val acc ${event.valAcc.toFixed(2)}%)`);
      case 'saveFailed':
        return environment.error(`convlens: ${event.code}: ${event.message}\n`);
      case 'deviceLost':
        return environment.error(
          `convlens: the WebGPU device was lost: training goes on with ${event.device} from the end of epoch ${event.epoch}\n`,
        );
      case 'done':
        return say(
          `Training ${endings[event.reason]} after ${event.epochs} epochs. Best val acc: ${event.bestValAcc.toFixed(2)}%`,
        );
      case 'error':
        return environment.error(`convlens: ${errorLine(event, places)}\n`);
      case 'profile':
        return profileTable(event).forEach(say);
      case 'validation':
      case 'confusion':
      case 'paused':
      case 'resumed':
        return;
    }
  };
}

/** A row a layer: what it costs in theory, what it took. */
function profileTable({ layers, steps, batchSize }: Extract<TrainEvent, { event: 'profile' }>): readonly string[] {
  const width = Math.max(5, ...layers.map(({ layer }) => layer.length));
  const row = (...cells: readonly string[]): string =>
    cells.map((cell, i) => (i === 0 ? cell.padEnd(width) : cell.padStart(13))).join('');
  return [
    `Time by layer, means of ${number(steps)} steps of ${number(batchSize)} images on one worker:`,
    row('layer', 'MACs/image', 'forward ms', 'backward ms', 'share', 'kernel'),
    ...layers.map(({ layer, macs, forwardMs, backwardMs, percent, kernel }) =>
      row(
        layer,
        macs === null ? '?' : number(macs),
        forwardMs.toFixed(2),
        backwardMs.toFixed(2),
        `${percent.toFixed(1)}%`,
        kernel,
      ),
    ),
  ];
}

const endings = {
  completed: 'finished',
  stopped: 'stopped',
  earlyStop: 'stopped early',
  maxSteps: 'stopped at the last step asked for',
} as const;

/** `net.py:12:5: CL3001: the engine cannot train the operator fft`, with what to do about it. */
export function errorLine(
  { code, message, hint, location }: Extract<TrainEvent, { event: 'error' }>,
  places: Places,
): string {
  const place = places.start(location);
  const where = place ? `${place.file}:${place.line}:${place.column}: ` : '';
  return `${where}${code}: ${message}${hint === null ? '' : `. ${hint}`}`;
}

const number = (value: number): string => value.toLocaleString('en-US');
