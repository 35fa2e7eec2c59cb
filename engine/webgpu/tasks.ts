// A graph as tasks of kernels: the same programs as engine/plan/program.ts, one task an operation and pass, or an operation with the
// activation that follows. What a task touches follows from its kernels.
import { layerRule } from '../layers/table';
import type { LossSpec } from '../types';
import type { DerivedGraph, PlanOperation, PlanValue } from '../plan/ir';
import type { ProgramKind } from '../plan/program';
import type { Buffer, Phase } from '../plan/task';
import { shapeContext } from '../plan/shape-context';
import { gradientKey, inputValues } from '../plan/views';
import { GpuContext, gradientRef, valueRef, type Activation, type ContextOptions } from './context';
import { inputKernels } from './inputs';
import type { Kernel, StoredRef } from './kernel';
import { lossKernels } from './loss';
import { filled } from './nest';
import { gpuRule } from './table';

export interface GpuTask {
  /** Indices into `graph.operations`; none for the loss, and for the inputs, which come first. */
  readonly operations: readonly number[];
  readonly phase: Phase;
  readonly kernels: readonly Kernel[];
  readonly touches: readonly Buffer[];
  /** What it leaves in the plan's memory. */
  readonly made: readonly PlanValue[];
}

function taskOf(
  operations: readonly number[],
  phase: Phase,
  kernels: readonly Kernel[],
  also: readonly StoredRef[] = [],
  made: readonly PlanValue[] = [],
): GpuTask {
  const touches = new Map<string, Buffer>();
  for (const ref of [...kernels.flatMap((kernel) => kernel.refs), ...also, ...made.map(valueRef)])
    if (ref.kind === 'stored' && ref.buffer) touches.set(ref.buffer.key, ref.buffer);
  return { operations, phase, kernels, touches: [...touches.values()], made };
}

export interface GpuProgram {
  readonly tasks: readonly GpuTask[];
  /** What the host brings beside the inputs: labels or targets. */
  readonly given: StoredRef | null;
  readonly predictions: StoredRef | null;
}

export interface EmitOptions {
  readonly kind: ProgramKind;
  readonly graph: DerivedGraph;
  readonly loss: LossSpec;
  /** See `nestKernels`. */
  readonly shares: boolean;
  /** Every value is made: no activation goes along with the operation before it. */
  readonly apart: boolean;
}

export function emitTasks(options: EmitOptions): GpuProgram {
  const { kind, graph, shares } = options;
  const training = kind === 'train';
  const loss = kind === 'predict' ? null : lossKernels(graph, options.loss, training, shares);
  const inputs = graph.inputs.map(valueRef);
  const units = options.apart ? graph.operations.map((operation) => ({ operation })) : unitsOf(graph);
  const tasks = [
    taskOf([], 'forward', inputKernels(graph), loss ? [...inputs, loss.given] : inputs),
    ...units.map((unit) => forwardTask(unit, training, shares)),
  ];
  // The output is read at the end.
  if (!loss)
    return { tasks: [...tasks, taskOf([], 'forward', [], [valueRef(graph.output)])], given: null, predictions: null };
  const { given, predictions } = loss;
  tasks.push(taskOf([], 'loss', loss.kernels));
  if (training && graph.output.hasGradient) tasks.push(...backwardTasks(graph, units, shares));
  else tasks.push(taskOf([], 'loss', [], predictions ? [predictions] : []));
  return { tasks, given, predictions };
}

/** An operation, and the activation that goes along. */
type Unit = Pick<ContextOptions, 'operation' | 'followed'>;

const indicesOf = ({ operation, followed }: Unit): readonly number[] =>
  followed ? [operation.index, followed.operation.index] : [operation.index];

/** Operations in order, each with the activation that alone reads what it makes, where both rules allow it. */
function unitsOf(graph: DerivedGraph): readonly Unit[] {
  const readers = new Map<PlanValue, PlanOperation[]>();
  for (const operation of graph.operations)
    for (const value of inputValues(operation)) readers.set(value, [...(readers.get(value) ?? []), operation]);
  const results = new Set([graph.output, ...graph.auxiliary.map(({ value }) => value)]);
  const followed = new Set<PlanOperation>();
  return graph.operations.flatMap((operation): readonly Unit[] => {
    if (followed.has(operation)) return [];
    const [made, ...others] = operation.outputs;
    const [next, ...further] = readers.get(made) ?? [];
    if (!requiredRule(operation).activates || others.length > 0 || further.length > 0 || results.has(made))
      return [{ operation }];
    const activation = next && activationOf(next, graph.training);
    if (!activation) return [{ operation }];
    followed.add(next);
    return [{ operation, followed: { operation: next, activation } }];
  });
}

const activationOf = (operation: PlanOperation, training: boolean): Activation | null =>
  gpuRule(operation.operator)?.activation?.(new GpuContext({ operation, training, shares: false })) ?? null;

function forwardTask(unit: Unit, training: boolean, shares: boolean): GpuTask {
  const context = new GpuContext({ ...unit, training, shares });
  requiredRule(unit.operation).forward(context);
  const { outputs } = unit.followed?.operation ?? unit.operation;
  return taskOf(indicesOf(unit), 'forward', context.kernels, [], outputs);
}

function backwardTasks(graph: DerivedGraph, units: readonly Unit[], shares: boolean): readonly GpuTask[] {
  const written = new Set([gradientKey(graph.output)]);
  const fresh = (key: string): boolean => {
    if (written.has(key)) return false;
    written.add(key);
    return true;
  };
  return [...units]
    .reverse()
    .filter(({ operation }) => operation.hasBackward)
    .map((unit) => backwardTask(unit, fresh, shares));
}

function backwardTask(unit: Unit, fresh: (key: string) => boolean, shares: boolean): GpuTask {
  const { operation } = unit;
  const context = new GpuContext({ ...unit, training: true, shares, fresh });
  requiredRule(operation).backward?.(context);
  // What the rule had nothing for is zero, where nothing else comes.
  for (const value of new Set(inputValues(operation)))
    if (value.hasGradient && fresh(gradientKey(value))) context.nest(filled(gradientRef(value), 0));
  return taskOf(indicesOf(unit), 'backward', context.kernels);
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
