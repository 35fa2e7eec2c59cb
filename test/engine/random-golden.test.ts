// PyTorch's generator, draw by draw, against streams measured in torch (scripts/golden/generator.py): every value bit by bit,
// and the generator's state afterwards.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../engine/checkpoint/crc32';
import { sequentialOrder, shuffledOrder } from '../../engine/data/order';
import { bernoulli, integers, normal, permutation, randomInt64, uniform } from '../../engine/random/distributions';
import { dropoutCopy, dropoutSource } from '../../engine/random/dropout';
import { fusedMultiplyAdd } from '../../engine/random/float32';
import { Generator } from '../../engine/random/generator';
import { truncatedNormal } from '../../engine/random/truncatedNormal';

interface Measured {
  readonly data?: string;
  readonly crc32?: number;
}
type Draw = Measured &
  (
    | { draw: 'uniform'; n: number; low: number; high: number }
    | { draw: 'normal'; n: number; mean: number; std: number }
    | { draw: 'bernoulli'; n: number; probability: number }
    | { draw: 'integers'; n: number; low: number; high: number }
    | { draw: 'int64'; value: string }
    | { draw: 'permutation'; n: number }
    | { draw: 'truncatedNormal'; n: number; mean: number; std: number; low: number; high: number }
  );
interface Golden {
  readonly cases: readonly { name: string; seed: string; draws: readonly Draw[]; state: number }[];
  readonly loaders: readonly {
    seed: number;
    train: number;
    val: number;
    batch: number;
    epochs: readonly (Measured & { batches: number[] })[];
    state: number;
  }[];
}

const golden = JSON.parse(readFileSync(new URL('../golden/engine/generator.json', import.meta.url), 'utf8')) as Golden;

function make(generator: Generator, draw: Exclude<Draw, { draw: 'int64' }>): ArrayBufferView {
  if (draw.draw === 'permutation') return permutation(generator, draw.n);
  if (draw.draw === 'integers') {
    const whole = new Float64Array(draw.n);
    integers(generator, whole, draw.low, draw.high);
    return whole;
  }
  const data = new Float32Array(draw.n);
  if (draw.draw === 'uniform') uniform(generator, data, draw.low, draw.high);
  else if (draw.draw === 'normal') normal(generator, data, draw.mean, draw.std);
  else if (draw.draw === 'bernoulli') bernoulli(generator, data, draw.probability);
  else truncatedNormal(generator, data, draw.mean, draw.std, draw.low, draw.high);
  return data;
}

function check(actual: ArrayBufferView, expected: Measured): void {
  const bytes = new Uint8Array(actual.buffer, actual.byteOffset, actual.byteLength);
  if (expected.data === undefined) expect(crc32(bytes)).toBe(expected.crc32);
  else expect(Buffer.from(bytes).toString('base64')).toBe(expected.data);
}

describe('the stream is the one of torch', () => {
  it.each(golden.cases)('$name', ({ seed, draws, state }) => {
    const generator = new Generator(BigInt(seed));
    for (const draw of draws) {
      if (draw.draw === 'int64') expect(randomInt64(generator)).toBe(BigInt(draw.value));
      else check(make(generator, draw), draw);
    }
    expect(crc32(generator.readState())).toBe(state);
  });
});

describe('a loader takes its batches in the order of torch', () => {
  it.each(golden.loaders)('$train images, seed $seed', ({ seed, train, val, epochs, state }) => {
    const generator = new Generator(seed);
    generator.skip(5);
    for (const epoch of epochs) {
      check(shuffledOrder(generator, train), epoch);
      sequentialOrder(generator, val);
    }
    expect(crc32(generator.readState())).toBe(state);
  });
});

describe('the generator', () => {
  it('goes on from a state that was kept, a cached normal value included', () => {
    const generator = new Generator(11);
    normal(generator, new Float32Array(3), 0, 1);
    const copy = new Generator(0);
    copy.writeState(generator.readState());
    const [a, b] = [new Float32Array(700), new Float32Array(700)];
    for (const [g, data] of [
      [generator, a],
      [copy, b],
    ] as const) {
      normal(g, data.subarray(0, 3), 0, 1);
      uniform(g, data.subarray(3), 0, 1);
    }
    expect(a).toEqual(b);
    expect(copy.initialSeed()).toBe(11n);
  });

  it('refuses seeds and states that are none', () => {
    for (const seed of [0.5, Number.NaN, 2n ** 64n, -(2n ** 63n) - 1n])
      expect(() => new Generator(seed)).toThrow(RangeError);
    const generator = new Generator(0);
    expect(() => generator.writeState(new Uint8Array(12))).toThrow(RangeError);
    expect(() => generator.writeState(new Uint8Array(5056))).toThrow(RangeError);
  });

  it('gives each worker its share of a dropout mask', () => {
    const whole = new Float32Array(100);
    bernoulli(new Generator(1), whole, 0.5);
    const main = dropoutSource(new Generator(1));
    const worker = dropoutCopy(main.readState());
    const [first, second] = [new Float32Array(60), new Float32Array(40)];
    main.bernoulli(0.5, 100, 0, first);
    worker.bernoulli(0.5, 100, 60, second);
    expect([...first, ...second]).toEqual([...whole]);
    expect(worker.readState()).toEqual(main.readState());
  });
});

describe('a fused multiply-add', () => {
  it.each([
    // a·b + c lies just beside the middle between two float32, closer than float64 can tell.
    { a: 1 + 2 ** -23, b: 2 ** -24, c: 1, expected: 1 + 2 ** -23 },
    { a: 2 ** -24, b: 1, c: 1, expected: 1 },
    { a: 1 + 2 ** -23, b: 1 - 2 ** -24, c: 2 ** -80, expected: Math.fround(1 + 2 ** -24 - 2 ** -47) },
    { a: 2 ** -30, b: -(2 ** -30), c: 1 + 2 ** -23, expected: 1 + 2 ** -23 },
    { a: 3, b: 5, c: Infinity, expected: Infinity },
  ])('$a · $b + $c', ({ a, b, c, expected }) => {
    expect(fusedMultiplyAdd(a, b, c)).toBe(expected);
  });
});
