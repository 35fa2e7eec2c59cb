// The one check of the editor's surfaces: an annotated source goes through the core and the feature functions, and every
// expectation in it must hold. Kinds:
//   hint    the label behind the marked range; a line with one such expectation must have these hints and no other
//   hover   the hover over the middle of the range has this text; `!` before it: has it not
//   error, warning, information, advice   a diagnostic of this severity on exactly this range, its message has this text
//   lens    one of the lenses above the marked name has this text
//   none    no diagnostic touches the range
//   action  an action offered at the range has this title; `A => B` says the line becomes B
import { expect } from 'vitest';
import { renderMessage } from '../../core/base/messages';
import { actionsAt } from '../../server/features/actions';
import { hintsOf } from '../../server/features/hints/hints';
import { hoverAt } from '../../server/features/hover/hover';
import { lensesOf } from '../../server/features/lenses';
import { defaultSettings, type Settings } from '../../server/settings';
import { createText } from '../../server/text/text';
import { analyseSource, type AnalysedSource } from '../support/analyse';
import { annotated, type Expectation } from '../support/annotated';

export interface CheckOptions {
  readonly file?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly kinds?: Partial<Settings['inlayHints']>;
  readonly locale?: 'en' | 'zh-cn';
}

export async function check(text: string, { kinds = {}, locale = 'en', ...request }: CheckOptions = {}): Promise<void> {
  const { source, expectations } = annotated(text);
  if (expectations.length === 0) throw new Error('the source expects nothing');
  const analysed = await analyseSource(source, request);
  const words = createText(locale);
  const hints = hintsOf(
    analysed.analysis,
    { start: 0, end: source.length },
    { kinds: { ...defaultSettings.inlayHints, ...kinds }, text: words },
  );
  const lineOf = (offset: number): number => source.slice(0, offset).split('\n').length;
  const lines = new Set(expectations.filter(({ kind }) => kind === 'hint').map(({ line }) => line));
  const actual = hints.filter(({ offset }) => lines.has(lineOf(offset))).map(({ offset, label }) => at(offset, label));
  const wanted = expectations
    .filter(({ kind, text: label }) => kind === 'hint' && label !== 'none')
    .map(({ end, text: label }) => at(end, label));
  expect(actual.sort()).toEqual(wanted.sort());
  for (const expectation of expectations) {
    if (expectation.kind !== 'hint') checkOne(expectation, analysed, words, locale);
  }

  function at(offset: number, label: string): string {
    return `${String(lineOf(offset)).padStart(4)}:${offset - source.lastIndexOf('\n', offset - 1)} ${label}`;
  }
}

function checkOne(
  { kind, text: wanted, start, end, line }: Expectation,
  { source, analysis, places }: AnalysedSource,
  words: ReturnType<typeof createText>,
  locale: 'en' | 'zh-cn',
): void {
  const where = `line ${line}`;
  if (kind === 'hover') {
    const offset = Math.floor((start + end) / 2);
    const hover = hoverAt(analysis, offset, { source, places, picture: false, text: words })?.content ?? 'no hover';
    if (wanted.startsWith('!')) expect(hover, where).not.toContain(wanted.slice(1).trim());
    else expect(hover, where).toContain(wanted);
  } else if (kind === 'error' || kind === 'warning' || kind === 'information' || kind === 'advice') {
    const severity = kind === 'advice' ? 'hint' : kind;
    const found = analysis.diagnostics
      .filter(({ location }) => location.start === start && location.end === end)
      .map((diagnostic) => `${diagnostic.severity} ${renderMessage(diagnostic, locale)}`);
    expect(found.join('\n'), where).toContain(wanted);
    expect(found.join('\n'), where).toContain(severity);
  } else if (kind === 'none') {
    const touching = analysis.diagnostics.filter(({ location }) => location.start < end && location.end > start);
    expect(
      touching.map((diagnostic) => renderMessage(diagnostic)),
      where,
    ).toEqual([]);
  } else if (kind === 'lens') {
    const titles = lensesOf(analysis, words)
      .filter(({ offset }) => offset === start)
      .map(({ title }) => title);
    expect(titles.join(' | '), where).toContain(wanted);
  } else if (kind === 'action') {
    const [title, result] = wanted.split('=>').map((part) => part.trim());
    const actions = actionsAt(analysis, { start, end }, { source, text: words });
    const action = actions.find((each) => each.title === title);
    expect(
      actions.map((each) => each.title),
      where,
    ).toContain(title);
    if (action && result !== undefined) {
      const { start: from, end: to, newText } = action.edit;
      const edited = source.slice(0, from) + newText + source.slice(to);
      expect(edited, where).toContain(result);
    }
  } else {
    throw new Error(`${where}: unknown kind of expectation: ${kind}`);
  }
}
