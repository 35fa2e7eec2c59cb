// convlens train, on a few images in memory, computed by the reference backend.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { runIn } from './environment';

const model = `
import torch
import torch.nn as nn

class Net(nn.Module):
    def __init__(self, width=2):
        super().__init__()
        self.conv = nn.Conv2d(1, width, 3, stride=2)
        self.fc = nn.Linear(width * 9, 10)

    def forward(self, x):
        return self.fc(torch.flatten(torch.relu(self.conv(x)), 1))
`;

const side = 8;

/** Images of one bright row each; the row is the label. */
function idx(count: number): { images: Uint8Array<ArrayBuffer>; labels: Uint8Array<ArrayBuffer> } {
  const header = (magic: number, ...sizes: readonly number[]): Uint8Array<ArrayBuffer> => {
    const view = new DataView(new ArrayBuffer(4 * (sizes.length + 1)));
    [magic, ...sizes].forEach((value, i) => view.setUint32(4 * i, value));
    return new Uint8Array(view.buffer);
  };
  const pixels = new Uint8Array(count * side * side);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    labels[i] = i % side;
    pixels.fill(255, (i * side + labels[i]) * side, (i * side + labels[i] + 1) * side);
  }
  return {
    images: new Uint8Array([...header(0x803, count, side, side), ...pixels]),
    labels: new Uint8Array([...header(0x801, count), ...labels]),
  };
}

const [train, test] = [idx(64), idx(16)];
const files = {
  '/work/net.py': model,
  '/work/depth.py': model.replace(
    'torch.relu(self.conv(x))',
    'torch.relu(self.conv(x)) * (torch.empty(x.shape[0], 1, 1, 1).bernoulli_(0.8) / 0.8 if self.training else 1)',
  ),
  '/work/unknown.py': model.replace('torch.relu', 'mystery'),
  '/work/notes.py': 'x = 1\n',
  '/work/data/train-images-idx3-ubyte.gz': new Uint8Array(gzipSync(train.images)),
  '/work/data/train-labels.idx1-ubyte': train.labels,
  '/work/data/t10k-images-idx3-ubyte': test.images,
  '/work/data/t10k-labels-idx1-ubyte': test.labels,
  '/work/short/train-images-idx3-ubyte': train.images.slice(0, 100),
  '/work/short/train-labels-idx1-ubyte': train.labels,
  '/work/short/t10k-images-idx3-ubyte': test.images,
  '/work/short/t10k-labels-idx1-ubyte': test.labels,
};

const onData = ['--data', 'data', '--batch-size', '4', '--device', 'reference', '--lr', '0.02'];

