// An engine for tests of the training loop: one parameter that counts the steps, losses and accuracies by a script.
import type { SerialisedGraph } from '../../core/graph/graph';
import type { DatasetPair, ImageDataset } from '../../engine/data/dataset';
import { RunControl } from '../../engine/train/control';
import type { Checkpoint, TrainEvent } from '../../engine/train/events';
import { prepare, type RunOptions } from '../../engine/train/prepare';
import { defaultTrainSettings, type TrainSettings } from '../../engine/train/settings';
import { train, type Hooks, type Outcome } from '../../engine/train/train';
import type { Batch, Engine, EngineOutcome, OptimizerState, OptimizerStep, StateData } from '../../engine/types';

/** One weight of two numbers, one image of 1×1×1, three classes. */
export const graph: SerialisedGraph = {
  version: 1,
  expression: 'Counter()',
  training: true,
  values: [
    { shape: [1, 1, 1, 1], dtype: 'float32', source: { kind: 'input', index: 0 } },
    { shape: [1, 3], dtype: 'float32', source: { kind: 'operation', operation: 0, output: 0 } },
  ],
  inputs: [0],
  output: 1,
  parameters: [
    { name: 'weight', aliases: [], kind: 'parameter', shape: [2], dtype: 'float32', trainable: true, persistent: true },
  ],
  initialisation: [{ parameter: 0, elements: 2, initialiser: { kind: 'uniform', low: -1, high: 1 } }],
  operations: [],
  calls: [],
};

const images = (count: number): ImageDataset => ({
  name: 'tiny',
  count,
  channels: 1,
  height: 1,
  width: 1,
  images: Uint8Array.from({ length: count }, (_, i) => i),
  labels: Uint8Array.from({ length: count }, (_, i) => i % 3),
  classes: ['a', 'b', 'c'],
  mean: [0],
  std: [1],
});

export const data: DatasetPair = { train: images(10), validation: images(6) };

export interface Script {
  /** The loss of a step, by the number of the step in this engine. */
  readonly loss?: (step: number) => number;
  /** How many of the six validation images are right, by the number of the pass. */
  readonly correct?: readonly number[];
}

/** What an engine was asked, in order. */
export interface Seen {
  readonly images: number[][];
  readonly rates: number[];
  readonly evaluated: number[];
}

export function fakeEngine({ loss = (step) => 1 / step, correct = [] }: Script, seen: Seen): Engine {
  const weight = new Float32Array(2);
  let optimizer: OptimizerState = { steps: [0], slots: {} };
  let steps = 0;
  let passes = -1;
  const bytesOf = (batch: Batch): number[] => ('bytes' in batch.images ? [...batch.images.bytes] : []);
  return {
    kind: 'reference',
    variant: 'plain',
    batchSize: 4,
    workers: 1,
    plannedBytes: 8,
    layout: [{ id: 0, name: 'weight', shape: [2], offset: 0, length: 2, used: true }],
    readState: () => Promise.resolve(weight.slice()),
    writeState: (_, state: StateData) => Promise.resolve(weight.set(state as Float32Array)),
    readGradients: () => Promise.resolve(new Float32Array(2)),
    readOptimizer: () =>
      Promise.resolve({
        steps: [...optimizer.steps],
        slots: { exp_avg: Float32Array.of(steps, 0), exp_avg_sq: new Float32Array(2) },
      }),
    writeOptimizer: (state) => Promise.resolve(void (optimizer = state)),
    step: (batch, { groups }: OptimizerStep) => {
      steps += 1;
      optimizer = { ...optimizer, steps: [optimizer.steps[0] + 1] };
      weight[0] += 1;
      seen.images.push(bytesOf(batch));
      seen.rates.push(groups[0].lr);
      return Promise.resolve({ loss: loss(steps), correct: batch.count });
    },
    evaluate: (batch) => {
      const bytes = bytesOf(batch);
      if (bytes[0] === 0) passes += 1;
      seen.evaluated.push(bytes.length);
      const right = Math.min(Math.max((correct[passes] ?? 0) - bytes[0], 0), bytes.length);
      const labels = batch.labels ?? new Int32Array();
      const predictions = labels.map((label, i) => (i < right ? label : (label + 1) % 3));
      return Promise.resolve({ lossSum: 0.5 * bytes.length, weight: bytes.length, correct: right, predictions });
    },
    forward: () => Promise.reject(new Error('not asked for')),
    profile: () => [],
    resetProfile: () => {},
    dispose: () => {},
  };
}

export interface Trained {
  readonly events: TrainEvent[];
  readonly seen: Seen;
  readonly saved: Checkpoint[];
  readonly outcome: Outcome;
  readonly weight: Float32Array;
}

export interface Options extends Script {
  readonly settings?: Partial<TrainSettings>;
  readonly resume?: RunOptions['resume'];
  readonly saveLast?: boolean;
  readonly save?: (checkpoint: Checkpoint) => Promise<string>;
  /** Called at each event, to pause or stop. */
  readonly on?: (event: TrainEvent, control: RunControl) => void;
  readonly graph?: SerialisedGraph;
  readonly data?: DatasetPair;
}

/** Runs to the end on the fake engine. */
export async function trainFake(options: Options = {}): Promise<Trained> {
  const seen: Seen = { images: [], rates: [], evaluated: [] };
  const events: TrainEvent[] = [];
  const saved: Checkpoint[] = [];
  const engine = fakeEngine(options, seen);
  const run = await prepare({
    graph: options.graph ?? graph,
    settings: { ...defaultTrainSettings, epochs: 2, batchSize: 4, validationBatchSize: 4, ...options.settings },
    data: options.data ?? data,
    engine: { device: 'reference' },
    resume: options.resume ?? null,
    create: (): Promise<EngineOutcome> => Promise.resolve({ kind: 'known', value: engine }),
  });
  const control = new RunControl();
  let time = 0;
  const hooks: Hooks = {
    emit: (event) => {
      events.push(event);
      options.on?.(event, control);
    },
    save: async (checkpoint) => {
      const path = (await options.save?.(checkpoint)) ?? `${checkpoint.role}.pth`;
      saved.push(checkpoint);
      return path;
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    now: () => (time += 10),
    saveLast: options.saveLast ?? false,
  };
  const outcome = await train(run, control, hooks);
  return { events, seen, saved, outcome, weight: (await engine.readState(0)) as Float32Array };
}
