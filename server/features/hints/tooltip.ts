// The rest of what a hint knows: one line an instance, with exact figures.
//
//     **Conv2d**
//     - `ds_block1.depthwise`: 1×32×28×28 → 1×32×28×28 · 288 params · 225,792 MACs · receptive field 7×7
import type { ApplicationSite, ConstructionSite, FileOutline, Instance } from '../../../core/analysis';
import type { Tree } from '../../../core/graph/graph';
import { shapesOf } from '../../../core/report/serialise';
import type { Dim } from '../../../core/shape/dim';
import { formatShape } from '../../../core/shape/shape';
import { figure } from '../../text/numbers';
import type { Text } from '../../text/text';
import { perImage } from '../batch';
import { code } from '../markdown';

const mostLines = 12;

export function constructionTooltip(site: ConstructionSite, analysis: FileOutline, text: Text): string {
  const lines = listOf(site.instances, (instance) => instanceLine(instance, analysis, text), text);
  return [`**${site.type}**`, '', ...lines].join('\n');
}

function instanceLine(instance: Instance, analysis: FileOutline, text: Text): string {
  const model = analysis.models[instance.model];
  const facts = [
    instance.inputs === null
      ? text('neverCalled')
      : `${instance.inputs.map(formatShape).join(', ')} → ${trees(instance.output)}`,
    `${figure(instance.params)} ${text('params')}`,
    `${figure(perImage(instance.macs, model))} ${text('macs')}`,
  ];
  const field = instance.calls.length > 0 ? model.graph.calls[instance.calls[0]].receptiveField : null;
  if (field) facts.push(`${text('receptiveField')} ${field.size.join('×')}`);
  if (instance.calls.length > 1) facts.push(text('calls', { count: instance.calls.length }));
  return `${code(instance.path === '' ? model.expression : instance.path)}: ${facts.join(' · ')}`;
}

export function applicationTooltip(site: ApplicationSite, analysis: FileOutline, text: Text): string {
  const lines = listOf(
    site.results,
    ({ model, shape, count }) => {
      const times = count > 1 ? ` · ${text('evaluations', { count })}` : '';
      return `${code(analysis.models[model].expression)}: ${trees(shape)}${times}`;
    },
    text,
  );
  const macs = site.macs === null || site.macs === 0 ? [] : ['', `${figure(site.macs)} ${text('macs')}`];
  return [...lines, ...macs].join('\n');
}

const trees = (tree: Tree<readonly Dim[]>): string => {
  const shapes = tree === null ? [] : shapesOf(tree);
  return shapes.length === 0 ? '?' : shapes.map(formatShape).join(', ');
};

/** The first items, and how many more there are. */
function listOf<T>(items: readonly T[], line: (item: T) => string, text: Text): readonly string[] {
  const lines = items.slice(0, mostLines).map((item) => `- ${line(item)}`);
  const more = items.length - lines.length;
  return more > 0 ? [...lines, `- ${text('moreInstances', { count: more })}`] : lines;
}
