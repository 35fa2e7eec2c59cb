// From the core's offsets to the protocol's positions and back, and from plain results to protocol types. The only place that
// does so: features answer in offsets and Markdown.
import {
  CodeActionKind,
  DiagnosticSeverity,
  MarkupKind,
  type CodeAction,
  type CodeLens,
  type Diagnostic as ProtocolDiagnostic,
  type Hover as ProtocolHover,
  type InlayHint,
  type MarkupContent,
  type Position,
  type Range,
} from 'vscode-languageserver';
import type { Diagnostic, Severity } from '../core/base/diagnostic';
import { LineIndex, type Location } from '../core/base/location';
import { renderMessage, type Locale } from '../core/base/messages';
import { commands, type CommandTarget } from '../protocol/server';
import type { Analysed } from './analyses';
import type { Action } from './features/actions';
import type { SourceEdit } from './features/directive';
import type { Hint } from './features/hints/hints';
import type { Hover } from './features/hover/hover';
import type { Lens } from './features/lenses';
import { uriOfFile } from './files';
import type { Text } from './text/text';

/** Positions of one analysed document. */
export interface Positions {
  at(offset: number): Position;
  offset(position: Position): number;
  range(span: Pick<Location, 'start' | 'end'>): Range;
}

const indices = new WeakMap<Analysed, Positions>();

export function positionsOf(analysed: Analysed): Positions {
  let positions = indices.get(analysed);
  if (!positions) {
    const index = new LineIndex(analysed.source);
    const at = (offset: number): Position => {
      const { line, column } = index.place(offset);
      return { line: line - 1, character: column - 1 };
    };
    positions = {
      at,
      offset: ({ line, character }) => index.offset({ line: line + 1, column: character + 1 }),
      range: ({ start, end }) => ({ start: at(start), end: at(end) }),
    };
    indices.set(analysed, positions);
  }
  return positions;
}

const markdown = (value: string): MarkupContent => ({ kind: MarkupKind.Markdown, value });

/** `resolves`: the client asks for the tooltip of a hint when it shows it. */
export function toInlayHint(hint: Hint, { uri }: Analysed, positions: Positions, resolves: boolean): InlayHint {
  const shown = { position: positions.at(hint.offset), label: hint.label, paddingLeft: true };
  return resolves ? { ...shown, data: { uri } satisfies HintData } : { ...shown, tooltip: markdown(hint.tooltip()) };
}

export const withTooltip = (hint: InlayHint, { tooltip }: Hint): InlayHint => ({
  ...hint,
  tooltip: markdown(tooltip()),
});

/** What a hint without a tooltip carries to the client and back. */
export interface HintData {
  readonly uri: string;
}

export const isHintData = (data: unknown): data is HintData =>
  typeof data === 'object' && data !== null && 'uri' in data && typeof data.uri === 'string';

/** `visualize`: the text of a link to the visualiser, where the client runs such links and the hover is over a convolution. */
export function toHover(hover: Hover, { uri }: Analysed, positions: Positions, visualize?: string): ProtocolHover {
  const range = positions.range(hover.location);
  const target: CommandTarget = { uri, position: range.start };
  const link = `[${visualize}](command:${commands.visualize}?${encodeURIComponent(JSON.stringify([target]))})`;
  const shown = visualize !== undefined && hover.convolution;
  return { contents: markdown(shown ? `${hover.content}\n\n${link}` : hover.content), range };
}

export function toCodeLens(lens: Lens, { uri }: Analysed, positions: Positions): CodeLens {
  const position = positions.at(lens.offset);
  const target: CommandTarget = { uri, position, expr: lens.expression };
  return {
    range: { start: position, end: position },
    command: { title: lens.title, command: commands[lens.action], arguments: [target] },
  };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function toDiagnostic(
  diagnostic: Diagnostic,
  { places }: Analysed,
  positions: Positions,
  { locale, text }: { readonly locale: Locale; readonly text: Text },
): ProtocolDiagnostic {
  const { expected, actual, hint, related } = diagnostic;
  const facts = [
    ...(expected === undefined ? [] : [text('expected', { expected })]),
    ...(actual === undefined ? [] : [text('actual', { actual })]),
    ...(hint === undefined ? [] : [hint]),
  ];
  return {
    range: positions.range(diagnostic.location),
    severity: severities[diagnostic.severity],
    code: diagnostic.code,
    source: 'ConvLens',
    message: [renderMessage(diagnostic, locale), ...facts].join('\n'),
    relatedInformation: related.flatMap(({ location, message }) => {
      const [start, end] = [places.start(location), places.end(location)];
      if (start === null || end === null) return [];
      const range = {
        start: { line: start.line - 1, character: start.column - 1 },
        end: { line: end.line - 1, character: end.column - 1 },
      };
      return [{ location: { uri: uriOfFile(location.file), range }, message }];
    }),
  };
}

export const toTextEdit = (
  { start, end, newText }: SourceEdit,
  positions: Positions,
): { range: Range; newText: string } => ({
  range: positions.range({ start, end }),
  newText,
});

export const toCodeAction = (
  action: Action,
  analysed: Analysed,
  positions: Positions,
  diagnostics: ReadonlyMap<Diagnostic, ProtocolDiagnostic>,
): CodeAction => {
  const mended = action.diagnostic && diagnostics.get(action.diagnostic);
  return {
    title: action.title,
    kind: action.kind === 'quickfix' ? CodeActionKind.QuickFix : CodeActionKind.RefactorRewrite,
    ...(mended && { diagnostics: [mended] }),
    edit: {
      documentChanges: [
        {
          textDocument: { uri: analysed.uri, version: analysed.version },
          edits: [toTextEdit(action.edit, positions)],
        },
      ],
    },
  };
};
