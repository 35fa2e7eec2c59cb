// What the places of a file show, out of its analysis, in a form that can cross to another thread: a structured clone keeps all
// but the class of symbolic dimensions, which is put back there.
import type { FileAnalysis, FileOutline } from '../analysis';
import { isSymbolic, reviveDim } from '../shape/dim';

export const outlineOf = (analysis: FileAnalysis): FileOutline => ({
  ...analysis,
  models: analysis.models.map((model) => {
    const { inputs, values, calls } = model.graph;
    return { ...model, graph: { inputs, calls, values: values.slice(0, Math.max(-1, ...inputs) + 1) } };
  }),
});

/** The outline again from its structured clone, which it takes over. */
export function reviveOutline(clone: FileOutline): FileOutline {
  revive(clone, new Set());
  return clone;
}

function revive(holder: object, seen: Set<object>): void {
  seen.add(holder);
  for (const [key, item] of Object.entries(holder) as [string, unknown][]) {
    if (typeof item !== 'object' || item === null || isSymbolic(item) || seen.has(item)) continue;
    const dim = reviveDim(item);
    if (dim === undefined) revive(item, seen);
    else (holder as Record<string, unknown>)[key] = dim;
  }
}
