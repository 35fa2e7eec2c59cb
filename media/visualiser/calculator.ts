// The calculator's fields as text, and the layer they describe: pure, so that what is wrong with a field can be tested.
import { ladder, type LadderStep, type LayerSettings } from '../../core/lesson/cost';
import { evenPadding, samePadding, type Pair } from '../../core/lesson/geometry';
import { legalGroups } from '../../core/lesson/connections';
import { pairText, readCount, readPair } from './fields';

export const countFields = ['inChannels', 'outChannels', 'groups', 'height', 'width'] as const;
export const pairFields = ['kernel', 'stride', 'padding', 'dilation'] as const;
export type CountField = (typeof countFields)[number];
export type PairField = (typeof pairFields)[number];
export type CalculatorField = CountField | PairField;

export type CalculatorTexts = Readonly<Record<CalculatorField, string>> & { readonly bias: boolean };

const most = 65_536;
export const rangeOf = (field: CalculatorField): { readonly min: number; readonly max: number } => ({
  min: field === 'padding' ? 0 : 1,
  max: countFields.includes(field as CountField) ? most : 1_024,
});

/** What a field cannot be: `range` not a whole number or pair in its range; `groups` divides not both channel counts. */
export type FieldProblem = 'range' | 'groups';

export type Calculation =
  | { readonly ok: true; readonly layer: LayerSettings; readonly steps: readonly LadderStep[] }
  | {
      readonly ok: false;
      readonly problems: Readonly<Partial<Record<CalculatorField, FieldProblem>>>;
      /** The kernel does not fit: pixels that it spans, and pixels of the padded input. */
      readonly kernelTooLarge?: { readonly kernel: number; readonly size: number };
    };

export function textsOf({
  inChannels,
  outChannels,
  kernel,
  stride,
  padding,
  dilation,
  groups,
  bias,
  input,
}: LayerSettings): CalculatorTexts {
  const even = padding.top === padding.bottom && padding.left === padding.right;
  return {
    inChannels: String(inChannels),
    outChannels: String(outChannels),
    kernel: pairText(kernel),
    stride: pairText(stride),
    padding: even ? pairText([padding.top, padding.left]) : 'same',
    dilation: pairText(dilation),
    groups: String(groups),
    height: String(input[0]),
    width: String(input[1]),
    bias,
  };
}

export function calculate(texts: CalculatorTexts): Calculation {
  const problems: Partial<Record<CalculatorField, FieldProblem>> = {};
  const count = (field: CountField): number => {
    const value = readCount(texts[field], 1, most);
    if (value === undefined) problems[field] = 'range';
    return value ?? 1;
  };
  const pair = (field: PairField): Pair => {
    const { min, max } = rangeOf(field);
    const value = readPair(texts[field], min, max);
    if (value === undefined) problems[field] = 'range';
    return value ?? [1, 1];
  };
  const [kernel, stride, dilation] = [pair('kernel'), pair('stride'), pair('dilation')];
  const same = texts.padding.trim().toLowerCase() === 'same';
  const layer: LayerSettings = {
    inChannels: count('inChannels'),
    outChannels: count('outChannels'),
    kernel,
    stride,
    dilation,
    padding: same ? samePadding(kernel, dilation) : evenPadding(pair('padding')),
    groups: count('groups'),
    bias: texts.bias,
    input: [count('height'), count('width')],
  };
  if (Object.keys(problems).length > 0) return { ok: false, problems };
  if (!legalGroups(layer).includes(layer.groups)) return { ok: false, problems: { groups: 'groups' } };
  const steps = ladder(layer);
  if (steps.kind === 'known') return { ok: true, layer, steps: steps.value };
  const details = steps.kind === 'wrong' ? steps.problem.details : {};
  const kernelTooLarge = { kernel: Number(details['kernel']), size: Number(details['size']) };
  return { ok: false, problems: {}, kernelTooLarge };
}
