// The memory plan: what is alive together never overlaps, and what the plan says is what is used.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SerialisedGraph } from '../../core/graph/graph';
import { createAnalyzer } from '../../core/index';
import { serialiseGraph } from '../../core/report/serialise';
import { initialise } from '../../engine/init/initialise';
import { alone } from '../../engine/parallel/exchange';
import { chooseBackend } from '../../engine/plan/backends';
import { compile } from '../../engine/plan/compile';
import { lifetimes, planMemory } from '../../engine/plan/memory';
import { combine } from '../../engine/plan/parts';
import type { Memory } from '../../engine/plan/run-state';
import { writeState } from '../../engine/plan/state';
import type { Task } from '../../engine/plan/task';
import { Generator } from '../../engine/random/generator';
import { createEngine } from '../../engine/session';
import { loadParser } from '../support/parser';
import { kernels } from './backends';
import { notesNetwork } from './models';

const task = (touches: Task['touches']): Task => ({
  operations: [],
  phase: 'forward',
  kernel: 'reference',
  touches,
  writes: [],
  bind: () => () => undefined,
});

/** Tasks that touch random buffers, from a fixed seed. */
function randomTasks(seed: number): readonly Task[] {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state % below;
  };
  const bytes = Array.from({ length: 30 }, () => 4 * (1 + next(500)));
  return Array.from({ length: 40 }, () =>
    task(
      Array.from({ length: 1 + next(4) }, () => next(30)).map((buffer) => ({ key: `${buffer}`, bytes: bytes[buffer] })),
    ),
  );
}

describe('planMemory', () => {
  it.each([1, 2, 3, 4, 5])('keeps apart what is alive together (seed %i)', (seed) => {
    const tasks = randomTasks(seed);
    const { offsets, bytes } = planMemory(tasks);
    const all = lifetimes(tasks);
    for (const a of all) {
      const [from, to] = [offsets.get(a.key) ?? -1, (offsets.get(a.key) ?? 0) + a.bytes];
      expect(from % 64).toBe(0);
      expect(to).toBeLessThanOrEqual(bytes);
      for (const b of all) {
        if (a === b || a.first > b.last || b.first > a.last) continue;
        const other = offsets.get(b.key) ?? -1;
        expect(to <= other || other + b.bytes <= from, `${a.key} and ${b.key}`).toBe(true);
      }
    }
  });

  it('lets buffers share memory one after the other', () => {
    const one = (key: string) => ({ key, bytes: 640 });
    const { bytes } = planMemory([task([one('a')]), task([one('b')]), task([one('c')])]);
    expect(bytes).toBe(640);
  });
});

/** A pattern that no result has: a NaN with a payload. */
const UNTOUCHED = 0x7fc5a5a5;

interface Measured {
  readonly planned: number;
  /** Of every memory that the engine took. */
  readonly grown: number;
  /** Written by a training step and an evaluation, or filled by the plan from the start. */
  readonly touched: number;
}

/** Plans a network on images of 28 × 28, trains a batch and evaluates it; all memory holds the pattern before. */
async function measure(
  graph: SerialisedGraph,
  { device, batchSize }: { device: 'wasm' | 'reference'; batchSize: number },
): Promise<Measured> {
  const { backend, allocator } = await chooseBackend(device, kernels, null);
  const memories: Memory[] = [];
  const compiled = compile({
    parts: combine(graph, null),
    backend,
    allocator: {
      ...allocator,
      allocate(bytes) {
        const memory = allocator.allocate(bytes);
        memories.push(memory);
        new Uint32Array(memory.buffer).fill(UNTOUCHED);
        return memory;
      },
    },
    loss: { kind: 'cross_entropy' },
    capacity: batchSize,
    slots: 2,
    exchange: alone,
    random: null,
    now: null,
  });
  if (compiled.kind === 'refused') throw new Error(compiled.problem.code);
  const { engine, bytes } = compiled;
  const [memory] = memories;
  // What starts as zeros: the frames around images, and the store but for its parameters, which are written below.
  const { store, fixed, arena } = engine.parts;
  const words = new Uint32Array(memory.buffer);
  for (const address of fixed.values())
    for (let at = address / 4; at < arena / 4 && words[at] === UNTOUCHED; at++) words[at] = 0;
  words.fill(0, 0, store.end / 4);
  for (const [id, data] of initialise(graph, new Generator(0)).entries()) writeState(engine, id, data);
  const batch = {
    images: Float32Array.from({ length: batchSize * 784 }, (_, i) => Math.sin(i)),
    labels: Int32Array.from({ length: batchSize }, (_, i) => i % 10),
    count: batchSize,
  };
  const share = { from: 0, total: batchSize };
  await engine.differentiate(batch, share, batchSize, 1);
  engine.update({
    groups: [
      {
        parameters: store.layout.map(({ id }) => id),
        rule: { kind: 'adam', beta1: 0.9, beta2: 0.999, eps: 1e-8, amsgrad: false },
        lr: 1e-3,
        weightDecay: 0,
      },
    ],
  });
  await engine.evaluate(batch, share);
  const untouched = words.subarray(0, bytes / 4).filter((word) => word === UNTOUCHED).length;
  const grown = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
  return { planned: bytes, grown, touched: bytes - 4 * untouched };
}

async function plannedBytes(batchSize: number, baseChannels = 32): Promise<number> {
  const graph = notesNetwork({ baseChannels, dilation: 2 });
  const made = await createEngine({ graph, device: 'wasm', kernels, batchSize, loss: { kind: 'cross_entropy' } });
  if (made.kind === 'refused') throw new Error(made.problem.code);
  return made.value.plannedBytes;
}

describe('planned bytes', () => {
  it('of the notes network at batch 128 stay below 350 MB', async () => {
    expect(await plannedBytes(128)).toBeLessThan(350e6);
  });

  it.each([
    { device: 'wasm', batchSize: 32 },
    { device: 'wasm', batchSize: 7 },
    { device: 'reference', batchSize: 8 },
  ] as const)('are the bytes used within 5%: $device, batch $batchSize', async (options) => {
    const { planned, grown, touched } = await measure(notesNetwork({ baseChannels: 8, dilation: 2 }), options);
    expect(grown / planned).toBeGreaterThanOrEqual(1);
    expect(grown / planned).toBeLessThan(1.05);
    expect(touched / planned).toBeGreaterThan(0.95);
  });

  it('are the bytes used within 5%: a transformer', async () => {
    const text = readFileSync(new URL('../../scripts/golden/user_cases.py', import.meta.url), 'utf8');
    const analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
    const request = { file: 'cases.py', text, model: 'Mixer()', inputs: ['Nx1x28x28'], training: true };
    const graph = serialiseGraph(analyzer.analyze(request).models[0].graph);
    const { planned, grown, touched } = await measure(graph, { device: 'wasm', batchSize: 24 });
    expect(grown / planned).toBeLessThan(1.05);
    expect(touched / planned).toBeGreaterThan(0.95);
  });

  it('grow linearly with the batch', async () => {
    const [small, middle, large] = await Promise.all([16, 32, 64].map((batch) => plannedBytes(batch)));
    expect((large - middle) / (middle - small)).toBeCloseTo(2, 1);
  });
});