const events = (out: string): readonly Record<string, unknown>[] =>
  out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('a run', () => {
  it('prints the events of the contract and saves the best model', async () => {
    const args = ['train', 'net.py', ...onData, '--epochs', '2', '--every', '8', '--json'];
    const { status, out, written } = await runIn(files, args);
    expect(status).toBe(0);
    const all = events(out);
    expect(all[0]).toMatchObject({
      event: 'start',
      model: 'Net()',
      params: 210,
      device: 'reference',
      workers: 1,
      seed: 0,
    });
    expect(all[0]).toMatchObject({ trainImages: 64, valImages: 16 });
    const steps = all.filter(({ event }) => event === 'step');
    expect(steps.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 8],
      [1, 16],
      [2, 24],
      [2, 32],
    ]);
    const epochs = all.filter(({ event }) => event === 'epoch');
    expect(epochs).toHaveLength(2);
    for (const epoch of epochs) {
      const names = ['trainLoss', 'trainAcc', 'valLoss', 'valAcc', 'seconds', 'imagesPerSecond'];
      expect(names.map((name) => typeof epoch[name])).toEqual(names.map(() => 'number'));
    }
    expect(all.find(({ event }) => event === 'checkpoint')).toMatchObject({ path: 'best_model.pth' });
    expect(all.at(-1)).toMatchObject({ event: 'done', epochs: 2 });
    expect(new TextDecoder().decode(written.get('/work/best_model.pth')?.subarray(0, 2))).toBe('PK');
  });

  it('writes the initial state after no epoch, and the same bytes for the same seed', async () => {
    const start = (seed: string) =>
      runIn(files, [
        'train',
        'net.py',
        '--model',
        'Net(width=3)',
        ...onData,
        '--epochs',
        '0',
        '--seed',
        seed,
        '--save-path',
        'a/init.safetensors',
      ]);
    const [one, same, other] = await Promise.all([start('7'), start('7'), start('8')]);
    const bytes = ({ written }: typeof one) => written.get('/work/a/init.safetensors');
    expect(bytes(one)?.length).toBeGreaterThan(400);
    expect(bytes(one)).toEqual(bytes(same));
    expect(bytes(one)).not.toEqual(bytes(other));
  });

  it('tells people how it goes', async () => {
    const { out } = await runIn(files, ['train', 'net.py', ...onData, '--epochs', '1', '--limit', '32']);
    expect(out).toMatch(
      /^Net\(\): 210 params, reference in float32, workers 1, seed 0\nMNIST: 32 training images, 16 validation images\n/,
    );
    expect(out).toMatch(/Epoch 1: Train loss \d\.\d{4}, acc \d+\.\d\d% \| Val loss/);
    expect(out).toMatch(/Saved best_model\.pth \(val acc \d+\.\d\d%\)\nTraining finished after 1 epochs/);
  });

  it('goes on from a checkpoint', async () => {
    const first = await runIn(files, ['train', 'net.py', ...onData, '--epochs', '1']);
    const saved = new Uint8Array(first.written.get('/work/best_model.pth')!);
    const args = ['train', 'net.py', ...onData, '--epochs', '2', '--resume', 'best.pth', '--json'];
    const { out } = await runIn({ ...files, '/work/best.pth': saved }, args);
    expect(events(out).filter(({ event }) => event === 'epoch')).toMatchObject([{ epoch: 2 }]);
  });

  it.each([
    '--optimizer rmsprop --momentum 0.5 --centered --clip-norm 1',
    '--optimizer sgd --momentum 0.9 --nesterov --clip-value 0.5 --scheduler multistep --milestones 1',
    '--optimizer sgd --momentum 0.9 --dampening 0.1 --scheduler step',
    '--optimizer adam --amsgrad --label-smoothing 0.1 --scheduler onecycle',
    '--optimizer adamw --weight-decay 0.1 --decay-matrices-only --scheduler plateau',
  ])('trains with %s', async (options) => {
    const args = ['train', 'net.py', ...onData, '--epochs', '2', '--json', ...options.split(' ')];
    const { status, out } = await runIn(files, args);
    expect(status).toBe(0);
    const [first, second] = events(out).filter(({ event }) => event === 'epoch');
    expect(second['trainLoss']).toBeLessThan(Number(first['trainLoss']));
    if (options.includes('multistep')) expect(second['lr']).toBeCloseTo(Number(first['lr']) / 10);
  });

  it('measures the time of each layer beside its cost', async () => {
    const args = ['train', 'net.py', ...onData, '--epochs', '1', '--profile'];
    const { out } = await runIn(files, [...args, '--json']);
    const profile = events(out).find(({ event }) => event === 'profile');
    expect(profile).toMatchObject({ steps: 16, batchSize: 4 });
    const layers = profile?.['layers'] as readonly Record<string, unknown>[];
    expect(layers.map(({ layer, macs }) => [layer, macs])).toEqual([
      ['conv', 162],
      ['relu', 0],
      ['flatten', 0],
      ['fc', 180],
      ['input and loss', 0],
    ]);
    expect(layers.reduce((sum, { percent }) => sum + Number(percent), 0)).toBeCloseTo(100);
    expect((await runIn(files, args)).out).toMatch(/^conv +162 +\d+\.\d\d +\d+\.\d\d +\d+\.\d% +reference$/m);
  });

  it('validates with what the model does in evaluation', async () => {
    const { status, out } = await runIn(files, ['train', 'depth.py', ...onData, '--epochs', '1', '--json']);
    expect(events(out).at(-1)).toMatchObject({ event: 'done', epochs: 1 });
    expect(status).toBe(0);
  });

  it('loses nothing but says so where the disk is full', async () => {
    const { status, error } = await runIn(files, [
      'train',
      'net.py',
      ...onData,
      '--epochs',
      '1',
      '--save-path',
      '/full/a.pth',
    ]);
    expect(status).toBe(1);
    expect(error).toContain('CL3203: the checkpoint could not be saved: ENOSPC');
    expect(error).toContain('/full/a.pth was not saved');
  });

  it('reports data that cannot be used as an error event', async () => {
    const args = ['train', 'net.py', '--data', 'short', '--device', 'reference', '--json'];
    const { status, out } = await runIn(files, args);
    expect(status).toBe(1);
    expect(events(out)).toMatchObject([{ event: 'error', code: 'CL3102', file: null, line: null, column: null }]);
    expect((await runIn({ ...files, '/work/empty/x': '' }, ['train', 'net.py', '--data', 'empty'])).error).toContain(
      'CL3101',
    );
  });
});

it.each([
  [['train'], 'train: no file given'],
  [['train', 'net.py', '--data', 'nowhere'], '--data nowhere: no such folder'],
  [['train', 'net.py', '--epochs', '1.5'], '--epochs 1.5: not a whole number from 0'],
  [['train', 'net.py', '--lr', 'fast'], '--lr fast: not a number from 0'],
  [['train', 'net.py', '--optimizer', 'lion'], '--optimizer lion: not one of adam, adamw, sgd, rmsprop'],
  [['train', 'net.py', '--nesterov', '--optimizer', 'sgd'], '--nesterov: only with --optimizer sgd and a --momentum'],
  [['train', 'net.py', '--amsgrad', '--optimizer', 'sgd'], '--amsgrad: only with --optimizer adam or adamw'],
  [['train', 'net.py', '--momentum', '0.9'], '--momentum: only with --optimizer sgd or rmsprop'],
  [['train', 'net.py', '--milestones', '3'], '--milestones: only with --scheduler multistep'],
  [['train', 'net.py', '--scheduler', 'multistep', '--milestones', '3;5'], '--milestones 3;5: not epochs'],
  [['train', 'net.py', '--clip-norm', '1', '--clip-value', '1'], '--clip-norm and --clip-value: one or the other'],
  [['train', 'net.py', '--workers', '0'], '--workers 0'],
  [['train', 'net.py', '--resume', 'none.pth', ...onData], '--resume none.pth: cannot be read'],
  [['train', 'notes.py', ...onData], 'notes.py: it defines no model'],
  [['train', 'unknown.py', ...onData], 'cannot be trained'],
])('refuses %j in one line', async (args, message) => {
  const { status, out, error } = await runIn(files, args);
  expect({ status, out }).toEqual({ status: 2, out: '' });
  expect(error).toContain(message);
  expect(error.trimEnd().split('\n')).toHaveLength(1);
});
