// From the core's answer about a file to its JSON.
import type { Convention, FileAnalysis, ModelAnalysis } from '../analysis';
import type { Diagnostic } from '../base/diagnostic';
import { renderMessage, type Locale } from '../base/messages';
import { callCost, operationCost, totalCost } from '../cost/conventions';
import type { Graph, LeafCall, Operation, Tree, ValueId } from '../graph/graph';
import type { Dim } from '../shape/dim';
import type { Places } from './places';
import type { CallReport, DiagnosticReport, FileReport, ModelReport, UnknownReport } from './report';
import {
  serialiseAttributes,
  serialiseFigure,
  serialiseShape,
  serialiseShapes,
  type SerialisedShape,
} from './serialise';

export interface ReportOptions {
  readonly convention: Convention;
  readonly places: Places;
  readonly locale?: Locale;
}

export const reportFile = (analysis: FileAnalysis, options: ReportOptions): FileReport => ({
  version: 1,
  file: analysis.file,
  convention: options.convention,
  models: analysis.models.map((model) => reportModel(model, options)),
  diagnostics: analysis.diagnostics.map((diagnostic) => reportDiagnostic(diagnostic, options)),
});

export function reportModel(model: ModelAnalysis, { places, convention }: ReportOptions): ModelReport {
  const { graph, totals } = model;
  return {
    expr: model.expression,
    origin: model.origin,
    input: graph.inputs.map((id) => shapeOf(graph, id)),
    inputSupposed: model.isInputSupposed,
    output: outputShapes(graph, graph.output),
    params: totals.params,
    trainable: totals.trainable,
    macs: serialiseFigure(convention === 'macs' ? totals.macs : totalOf(model, convention)),
    activationBytes: {
      inferencePeak: serialiseFigure(totals.activationBytes.inferencePeak),
      trainingSaved: serialiseFigure(totals.activationBytes.trainingSaved),
    },
    exact: model.exact,
    layers: graph.calls.map((call) => reportCall(call, graph, convention, places)),
    operations: graph.operations
      .filter((operation) => operation.call === null)
      .map((operation) => reportOperation(operation, graph, convention, places)),
    unknowns: model.unknowns.map(({ reason, location }): UnknownReport => {
      const place = places.start(location);
      return { reason, file: place?.file ?? null, line: place?.line ?? null, column: place?.column ?? null };
    }),
  };
}

const shapeOf = (graph: Graph<Dim>, id: ValueId): SerialisedShape => serialiseShape(graph.values[id].shape);

function outputShapes(graph: Graph<Dim>, tree: Tree<ValueId>): Tree<SerialisedShape> {
  if (tree === null) return null;
  if (typeof tree === 'number') return shapeOf(graph, tree);
  if (Array.isArray(tree)) return (tree as readonly Tree<ValueId>[]).map((item) => outputShapes(graph, item));
  return Object.fromEntries(Object.entries(tree).map(([key, item]) => [key, outputShapes(graph, item)]));
}

/** What is unknown to the analysis is unknown by every convention. */
const totalOf = ({ graph, unknowns }: ModelAnalysis, convention: Convention): Dim | null =>
  unknowns.length === 0 ? totalCost(graph, convention) : null;

const reportCall = (call: LeafCall<Dim>, graph: Graph<Dim>, convention: Convention, places: Places): CallReport => ({
  path: call.path,
  type: call.type,
  in: call.inputs.map(serialiseShape),
  out: serialiseShapes(call.output),
  params: call.params,
  macs: serialiseFigure(convention === 'macs' ? call.macs : callCost(call, graph, convention)),
  receptiveField: call.receptiveField?.size ?? null,
  channels: call.channels ?? null,
  attributes: serialiseAttributes(call.attributes),
  defined: places.start(call.defined),
  called: places.start(call.called),
});

/** The parameters that an operation reads directly (`self.weight` in `F.conv2d`) are its module's, not its own: `params` is 0. */
function reportOperation(
  operation: Operation<Dim>,
  graph: Graph<Dim>,
  convention: Convention,
  places: Places,
): CallReport {
  const ids = Object.values(operation.inputs).flatMap((input) => (input === null ? [] : input));
  const outputs = operation.outputs.map((id) => shapeOf(graph, id));
  return {
    path: '',
    type: operation.operator,
    in: ids.map((id) => shapeOf(graph, id)),
    out: outputs.length === 1 ? outputs[0] : outputs,
    params: 0,
    macs: serialiseFigure(operationCost(operation, graph, convention)),
    receptiveField: null,
    channels: null,
    attributes: serialiseAttributes(operation.attributes),
    defined: null,
    called: places.start(operation.location),
  };
}

function reportDiagnostic(diagnostic: Diagnostic, { places, locale }: ReportOptions): DiagnosticReport {
  const start = places.start(diagnostic.location) ?? { file: diagnostic.location.file, line: 1, column: 1 };
  const end = places.end(diagnostic.location) ?? start;
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: renderMessage(diagnostic, locale),
    expected: diagnostic.expected ?? null,
    actual: diagnostic.actual ?? null,
    hint: diagnostic.hint ?? null,
    file: start.file,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
    related: diagnostic.related.flatMap(({ location, message }) => {
      const place = places.start(location);
      return place ? [{ ...place, message }] : [];
    }),
  };
}
