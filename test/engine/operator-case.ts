// One model of scripts/golden/engine_cases.py in an engine: a training step and an evaluation, and how far they are from PyTorch's.
// Runs under Node and in a page.
import type { SerialisedGraph } from '../../core/graph/graph';
import { dropoutSource } from '../../engine/random/dropout';
import { Generator } from '../../engine/random/generator';
import { createEngine } from '../../engine/session';
import type { Engine, EngineOptions, PlanRefusal } from '../../engine/types';

export interface OperatorGolden {
  readonly name: string;
  readonly input: readonly number[];
  readonly output: readonly number[];
  readonly loss: number;
  /** Float32, little endian, base64. */
  readonly gradients: Readonly<Record<string, string>>;
  readonly buffers: Readonly<Record<string, string>>;
  readonly evaluated: string;
}

export interface OperatorCase {
  readonly golden: OperatorGolden;
  readonly graph: SerialisedGraph;
  readonly evaluation: SerialisedGraph;
}

/** Largest difference over the largest element. */
export interface Difference {
  readonly what: string;
  readonly difference: number;
}

declare const atob: (text: string) => string;

export const floats = (packed: string): Float32Array =>
  new Float32Array(Uint8Array.from(atob(packed), (c) => c.charCodeAt(0)).buffer);

const sizeOf = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/** The numbers of the golden script: multiples of 2^-23 in [-1, 1). */
export function numbers(seed: number, count: number): Float32Array {
  let state = (Math.imul(seed, 2654435761) + 12345) >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 8) / 2 ** 23 - 1;
  });
}

/** As the constructor made them. */
function wholeNumbers({ initialisation }: SerialisedGraph, id: number, count: number): BigInt64Array {
  const step = initialisation.find(({ parameter, initialiser }) => parameter === id && initialiser.kind === 'data');
  if (step?.initialiser.kind !== 'data') return new BigInt64Array(count);
  return BigInt64Array.from(step.initialiser.data, BigInt);
}

async function fill(engine: Engine, graph: SerialisedGraph): Promise<void> {
  for (const [id, { name, shape, dtype }] of graph.parameters.entries()) {
    const count = sizeOf(shape ?? []);
    if (dtype !== 'float32') await engine.writeState(id, wholeNumbers(graph, id, count));
    else if (name === 'p') await engine.writeState(id, new Float32Array(count));
    else {
      const given = numbers(100 + id, count).map((x) => x * 0.5);
      await engine.writeState(id, name.endsWith('running_var') ? given.map((x) => Math.abs(x) + 0.5) : given);
    }
  }
}

function differenceOf(what: string, actual: ArrayLike<number | bigint>, expected: Float32Array): Difference {
  if (actual.length !== expected.length) return { what: `${what}: ${actual.length} elements`, difference: Infinity };
  const largest = expected.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-3);
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(Number(actual[i]) - expected[i]);
    worst = Number.isNaN(difference) ? Infinity : Math.max(worst, difference);
  }
  return { what, difference: worst / largest };
}

export async function runOperator(
  backend: Pick<EngineOptions, 'device' | 'kernels' | 'gpu'>,
  { golden, graph, evaluation }: OperatorCase,
): Promise<readonly Difference[] | PlanRefusal> {
  const batchSize = golden.input[0];
  const random = dropoutSource(new Generator(7));
  const made = await createEngine({ graph, evaluation, ...backend, batchSize, loss: { kind: 'mse' }, random });
  if (made.kind === 'refused') return made;
  const engine = made.value;
  await fill(engine, graph);
  const images = numbers(1, sizeOf(golden.input));
  const targets = numbers(2, sizeOf(golden.output));
  const { loss } = await engine.step({ images, targets, count: batchSize }, { groups: [] });
  const found: Difference[] = [{ what: 'loss', difference: Math.abs(loss / golden.loss - 1) }];
  const gradients = await engine.readGradients();
  for (const { name, offset, length, used } of engine.layout) {
    const given = golden.gradients[name] as string | undefined;
    if (used !== (given !== undefined)) found.push({ what: `whether ${name} gets a gradient`, difference: Infinity });
    else if (given !== undefined)
      found.push(differenceOf(`gradient of ${name}`, gradients.subarray(offset, offset + length), floats(given)));
  }
  for (const [name, given] of Object.entries(golden.buffers)) {
    const id = graph.parameters.findIndex((parameter) => parameter.name === name);
    found.push(differenceOf(name, await engine.readState(id), floats(given)));
  }
  const { logits, shape } = await engine.forward(images, batchSize);
  if (shape.join() !== golden.output.join()) found.push({ what: `shape ${shape.join('×')}`, difference: Infinity });
  found.push(differenceOf('output in evaluation', logits, floats(golden.evaluated)));
  engine.dispose();
  return found;
}
