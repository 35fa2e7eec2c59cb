// The answer about a file as a table for people.
//
//     DSDilatedNet() on 1×1×28×28
//       path    type         input       output       params     MACs  receptive field
//       stem.0  Conv2d       1×1×28×28   1×32×28×28      288  225,792  3×3
//     total: 49,290 params (49,290 trainable), 5,440,384 MACs, ...
import { createFormat } from '../base/format';
import type { Tree } from '../graph/graph';
import type { CallReport, DiagnosticReport, FileReport, ModelReport } from './report';
import type { SerialisedDim, SerialisedShape } from './serialise';

const format = createFormat();

/** `shorten` writes a file's path as the reader would. */
export function formatReport(report: FileReport, shorten: (file: string) => string = same): string {
  const unit = report.convention === 'macs' ? 'MACs' : report.convention;
  const models = report.models.map((model) => formatModel(model, unit, shorten));
  const none = report.models.length === 0 ? [`${shorten(report.file)}: no model found`] : [];
  return [...models, ...none, ...report.diagnostics.map((each) => formatDiagnostic(each, shorten))]
    .join('\n\n')
    .concat('\n');
}

/** `model.py:12:5: error CL1001: in_channels = 64 is not divisible by groups = 3` */
export function formatDiagnostic(diagnostic: DiagnosticReport, shorten: (file: string) => string = same): string {
  const { file, line, column, severity, code, message, expected, actual, hint } = diagnostic;
  const facts = [expected && `expected ${expected}`, actual && `actual ${actual}`, hint].filter(Boolean);
  const related = diagnostic.related.map(
    (place) => `${shorten(place.file)}:${place.line}:${place.column}: ${place.message}`,
  );
  return [`${shorten(file)}:${line}:${column}: ${severity} ${code}: ${message}`, ...facts, ...related].join('\n    ');
}

const same = (file: string): string => file;

function formatModel(model: ModelReport, unit: string, shorten: (file: string) => string): string {
  const heads = ['path', 'type', 'input', 'output', 'params', unit, 'receptive field'];
  const rows = [...model.layers, ...model.operations.filter((operation) => operation.macs !== 0)].map(cells);
  const widths = heads.map((head, i) => Math.max(head.length, ...rows.map((row) => row[i].length)));
  const line = (row: readonly string[]): string =>
    `  ${row.map((cell, i) => (numeric.has(i) ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  ')}`.trimEnd();
  const title = `${model.expr} on ${model.input.map(shapeText).join(', ') || 'no input'}`;
  return [
    title,
    line(heads),
    ...rows.map(line),
    total(model, unit),
    ...model.unknowns.map((each) => unknownText(each, shorten)),
  ].join('\n');
}

/** Columns that are aligned to the right: params and the cost. */
const numeric = new Set([4, 5]);

const cells = (call: CallReport): readonly string[] => [
  call.path,
  call.type,
  call.in.map(shapeText).join(', '),
  treeText(call.out),
  figure(call.params),
  figure(call.macs),
  call.receptiveField?.join('×') ?? '',
];

function total(model: ModelReport, unit: string): string {
  const { inferencePeak, trainingSaved } = model.activationBytes;
  return [
    `total: ${figure(model.params)} params (${figure(model.trainable)} trainable)`,
    `${figure(model.macs)} ${unit}`,
    `activations ${bytes(inferencePeak)} at the peak of inference`,
    `${bytes(trainingSaved)} saved for training`,
    ...(model.exact ? [] : ['not exact: something that the totals need is unknown']),
  ].join(', ');
}

const unknownText = (
  { reason, file, line, column }: ModelReport['unknowns'][number],
  shorten: (file: string) => string,
): string => `unknown: ${reason}${file === null ? '' : ` (${shorten(file)}:${line}:${column})`}`;

const shapeText = (shape: SerialisedShape): string => (shape.length === 0 ? 'scalar' : shape.join('×'));

function treeText(tree: Tree<SerialisedShape>): string {
  if (tree === null) return '?';
  if (isSerialisedShape(tree)) return shapeText(tree);
  const items = Object.values(tree as Readonly<Record<string, Tree<SerialisedShape>>>);
  return `(${items.map(treeText).join(', ')})`;
}

const isSerialisedShape = (tree: Tree<SerialisedShape>): tree is SerialisedShape =>
  Array.isArray(tree) &&
  (tree as readonly unknown[]).every((item) => typeof item === 'number' || typeof item === 'string');

function figure(value: SerialisedDim | null): string {
  if (value === null) return '?';
  return typeof value === 'number' ? format.exact(value) : value;
}

function bytes(value: SerialisedDim | null): string {
  if (value === null) return '?';
  return typeof value === 'number' ? format.bytes(value) : `${value} B`;
}
