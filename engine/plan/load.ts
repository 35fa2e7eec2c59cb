// Copies a batch into the plan's input tensors. Bytes become (byte / 255 − mean) / std, each step rounded to float32 as
// torchvision's ToTensor and Normalize do, so that the values are the same bits.
import type { View } from '../layers/rule';
import type { Batch, ByteImages } from '../types';

/** @throws where the batch does not fit the inputs' shapes */
export function loadInputs(inputs: readonly View[], batch: Batch | null): void {
  if (!batch) throw new Error('no batch to load');
  inputs.forEach((input, index) => {
    const source = index === 0 ? batch.images : batch.further?.[index - 1];
    if (source === undefined) throw new Error(`no data for input ${index}`);
    if ('bytes' in source) return normalise(input, source);
    if (source.length !== input.data.length)
      throw new Error(`input ${index} takes ${input.data.length} numbers, but ${source.length} were given`);
    input.data.set(source);
  });
}

function normalise(input: View, { bytes, mean, std }: ByteImages): void {
  if (bytes.length !== input.data.length)
    throw new Error(`the images take ${input.data.length} bytes, but ${bytes.length} were given`);
  const tables = mean.map((each, channel) => channelTable(each, std[channel]));
  const channels = input.shape[1];
  const area = input.shape.slice(2).reduce((a, b) => a * b, 1);
  for (let plane = 0, at = 0; at < bytes.length; plane++) {
    const table = tables[(plane % channels) % tables.length];
    for (const end = at + area; at < end; at++) input.data[at] = table[bytes[at]];
  }
}

/** The normalised value of each byte, for one channel. */
function channelTable(mean: number, std: number): Float32Array {
  const [m, s] = [Math.fround(mean), Math.fround(std)];
  return Float32Array.from({ length: 256 }, (_, byte) => Math.fround(Math.fround(Math.fround(byte / 255) - m) / s));
}
