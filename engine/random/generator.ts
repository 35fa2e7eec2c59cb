// PyTorch's CPU generator: MT19937 and the normal value that the scalar Box-Muller keeps for the next call
// (aten/src/ATen/CPUGeneratorImpl.cpp). Every draw of the engine comes from one of these, in PyTorch's order.
//
//     const generator = new Generator(0);      // torch.manual_seed(0)
//     generator.random32();                    // one 32-bit draw
import { MersenneTwister } from './mersenneTwister';

/** Bytes of `torch.get_rng_state()`. */
export const stateBytes = 5056;

/** Where the fields of THGeneratorState and its float extension lie in those bytes. */
const field = {
  seed: 0,
  left: 8,
  seeded: 12,
  next: 16,
  words: 24,
  normal: 5024,
  hasNormal: 5040,
} as const;

const wordCount = 624;
const lowestSeed = -(2n ** 63n);
const highestSeed = 2n ** 64n - 1n;

/** `torch.manual_seed` accepts [-2⁶³, 2⁶⁴): negative seeds are taken modulo 2⁶⁴. Throws RangeError for anything else. */
export function seedBits(seed: number | bigint): bigint {
  if (typeof seed === 'number' && !Number.isInteger(seed)) throw new RangeError(`the seed ${seed} is not an integer`);
  const value = BigInt(seed);
  if (value < lowestSeed || value > highestSeed) throw new RangeError(`the seed ${seed} does not fit into 64 bits`);
  return BigInt.asUintN(64, value);
}

export class Generator {
  private readonly twister = new MersenneTwister(0);
  private seed = 0n;
  /** What the scalar normal draw keeps for its next call; null: nothing. */
  cachedNormal: number | null = null;

  constructor(seed: number | bigint) {
    this.manualSeed(seed);
  }

  /** `torch.Generator.manual_seed`: only the low 32 bits reach the stream. */
  manualSeed(seed: number | bigint): void {
    this.seed = seedBits(seed);
    this.twister.seed(Number(this.seed & 0xffffffffn));
    this.cachedNormal = null;
  }

  /** `torch.initial_seed()`. */
  initialSeed(): bigint {
    return this.seed;
  }

  /** One draw: an integer in [0, 2³²). */
  random32(): number {
    return this.twister.next();
  }

  /** Two draws, the first one high: an integer in [0, 2⁶⁴). */
  random64(): bigint {
    const high = BigInt(this.twister.next());
    return (high << 32n) | BigInt(this.twister.next());
  }

  /** One draw: a multiple of 2⁻²⁴ in [0, 1), as float32 distributions start from. */
  uniform24(): number {
    return (this.twister.next() & 0xffffff) * 2 ** -24;
  }

  /** Two draws: a multiple of 2⁻⁵³ in [0, 1), as float64 distributions start from. */
  uniform53(): number {
    const high = this.twister.next() & 0x1fffff;
    return (high * 2 ** 32 + this.twister.next()) * 2 ** -53;
  }

  /** Passes over `count` 32-bit draws. */
  skip(count: number): void {
    this.twister.skip(count);
  }

  /** The state in the layout of `torch.get_rng_state()` on a little-endian machine: 5,056 bytes. */
  readState(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(stateBytes);
    const view = new DataView(bytes.buffer);
    const { words, used } = this.twister.readState();
    view.setBigUint64(field.seed, this.seed, true);
    view.setInt32(field.left, wordCount + 1 - used, true);
    view.setInt32(field.seeded, 1, true);
    view.setBigUint64(field.next, BigInt(used), true);
    words.forEach((word, i) => view.setBigUint64(field.words + 8 * i, BigInt(word), true));
    if (this.cachedNormal !== null) view.setFloat64(field.normal, this.cachedNormal, true);
    view.setInt32(field.hasNormal, this.cachedNormal === null ? 0 : 1, true);
    return bytes;
  }

  /** Takes a state written by `readState` or by PyTorch. Throws RangeError where the bytes are no such state. */
  writeState(bytes: Uint8Array): void {
    if (bytes.length !== stateBytes)
      throw new RangeError(`a generator state has ${stateBytes} bytes, not ${bytes.length}`);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const left = view.getInt32(field.left, true);
    const next = Number(view.getBigUint64(field.next, true));
    if (left < 1 || left > wordCount || next > wordCount) throw new RangeError('not a state of MT19937');
    const words = new Uint32Array(wordCount);
    for (let i = 0; i < wordCount; i++) words[i] = view.getUint32(field.words + 8 * i, true);
    // A generator that was seeded and not drawn from has left = 1 and next = 0: its words are the seed's, not yet a block.
    this.twister.writeState({ words, used: left === 1 ? wordCount : next });
    this.seed = view.getBigUint64(field.seed, true);
    this.cachedNormal = view.getInt32(field.hasNormal, true) === 0 ? null : view.getFloat64(field.normal, true);
  }
}
