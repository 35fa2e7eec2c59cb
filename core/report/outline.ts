// What the places of a file show, out of its analysis, in a form that can cross to another thread at every keystroke: what is equal is
// one object, which a structured clone keeps so, and it keeps all but the class of symbolic dimensions, which is put back there.
import type { ConstructionSite, FileAnalysis, FileOutline, Instance } from '../analysis';
import type { LeafCall } from '../graph/graph';
import { isSymbolic, reviveDim, type Dim, type SymbolicDim } from '../shape/dim';

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
  const revival = new Revival();
  for (const { totals, graph } of clone.models) {
    revival.revive(totals);
    revival.revive(graph.values);
    for (const call of graph.calls) {
      revival.revive(call.inputs);
      revival.revive(call.attributes);
      revival.reviveFields(call);
    }
  }
  for (const { instances } of clone.constructions) {
    for (const instance of instances) {
      revival.revive(instance.inputs);
      revival.revive(instance.attributes);
      revival.reviveFields(instance);
    }
  }
  for (const site of clone.applications) {
    revival.revive(site.results);
    revival.reviveFields(site);
  }
  return clone;
}

/** What is one object in the clone is one afterwards. */
class Revival {
  private readonly seen = new Set<object>();
  private readonly dims = new Map<object, SymbolicDim>();

  revive(holder: unknown): void {
    if (typeof holder !== 'object' || holder === null || this.seen.has(holder)) return;
    this.seen.add(holder);
    const items = holder as Record<string, unknown>;
    for (const name in items) {
      const item = items[name];
      if (typeof item !== 'object' || item === null || isSymbolic(item)) continue;
      const dim = this.dimOf(item);
      if (dim === undefined) this.revive(item);
      else items[name] = dim;
    }
  }

  /** Those of the record that are dimensions or shapes themselves. */
  reviveFields(record: object): void {
    const fields = record as Record<'macs' | 'output', unknown>;
    for (const name of ['macs', 'output'] as const) {
      const value = fields[name];
      if (typeof value !== 'object' || value === null) continue;
      const dim = this.dimOf(value);
      if (dim === undefined) this.revive(value);
      else fields[name] = dim;
    }
  }

  private dimOf(item: object): SymbolicDim | undefined {
    const known = this.dims.get(item);
    if (known !== undefined) return known;
    const dim = reviveDim(item);
    if (dim !== undefined) this.dims.set(item, dim);
    return dim;
  }
}
