// Dropout masks out of a generator, as the engine asks for them (`DropoutSource` in engine/types.ts).
import type { DropoutSource } from '../types';
import { bernoulli, uniform } from './distributions';
import { Generator } from './generator';

export function dropoutSource(generator: Generator): DropoutSource {
  return {
    bernoulli(probability, total, from, target) {
      generator.skip(2 * from);
      bernoulli(generator, target, probability);
      generator.skip(2 * (total - from - target.length));
    },
    uniform(total, from, target) {
      generator.skip(from);
      uniform(generator, target, 0, 1);
      generator.skip(total - from - target.length);
    },
    readState: () => generator.readState(),
    writeState: (state) => generator.writeState(state),
  };
}

/** A worker's copy of the main generator's draws. */
export function dropoutCopy(state: Uint8Array): DropoutSource {
  const generator = new Generator(0);
  generator.writeState(state);
  return dropoutSource(generator);
}
