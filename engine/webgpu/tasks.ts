// A graph as tasks of kernels: the same programs as engine/plan/program.ts, one task an operation and pass. What a task touches
// follows from its kernels.
import { layerRule } from '../layers/table';
import type { LossSpec } from '../types';
import type { DerivedGraph, PlanOperation } from '../plan/ir';
import type { ProgramKind } from '../plan/program';
import type { Buffer, Phase } from '../plan/task';
import { shapeContext } from '../plan/shape-context';
import { gradientKey, inputValues } from '../plan/views';
import { GpuContext, gradientRef, valueRef } from './context';
import type { Kernel, StoredRef } from './kernel';
import { lossKernels } from './loss';
import { filled } from './nest';
import { gpuRule } from './table';

export interface GpuTask {
  /** Indices into `graph.operations`; none for the loss and the inputs. */
  readonly operations: readonly number[];
  readonly phase: Phase;
  readonly kernels: readonly Kernel[];
  readonly touches: readonly Buffer[];
}

function taskOf(
  operations: readonly number[],
  phase: Phase,
  kernels: readonly Kernel[],
  also: readonly StoredRef[] = [],
): GpuTask {
  const touches = new Map<string, Buffer>();
  for (const ref of [...kernels.flatMap((kernel) => kernel.refs), ...also])
    if (ref.kind === 'stored' && ref.buffer) touches.set(ref.buffer.key, ref.buffer);
  return { operations, phase, kernels, touches: [...touches.values()] };
}

export interface GpuProgram {
  readonly tasks: readonly GpuTask[];
  /** What the host brings beside the inputs: labels or targets. */
  readonly given: StoredRef | null;
  readonly predictions: StoredRef | null;
}

export function emitTasks(kind: ProgramKind, graph: DerivedGraph, spec: LossSpec, shares: boolean): GpuProgram {
  const training = kind === 'train';
  const loss = kind === 'predict' ? null : lossKernels(graph, spec, training, shares);
  const inputs = graph.inputs.map(valueRef);
  const tasks = [
    taskOf([], 'forward', [], loss ? [...inputs, loss.given] : inputs),
    ...graph.operations.map((operation) => forwardTask(operation, training, shares)),
  ];
  // The output is read at the end.
  if (!loss)
    return { tasks: [...tasks, taskOf([], 'forward', [], [valueRef(graph.output)])], given: null, predictions: null };
  const { given, predictions } = loss;
  tasks.push(taskOf([], 'loss', loss.kernels));
  if (training && graph.output.hasGradient) tasks.push(...backwardTasks(graph, shares));
  else tasks.push(taskOf([], 'loss', [], predictions ? [predictions] : []));
  return { tasks, given, predictions };
}

function forwardTask(operation: PlanOperation, training: boolean, shares: boolean): GpuTask {
  const context = new GpuContext({ operation, training, shares });
  requiredRule(operation).forward(context);
  return taskOf([operation.index], 'forward', context.kernels, operation.outputs.map(valueRef));
}

function backwardTasks(graph: DerivedGraph, shares: boolean): readonly GpuTask[] {
  const written = new Set([gradientKey(graph.output)]);
  const fresh = (key: string): boolean => {
    if (written.has(key)) return false;
    written.add(key);
    return true;
  };
  return [...graph.operations]
    .reverse()
    .filter((operation) => operation.hasBackward)
    .map((operation) => backwardTask(operation, fresh, shares));
}

function backwardTask(operation: PlanOperation, fresh: (key: string) => boolean, shares: boolean): GpuTask {
  const context = new GpuContext({ operation, training: true, shares, fresh });
  requiredRule(operation).backward?.(context);
  // What the rule had nothing for is zero, where nothing else comes.
  for (const value of new Set(inputValues(operation)))
    if (value.hasGradient && fresh(gradientKey(value))) context.nest(filled(gradientRef(value), 0));
  return taskOf([operation.index], 'backward', context.kernels);
}

function requiredRule(operation: PlanOperation): NonNullable<ReturnType<typeof gpuRule>> {
  const rule = gpuRule(operation.operator);
  if (!rule) throw new Error(`no kernels for ${operation.operator}`);
  return rule;
}

/** Why an operation cannot run on the device; null: it can. */
export function refusedBy(operation: PlanOperation, training: boolean): string | null {
  const rule = gpuRule(operation.operator);
  if (!rule || (layerRule(operation.operator)?.backward && !rule.backward)) return 'it has no WebGPU kernels';
  return rule.refuses?.(shapeContext(operation, training)) ?? null;
}
