// `convlens train` without its options: files in, events and a checkpoint out.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../engine/checkpoint/checkpoint';
import { readModelTensors } from '../../engine/checkpoint/modelState';
import { syntheticDigits } from '../../engine/data/synthetic';
import { trainOnNode, type LineEvent, type NodeEnvironment, type NodeTraining } from '../../engine/host/node';
import { initialise } from '../../engine/init/initialise';
import { Generator } from '../../engine/random/generator';
import { defaultTrainSettings } from '../../engine/train/settings';
import { notesNetwork } from './models';

const folder = mkdtempSync(join(tmpdir(), 'convlens-'));
afterAll(() => rmSync(folder, { recursive: true }));

const environment: NodeEnvironment = {
  now: () => performance.now(),
  breathe: () => new Promise((resolve) => setImmediate(resolve)),
  inflate: (bytes) => gunzipSync(bytes),
  readFile: (path) => {
    try {
      return Promise.resolve(new Uint8Array(readFileSync(path)));
    } catch {
      return Promise.resolve(null);
    }
  },
  writeFile: (path, bytes) => Promise.resolve(writeFileSync(path, bytes)),
  place: ({ file }) => ({ file, line: 3, column: 7 }),
};

function idx(magic: number, sizes: readonly number[], body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * sizes.length + body.length);
  [magic, ...sizes].forEach((word, i) => new DataView(bytes.buffer).setUint32(4 * i, word));
  bytes.set(body, 4 + 4 * sizes.length);
  return bytes;
}

const { train, validation } = syntheticDigits({ train: 12, validation: 6 });
writeFileSync(join(folder, 'train-images-idx3-ubyte'), idx(0x803, [12, 28, 28], train.images));
writeFileSync(join(folder, 'train-labels-idx1-ubyte'), idx(0x801, [12], train.labels));
writeFileSync(join(folder, 't10k-images-idx3-ubyte.gz'), gzipSync(idx(0x803, [6, 28, 28], validation.images)));
writeFileSync(join(folder, 't10k-labels-idx1-ubyte.gz'), gzipSync(idx(0x801, [6], validation.labels)));

const graph = notesNetwork({ baseChannels: 1, dilation: 2 });

async function run(
  changes: Partial<NodeTraining> = {},
  settings: Partial<NodeTraining['settings']> = {},
  machine: Partial<NodeEnvironment> = {},
): Promise<{ status: number; events: LineEvent[] }> {
  const events: LineEvent[] = [];
  const training: NodeTraining = {
    graph,
    settings: { ...defaultTrainSettings, epochs: 2, batchSize: 4, ...settings },
    device: 'reference',
    workers: 1,
    kernels: null,
    dataFolder: folder,
    savePath: join(folder, 'best_model.pth'),
    resumePath: null,
    every: 2,
    ...changes,
  };
  const status = await trainOnNode(training, { ...environment, ...machine }, (event) => events.push(event));
  return { status, events };
}

describe('the command line trains', () => {
  it('from a folder into a checkpoint, and tells every second step', { timeout: 30_000 }, async () => {
    const { status, events } = await run();
    expect(status).toBe(0);
    expect(events.flatMap((event) => (event.event === 'step' ? [event.step] : []))).toEqual([2, 4, 6]);
    expect(events[0]).toMatchObject({ event: 'start', dataset: 'MNIST', trainImages: 12, valImages: 6 });
    const saved = events.flatMap((event) => (event.event === 'checkpoint' ? [event.path] : []));
    if (saved.length > 0) expect(readCheckpoint(readFileSync(saved[0]), 'x').optimizer).not.toBeNull();
    expect(events.at(-1)).toMatchObject({ event: 'done', reason: 'completed' });
  });

  it.each(['init.pth', 'init.safetensors'])('no epochs: the initial state, as %s', async (name) => {
    const savePath = join(folder, name);
    const { status, events } = await run({ savePath }, { epochs: 0, seed: 5 });
    expect(status).toBe(0);
    expect(events.map(({ event }) => event)).toEqual(['start', 'checkpoint', 'done']);
    const state = readModelTensors(graph, readCheckpoint(new Uint8Array(readFileSync(savePath)), name).model);
    expect(state).toEqual(initialise(graph, new Generator(5)));
  });

  it.each<{ name: string; changes: Partial<NodeTraining>; error: object }>([
    {
      name: 'a folder without the files',
      changes: { dataFolder: join(folder, 'nowhere') },
      error: { code: 'CL3101', message: 'train-images-idx3-ubyte is missing' },
    },
    {
      name: 'a checkpoint that is not there',
      changes: { resumePath: 'nowhere.pth' },
      error: { code: 'CL3101', message: 'nowhere.pth is missing' },
    },
    {
      name: 'a checkpoint that is none',
      changes: { resumePath: join(folder, 'train-labels-idx1-ubyte') },
      error: { code: 'CL3201' },
    },
    { name: 'a device that is not there', changes: { device: 'webgpu' }, error: { code: 'CL3302' } },
  ])('says in one event what is wrong: $name', async ({ changes, error }) => {
    const { status, events } = await run(changes);
    expect(status).toBe(1);
    expect(events).toMatchObject([{ event: 'error', ...error, file: null, line: null, column: null }]);
  });

  it('a full disk: one message, exit status 1, the older file untouched', { timeout: 30_000 }, async () => {
    const savePath = join(folder, 'init.pth');
    await run({ savePath }, { epochs: 0 });
    const before = readFileSync(savePath);
    const writeFile = (): Promise<void> => Promise.reject(new Error('ENOSPC: no space left on device'));
    const { status, events } = await run({ savePath }, { epochs: 0 }, { writeFile });
    expect(status).toBe(1);
    expect(events).toContainEqual(expect.objectContaining({ event: 'saveFailed', code: 'CL3203' }));
    expect(readFileSync(savePath)).toEqual(before);
    expect(readdirSync(folder)).not.toContain('init.pth.tmp');
  });
});
