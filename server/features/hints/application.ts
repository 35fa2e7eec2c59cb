// The label behind a call in `forward`: the shape that it yields, over all evaluations.
//
//     x = self.conv1(x) 1×64×112×112        x = self.depthwise(x) 1×32–128×7–28×7–28 ·×3
import type { ApplicationSite } from '../../../core/analysis';
import { formatShape } from '../../../core/shape/shape';
import type { Dim } from '../../../core/shape/dim';
import { shapesOf } from '../../../core/report/serialise';
import type { Settings } from '../../settings';
import { compactFigure, span } from '../../text/numbers';
import { fitLabel, longestLabel, type LabelPart } from './label';

/** undefined: nothing to say. */
export function applicationLabel(site: ApplicationSite, kinds: Settings['inlayHints']): string | undefined {
  const results = site.results.filter(({ model }) => model === site.results[0]?.model);
  const shapes = results.map(({ shape }) => shapesOf(shape));
  const count = results.reduce((total, result) => total + result.count, 0);
  const tensors = shapes[0]?.length ?? 0;
  const parts: LabelPart[] = [];
  if (kinds.shapes && tensors === 1) parts.push({ text: mergedShape(shapes.map(([only]) => only)), importance: 0 });
  if (kinds.shapes && tensors > 1) parts.push({ text: severalTensors(shapes), importance: 0 });
  if (kinds.macs && site.macs !== null && site.macs !== 0) {
    parts.push({ text: `${compactFigure(site.macs)} MACs`, importance: 4 });
  }
  if (parts.length === 0) return undefined;
  return fitLabel(results.length > 1 ? [...parts, { text: `·×${count}`, importance: 1 }] : parts);
}

/** Dimension by dimension: what is equal stands once, numbers that differ as a range. */
function mergedShape(shapes: readonly (readonly Dim[])[]): string {
  const [first] = shapes;
  if (shapes.some((shape) => shape.length !== first.length)) return '…';
  const merged =
    first.length === 0 ? 'scalar' : first.map((_, axis) => span(shapes.map((shape) => shape[axis]))).join('×');
  const exact = formatShape(first);
  return shapes.length === 1 && exact.length <= longestLabel ? exact : merged;
}

function severalTensors(shapes: readonly (readonly (readonly Dim[])[])[]): string {
  const text = shapes[0].map(formatShape).join(', ');
  return shapes.length === 1 && text.length <= longestLabel ? text : `${shapes[0].length} tensors`;
}
