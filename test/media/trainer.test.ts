// The trainer without a browser: the form, the session's states, what is left, the loss curve, the table, whether a model fits.
import { describe, expect, test } from 'vitest';
import type { SerialisedGraph } from '../../core/graph/graph';
import { accuracyColumns, joined, lossColumns } from '../../media/trainer/curve-data';
import { csv, csvName } from '../../media/trainer/epoch-table';
import { secondsLeft, shareDone } from '../../media/trainer/eta';
import { formOf, readForm, type Form, type FormTexts } from '../../media/trainer/form';
import { LossSeries } from '../../media/trainer/loss-series';
import { macsPerImage, mismatch } from '../../media/trainer/model-check';
import { advanced, bestOf, classAccuracies, newSession, saved, share, timeLeft } from '../../media/trainer/session';
import { defaultSettings, type EpochRecord, type TrainingEvent } from '../../protocol/training';

describe('the form', () => {
  const read = (texts: Partial<FormTexts>, change: Partial<Form> = {}): unknown => {
    const form = formOf();
    const result = readForm({ ...form, ...change, texts: { ...form.texts, ...texts } }, 4);
    return result.ok ? 'ok' : Object.entries(result.problems).map(([name, problem]) => [name, problem.key]);
  };
  test('the defaults are those of the script, and come back as they were', () => {
    const result = readForm(formOf(), 1);
    expect(result.ok && result.settings).toEqual(defaultSettings);
    const other = {
      ...defaultSettings,
      limit: 1_000,
      earlyStopPatience: 3,
      learningRate: 3e-4,
      clipNorm: 1,
      milestones: [4, 7],
      scheduler: 'multistep' as const,
    };
    const again = readForm(formOf(other), 1);
    expect(again.ok && again.settings).toEqual(other);
  });
  test.each([
    [{ epochs: '0' }, [['epochs', 'problemWhole']]],
    [{ epochs: '1.5' }, [['epochs', 'problemWhole']]],
    [{ learningRate: '0' }, [['learningRate', 'problemPositive']]],
    [{ learningRate: '' }, [['learningRate', 'problemPositive']]],
    [{ learningRate: '1e-3' }, 'ok'],
    [{ weightDecay: '-1' }, [['weightDecay', 'problemNumber']]],
    [{ seed: '4294967296' }, [['seed', 'problemWhole']]],
    [{ workers: '5' }, [['workers', 'problemWhole']]],
    [{ maxSteps: '', limit: '' }, 'ok'],
  ])('%j', (texts, expected) => {
    expect(read(texts)).toEqual(expected);
  });
  test('combinations that make no sense are told at the field that can be changed', () => {
    expect(read({ momentum: '0.9' })).toEqual([['momentum', 'problemMomentum']]);
    expect(read({ momentum: '0.9' }, { optimizer: 'sgd' })).toBe('ok');
    expect(read({ momentum: '0.9' }, { optimizer: 'rmsprop' })).toBe('ok');
    const nesterov = { ...formOf().checks, nesterov: true };
    expect(read({}, { checks: nesterov })).toEqual([['momentum', 'problemNesterov']]);
    expect(read({ momentum: '0.9' }, { checks: nesterov, optimizer: 'sgd' })).toBe('ok');
    expect(read({ milestones: '3, 5' })).toEqual([['milestones', 'problemMilestonesUnused']]);
    expect(read({ milestones: '3, 5' }, { scheduler: 'multistep' })).toBe('ok');
    expect(read({ milestones: '3; five' }, { scheduler: 'multistep' })).toEqual([['milestones', 'problemMilestones']]);
    expect(read({ clipNorm: '0' })).toEqual([['clipNorm', 'problemPositive']]);
    expect(read({ earlyStopPatience: '10' })).toEqual([['earlyStopPatience', 'problemPatience']]);
    expect(read({ limit: '100' })).toEqual([['batchSize', 'problemBatch']]);
  });
});

const record = (epoch: number, valAcc = 90 + epoch): EpochRecord => ({
  epoch,
  trainLoss: 1 / epoch,
  trainAcc: 90,
  valLoss: 2 / epoch,
  valAcc,
  seconds: 10,
  imagesPerSecond: 600,
});

