// The hover over a layer's constructor: a picture of this very call, a row of figures and the filled-in formulas for each module
// that it constructs, and the ladder from standard over grouped to depthwise separable.
import type { ConstructionSite, FileOutline, Instance } from '../../../core/analysis';
import { shapesOf } from '../../../core/report/serialise';
import { formatShape } from '../../../core/shape/shape';
import { figure, grouped, percent, span } from '../../text/numbers';
import type { Text } from '../../text/text';
import { perImage } from '../batch';
import { convolutionOf, isDepthwise, isPointwise, type Convolution } from '../convolution';
import { shownInstances } from '../hints/construction';
import { code, escape, table } from '../markdown';
import { macsFormula, outputSizeFormula, paramsFormula, weightText } from './formulas';
import { ladderOf, type Rung } from './ladder';
import { pictureUri } from './picture';

const mostInstances = 5;
const mostFormulas = 3;
const mostRungs = 16;

export interface HoverOptions {
  readonly picture: boolean;
  readonly text: Text;
}

export function constructionHover(site: ConstructionSite, analysis: FileOutline, options: HoverOptions): string {
  const { text } = options;
  const instances = shownInstances(site);
  const entries = instances.map((instance) => ({ instance, convolution: convolutionOf(site.type, instance) }));
  const first = entries.at(0)?.convolution ?? null;
  const sections = [
    ...(first && options.picture && !first.transposed ? [pictureSection(first, text)] : []),
    title(site, first, text),
    figures(instances, analysis, text),
    ...otherModels(site, analysis, text),
    entries
      .slice(0, mostFormulas)
      .map(({ instance, convolution }) => formulas(instance, convolution, entries.length > 1, { analysis, text }))
      .filter((lines) => lines !== '')
      .join('\n'),
    ...(first ? [ladder(first, text)] : []),
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

function pictureSection(convolution: Convolution, text: Text): string {
  const { inChannels, outChannels, groups } = convolution;
  const caption = form(convolution, text);
  const uri = pictureUri(convolution, {
    input: text('pictureIn', { count: inChannels }),
    output: text('pictureOut', { count: outChannels }),
    caption,
  });
  return `![${text('picture', { in: inChannels, out: outChannels, groups })}](${uri})`;
}

/** `groups 4`, `depthwise`, `pointwise`, `standard`. */
function form(convolution: Convolution, text: Text): string {
  const { groups } = convolution;
  if (isDepthwise(convolution)) return `${text('depthwise')} · ${text('groups', { groups })}`;
  if (groups > 1) return text('groups', { groups });
  return text(isPointwise(convolution) ? 'pointwise' : 'standard');
}

function title({ type, instances }: ConstructionSite, convolution: Convolution | null, text: Text): string {
  const count = instances.length > 1 ? ` · ${text('instances', { count: instances.length })}` : '';
  return `**${escape(type)}**${convolution ? ` · ${form(convolution, text)}` : ''}${count}`;
}

function figures(instances: readonly Instance[], analysis: FileOutline, text: Text): string {
  const rows = instances.slice(0, mostInstances).map((instance) => {
    const model = analysis.models[instance.model];
    const call = instance.calls.length > 0 ? model.graph.calls[instance.calls[0]] : null;
    const total = perImage(model.totals.macs, model);
    const macs = perImage(instance.macs, model);
    const output =
      instance.output === null ? text('neverCalled') : shapesOf(instance.output).map(formatShape).join(', ');
    return [
      code(instance.path === '' ? model.expression : instance.path),
      weightText(instance),
      figure(instance.params),
      figure(macs),
      output,
      call?.receptiveField?.size.join('×') ?? '',
      typeof macs === 'number' && typeof total === 'number' && total > 0 ? percent(macs / total) : '',
    ];
  });
  const head = [
    '',
    text('weight'),
    text('params'),
    text('macs'),
    text('output'),
    text('receptiveField'),
    text('share'),
  ];
  // A column that says nothing, such as the weight of a pooling layer, is left out.
  const used = head.map((_, column) => column).filter((column) => rows.some((row) => row[column] !== ''));
  const pick = (cells: readonly string[]): readonly string[] => used.map((column) => cells[column]);
  const right = used.flatMap((column, i) => ([1, 2, 3, 4, 5, 6].includes(column) ? [i] : []));
  const more = instances.length - rows.length;
  const rest = more > 0 ? `\n\n${text('moreInstances', { count: more })}` : '';
  return rows.length === 0 ? '' : table(pick(head), rows.map(pick), right) + rest;
}

function otherModels({ instances }: ConstructionSite, { models }: FileOutline, text: Text): readonly string[] {
  const others = [...new Set(instances.map(({ model }) => model))]
    .slice(1)
    .map((model) => code(models[model].expression));
  if (others.length === 0) return [];
  const named = others.slice(0, 3).join(', ') + (others.length > 3 ? ', …' : '');
  return [text('inOtherModels', { models: named })];
}

function formulas(
  instance: Instance,
  convolution: Convolution | null,
  named: boolean,
  { analysis, text }: { readonly analysis: FileOutline; readonly text: Text },
): string {
  const macs = perImage(instance.macs, analysis.models[instance.model]);
  const equal = (formula: string, value: string): string => (formula === '' ? '' : `${formula} = ${value}`);
  const lines = [
    [text('params'), equal(paramsFormula(instance, convolution), figure(instance.params))],
    // A module called more than once executes the formula each time.
    [
      instance.calls.length > 1 ? `${text('macs')} (${text('onCall')})` : text('macs'),
      convolution && instance.calls.length === 1 ? equal(macsFormula(convolution), figure(macs)) : '',
    ],
    [text('outputSize'), convolution ? outputSizeFormula(convolution) : ''],
  ].filter(([, formula]) => formula !== '');
  const reach = reachText(instance, analysis, text);
  if (lines.length === 0 && reach === '') return '';
  const items = [
    ...lines.map(([name, formula]) => `- ${name} ${code(formula)}`),
    ...(reach === '' ? [] : [`- ${reach}`]),
  ].join('\n');
  return named ? `${code(instance.path)}\n${items}\n` : items;
}

/** '' where every channel of the model's input reaches every channel here. */
function reachText({ model, calls }: Instance, { models }: FileOutline, text: Text): string {
  const reach = calls.length > 0 ? models[model].graph.calls[calls[0]].channels : null;
  if (!reach) return '';
  const seen = reach.runs.map(({ inputs }) => inputs.reduce((total, [from, to]) => total + to - from, 0));
  return seen.every((count) => count === reach.of) ? '' : text('channelReach', { seen: span(seen), count: reach.of });
}

function ladder(convolution: Convolution, text: Text): string {
  const rungs = ladderOf(convolution);
  // Of very many the current one, the standard form, full grouping and the separable form always stay.
  const kept = rungs.filter(
    (rung, i) => i < mostRungs - 3 || rung.current || rung.kind === 'depthwiseSeparable' || i >= rungs.length - 2,
  );
  const row = (rung: Rung): readonly string[] => {
    const mark = (cell: string): string => (rung.current ? `**${cell}**` : cell);
    const name = rungName(rung, convolution, text);
    return [
      mark(rung.current ? `${name} ◀ ${text('ladderThis')}` : name),
      mark(grouped(rung.params)),
      mark(figure(rung.macs)),
      mark(percent(rung.ratio)),
    ];
  };
  const hidden = rungs.length - kept.length;
  const more = hidden > 0 ? `\n\n${text('ladderMore', { count: hidden })}` : '';
  const head = [text('ladder'), text('params'), text('macs'), text('ratioOfStandard')];
  return table(head, kept.map(row), [1, 2, 3]) + more;
}

function rungName({ kind, groups }: Rung, { inChannels }: Convolution, text: Text): string {
  if (kind === 'standard') return text('standard');
  if (kind === 'depthwiseSeparable') return text('ladderDepthwiseSeparable');
  const name = text('ladderGroups', { groups });
  return groups === inChannels ? `${name} (${text('depthwise')})` : name;
}
