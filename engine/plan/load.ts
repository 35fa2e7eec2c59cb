// Copies a batch into the plan's input tensors. Bytes become (byte / 255 − mean) / std, each step rounded to float32 as
// torchvision's ToTensor and Normalize do, so that the values are the same bits.
import type { View } from '../layers/rule';
import type { Batch, ByteImages } from '../types';

/** @throws where the batch has none */
export function inputOf(batch: Batch, index: number): Batch['images'] | Float32Array | Int32Array {
  const source = index === 0 ? batch.images : batch.further?.[index - 1];
  if (source === undefined) throw new Error(`no data for input ${index}`);
  return source;
}

/** Binds the inputs' tensors: the batch's data go into them. What is called throws where the batch does not fit their shapes. */
export function bindLoading(inputs: readonly View[]): (batch: Batch | null) => void {
  const tables = new ChannelTables();
  return (batch) => {
    if (!batch) throw new Error('no batch to load');
    inputs.forEach((input, index) => {
      const source = inputOf(batch, index);
      if ('bytes' in source) return normalise(input, source.bytes, tables.of(source));
      if (source.length !== input.data.length)
        throw new Error(`input ${index} takes ${input.data.length} numbers, but ${source.length} were given`);
      input.data.set(source);
    });
  };
}

function normalise(input: View, bytes: Uint8Array, tables: readonly Float32Array[]): void {
  if (bytes.length !== input.data.length)
    throw new Error(`the images take ${input.data.length} bytes, but ${bytes.length} were given`);
  const { data, shape } = input;
  const channels = shape[1];
  const area = shape.slice(2).reduce((a, b) => a * b, 1);
  for (let plane = 0, at = 0; at < bytes.length; plane++) {
    const table = tables[(plane % channels) % tables.length];
    for (const end = at + area; at < end; at++) data[at] = table[bytes[at]];
  }
}

/** The normalised value of each byte by channel, kept as long as batches are normalised alike. */
export class ChannelTables {
  private known: { readonly key: string; readonly tables: readonly Float32Array[] } | null = null;

  of({ mean, std }: ByteImages): readonly Float32Array[] {
    const key = `${mean.join()}/${std.join()}`;
    if (this.known?.key !== key)
      this.known = { key, tables: mean.map((each, channel) => channelTable(each, std[channel])) };
    return this.known.tables;
  }
}

/** The normalised value of each byte, for one channel. */
function channelTable(mean: number, std: number): Float32Array {
  const [m, s] = [Math.fround(mean), Math.fround(std)];
  return Float32Array.from({ length: 256 }, (_, byte) => Math.fround(Math.fround(Math.fround(byte / 255) - m) / s));
}
