// Batches of a dataset in a given order: the images' bytes side by side, to be normalised on the way into the engine, and their
// labels. The last batch may be smaller. Each batch is valid until the next one is asked for: they share their memory.
import type { Batch, ByteImages } from '../types';
import type { ImageDataset } from './dataset';

/** A batch of a classified dataset: of the fields of `Batch`, those that are always there. */
export interface ImageBatch extends Batch {
  readonly images: ByteImages;
  readonly labels: Int32Array;
}

export const batchesOf = (count: number, batchSize: number): number => Math.ceil(count / batchSize);

/** The images of `order`, `batchSize` at a time. */
export function* batches(dataset: ImageDataset, order: Int32Array, batchSize: number): Generator<ImageBatch> {
  const { channels, height, width, images, labels, mean, std } = dataset;
  const size = channels * height * width;
  const bytes = new Uint8Array(Math.min(batchSize, order.length) * size);
  const classes = new Int32Array(Math.min(batchSize, order.length));
  for (let start = 0; start < order.length; start += batchSize) {
    const count = Math.min(batchSize, order.length - start);
    for (let i = 0; i < count; i++) {
      const image = order[start + i];
      bytes.set(images.subarray(image * size, (image + 1) * size), i * size);
      classes[i] = labels[image];
    }
    yield { images: { bytes: bytes.subarray(0, count * size), mean, std }, count, labels: classes.subarray(0, count) };
  }
}
