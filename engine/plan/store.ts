// The part of memory that lasts: parameters, their gradients, the optimiser's slots, buffers, constants. Addresses in bytes.
//
//     parameters   trainable, in state order, no gaps        ┐
//     gradients    the same layout                           │ flat arrays for exchange and update
//     slots        the same layout, one after the other      ┘
//     fixed        frozen parameters and buffers, each aligned; whole numbers too are float32: exact below 2^24
//     constants    each aligned
import type { ParameterId, SerialisedGraph, ValueId } from '../../core/graph/graph';
import type { ParameterSlot } from '../types';
import { align } from './alignment';
import { sizeOf } from './ir';

export interface Store {
  readonly layout: readonly ParameterSlot[];
  /** Elements of one flat array. */
  readonly length: number;
  readonly parameters: number;
  readonly gradients: number;
  readonly slots: readonly number[];
  /** Of every parameter or buffer. */
  readonly parameter: (id: ParameterId) => number;
  /** null: frozen. */
  readonly gradient: (id: ParameterId) => number | null;
  readonly constant: (id: ValueId) => number;
  /** End of the store, in bytes from the start of memory. */
  readonly end: number;
}

/** @param start the first free byte of memory */
export function placeStore(
  graph: SerialisedGraph,
  options: { readonly start: number; readonly slots: number; readonly used: readonly boolean[] },
): Store {
  let length = 0;
  const layout: ParameterSlot[] = [];
  graph.parameters.forEach((parameter, id) => {
    if (!parameter.trainable || parameter.kind !== 'parameter' || parameter.shape === null) return;
    const elements = sizeOf(parameter.shape);
    layout.push({
      id,
      name: parameter.name,
      shape: parameter.shape,
      offset: length,
      length: elements,
      used: options.used[id],
    });
    length += elements;
  });
  let at = align(options.start);
  const take = (elements: number): number => {
    const address = at;
    at = align(at + 4 * elements);
    return address;
  };
  const parameters = take(length);
  const gradients = take(length);
  const slots = Array.from({ length: options.slots }, () => take(length));
  const offsets = new Map(layout.map((slot) => [slot.id, 4 * slot.offset]));
  const fixed = new Map<ParameterId, number>();
  graph.parameters.forEach((parameter, id) => {
    if (!offsets.has(id)) fixed.set(id, take(sizeOf(parameter.shape ?? [])));
  });
  const constants = new Map<ValueId, number>();
  graph.values.forEach((value, id) => {
    if (value.source.kind === 'constant' && value.source.data !== null)
      constants.set(id, take(value.source.data.length));
  });
  return {
    layout,
    length,
    parameters,
    gradients,
    slots,
    parameter: (id) => {
      const offset = offsets.get(id);
      return offset === undefined ? known(fixed, id) : parameters + offset;
    },
    gradient: (id) => {
      const offset = offsets.get(id);
      return offset === undefined ? null : gradients + offset;
    },
    constant: (id) => known(constants, id),
    end: at,
  };
}

function known(map: ReadonlyMap<number, number>, id: number): number {
  const address = map.get(id);
  if (address === undefined) throw new Error(`no address for ${id}`);
  return address;
}
