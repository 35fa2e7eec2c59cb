// An analysis after edits that changed nothing of it but where things stand.
import type { ConstructionSite, FileAnalysis, FileOutline, UnknownPlace } from '../analysis';
import type { Diagnostic } from '../base/diagnostic';
import { byPlace, type Location } from '../base/location';
import { sameData } from '../base/sameData';
import { movedEnd, movedLocation, movedStart, type TextEdit } from '../base/textEdit';
import type { LeafCall, Operation } from '../graph/graph';
import type { Placement } from '../syntax/placement';
import { sameSymbols, type Dim } from '../shape/dim';

type Move = <L extends Location | null>(location: L) => L;

/** An outline or a whole analysis of a file, whose text was edited. */
export function movedAnalysis<A extends FileOutline>(analysis: A, edits: readonly TextEdit[]): A {
  return edits.length === 0 ? analysis : relocated(analysis, (location) => edits.reduce(movedLocation, location));
}

/** An analysis of a grown program, in places of the text that is edited. */
export function placedAnalysis(analysis: FileAnalysis, placement: Placement): FileAnalysis {
  const placed = relocated(analysis, (location) => placement.locationOf(location));
  return {
    ...placed,
    constructions: [...placed.constructions].sort(byPlace),
    applications: [...placed.applications].sort(byPlace),
  };
}

function relocated<A extends FileOutline>(analysis: A, place: (location: Location) => Location): A {
  const { file } = analysis;
  // one object for each place before, one after
  const known = new Map<Location, Location>();
  const move = ((location: Location | null) => {
    if (location === null || location.file !== file) return location;
    let moved = known.get(location);
    if (moved === undefined) known.set(location, (moved = place(location)));
    return moved;
  }) as Move;
  const located = <T extends { readonly location: Location | null }>(item: T): T => {
    const location = move(item.location);
    return location === item.location ? item : { ...item, location };
  };
  return {
    ...analysis,
    models: analysis.models.map((model) => ({
      ...model,
      definition: move(model.definition),
      unknowns: model.unknowns.map<UnknownPlace>(located),
      graph: movedGraph(model.graph, move, located),
    })),
    diagnostics: analysis.diagnostics.map<Diagnostic>((diagnostic) => ({
      ...located(diagnostic),
      related: diagnostic.related.map(located),
    })),
    constructions: analysis.constructions.map<ConstructionSite>(located),
    applications: analysis.applications.map(located),
  };
}

/** Whether an analysis is `before` but for the places that the edits have moved. */
export function isMoved(before: FileAnalysis, analysis: FileAnalysis, edits: readonly TextEdit[]): boolean {
  const { file } = before;
  return sameData(before, analysis, (a, b, name) => {
    if (!placed.has(name) || !isLocation(a) || !isLocation(b)) return sameSymbols(a, b);
    let { start, end } = a;
    if (a.file === file) {
      for (const edit of edits) {
        start = movedStart(start, edit);
        end = movedEnd(end, edit);
      }
    }
    return a.file === b.file && start === b.start && end === b.end;
  });
}

/** The fields that hold places. */
const placed = new Set(['location', 'definition', 'defined', 'called']);

const isLocation = (value: object): value is Location => 'file' in value && 'start' in value && 'end' in value;

interface Graphs {
  readonly calls: readonly LeafCall<Dim>[];
  /** Not in an outline. */
  readonly operations?: readonly Operation<Dim>[];
}

function movedGraph<G extends Graphs>(graph: G, move: Move, located: (operation: Operation<Dim>) => Operation<Dim>): G {
  const calls = graph.calls.map((call) => {
    const [defined, called] = [move(call.defined), move(call.called)];
    return defined === call.defined && called === call.called ? call : { ...call, defined, called };
  });
  const { operations } = graph;
  return { ...graph, calls, ...(operations && { operations: operations.map(located) }) };
}