const start: TrainingEvent = {
  event: 'start',
  model: 'Net()',
  params: 1,
  device: 'wasm',
  workers: 1,
  seed: 0,
  trainImages: 6_000,
  valImages: 1_000,
  dataset: 'MNIST',
  firstEpoch: 1,
};
const progress = (
  phase: 'train' | 'validate',
  epoch: number,
  batch: number,
  imagesPerSecond: number | null,
): TrainingEvent => ({
  event: 'progress',
  phase,
  epoch,
  batch,
  batches: phase === 'train' ? 60 : 10,
  imagesPerSecond,
  steps: phase === 'train' ? [{ step: (epoch - 1) * 60 + batch, loss: 0.5 }] : [],
});
const session = (...events: readonly TrainingEvent[]) =>
  events.reduce(advanced, newSession(defaultSettings, 'synthetic'));

describe('a session', () => {
  test('goes from start over progress, pause and resume to its end', () => {
    const running = session(start, progress('train', 1, 30, 600));
    expect(running).toMatchObject({
      state: 'running',
      place: { batch: 30 },
      lastLoss: 0.5,
      stepsPerEpoch: 60,
      steps: 30,
    });
    const paused = advanced(running, { event: 'paused' });
    expect([paused.state, advanced(paused, { event: 'resumed' }).state]).toEqual(['paused', 'running']);
    const done = advanced(running, { event: 'done', bestValAcc: 98, epochs: 10, reason: 'completed' });
    expect([done.state, share(done)]).toEqual(['done', 1]);
    const stopped = advanced(running, { event: 'done', bestValAcc: null, epochs: 0, reason: 'stopped' });
    expect(share(stopped)).toBeLessThan(0.1);
  });
  test('keeps the steps of an epoch while it validates, and records each epoch once', () => {
    const validating = session(start, progress('train', 1, 60, 600), progress('validate', 1, 5, 2_000));
    expect(validating).toMatchObject({ stepsPerEpoch: 60, rates: { train: 600, validate: 2_000 } });
    const twice = session(
      { event: 'epoch', ...record(1) },
      { event: 'epoch', ...record(2) },
      { event: 'epoch', ...record(2, 95) },
    );
    expect(twice.epochs.map(({ epoch, valAcc }) => [epoch, valAcc])).toEqual([[1, 91], [2, 95]]); // prettier-ignore
  });
  test('the best is the first of the highest; where it was saved is told only for that epoch', () => {
    expect(bestOf([record(1, 97), record(2, 98), record(3, 98)])).toEqual({ epoch: 2, valAcc: 98, savedTo: null });
    const bytes = new ArrayBuffer(0);
    const best = session({ event: 'checkpoint', role: 'best', epoch: 2, valAcc: 98, bytes });
    expect(saved(best, 'best', 1, 'a.pth').best?.savedTo).toBeNull();
    expect(saved(best, 'best', 2, 'a.pth').best?.savedTo).toBe('a.pth');
    expect(session({ event: 'checkpoint', role: 'last', epoch: 2, valAcc: 98, bytes }).best).toBeNull();
  });
  test('an error ends it with one message', () => {
    const error: TrainingEvent = { event: 'error', code: 'CL3001', message: 'no', hint: 'yes', location: null };
    expect(session(start, error)).toMatchObject({ state: 'failed', failure: { message: 'no', hint: 'yes' } });
  });
  test('accuracy by class; a class without images has none', () => {
    expect(classAccuracies({ classes: ['0', '1', '2'], counts: [[3, 1, 0], [0, 5, 0], [0, 0, 0]] })).toEqual([0.75, 1, null]); // prettier-ignore
  });
});

describe('what is left', () => {
  const size = { epochs: 3, trainImages: 6_000, valImages: 1_000 };
  const rates = { train: 600, validate: 2_000 };
  test('by measured rates: during training, during validation', () => {
    expect(secondsLeft(size, { phase: 'train', epoch: 1, batch: 30, batches: 60 }, rates)).toBeCloseTo(
      5 + 0.5 + 2 * 10.5,
    );
    expect(secondsLeft(size, { phase: 'validate', epoch: 3, batch: 5, batches: 10 }, rates)).toBeCloseTo(0.25);
  });
  test('unknown before anything is measured; a validation not yet measured counts as a forward pass', () => {
    const place = { phase: 'train', epoch: 3, batch: 0, batches: 60 } as const;
    expect(secondsLeft(size, place, { train: null, validate: null })).toBeUndefined();
    expect(secondsLeft(size, place, { train: 600, validate: null })).toBeCloseTo(10 + 1_000 / 1_800);
  });
  test('the share done never falls while a run goes on', () => {
    const places = [1, 2, 3].flatMap((epoch) => [
      ...[0, 30, 60].map((batch) => ({ phase: 'train' as const, epoch, batch, batches: 60 })),
      ...[0, 5, 10].map((batch) => ({ phase: 'validate' as const, epoch, batch, batches: 10 })),
    ]);
    const shares = places.map((place) => shareDone(size, place));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect([shares[0], shares.at(-1)]).toEqual([0, 1]);
  });
  test('a limit of steps ends it sooner', () => {
    const limited = { ...newSession({ ...defaultSettings, maxSteps: 40 }, 'synthetic') };
    const running = [start, progress('train', 1, 30, 640)].reduce(advanced, limited);
    expect(timeLeft(running)).toBeCloseTo((10 * 128) / 640);
    expect(share(running)).toBeCloseTo(0.75);
  });
});

