// Reading and writing what lasts in an engine: parameters, buffers, the optimiser's slots, the count of batches.
import type { AttributeValue, ParameterId, SerialisedGraph } from '../../core/graph/graph';
import { slotNames } from '../kernels/slots';
import { layerRule } from '../layers/table';
import type { OptimizerState, SlotName, StateData } from '../types';
import { sizeOf } from './ir';
import type { LocalEngine } from './local';
import type { GraphParts } from './parts';

const floatsOf = (engine: LocalEngine, id: ParameterId): Float32Array =>
  engine.parts.memory.floats(
    engine.parts.store.parameter(id),
    sizeOf(engine.parts.parts.graph.parameters[id].shape ?? []),
  );

export const isWhole = (dtype: string): boolean => /^(u?int|bool)/.test(dtype);

/** A copy, in the type that `state_dict()` has. */
export function readState(engine: LocalEngine, id: ParameterId): StateData {
  const floats = floatsOf(engine, id);
  return isWhole(engine.parts.parts.graph.parameters[id].dtype)
    ? BigInt64Array.from(floats, (value) => BigInt(Math.round(value)))
    : floats.slice();
}

/** @throws where the number of elements differs */
export function writeState(engine: LocalEngine, id: ParameterId, data: StateData): void {
  const floats = floatsOf(engine, id);
  const { name } = engine.parts.parts.graph.parameters[id];
  if (data.length !== floats.length)
    throw new Error(`${name} has ${floats.length} elements, but ${data.length} were given`);
  if (data instanceof Float32Array) floats.set(data);
  else for (let i = 0; i < floats.length; i++) floats[i] = Number(data[i]);
  engine.run.version++;
}

export function readOptimizer(engine: LocalEngine): OptimizerState {
  const slots: Partial<Record<SlotName, Float32Array>> = {};
  for (const name of slotNames) {
    const data = engine.optimizer.slots[name];
    if (data) slots[name] = data.slice();
  }
  return { steps: [...engine.optimizer.steps], slots };
}

/** @throws where there are more slots than were planned, or the lengths differ */
export function writeOptimizer(engine: LocalEngine, state: OptimizerState): void {
  for (const name of slotNames) {
    const given = state.slots[name];
    if (given) engine.slot(name).set(given);
    else engine.optimizer.slots[name]?.fill(0);
  }
  state.steps.forEach((count, i) => (engine.optimizer.steps[i] = count));
}

/** The `num_batches_tracked` of every batch norm that trains, once a call. */
export function trackedBatches(engine: LocalEngine): { count(): number; advance(): void } {
  const counters = counterIds(engine.parts.parts).map((id) => floatsOf(engine, id));
  return {
    /** Batches seen, with the one that is about to be. */
    count: () => 1 + (counters[0]?.[0] ?? 0),
    advance() {
      for (const counter of counters) counter[0]++;
    },
  };
}

export function counterIds({ graph, training }: GraphParts): readonly ParameterId[] {
  const byName = new Map(graph.parameters.map(({ name }, id) => [name, id]));
  return graph.operations.slice(...training.operations).flatMap(({ operator, inputs, attributes, call }) => {
    const mean = inputs['running_mean'];
    if (operator !== 'batch_norm' || attributes['training'] !== true || typeof mean !== 'number') return [];
    const { source } = graph.values[mean];
    if (source.kind !== 'parameter') return [];
    const { name } = graph.parameters[source.parameter];
    // Counted by the module that is called, not by a function that is given its statistics.
    if (call === null || !name.endsWith('running_mean')) return [];
    const id = byName.get(name.replace(/running_mean$/, 'num_batches_tracked'));
    return id === undefined ? [] : [id];
  });
}

/** Whether training draws random numbers. */
export const graphDrops = (graph: SerialisedGraph): boolean =>
  graph.operations.some(({ operator, attributes }) => {
    const attribute = (name: string) => attributes[name] as AttributeValue<number> | undefined;
    return layerRule(operator)?.draws?.({ attribute }) ?? false;
  });
