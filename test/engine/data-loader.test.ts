// Batches in a given order, and the digits that the engine draws.
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../engine/checkpoint/crc32';
import { limited, type ImageDataset } from '../../engine/data/dataset';
import { batches, batchesOf } from '../../engine/data/loader';
import { syntheticDigits } from '../../engine/data/synthetic';

const tiny: ImageDataset = {
  name: 'tiny',
  count: 5,
  channels: 2,
  height: 1,
  width: 2,
  images: Uint8Array.from({ length: 20 }, (_, i) => i),
  labels: Uint8Array.of(0, 1, 2, 3, 4),
  classes: ['a', 'b', 'c', 'd', 'e'],
  mean: [0, 0],
  std: [1, 1],
};

describe('a loader', () => {
  it('yields batches in the order given, the last one smaller', () => {
    const seen = [...batches(tiny, Int32Array.of(4, 0, 3, 1, 2), 2)].map(({ count }) => count);
    expect(seen).toEqual([2, 2, 1]);
    expect(batchesOf(5, 2)).toBe(3);
    const [first] = batches(tiny, Int32Array.of(4, 0), 2);
    expect([...first.images.bytes]).toEqual([16, 17, 18, 19, 0, 1, 2, 3]);
    expect([...first.labels]).toEqual([4, 0]);
    expect(first.images.mean).toEqual([0, 0]);
  });

  it('limits to the first images', () => {
    expect(limited(tiny, 2)).toMatchObject({
      count: 2,
      images: tiny.images.subarray(0, 8),
      labels: Uint8Array.of(0, 1),
    });
    expect(limited(tiny, 9)).toBe(tiny);
    expect(limited(tiny, null)).toBe(tiny);
  });
});

describe('drawn digits', () => {
  const { train, validation } = syntheticDigits({ train: 1500, validation: 400 });
  const size = 28 * 28;

  it('are the same for the same seed', () => {
    const again = syntheticDigits({ train: 1500, validation: 400 });
    expect(crc32(again.train.images)).toBe(crc32(train.images));
    expect(again.validation.labels).toEqual(validation.labels);
    const other = syntheticDigits({ train: 1500, validation: 400, seed: 1 });
    expect(crc32(other.train.images)).not.toBe(crc32(train.images));
  });

  it('have the ink of handwriting, inside their frame, in every class', () => {
    const values = Array.from(train.images, (byte) => byte / 255);
    const mean = values.reduce((a, b) => a + b) / values.length;
    const std = Math.sqrt(values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length);
    expect(mean).toBeGreaterThan(0.1);
    expect(mean).toBeLessThan(0.17);
    expect(std).toBeGreaterThan(0.27);
    expect(std).toBeLessThan(0.35);
    const counts = Array.from({ length: 10 }, (_, digit) => train.labels.filter((label) => label === digit).length);
    expect(Math.min(...counts)).toBeGreaterThan(100);
    // The outermost row is empty in nearly all of them: the digit lies inside.
    const cut = Array.from({ length: train.count }, (_, i) =>
      train.images.subarray(i * size, i * size + 28).some(Boolean),
    );
    expect(cut.filter(Boolean).length / train.count).toBeLessThan(0.05);
  });

  it('can be told apart: even the nearest mean image gets most of them', () => {
    const means = Array.from({ length: 10 }, () => new Float64Array(size));
    for (let i = 0; i < train.count; i++) {
      for (let p = 0; p < size; p++) means[train.labels[i]][p] += train.images[i * size + p];
    }
    for (const mean of means) {
      const norm = Math.hypot(...mean);
      mean.forEach((_, p) => (mean[p] /= norm));
    }
    let correct = 0;
    for (let i = 0; i < validation.count; i++) {
      const image = validation.images.subarray(i * size, (i + 1) * size);
      const scores = means.map((mean) => mean.reduce((sum, value, p) => sum + value * image[p], 0));
      if (scores.indexOf(Math.max(...scores)) === validation.labels[i]) correct += 1;
    }
    expect(correct / validation.count).toBeGreaterThan(0.6);
  });
});
