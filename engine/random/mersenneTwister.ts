// MT19937, the generator under PyTorch's CPU stream, seeded by one 32-bit number.
// M. Matsumoto, T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), with the initialisation of 2002 (mt19937ar).
//
//     new MersenneTwister(5489).next()  ->  3499211612

const size = 624;
const middle = 397;

export interface TwisterState {
  /** 624 words. */
  readonly words: Uint32Array<ArrayBuffer>;
  /** Words of the present block already handed out, 0 to 624; 624 means that the next draw makes a new block. */
  readonly used: number;
}

export class MersenneTwister {
  private words = new Uint32Array(size);
  private used = size;

  constructor(seed: number) {
    this.seed(seed);
  }

  /** Starts over from the low 32 bits of `seed`. */
  seed(seed: number): void {
    this.words[0] = seed;
    for (let i = 1; i < size; i++) {
      const before = this.words[i - 1];
      this.words[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
    this.used = size;
  }

  /** The next draw: an integer in [0, 2³²). */
  next(): number {
    if (this.used === size) this.twist();
    let y = this.words[this.used++];
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }

  /** Passes over `count` draws. */
  skip(count: number): void {
    for (let left = count; left > 0;) {
      if (this.used === size) this.twist();
      const step = Math.min(left, size - this.used);
      this.used += step;
      left -= step;
    }
  }

  readState(): TwisterState {
    return { words: this.words.slice(), used: this.used };
  }

  writeState(state: TwisterState): void {
    if (state.words.length !== size || !(state.used >= 0 && state.used <= size)) {
      throw new RangeError('not a state of MT19937');
    }
    this.words = state.words.slice();
    this.used = state.used;
  }

  private twist(): void {
    const words = this.words;
    for (let i = 0; i < size - middle; i++) words[i] = words[i + middle] ^ mix(words[i], words[i + 1]);
    for (let i = size - middle; i < size - 1; i++) words[i] = words[i + middle - size] ^ mix(words[i], words[i + 1]);
    words[size - 1] = words[middle - 1] ^ mix(words[size - 1], words[0]);
    this.used = 0;
  }
}

/** The recurrence's matrix on the upper bit of one word and the lower bits of the next. */
function mix(word: number, next: number): number {
  const mixed = (word & 0x80000000) | (next & 0x7fffffff);
  return (mixed >>> 1) ^ (-(mixed & 1) & 0x9908b0df);
}
