// Code actions: one edit each, in the user's own writing, with what it brings in the title.
import type { ConstructionSite, FileOutline } from '../../core/analysis';
import type { Diagnostic } from '../../core/base/diagnostic';
import type { Location } from '../../core/base/location';
import { samePadding } from '../../core/shape/window';
import { grouped } from '../text/numbers';
import type { Text } from '../text/text';
import { findArgument, readCall, type CallText } from './callText';
import { convolutionOf } from './convolution';
import type { SourceEdit } from './directive';
import { ladderOf, legalGroups } from './hover/ladder';
import { separableText } from './separable';

export interface Action {
  readonly title: string;
  readonly kind: 'quickfix' | 'rewrite';
  readonly edit: SourceEdit;
  /** The diagnostic that it mends. */
  readonly diagnostic?: Diagnostic;
}

export interface ActionContext {
  readonly source: string;
  readonly text: Text;
}

export function actionsAt(
  analysis: FileOutline,
  range: Pick<Location, 'start' | 'end'>,
  context: ActionContext,
): readonly Action[] {
  const touches = ({ start, end }: Location): boolean => start <= range.end && end >= range.start;
  const fixes = analysis.diagnostics
    .filter(({ location }) => location.file === analysis.file && touches(location))
    .flatMap((diagnostic) => fixesOf(diagnostic, analysis, context));
  const rewrites = analysis.constructions
    .filter(({ location, leaf }) => leaf && touches(location))
    .flatMap((site) => [...keepSize(site, context), ...separable(site, context)]);
  return [...fixes, ...rewrites];
}

function fixesOf(diagnostic: Diagnostic, analysis: FileOutline, context: ActionContext): readonly Action[] {
  if (diagnostic.code === 'CL1001') return legalGroupsFixes(diagnostic, context);
  if (diagnostic.code === 'CL1002' || diagnostic.code === 'CL1003') return inputFix(diagnostic, analysis, context);
  return [];
}

/** Constructor positions by PyTorch's signature of the convolutions. */
const position = { in_channels: 0, out_channels: 1, kernel_size: 2, stride: 3, padding: 4, dilation: 5, groups: 6 };

/** The legal values next to the one that is there. Both numbers of channels must be known: from the problem or as literals. */
function legalGroupsFixes(diagnostic: Diagnostic, { source, text }: ActionContext): readonly Action[] {
  const call = readCall(source, diagnostic.location.start, diagnostic.location.end);
  const argument = call && findArgument(call, 'groups', position.groups);
  if (!call || !argument) return [];
  const { parameter, channels, groups } = diagnostic.details;
  const channelsOf = (name: 'in_channels' | 'out_channels'): number | undefined =>
    parameter === name ? Number(channels) : literal(call, name);
  const [inChannels, outChannels] = [channelsOf('in_channels'), channelsOf('out_channels')];
  if (!isCount(inChannels) || !isCount(outChannels)) return [];
  const legal = legalGroups(inChannels, outChannels);
  const below = legal.filter((value) => value < Number(groups)).at(-1);
  const above = legal.find((value) => value > Number(groups));
  const kernel = literal(call, 'kernel_size');
  return [below, above].flatMap((value) => {
    if (value === undefined) return [];
    const { start, end } = argument;
    // Weights alone where the kernel's size is a plain number in the text; else the title names no figure.
    const weights = kernel === undefined ? '?' : grouped((outChannels * inChannels * kernel * kernel) / value);
    const title = text('fixGroups', { groups: value, params: weights });
    return [{ title, kind: 'quickfix', edit: { start, end, newText: String(value) }, diagnostic } satisfies Action];
  });
}

const isCount = (value: number | undefined): value is number =>
  value !== undefined && Number.isInteger(value) && value > 0 && value <= 1_000_000;

function literal(call: CallText, name: keyof typeof position): number | undefined {
  const argument = findArgument(call, name, position[name]);
  return argument && /^\d+$/.test(argument.text) ? Number(argument.text) : undefined;
}

/** The module's first argument, by its name in PyTorch's signatures. */
const firstArguments = ['in_features', 'in_channels', 'num_features'];

