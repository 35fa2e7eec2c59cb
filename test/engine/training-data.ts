// The images of scripts/golden/trajectory.py, byte by byte, and the setting up of an engine for a hand-built graph.
import type { SerialisedGraph } from '../../core/graph/graph';
import { initialise } from '../../engine/init/initialise';
import { Generator } from '../../engine/random/generator';
import { createEngine } from '../../engine/session';
import type { Batch, Engine, EngineOptions } from '../../engine/types';

const MEAN = 0.1307;
const STD = 0.3081;

/** One batch: stripes whose distance is the label + 2, over noise from a linear congruential generator. */
export function stripes(step: number, count: number, size = 28): Batch {
  let state = (step * 7919 + 1) >>> 0;
  const next = (): number => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0);
  const bytes = new Uint8Array(count * size * size);
  const labels = new Int32Array(count);
  for (let item = 0, to = 0; item < count; item++) {
    labels[item] = (next() >>> 16) % 10;
    for (let at = 0; at < size * size; at++) {
      const noise = Math.floor(((next() >>> 24) * 95) / 255);
      bytes[to++] = noise + (Math.floor(at / size) % (labels[item] + 2) === 0 ? 160 : 0);
    }
  }
  return { images: { bytes, mean: [MEAN], std: [STD] }, labels, count };
}

/** An engine with the state of `torch.manual_seed(seed); model = ...`. */
export async function startEngine(
  graph: SerialisedGraph,
  options: Partial<EngineOptions> & Pick<EngineOptions, 'device' | 'batchSize'>,
  seed = 0,
): Promise<Engine> {
  const made = await createEngine({ graph, loss: { kind: 'cross_entropy' }, ...options });
  if (made.kind !== 'known') throw new Error(`${made.problem.code} ${JSON.stringify(made.problem.details)}`);
  for (const [id, data] of initialise(graph, new Generator(seed)).entries()) await made.value.writeState(id, data);
  return made.value;
}
