// A whole program for one batch size: load the inputs, forward, loss, backward. `train` runs all of it, `evaluate` stops at the
// loss, `predict` before it.
import { lossFunction } from '../loss/loss';
import type { LossSpec } from '../types';
import type { DerivedGraph } from './ir';
import { bindLoading } from './load';
import type { Backend, Task } from './task';
import { gradientBuffer, gradientKey, gradientViewOf, valueBuffer, viewOf } from './views';

export type ProgramKind = 'train' | 'evaluate' | 'predict';

export function emit(kind: ProgramKind, backend: Backend, graph: DerivedGraph, loss: LossSpec): readonly Task[] {
  const tasks = [loadTask(graph), ...backend.forward(graph)];
  if (kind === 'predict') return [...tasks, keepOutput(graph)];
  tasks.push(lossTask(graph, loss, kind === 'train'));
  if (kind === 'evaluate' || !graph.output.hasGradient) return tasks;
  const written = new Set([gradientKey(graph.output)]);
  const fresh = (key: string): boolean => {
    if (written.has(key)) return false;
    written.add(key);
    return true;
  };
  return [...tasks, ...backend.backward(graph, fresh)];
}

const loadTask = (graph: DerivedGraph): Task => ({
  operations: [],
  phase: 'forward',
  kernel: 'reference',
  touches: graph.inputs.map(valueBuffer),
  writes: [],
  bind(run, address) {
    const load = bindLoading(graph.inputs.map((value) => viewOf(run, address, value)));
    return () => load(run.batch);
  },
});

function lossTask(graph: DerivedGraph, spec: LossSpec, training: boolean): Task {
  const { output } = graph;
  const compute = lossFunction(spec);
  return {
    operations: [],
    phase: 'loss',
    kernel: 'reference',
    touches: [valueBuffer(output), ...(training && output.hasGradient ? [gradientBuffer(output)] : [])],
    writes: [],
    bind(run, address) {
      const view = viewOf(run, address, output);
      const gradient = training ? gradientViewOf(run, address, output) : null;
      return () => {
        if (!run.batch) throw new Error('no batch to compare with');
        const result = compute(view, run.batch, gradient, run.denominator);
        run.totals.lossSum = result.sum;
        run.totals.correct = result.correct;
        run.totals.predictions = result.predictions;
      };
    },
  };
}

/** Keeps the output alive to the end, where it is read. */
const keepOutput = (graph: DerivedGraph): Task => ({
  operations: [],
  phase: 'forward',
  kernel: 'reference',
  touches: [valueBuffer(graph.output)],
  writes: [],
  bind: () => () => undefined,
});
