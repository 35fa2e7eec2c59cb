// A model's state as `state_dict()` has it: from the engine's arrays into a checkpoint, and back as strictly as
// `load_state_dict(strict=True)` takes it.
import type { GraphParameter, ParameterId, SerialisedGraph } from '../../core/graph/graph';
import { failure } from '../train/failure';
import type { StateData } from '../types';
import type { PyTensor } from './pickleValue';
import { stateDataOf, tensorOf, type FileTensor } from './tensor';

/** Tensors by their names in `state_dict()`, in its order; shared weights under each of their names. */
export function modelTensors(
  graph: SerialisedGraph,
  read: (id: ParameterId) => StateData,
): ReadonlyMap<string, FileTensor> {
  const tensors = new Map<string, FileTensor>();
  for (const [id, { name, aliases, shape, dtype, persistent }] of graph.parameters.entries()) {
    if (!persistent || shape === null) continue;
    const tensor = tensorOf(read(id), shape, dtype);
    for (const each of [name, ...aliases]) tensors.set(each, tensor);
  }
  return tensors;
}

/**
 * The state by ParameterId; undefined for buffers that are in no `state_dict()`. Throws TrainingFailure CL3202 where names or
 * shapes differ from the model's.
 */
export function readModelTensors(
  graph: SerialisedGraph,
  tensors: ReadonlyMap<string, PyTensor>,
): readonly (StateData | undefined)[] {
  const persistent = graph.parameters.filter((parameter) => parameter.persistent);
  const expected = new Map(
    persistent.flatMap((each) => [each.name, ...each.aliases].map((name) => [name, each] as const)),
  );
  const missing = [...expected.keys()].filter((name) => !tensors.has(name));
  const unexpected = [...tensors.keys()].filter((name) => !expected.has(name));
  const different = [...expected].flatMap(([name, { shape }]) => {
    const found = tensors.get(name)?.shape;
    return found === undefined || same(found, shape) ? [] : `${name} is ${text(found)}, not ${text(shape)}`;
  });
  const complaints = [
    ...(missing.length > 0 ? [`it lacks ${some(missing)}`] : []),
    ...(unexpected.length > 0 ? [`the model has no ${some(unexpected)}`] : []),
    ...(different.length > 0 ? [some(different)] : []),
  ];
  if (complaints.length > 0) throw failure('CL3202', { reason: complaints.join('; ') });
  return graph.parameters.map((parameter) => dataOf(parameter, tensors));
}

function dataOf(
  { name, persistent, dtype }: GraphParameter,
  tensors: ReadonlyMap<string, PyTensor>,
): StateData | undefined {
  const found = persistent ? tensors.get(name) : undefined;
  return found === undefined ? undefined : stateDataOf(found.read(), dtype);
}

const same = (found: readonly number[], shape: readonly number[] | null): boolean =>
  shape !== null && found.length === shape.length && found.every((size, i) => size === shape[i]);

const text = (shape: readonly number[] | null): string => (shape === null ? 'unknown' : shape.join('×') || 'a scalar');

/** The first few, and how many more there are. */
function some(names: readonly string[]): string {
  const shown = names.slice(0, 3).join(', ');
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}
