// Images that come as bytes: they cross to the device as such, four in a word, and become (byte / 255 − mean) / std there by a table
// of every byte's value, so that the numbers are the same bits as everywhere (engine/plan/load.ts).
//
//     words of a program      table of input 0 [tables × 256] | its bytes | table of input 1 | ...
import { ChannelTables } from '../plan/load';
import type { DerivedGraph, PlanValue } from '../plan/ir';
import type { ByteImages } from '../types';
import { valueRef } from './context';
import { kernelOf, type Kernel } from './kernel';

const BYTES = 256;
const INVOCATIONS = 64;

interface Place {
  readonly value: PlanValue;
  readonly channels: number;
  /** In words. */
  readonly table: number;
  readonly bytes: number;
}

const channelsOf = ({ shape }: PlanValue): number => (shape.length > 1 ? shape[1] : 1);

function placesOf({ inputs }: DerivedGraph): readonly Place[] {
  let table = 0;
  return inputs.map((value) => {
    const place = { value, channels: channelsOf(value), table, bytes: table + BYTES * channelsOf(value) };
    table = place.bytes + Math.ceil(value.size / 4);
    return place;
  });
}

/** Words that a program's inputs take as bytes. */
export const wordsOf = ({ inputs }: DerivedGraph): number =>
  inputs.reduce((sum, value) => sum + BYTES * channelsOf(value) + Math.ceil(value.size / 4), 0);

/** One kernel an input, for those that come as bytes; four elements an invocation. */
export const inputKernels = (graph: DerivedGraph): readonly Kernel[] =>
  placesOf(graph).map(({ value, channels, table, bytes }) => {
    const words = Math.ceil(value.size / 4);
    const area = value.shape.slice(2).reduce((a, b) => a * b, 1);
    const stores = [0, 1, 2, 3].map((k) => {
      const i = `i * 4u + ${k}u`;
      const store = `st_x(${i}, bitcast<f32>(words[${table}u + (${i}) / ${area}u % ${channels}u * ${BYTES}u + ((four >> ${8 * k}u) & 255u)]));`;
      return value.size % 4 === 0 ? store : `if (${i} < ${value.size}u) { ${store} }`;
    });
    return kernelOf({
      refs: { x: valueRef(value) },
      writes: ['x'],
      size: INVOCATIONS,
      groups: Math.ceil(words / INVOCATIONS),
      body: `  let i = group * ${INVOCATIONS}u + lane;
  if (i >= ${words}u) { return; }
  let four = words[${bytes}u + i];
  ${stores.join('\n  ')}`,
    });
  });

/** What is written for an input that comes as bytes. */
export class ByteInputs {
  private readonly places: readonly Place[];
  private readonly tables = new ChannelTables();

  constructor(graph: DerivedGraph) {
    this.places = placesOf(graph);
  }

  /**
   * Calls `write` with bytes for offsets in bytes.
   * @throws where there are more or fewer bytes than elements
   */
  send(index: number, images: ByteImages, write: (offset: number, data: Uint8Array) => void): void {
    const { value, channels, table, bytes } = this.places[index];
    if (images.bytes.length !== value.size)
      throw new Error(`the images take ${value.size} bytes, but ${images.bytes.length} were given`);
    const known = this.tables.of(images);
    const all = new Float32Array(BYTES * channels);
    for (let channel = 0; channel < channels; channel++) all.set(known[channel % known.length], BYTES * channel);
    write(4 * table, new Uint8Array(all.buffer));
    write(4 * bytes, padded(images.bytes));
  }
}

/** To whole words, which is what a device takes. */
function padded(bytes: Uint8Array): Uint8Array {
  if (bytes.length % 4 === 0) return bytes;
  const whole = new Uint8Array(4 * Math.ceil(bytes.length / 4));
  whole.set(bytes);
  return whole;
}