/** The input that the layer really gets, written into its constructor. */
function inputFix(diagnostic: Diagnostic, analysis: FileOutline, { source, text }: ActionContext): readonly Action[] {
  const actual = diagnostic.details['actualFeatures'] ?? diagnostic.details['actualChannels'];
  if (typeof actual !== 'number') return [];
  const site = constructorOf(diagnostic, analysis, source);
  const call = site && readCall(source, site.location.start, site.location.end);
  const argument = call && firstArguments.map((name) => findArgument(call, name, -1)).find(Boolean);
  const target = argument ?? (call && findArgument(call, '', 0));
  // A name may stand for other layers too: only a number is replaced.
  if (!site || !target || !/^[\d\s*+\-/()]+$/.test(target.text)) return [];
  const title = /Linear/.test(site.type)
    ? text('fixFeatures', { features: actual })
    : text('fixChannels', { parameter: argument?.name ?? 'in_channels', channels: actual });
  const { start, end } = target;
  return [{ title, kind: 'quickfix', edit: { start, end, newText: String(actual) }, diagnostic }];
}

/** The constructor of the module whose call failed: a place that the problem names, else by the attribute that is called. */
function constructorOf(
  { location, related, details }: Diagnostic,
  { constructions }: FileOutline,
  source: string,
): ConstructionSite | undefined {
  const places = [location, ...related.map((place) => place.location)];
  const named = constructions.find((site) =>
    places.some(
      ({ file, start, end }) =>
        file === site.location.file && start === site.location.start && end === site.location.end,
    ),
  );
  if (named) return named;
  const attribute = /^self\.(\w+)\(/.exec(source.slice(location.start, location.end))?.[1];
  const expected = details['expectedFeatures'] ?? details['expectedChannels'];
  if (attribute === undefined) return undefined;
  return constructions.find(({ instances }) =>
    instances.some(
      ({ path, attributes }) =>
        path.slice(path.lastIndexOf('.') + 1) === attribute &&
        firstArguments.some((name) => attributes[name] === expected),
    ),
  );
}

/** Padding that keeps the size: at stride 1, where an even number of zeros is needed, dilation·(kernel − 1)/2 on each side. */
function keepSize(site: ConstructionSite, { source, text }: ActionContext): readonly Action[] {
  const convolutions = site.instances.map((instance) => convolutionOf(site.type, instance));
  const [first] = convolutions;
  if (!first || first.transposed || first.padding === 'same' || first.stride.some((stride) => stride !== 1)) return [];
  const needed = first.kernel.map((length, axis) => samePadding(length, first.dilation[axis]));
  const equal = convolutions.every(
    (each) => each && String(each.kernel) === String(first.kernel) && String(each.dilation) === String(first.dilation),
  );
  const current = first.padding;
  if (!equal || needed.some(([before, after]) => before !== after)) return [];
  if (needed.every(([before], axis) => before === current[axis])) return [];
  const values = needed.map(([before]) => before);
  const newText = values.every((value) => value === values[0]) ? String(values[0]) : `(${values.join(', ')})`;
  const call = readCall(source, site.location.start, site.location.end);
  // as PyTorch writes it
  if (!call || !/^Conv[123]d$/.test(site.type)) return [];
  const title = text('keepSize', { padding: newText });
  const argument = findArgument(call, 'padding', position.padding);
  if (argument) return [{ title, kind: 'rewrite', edit: { start: argument.start, end: argument.end, newText } }];
  const last = call.arguments.at(-1);
  if (!last || call.arguments.some(({ text: value }) => value.startsWith('*'))) return [];
  return [{ title, kind: 'rewrite', edit: { start: last.end, end: last.end, newText: `, padding=${newText}` } }];
}

/** One layer as two that cost less, where it is a standard convolution of the same numbers of channels in every instance. */
function separable(site: ConstructionSite, { source, text }: ActionContext): readonly Action[] {
  const { start, end } = site.location;
  const [first, ...others] = site.instances.map((instance) => convolutionOf(site.type, instance));
  if (!first?.choosesGroups || first.groups !== 1) return [];
  const rung = ladderOf(first).find(({ kind }) => kind === 'depthwiseSeparable');
  const standard = ladderOf(first).find(({ kind }) => kind === 'standard');
  const newText = separableText(source, start, end);
  if (!rung || !standard || newText === undefined) return [];
  const facts = { params: grouped(rung.params), before: grouped(standard.params) };
  const title = text(others.length === 0 ? 'separable' : 'separableFirst', facts);
  return [{ title, kind: 'rewrite', edit: { start, end, newText } }];
}
