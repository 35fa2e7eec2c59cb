// A network of bench/engine/transformers.py, as the evaluator reads it, in an engine on one thread.
import { createAnalyzer } from '../../core/index';
import { serialiseGraph } from '../../core/report/serialise';
import { initialise } from '../../engine/init/initialise';
import { optimizerSettings } from '../../engine/optim/settings';
import { Optimizer } from '../../engine/optim/optimizer';
import { Generator } from '../../engine/random/generator';
import { createEngine } from '../../engine/session';
import type { KernelBytes } from '../../engine/types';
import { loadParser } from '../../test/support/parser';

const IMAGE = 3 * 32 * 32;

/** Answers with what measures images a second over some steps. */
export async function startNetwork(text: string, model: string, batch: number, kernels: KernelBytes) {
  const analyzer = createAnalyzer({ parser: await loadParser(), host: { readText: () => undefined } });
  const request = { file: 'transformers.py', text, model: `${model}()`, inputs: ['Nx3x32x32'], training: true };
  const graph = serialiseGraph(analyzer.analyze(request).models[0].graph);
  const made = await createEngine({
    graph,
    device: 'wasm',
    batchSize: batch,
    loss: { kind: 'cross_entropy' },
    kernels,
  });
  if (made.kind === 'refused') throw new Error(made.problem.code);
  const engine = made.value;
  for (const [id, data] of initialise(graph, new Generator(0)).entries()) await engine.writeState(id, data);
  const parameters = engine.layout.map(({ id }) => id);
  const optimizer = new Optimizer([{ parameters, settings: optimizerSettings('adam') }]);
  const given = {
    images: Float32Array.from({ length: batch * IMAGE }, (_, i) => (i * 0.618) % 1),
    labels: Int32Array.from({ length: batch }, (_, i) => i % 10),
    count: batch,
  };
  return async (steps: number): Promise<number> => {
    const begin = performance.now();
    for (let i = 0; i < steps; i++) await engine.step(given, optimizer.step());
    return (batch * steps * 1000) / (performance.now() - begin);
  };
}

declare const performance: { now(): number };
