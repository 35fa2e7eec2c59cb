// The whole way: the notes' network, small, from its seed to a checkpoint, on digits that the engine draws, with its plain backend.
import { describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../engine/checkpoint/checkpoint';
import { readModelTensors } from '../../engine/checkpoint/modelState';
import { syntheticDigits } from '../../engine/data/synthetic';
import { RunControl } from '../../engine/train/control';
import type { Checkpoint, TrainEvent } from '../../engine/train/events';
import { prepare, type Run } from '../../engine/train/prepare';
import { defaultTrainSettings, type TrainSettings } from '../../engine/train/settings';
import { train } from '../../engine/train/train';
import { notesNetwork } from './models';

const graph = notesNetwork({ baseChannels: 2, dilation: 2 });
const data = syntheticDigits({ train: 96, validation: 32 });

async function start(settings: Partial<TrainSettings>, resume?: Uint8Array): Promise<Run> {
  return prepare({
    graph,
    settings: { ...defaultTrainSettings, epochs: 2, batchSize: 16, lr: 1e-2, ...settings },
    data,
    engine: { device: 'reference' },
    resume: resume === undefined ? null : { bytes: resume, file: 'x.pth' },
  });
}

async function finish(run: Run): Promise<{ losses: number[]; saved: Checkpoint[]; events: TrainEvent[] }> {
  const events: TrainEvent[] = [];
  const saved: Checkpoint[] = [];
  await train(run, new RunControl(), {
    emit: (event) => events.push(event),
    save: (checkpoint) => Promise.resolve(`${saved.push(checkpoint)}.pth`),
    breathe: () => Promise.resolve(),
    now: () => performance.now(),
    saveLast: true,
  });
  return { losses: events.flatMap((event) => (event.event === 'step' ? [event.loss] : [])), saved, events };
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

describe('the notes network on drawn digits', () => {
  it('learns, and a resumed run is the same to the bit', { timeout: 60_000 }, async () => {
    const whole = await finish(await start({}));
    expect(whole.losses).toHaveLength(12);
    expect(whole.losses[0]).toBeGreaterThan(1.8);
    expect(mean(whole.losses.slice(-3))).toBeLessThan(mean(whole.losses.slice(0, 3)) - 0.1);
    expect(whole.events.at(-1)).toMatchObject({ event: 'done', reason: 'completed', epochs: 2 });

    const half = whole.saved.find(({ role, epoch }) => role === 'last' && epoch === 1)!;
    const rest = await finish(await start({}, half.pth()));
    expect(rest.losses).toEqual(whole.losses.slice(6));
    const [a, b] = [whole, rest].map(({ saved }) =>
      readModelTensors(graph, readCheckpoint(saved.at(-1)!.pth(), 'x').model),
    );
    expect(b).toEqual(a);
  });
});
