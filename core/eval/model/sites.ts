// What stands where in the source: constructor calls with the modules they made, calls with the shapes they yielded.
import { keyText } from '../hashing';
import type { ApplicationSite, ConstructionSite, Instance } from '../../analysis';
import { byPlace, type Location } from '../../base/location';
import type { Tree } from '../../graph/graph';
import { sameData } from '../../base/sameData';
import { sameSymbols, sum, type Dim } from '../../shape/dim';
import { membersOf } from '../torch/moduleMembers';
import { describe, ownParameters } from '../torch/moduleBase';
import type { RecordedCall } from '../torch/recording';
import { InstanceValue, TensorValue, type Storage } from '../values';
import { callMacs, leafCalls } from './graph';
import type { ModelRun } from './modelRun';

export function constructionSites(file: string, runs: readonly ModelRun[]): ConstructionSite[] {
  const sites = new Map<string, { location: Location; type: string; leaf: boolean; instances: Instance[] }>();
  runs.forEach((run, model) => {
    const callsOf = new Map<InstanceValue, RecordedCall[]>();
    for (const call of run.recording.calls) {
      const known = callsOf.get(call.module);
      if (known === undefined) callsOf.set(call.module, [call]);
      else known.push(call);
    }
    const leaves = new Map(leafCalls(run.recording, run.tree).map((call, index) => [call, index]));
    for (const [module, path] of run.tree.paths) {
      const location = module.created?.location;
      if (location?.file !== file) continue;
      const key = `${location.start}:${location.end}`;
      let site = sites.get(key);
      if (site === undefined) {
        const children = membersOf(module, '_modules');
        site = {
          location,
          type: module.type.name,
          leaf: children === undefined || children.entries.size === 0,
          instances: [],
        };
        sites.set(key, site);
      }
      site.instances.push(instanceOf(model, path, module, callsOf.get(module) ?? [], leaves, run));
    }
  });
  return [...sites.values()].sort(byPlace);
}

function instanceOf(
  model: number,
  path: string,
  module: InstanceValue,
  calls: readonly RecordedCall[],
  leaves: ReadonlyMap<RecordedCall, number>,
  run: ModelRun,
): Instance {
  const costs = calls.map((call) => callMacs(call, run.recording.operations));
  return {
    model,
    path,
    attributes: describe(module),
    parameters: [...(membersOf(module, '_parameters')?.entries.values() ?? [])].flatMap(({ key, value }) =>
      value instanceof TensorValue
        ? [{ name: keyText(key), shape: value.uninitialised ? null : (value.tensor.shape as number[]) }]
        : [],
    ),
    calls: calls.flatMap((call) => leaves.get(call) ?? []),
    params: subtreeParameters(module, new Set()),
    macs: costs.includes(null) ? null : sum(costs as Dim[]),
    inputs: calls.length > 0 ? calls[0].inputs : null,
    output: calls.length > 0 ? calls[0].output : null,
  };
}

/** Scalars of the module and everything below it, each tensor once. */
function subtreeParameters(module: InstanceValue, seen: Set<Storage>): number | null {
  if (ownParameters(module) === null) return null;
  let total = 0;
  for (const { value } of membersOf(module, '_parameters')?.entries.values() ?? []) {
    if (!(value instanceof TensorValue) || seen.has(value.storage)) continue;
    seen.add(value.storage);
    total += value.storage.elements ?? 0;
  }
  for (const { value } of membersOf(module, '_modules')?.entries.values() ?? []) {
    if (!(value instanceof InstanceValue)) continue;
    const below = subtreeParameters(value, seen);
    if (below === null) return null;
    total += below;
  }
  return total;
}

export function applicationSites(runs: readonly ModelRun[]): ApplicationSite[] {
  interface Draft {
    readonly location: Location;
    readonly results: { model: number; shape: Tree<readonly Dim[]>; count: number }[];
  }
  const sites = new Map<string, Draft>();
  runs.forEach((run, model) => {
    for (const { location, shape } of run.recording.observations) {
      const key = `${location.start}:${location.end}`;
      let site = sites.get(key);
      if (site === undefined) sites.set(key, (site = { location, results: [] }));
      const known = site.results.find((result) => result.model === model && sameData(result.shape, shape, sameSymbols));
      if (known !== undefined) known.count++;
      else site.results.push({ model, shape, count: 1 });
    }
  });
  return [...sites.values()].map(({ location, results }) => ({ location, results, macs: null })).sort(byPlace);
}
