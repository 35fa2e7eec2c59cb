// Whole runs on real MNIST against torch (scripts/golden/training.py): seed, initial state, order of the images, normalisation,
// Adam, running statistics, validation. PyTorch's own variants stay within 5e-6 of each other at step 1, 5e-4 at step 10, 3e-2 at
// step 50; the plain backend runs the small case alone.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { limited, type DatasetPair } from '../../engine/data/dataset';
import { readMnist } from '../../engine/data/mnist';
import { RunControl } from '../../engine/train/control';
import type { TrainEvent } from '../../engine/train/events';
import { prepare } from '../../engine/train/prepare';
import { defaultTrainSettings } from '../../engine/train/settings';
import { train } from '../../engine/train/train';
import { backends } from './backends';
import { notesNetwork } from './models';

interface Golden {
  readonly runs: readonly {
    seed: number;
    base: number;
    train: number;
    val: number;
    batch: number;
    epochs: number;
    lr: number;
    losses: readonly number[];
    /** By epoch: training loss and accuracy, validation loss and accuracy. */
    figures: readonly (readonly [number, number, number, number])[];
  }[];
}

const golden = JSON.parse(readFileSync(new URL('../golden/engine/training.json', import.meta.url), 'utf8')) as Golden;

const folder = new URL('../../../shared/data/mnist/', import.meta.url);
if (!existsSync(folder)) console.log('../shared/data/mnist is absent: runs on real MNIST are not compared');

async function mnist(trainCount: number, valCount: number): Promise<DatasetPair> {
  const file = (name: string): Uint8Array => readFileSync(new URL(`${name}-ubyte.gz`, folder));
  const files = {
    trainImages: file('train-images-idx3'),
    trainLabels: file('train-labels-idx1'),
    testImages: file('t10k-images-idx3'),
    testLabels: file('t10k-labels-idx1'),
  };
  const { train: training, validation } = await readMnist(files, (bytes) => gunzipSync(bytes));
  return { train: limited(training, trainCount), validation: limited(validation, valCount) };
}

/** Relative difference allowed up to a step, counted from 1. */
const tolerance = (step: number): number => (step === 1 ? 5e-6 : step <= 10 ? 5e-4 : 3e-2);

describe.skipIf(!existsSync(folder)).each(backends)('a run on $device is the one of torch', (device) => {
  const runs = golden.runs.filter(({ base }) => device.device !== 'reference' || base < 8);
  it.each(runs)('seed $seed, $base channels', { timeout: 120_000 }, async (expected) => {
    const { seed, epochs, lr, batch } = expected;
    const run = await prepare({
      graph: notesNetwork({ baseChannels: expected.base, dilation: 2 }),
      settings: { ...defaultTrainSettings, seed, epochs, lr, batchSize: batch },
      data: await mnist(expected.train, expected.val),
      engine: device,
    });
    const events: TrainEvent[] = [];
    await train(run, new RunControl(), {
      emit: (event) => events.push(event),
      save: () => Promise.resolve(''),
      breathe: () => Promise.resolve(),
      now: () => performance.now(),
      saveLast: false,
    });
    const steps = events.flatMap((event) => (event.event === 'step' ? [event] : []));
    expect(steps).toHaveLength(expected.losses.length);
    for (const { step, loss } of steps) {
      const torch = expected.losses[step - 1];
      expect(Math.abs(loss / torch - 1), `step ${step}: ${loss}, torch ${torch}`).toBeLessThan(tolerance(step));
    }
    const figures = events.flatMap((event) => (event.event === 'epoch' ? [event] : []));
    for (const [i, { trainLoss, trainAcc, valLoss, valAcc }] of figures.entries()) {
      const [loss, accuracy, validationLoss, validationAccuracy] = expected.figures[i];
      expect(trainLoss).toBeCloseTo(loss, 3);
      expect(valLoss).toBeCloseTo(validationLoss, 2);
      // One image in a hundred may fall on the other side.
      expect(Math.abs(trainAcc - accuracy)).toBeLessThan(1);
      expect(Math.abs(valAcc - validationAccuracy)).toBeLessThan(1);
    }
  });
});
