// The training loop on a fake engine: what it asks, what it tells, and what it keeps when things go wrong.
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../engine/checkpoint/checkpoint';
import { sequentialOrder, shuffledOrder } from '../../engine/data/order';
import { uniform } from '../../engine/random/distributions';
import { Generator } from '../../engine/random/generator';
import type { TrainEvent } from '../../engine/train/events';
import { data, graph, trainFake } from './train-fake';

const named = <E extends TrainEvent['event']>(
  events: readonly TrainEvent[],
  name: E,
): Extract<TrainEvent, { event: E }>[] =>
  events.filter((event): event is Extract<TrainEvent, { event: E }> => event.event === name);
const order = (events: readonly TrainEvent[]): string => events.map(({ event }) => event).join(' ');

describe('a run', () => {
  it('trains and validates in turn, and saves the best', async () => {
    const { events, seen, saved, outcome } = await trainFake({ correct: [3, 5] });
    expect(order(events)).toBe(
      'start step step step validation validation confusion epoch checkpoint ' +
        'step step step validation validation confusion epoch checkpoint done',
    );
    expect(events[0]).toEqual({
      event: 'start',
      model: 'Counter()',
      params: 2,
      device: 'reference',
      variant: 'plain',
      workers: 1,
      seed: 0,
      trainImages: 10,
      valImages: 6,
      dataset: 'tiny',
      firstEpoch: 1,
      epochs: 2,
      plannedBytes: 8,
    });
    expect(
      named(events, 'step').map(({ step, epoch, batch, batches, loss }) => [epoch, batch, batches, step, loss]),
    ).toEqual([
      [1, 1, 3, 1, 1],
      [1, 2, 3, 2, 1 / 2],
      [1, 3, 3, 3, 1 / 3],
      [2, 1, 3, 4, 1 / 4],
      [2, 2, 3, 5, 1 / 5],
      [2, 3, 3, 6, 1 / 6],
    ]);
    const [first, second] = named(events, 'epoch');
    expect(first).toMatchObject({ epoch: 1, trainAcc: 100, valAcc: 50, valLoss: 0.5, lr: 1e-3 });
    expect(first.trainLoss).toBeCloseTo((4 + 4 / 2 + 2 / 3) / 10, 12);
    expect(second.valAcc).toBeCloseTo((100 * 5) / 6, 12);
    expect(saved.map(({ role, epoch }) => [role, epoch])).toEqual([
      ['best', 1],
      ['best', 2],
    ]);
    expect(outcome).toMatchObject({ reason: 'completed', epochs: 2, unsaved: [] });
    expect(seen.evaluated).toEqual([4, 2, 4, 2]);
  });

  it('sees the images in the order in which torch would', async () => {
    const { seen } = await trainFake({ settings: { seed: 7 } });
    const generator = new Generator(7);
    uniform(generator, new Float32Array(2), -1, 1);
    for (let epoch = 0; epoch < 2; epoch++) {
      expect(seen.images.slice(3 * epoch, 3 * epoch + 3).flat()).toEqual([...shuffledOrder(generator, 10)]);
      sequentialOrder(generator, 6);
    }
  });

  it('counts what was taken for what', async () => {
    const { events } = await trainFake({ settings: { epochs: 1 }, correct: [4] });
    const [{ classes, counts }] = named(events, 'confusion');
    expect(classes).toEqual(['a', 'b', 'c']);
    expect(counts).toEqual([
      [2, 0, 0],
      [0, 1, 1],
      [1, 0, 1],
    ]);
  });

  it('saves nothing that is not better', async () => {
    const { saved } = await trainFake({ settings: { epochs: 4 }, correct: [0, 3, 3, 2] });
    expect(saved.map(({ epoch }) => epoch)).toEqual([2]);
  });

  it('tells how long it will take, from what it measured', async () => {
    const { events } = await trainFake();
    const steps = named(events, 'step');
    // Two readings of the clock a measurement, ten milliseconds apart, one measurement inside the other.
    expect(steps[0].imagesPerSecond).toBeCloseTo(4 / 0.01, 6);
    expect(steps[0].secondsLeft).toBeGreaterThan(0);
    const left = named(events, 'validation').at(-1)?.secondsLeft;
    expect(left).toBe(0);
  });

  it('writes the initial state where there are no epochs', async () => {
    const { events, saved } = await trainFake({ settings: { epochs: 0, seed: 3 } });
    expect(order(events)).toBe('start checkpoint done');
    const { model, epoch } = readCheckpoint(saved[0].pth(), 'x');
    const expected = new Float32Array(2);
    uniform(new Generator(3), expected, -1, 1);
    expect(new Float32Array(model.get('weight')!.read().bytes.slice().buffer)).toEqual(expected);
    expect(epoch).toBe(0);
  });
});

