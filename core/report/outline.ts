// What the places of a file show, out of its analysis, in a form that can cross to another thread at every keystroke: what is equal is
// one object, which a structured clone keeps so, and it keeps all but the class of symbolic dimensions, which is put back there.
import type { ConstructionSite, FileAnalysis, FileOutline, Instance } from '../analysis';
import type { LeafCall } from '../graph/graph';
import { isSymbolic, reviveDim, type Dim } from '../shape/dim';

export function outlineOf(analysis: FileAnalysis): FileOutline {
  const known = new Map<string, unknown>();
  /** Layers of a kind have equal attributes, neighbours see equal parts of the input: one object each. */
  const one = <T extends object | null>(value: T): T => {
    const key = JSON.stringify(value);
    // what is no JSON (infinity) is null there
    if (key.includes('null')) return value;
    if (!known.has(key)) known.set(key, value);
    return known.get(key) as T;
  };
  const callOf = (call: LeafCall<Dim>): LeafCall<Dim> => ({
    ...call,
    attributes: one(call.attributes),
    receptiveField: one(call.receptiveField),
    channels: one(call.channels ?? null),
    defined: one(call.defined),
    called: one(call.called),
  });
  const instanceOf = (instance: Instance): Instance => ({
    ...instance,
    attributes: one(instance.attributes),
    parameters: one(instance.parameters),
  });
  return {
    ...analysis,
    models: analysis.models.map((model) => {
      const { inputs, values, calls } = model.graph;
      const graph = { inputs, calls: calls.map(callOf), values: values.slice(0, Math.max(-1, ...inputs) + 1) };
      return { ...model, graph };
    }),
    constructions: analysis.constructions.map((site): ConstructionSite => ({
      ...site,
      instances: site.instances.map(instanceOf),
    })),
  };
}

/** The outline again from its structured clone, which it takes over. */
export function reviveOutline(clone: FileOutline): FileOutline {
  const seen = new Set<unknown>();
  for (const { totals, graph } of clone.models) {
    revive(totals, seen);
    revive(graph.values, seen);
    for (const call of graph.calls) {
      revive(call.inputs, seen);
      revive(call.attributes, seen);
      reviveFields(call, seen);
    }
  }
  for (const { instances } of clone.constructions) {
    for (const instance of instances) {
      revive(instance.inputs, seen);
      revive(instance.attributes, seen);
      reviveFields(instance, seen);
    }
  }
  for (const site of clone.applications) {
    revive(site.results, seen);
    reviveFields(site, seen);
  }
  return clone;
}

/** Those of the record that are dimensions or shapes themselves. */
function reviveFields(record: object, seen: Set<unknown>): void {
  const fields = record as Record<'macs' | 'output', unknown>;
  for (const name of ['macs', 'output'] as const) {
    const value = fields[name];
    if (typeof value !== 'object' || value === null) continue;
    const dim = reviveDim(value);
    if (dim === undefined) revive(value, seen);
    else fields[name] = dim;
  }
}

function revive(holder: unknown, seen: Set<unknown>): void {
  if (typeof holder !== 'object' || holder === null || seen.has(holder)) return;
  seen.add(holder);
  const items = holder as Record<string, unknown>;
  for (const name in items) {
    const item = items[name];
    if (typeof item !== 'object' || item === null || isSymbolic(item)) continue;
    const dim = reviveDim(item);
    if (dim === undefined) revive(item, seen);
    else items[name] = dim;
  }
}
