// The modules of a model as a tree, for the view "Model": those that were called and those that hold them, in order of first
// call, each with its share of the model's multiply-accumulates.
import type { FileOutline } from '../../core/analysis';
import type { Location } from '../../core/base/location';
import type { LeafCall } from '../../core/graph/graph';
import type { Places } from '../../core/report/places';
import { shapesOf } from '../../core/report/serialise';
import { sum, type Dim } from '../../core/shape/dim';
import { formatShape } from '../../core/shape/shape';
import type { LayerNode } from '../../protocol/server';
import { figure, percent } from '../text/numbers';
import type { Text } from '../text/text';
import { perImage } from './batch';
import { isShownConvolution } from './convolution';

interface Branch {
  readonly path: string;
  readonly children: Map<string, Branch>;
  /** Calls of this very module. */
  readonly calls: LeafCall<Dim>[];
}

export function layerTree(analysis: FileOutline, model: number, places: Places, text: Text): readonly LayerNode[] {
  const { graph, totals } = analysis.models[model];
  const whole = perImage(totals.macs, { graph });
  const root: Branch = { path: '', children: new Map(), calls: [] };
  for (const call of graph.calls) branchAt(root, call.path).calls.push(call);
  const constructed = new Map<string, { readonly type: string; readonly location: Location }>();
  for (const { type, location, instances } of analysis.constructions) {
    for (const instance of instances) if (instance.model === model) constructed.set(instance.path, { type, location });
  }

  const node = (name: string, branch: Branch): LayerNode => {
    const calls = callsBelow(branch);
    const macs = perImage(total(calls.map((call) => call.macs)), { graph });
    const own = constructed.get(branch.path);
    const type = branch.calls.at(0)?.type ?? own?.type ?? '';
    const share = typeof macs === 'number' && typeof whole === 'number' && whole > 0 ? macs / whole : null;
    const output = branch.calls.at(0)?.output ?? calls.at(-1)?.output ?? null;
    return {
      name,
      path: branch.path,
      type,
      detail: [
        output === null ? '?' : shapesOf(output).map(formatShape).join(', '),
        `${figure(paramsOf(calls))} ${text('params')}`,
        `${figure(macs)} ${text('macs')}`,
      ].join(' · '),
      share,
      shareText: share === null ? '' : percent(share),
      convolution: isShownConvolution(type),
      place: places.start(branch.calls.at(0)?.defined ?? own?.location ?? null),
      children: [...branch.children].map(([part, child]) => node(part, child)),
    };
  };
  return [...root.children].map(([part, child]) => node(part, child));
}

function branchAt(root: Branch, path: string): Branch {
  let branch = root;
  for (const part of path.split('.')) {
    let child = branch.children.get(part);
    if (!child) {
      child = { path: branch.path === '' ? part : `${branch.path}.${part}`, children: new Map(), calls: [] };
      branch.children.set(part, child);
    }
    branch = child;
  }
  return branch;
}

const callsBelow = (branch: Branch): readonly LeafCall<Dim>[] => [
  ...branch.calls,
  ...[...branch.children.values()].flatMap(callsBelow),
];

/** null as soon as one is unknown. */
const total = (figures: readonly (Dim | null)[]): Dim | null =>
  figures.every((value) => value !== null) ? sum(figures) : null;

/** Of each module once, however often it is called. */
function paramsOf(calls: readonly LeafCall<Dim>[]): Dim | null {
  const byPath = new Map(calls.map((call) => [call.path, call.params]));
  return total([...byPath.values()]);
}