describe('a schedule', () => {
  it('moves after each step, or after each epoch', async () => {
    const cycle = await trainFake({ settings: { schedule: 'onecycle', lr: 0.1 } });
    expect(new Set(cycle.seen.rates).size).toBe(6);
    const steps = await trainFake({ settings: { schedule: { kind: 'step', stepSize: 1, gamma: 0.5 }, lr: 0.1 } });
    expect(steps.seen.rates).toEqual([0.1, 0.1, 0.1, 0.05, 0.05, 0.05]);
    expect(named(steps.events, 'epoch').map(({ lr }) => lr)).toEqual([0.1, 0.05]);
  });
});

describe('limits', () => {
  it('ends after so many steps, and hands out the state', async () => {
    const { events, saved, outcome } = await trainFake({ settings: { maxSteps: 2 } });
    expect(order(events)).toBe('start step step checkpoint done');
    expect(saved.map(({ role }) => role)).toEqual(['last']);
    expect(outcome.reason).toBe('maxSteps');
  });

  it('validates an epoch that the last step completes', async () => {
    const { events } = await trainFake({ settings: { maxSteps: 3 }, correct: [1] });
    expect(order(events)).toBe('start step step step validation validation confusion epoch checkpoint done');
  });

  it('takes the first training images alone', async () => {
    const { seen, events } = await trainFake({ settings: { limit: 4, epochs: 1 } });
    expect(seen.images.flat().sort()).toEqual([0, 1, 2, 3]);
    expect(events[0]).toMatchObject({ trainImages: 4, valImages: 6 });
  });
});

describe('early stopping', () => {
  it('ends the run and puts the best weights back', async () => {
    const { outcome, weight, seen } = await trainFake({
      settings: { epochs: 9, earlyStopPatience: 2 },
      correct: [2, 4, 4, 3, 6],
    });
    expect(outcome).toMatchObject({ reason: 'earlyStop', epochs: 4 });
    expect(seen.images).toHaveLength(12);
    const initial = new Float32Array(2);
    uniform(new Generator(0), initial, -1, 1);
    expect(weight[0]).toBeCloseTo(initial[0] + 6, 5);
  });
});

describe('pause and stop', () => {
  it('stop ends the run after the step in progress', async () => {
    const { events, outcome } = await trainFake({
      on: (event, control) => event.event === 'step' && event.step === 2 && control.stop(),
    });
    expect(order(events)).toBe('start step step done');
    expect(outcome).toMatchObject({ reason: 'stopped', epochs: 0 });
  });

  it('a stop that comes as a message is heard between two steps', async () => {
    const { outcome, seen } = await trainFake({
      settings: { epochs: 1000 },
      on: (event, control) => event.event === 'start' && setImmediate(() => control.stop()),
    });
    expect(outcome.reason).toBe('stopped');
    expect(seen.images.length).toBeLessThan(10);
  });

  it('pause waits, resume goes on', async () => {
    const { events } = await trainFake({
      settings: { epochs: 1 },
      on: (event, control) => {
        if (event.event === 'step' && event.step === 1) control.pause();
        if (event.event === 'paused') setTimeout(() => control.resume(), 5);
      },
    });
    expect(order(events)).toBe('start step paused resumed step step validation validation confusion epoch done');
  });

  it('a paused run can be stopped', async () => {
    const { events } = await trainFake({
      on: (event, control) => {
        if (event.event === 'step') control.pause();
        if (event.event === 'paused') setTimeout(() => control.stop(), 5);
      },
    });
    expect(order(events)).toBe('start step paused done');
  });
});

