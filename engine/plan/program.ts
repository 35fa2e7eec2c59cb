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
  const ends = [graph.output, ...graph.auxiliary.map(({ value }) => value)].filter(({ hasGradient }) => hasGradient);
  if (kind === 'evaluate' || ends.length === 0) return tasks;
  const written = new Set(ends.map(gradientKey));
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
  const outputs = [{ value: graph.output, weight: 1 }, ...graph.auxiliary];
  const compute = lossFunction(spec);
  return {
    operations: [],
    phase: 'loss',
    kernel: 'reference',
    touches: outputs.flatMap(({ value }) => [
      valueBuffer(value),
      ...(training && value.hasGradient ? [gradientBuffer(value)] : []),
    ]),
    writes: [],
    bind(run, address) {
      const ends = outputs.map(({ value, weight }) => ({
        weight,
        view: viewOf(run, address, value),
        gradient: training ? gradientViewOf(run, address, value) : null,
      }));
      return () => {
        const { batch, denominator, totals } = run;
        if (!batch) throw new Error('no batch to compare with');
        const results = ends.map(({ view, gradient, weight }) => compute(view, batch, gradient, denominator / weight));
        totals.lossSum = results.reduce((sum, result, i) => sum + ends[i].weight * result.sum, 0);
        [{ correct: totals.correct, predictions: totals.predictions }] = results;
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
