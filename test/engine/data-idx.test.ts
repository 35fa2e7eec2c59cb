// IDX files: what they hold, and one clear message for each way in which they can be bad.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readMnist, type MnistFile } from '../../engine/data/mnist';

const inflate = (bytes: Uint8Array): Uint8Array => gunzipSync(bytes);

/** An IDX file: magic, sizes, bytes. */
function idx(magic: number, sizes: readonly number[], body: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * sizes.length + body.length);
  const view = new DataView(bytes.buffer);
  for (const [i, word] of [magic, ...sizes].entries()) view.setUint32(4 * i, word);
  bytes.set(body, 4 + 4 * sizes.length);
  return bytes;
}

const images = (count: number): Uint8Array =>
  idx(
    0x803,
    [count, 2, 3],
    Uint8Array.from({ length: 6 * count }, (_, i) => i),
  );
const labels = (count: number): Uint8Array =>
  idx(
    0x801,
    [count],
    Uint8Array.from({ length: count }, (_, i) => i % 10),
  );

const good: Record<MnistFile, Uint8Array> = {
  trainImages: images(4),
  trainLabels: labels(4),
  testImages: new Uint8Array(gzipSync(images(2))),
  testLabels: new Uint8Array(gzipSync(labels(2))),
};

describe('four IDX files', () => {
  it('are two datasets, plain or gzip', async () => {
    const { train, validation } = await readMnist(good, inflate);
    expect(train).toMatchObject({ name: 'MNIST', count: 4, channels: 1, height: 2, width: 3 });
    expect([...validation.images]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect([...validation.labels]).toEqual([0, 1]);
    expect(validation.classes).toHaveLength(10);
  });

  const damaged = good.testImages.slice();
  damaged.fill(0, 12, 20);
  it.each<{ name: string; bad: Partial<Record<MnistFile, Uint8Array | null>>; message: RegExp }>([
    { name: 'missing', bad: { trainLabels: null }, message: /^train-labels-idx1-ubyte is missing$/ },
    {
      name: 'truncated',
      bad: { trainImages: images(4).subarray(0, 39) },
      message: /^train-images-idx3-ubyte is truncated: its header promises 40 bytes, but it has 39$/,
    },
    { name: 'empty', bad: { trainLabels: new Uint8Array() }, message: /^train-labels-idx1-ubyte is truncated/ },
    {
      name: 'labels for images',
      bad: { testImages: labels(2) },
      message: /^t10k-images-idx3-ubyte is no IDX file of images: its magic number is 0x00000801, not 0x00000803$/,
    },
    {
      name: 'a web page',
      bad: { testLabels: Uint8Array.from('<!DOCTYPE html>', (c) => c.charCodeAt(0)) },
      message: /^t10k-labels-idx1-ubyte is no IDX file of labels: its magic number is 0x3c21444f/,
    },
    {
      name: 'other counts',
      bad: { trainLabels: labels(3) },
      message: /^train-images-idx3-ubyte has 4 images, but train-labels-idx1-ubyte has 3 labels$/,
    },
    { name: 'damaged gzip', bad: { testImages: damaged }, message: /^t10k-images-idx3-ubyte cannot be decompressed: / },
    {
      name: 'sizes beyond all memory',
      bad: { trainImages: idx(0x803, [2 ** 32 - 1, 2 ** 16, 2 ** 16], new Uint8Array(9)) },
      message: /is truncated/,
    },
  ])('$name', async ({ bad, message }) => {
    await expect(readMnist({ ...good, ...bad }, inflate)).rejects.toThrow(message);
  });
});

const mnist = new URL('../../../shared/data/mnist/', import.meta.url);
describe.skipIf(!existsSync(mnist))('real MNIST', () => {
  it('is read from its published files', async () => {
    const file = (name: string): Uint8Array => readFileSync(new URL(`${name}-ubyte.gz`, mnist));
    const { train, validation } = await readMnist(
      {
        trainImages: file('train-images-idx3'),
        trainLabels: file('train-labels-idx1'),
        testImages: file('t10k-images-idx3'),
        testLabels: file('t10k-labels-idx1'),
      },
      inflate,
    );
    expect([train.count, validation.count, train.height, train.width]).toEqual([60000, 10000, 28, 28]);
    expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...validation.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
  });
});
if (!existsSync(mnist)) console.log('../shared/data/mnist is absent: real MNIST is not read');