describe('what goes wrong', () => {
  it('a number that is not finite ends the run with layer and step, and keeps what was saved', async () => {
    const { events, saved, outcome } = await trainFake({ loss: (step) => (step === 5 ? Number.NaN : 1), correct: [3] });
    expect(events.at(-1)).toMatchObject({
      event: 'error',
      code: 'CL3301',
      message: expect.stringMatching(/^stopped at step 5/) as string,
    });
    expect(saved.map(({ epoch }) => epoch)).toEqual([1]);
    expect(outcome).toMatchObject({ reason: 'failed', epochs: 1, bestValAcc: 50 });
  });

  it('a full disk costs nothing: the run goes on, tries again, and has the state at the end', async () => {
    let free = false;
    const full = (): Promise<string> =>
      free ? Promise.resolve('x.pth') : Promise.reject(new Error('no space left on device'));
    const lost = await trainFake({ save: full, correct: [1, 2] });
    expect(named(lost.events, 'saveFailed').map(({ code, message, epoch }) => [code, message, epoch])).toEqual([
      ['CL3203', 'the checkpoint could not be saved: no space left on device', 1],
      ['CL3203', 'the checkpoint could not be saved: no space left on device', 2],
    ]);
    expect(lost.outcome.reason).toBe('completed');
    expect(lost.outcome.unsaved.map(({ epoch }) => epoch)).toEqual([2]);
    expect(readCheckpoint(lost.outcome.unsaved[0].pth(), 'x').epoch).toBe(2);

    const found = await trainFake({
      save: full,
      correct: [3, 1],
      on: (event) => event.event === 'step' && event.step === 4 && (free = true),
    });
    expect(found.outcome.unsaved).toEqual([]);
    expect(named(found.events, 'checkpoint').map(({ epoch, path }) => [epoch, path])).toEqual([[1, 'x.pth']]);
  });

  it.each([
    {
      name: 'sizes',
      change: { height: 2, width: 2 },
      message: /takes inputs of shape 1×1×1×1, but the images are 1×2×2/,
    },
    {
      name: 'labels',
      change: { labels: Uint8Array.of(0, 1, 5, 0, 0, 0, 0, 0, 0, 0) },
      message: /image 2 has the label 5, but the model has 3 classes/,
    },
  ])('a dataset that does not fit the model: $name', async ({ change, message }) => {
    await expect(trainFake({ data: { ...data, train: { ...data.train, ...change } } })).rejects.toThrow(message);
  });

  it.each([
    { settings: { batchSize: 0 }, message: /^batchSize cannot be 0/ },
    { settings: { epochs: 1.5 }, message: /^epochs cannot be 1.5/ },
    { settings: { lr: -1 }, message: /^lr cannot be -1/ },
    { settings: { maxSteps: Number.NaN }, message: /^maxSteps cannot be NaN/ },
  ])('settings that make no sense: $settings', async ({ settings, message }) => {
    await expect(trainFake({ settings })).rejects.toThrow(message);
  });
});

describe('a run that is resumed', () => {
  const settings = { epochs: 4, seed: 11, schedule: 'cosine', lr: 0.1 } as const;

  it('goes on as if it had never stopped', async () => {
    const whole = await trainFake({ settings, correct: [1, 2, 3, 4], saveLast: true });
    const half = whole.saved.find(({ role, epoch }) => role === 'last' && epoch === 2)!;
    const rest = await trainFake({ settings, correct: [3, 4], resume: { bytes: half.pth(), file: 'x.pth' } });
    expect(rest.events[0]).toMatchObject({ firstEpoch: 3 });
    expect(rest.seen.images).toEqual(whole.seen.images.slice(6));
    for (const [i, rate] of rest.seen.rates.entries()) expect(rate).toBeCloseTo(whole.seen.rates[6 + i], 14);
    expect(named(rest.events, 'step').map(({ step }) => step)).toEqual([7, 8, 9, 10, 11, 12]);
    expect(rest.weight).toEqual(whole.weight);
    const [before, after] = [whole.saved.at(-1)!, rest.saved.at(-1)!].map((each) => readCheckpoint(each.pth(), 'x'));
    expect(after.trainer).toEqual(before.trainer);
  });

  it('keeps the best figure that it had', async () => {
    const first = await trainFake({ settings: { ...settings, epochs: 1 }, correct: [5] });
    const second = await trainFake({
      settings: { ...settings, epochs: 2 },
      correct: [4],
      resume: { bytes: first.saved[0].pth(), file: 'x.pth' },
    });
    expect(second.saved).toEqual([]);
    expect(second.outcome.bestValAcc).toBeCloseTo((100 * 5) / 6, 12);
  });

  it('is done at once where nothing is left', async () => {
    const { saved } = await trainFake({ settings: { ...settings, epochs: 1 }, correct: [5] });
    const { events } = await trainFake({
      settings: { ...settings, epochs: 1 },
      resume: { bytes: saved[0].pth(), file: 'x' },
    });
    expect(order(events)).toBe('start done');
  });

  it('refuses a checkpoint of another model', async () => {
    const { saved } = await trainFake({ settings: { epochs: 1 }, correct: [5] });
    const [weight] = graph.parameters;
    const other = { ...graph, parameters: [{ ...weight, shape: [1, 2] }] };
    const resume = { bytes: saved[0].pth(), file: 'x.pth' };
    await expect(trainFake({ graph: other, resume })).rejects.toThrow(/does not fit the model: weight is 2, not 1×2/);
    const renamed = { ...graph, parameters: [{ ...weight, name: 'kernel' }] };
    await expect(trainFake({ graph: renamed, resume })).rejects.toThrow(/it lacks kernel; the model has no weight/);
    await expect(trainFake({ settings: { optimizer: 'sgd' }, resume })).rejects.toThrow(/not of sgd/);
  });
});