describe('the loss curve', () => {
  test('smoothing has no bias at its start and weight 0 changes nothing', () => {
    const series = new LossSeries();
    [2, 4, 6].forEach((loss, i) => {
      series.append(i + 1, loss);
    });
    expect(series.smoothed(0, 2)).toEqual({ epochs: [0.5, 1, 1.5], losses: [2, 4, 6] });
    expect(series.smoothed(0.5, 2).losses[0]).toBe(2);
    expect(series.smoothed(0.5, 2).losses[1]).toBeCloseTo(10 / 3);
  });
  test('a long run is kept in a bounded number of points with its mean', () => {
    const series = new LossSeries();
    for (let step = 1; step <= 100_000; step++) series.append(step, step % 2);
    expect(series.length).toBeLessThanOrEqual(4_096);
    const { epochs, losses } = series.smoothed(0, 1_000);
    expect(losses.every((loss) => loss === 0.5)).toBe(true);
    expect(epochs.at(-1)).toBeGreaterThan(98);
  });
  test('steps that a resumed run repeats are forgotten', () => {
    const series = new LossSeries();
    for (let step = 1; step <= 7; step++) series.append(step, step);
    series.truncate(5);
    series.append(6, 9);
    expect(series.smoothed(0, 1).losses).toEqual([1, 2, 3, 4, 5, 9]);
  });
  test('columns share one ascending axis, with gaps', () => {
    expect(joined([{ x: [0.5, 1], y: [3, 2] }, { x: [1, 2], y: [9, 8] }])).toEqual([[0.5, 1, 2], [3, 2, null], [null, 9, 8]]); // prettier-ignore
    const series = new LossSeries();
    series.append(1, 2.3);
    expect(lossColumns(series, [record(1)], 2, 0)).toEqual([[0.5, 1], [2.3, null], [null, 1], [null, 2]]); // prettier-ignore
    expect(lossColumns(series, [], 0, 0)[0]).toEqual([]);
    expect(accuracyColumns([record(1)])).toEqual([[1], [90], [91]]);
  });
});

test('the table of epochs as a file', () => {
  expect(csv([record(1)])).toBe(
    'epoch,trainLoss,trainAcc,valLoss,valAcc,seconds,imagesPerSecond\n1,1,90,2,91,10,600\n',
  );
  expect([csvName('DSDilatedNet(base_channels=16)'), csvName('(x)')]).toEqual([
    'DSDilatedNet-training.csv',
    'model-training.csv',
  ]);
});

describe('whether a model fits the data', () => {
  const graph = (
    input: readonly (number | string)[],
    output: readonly (number | string)[],
    macs: number | null,
  ): SerialisedGraph => ({
    version: 1,
    expression: 'Net()',
    training: true,
    values: [
      { shape: input, dtype: 'float32', source: { kind: 'input', index: 0 } },
      { shape: output, dtype: 'float32', source: { kind: 'operation', operation: 0, output: 0 } },
    ],
    inputs: [0],
    output: 1,
    parameters: [],
    initialisation: [],
    operations: [{ operator: 'conv2d', inputs: {}, attributes: {}, outputs: [1], macs, call: null, location: null }],
    calls: [],
  });
  test.each([
    [[1, 1, 28, 28], [1, 10], undefined],
    [['N', 1, 'H', 'W'], ['N', 10], undefined],
    [[1, 3, 224, 224], [1, 1000], 'imageMismatch'],
    [[1, 784], [1, 10], 'imageMismatch'],
    [[1, 1, 28, 28], [1, 5], 'classMismatch'],
  ])('%j → %j', (input, output, key) => {
    expect(mismatch(graph(input, output, 1))?.key).toBe(key);
  });
  test('MACs per image divide by the batch; unknown stays unknown', () => {
    expect(macsPerImage(graph([4, 1, 28, 28], [4, 10], 400))).toBe(100);
    expect(macsPerImage(graph(['N', 1, 28, 28], ['N', 10], 400))).toBeUndefined();
    expect(macsPerImage(graph([4, 1, 28, 28], [4, 10], null))).toBeUndefined();
  });
});
