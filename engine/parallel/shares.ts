// A batch divided among workers: contiguous shares in rank order, the first ones one item larger where it does not divide.
import type { Share } from '../layers/rule';
import { sliceBatch } from '../plan/batches';
import type { Batch } from '../types';

export interface BatchShare {
  readonly batch: Batch;
  readonly share: Share;
}

export function shareOf(batch: Batch, rank: number, size: number): BatchShare {
  const each = Math.floor(batch.count / size);
  const extra = batch.count % size;
  const from = rank * each + Math.min(rank, extra);
  const count = each + (rank < extra ? 1 : 0);
  return { batch: size === 1 ? batch : sliceBatch(batch, from, count), share: { from, total: batch.count } };
}

/** Copies that can be given away, and their buffers: views would carry the whole batch along. */
export function detach(batch: Batch): { readonly batch: Batch; readonly transfer: readonly ArrayBuffer[] } {
  const transfer: ArrayBuffer[] = [];
  const copy = <T extends Float32Array | Int32Array | Uint8Array>(data: T): T => {
    // Not `slice`: a Node Buffer's gives a view.
    const own = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer;
    transfer.push(own);
    const kind = data instanceof Float32Array ? Float32Array : data instanceof Int32Array ? Int32Array : Uint8Array;
    return new kind(own) as T;
  };
  const { images } = batch;
  return {
    batch: {
      ...batch,
      images: 'bytes' in images ? { ...images, bytes: copy(images.bytes) } : copy(images),
      labels: batch.labels && copy(batch.labels),
      targets: batch.targets && copy(batch.targets),
      further: batch.further?.map((data) => copy(data)),
    },
    transfer,
  };
}
