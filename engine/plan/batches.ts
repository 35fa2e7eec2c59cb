// Parts of a batch, and results of parts put together again.
import type { Batch } from '../types';
import type { LossTotals } from './run-state';

/** Views of items [from, from + count). */
export function sliceBatch(batch: Batch, from: number, count: number): Batch {
  const cut = <T extends Float32Array | Int32Array | Uint8Array>(data: T): T => {
    const each = data.length / batch.count;
    return data.subarray(from * each, (from + count) * each) as T;
  };
  const { images } = batch;
  return {
    images: 'bytes' in images ? { ...images, bytes: cut(images.bytes) } : cut(images),
    count,
    labels: batch.labels && cut(batch.labels),
    targets: batch.targets && cut(batch.targets),
    further: batch.further?.map((data) => cut(data)),
  };
}

/** One array of all parts; the part itself where there is one. */
export function joined<T extends Float32Array | Int32Array>(parts: readonly T[]): T {
  if (parts.length === 1) return parts[0];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = (parts[0] instanceof Float32Array ? new Float32Array(length) : new Int32Array(length)) as T;
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** In the order of the batch. */
export function sumOfTotals(parts: readonly LossTotals[]): LossTotals {
  const predictions = parts.flatMap((part) => (part.predictions ? [part.predictions] : []));
  return {
    lossSum: parts.reduce((sum, part) => sum + part.lossSum, 0),
    correct: parts.reduce((sum, part) => sum + part.correct, 0),
    predictions: predictions.length > 0 ? joined(predictions) : null,
  };
}
