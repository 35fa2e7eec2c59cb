// What has no plan is refused before the first step, with a code, the facts and the place in the source.
import { describe, expect, it } from 'vitest';
import type { SerialisedGraph } from '../../core/graph/graph';
import { createEngine } from '../../engine/session';
import type { EngineOptions, PlanRefusal } from '../../engine/types';
import { kernels } from './backends';
import { startFollowers } from './channels';
import { GraphBuilder } from './graphs';
import { notesNetwork } from './models';

async function refusal(graph: SerialisedGraph, options: Partial<EngineOptions> = {}): Promise<PlanRefusal> {
  const made = await createEngine({
    graph,
    device: 'reference',
    batchSize: 8,
    loss: { kind: 'cross_entropy' },
    ...options,
  });
  if (made.kind === 'known') throw new Error('not refused');
  return made;
}

const place = { file: 'net.py', start: 10, end: 20 };

function oneOperation(operator: string, attributes = {}): SerialisedGraph {
  const b = new GraphBuilder();
  const x = b.input([1, 4]);
  const graph = b.build(b.operation(operator, { input: x }, attributes, [1, 4]));
  return { ...graph, operations: graph.operations.map((operation) => ({ ...operation, location: place })) };
}

describe('refusals', () => {
  it('an operator without a rule, at its place', async () => {
    const { problem, location } = await refusal(oneOperation('fft_fft'));
    expect(problem).toMatchObject({ code: 'CL3001', details: { operator: 'fft_fft' } });
    expect(location).toEqual(place);
  });

  it('a call of an operator that the rule does not cover', async () => {
    const { problem, location } = await refusal(oneOperation('getitem', { index: [true] }));
    expect(problem.code).toBe('CL3001');
    expect(problem.actual).toContain('tensor');
    expect(location).toEqual(place);
  });

  it('a model that returns a tuple', async () => {
    const graph = notesNetwork({ baseChannels: 4, dilation: 1 });
    const { problem } = await refusal({ ...graph, output: [graph.output, graph.inputs[0]] });
    expect(problem).toMatchObject({ code: 'CL3003', details: { actual: 'a tuple of 2' } });
  });

  it('a model that returns one tensor in a dict is none', async () => {
    const graph = notesNetwork({ baseChannels: 4, dilation: 1, size: 8 });
    const made = await createEngine({
      graph: { ...graph, output: { logits: graph.output } },
      device: 'reference',
      batchSize: 2,
      loss: { kind: 'cross_entropy' },
    });
    expect(made.kind).toBe('known');
  });

  it('numbers of a constant that nobody knows', async () => {
    const graph = oneOperation('relu');
    const [input, ...values] = graph.values;
    const unknown = { ...input, source: { kind: 'constant', data: null } } as const;
    const { problem } = await refusal({ ...graph, values: [unknown, ...values], inputs: [] });
    expect(problem.code).toBe('CL3005');
  });

  it.each([{ device: 'reference' } as const, { device: 'wasm', kernels } as const])(
    'a batch that does not fit, with one that does ($device)',
    async (backend) => {
      const graph = notesNetwork({ baseChannels: 8, dilation: 2 });
      const memoryLimit = 8e6;
      const { problem } = await refusal(graph, { ...backend, batchSize: 256, memoryLimit });
      expect(problem.code).toBe('CL3006');
      const { bytes, fits } = problem.details;
      expect(Number(bytes)).toBeGreaterThan(memoryLimit);
      expect(Number(fits)).toBeGreaterThan(0);
      const loss = { kind: 'cross_entropy' } as const;
      const fitting = await createEngine({ graph, ...backend, batchSize: Number(fits), memoryLimit, loss });
      expect(fitting.kind).toBe('known');
      expect((await refusal(graph, { ...backend, batchSize: Number(fits) + 1, memoryLimit })).problem.code).toBe(
        'CL3006',
      );
    },
  );

  it('a batch that does not fit on two workers, told as a whole', async () => {
    const graph = notesNetwork({ baseChannels: 8, dilation: 2 });
    const start = (batchSize: number) => {
      const workers = startFollowers(1);
      const options = { device: 'reference', workers: workers.channels, batchSize, memoryLimit: 8e6 } as const;
      const made = createEngine({ graph, ...options, loss: { kind: 'cross_entropy' } });
      return made.finally(() => workers.close());
    };
    const made = await start(256);
    if (made.kind === 'known') throw new Error('not refused');
    const { batch, fits } = made.problem.details;
    expect(batch).toBe(256);
    expect((await start(Number(fits))).kind).toBe('known');
    expect((await start(Number(fits) + 1)).kind).toBe('refused');
  });

  it('dropout without random numbers, and kernels that are not there', async () => {
    expect((await refusal(oneOperation('dropout', { p: 0.5, training: true }))).problem.code).toBe('CL3007');
    expect((await refusal(oneOperation('relu'), { device: 'wasm' })).problem.code).toBe('CL3007');
  });
});
