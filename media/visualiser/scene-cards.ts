// The three forms of a scene as cards, side by side.
import type { TemplateResult } from 'lit';
import type { Kernels } from '../../core/lesson/tensors';
import { convolutionCard, separableCard } from './form-cards';
import type { Subject } from './layer';
import type { Shown } from './stepper';
import type { CardContext } from './term-rows';

const count = (...weights: readonly Kernels[]): number => weights.reduce((sum, weight) => sum + weight.data.length, 0);

/** `groupsChoice`: the control for `groups` of the grouped form, where several are legal. */
export function sceneCards(
  context: CardContext,
  { scene, results, windows }: Shown,
  subject: Subject,
  groupsChoice: TemplateResult | undefined,
): readonly TemplateResult[] {
  const { t } = context;
  const { standard, grouped, separable } = scene;
  const { groups } = grouped.settings;
  const inChannels = standard.input.channels;
  const own = subject.description === null ? undefined : subject.shown.groups;
  const depthwise = groups === inChannels;
  return [
    convolutionCard(context, {
      id: 'standard',
      target: 'standard',
      title: t('standard'),
      text: t('standardText'),
      weights: count(standard.weight),
      yours: own === 1,
      weight: standard.weight,
      inChannels,
      window: windows.standard,
      output: results.standard,
    }),
    convolutionCard(context, {
      id: 'grouped',
      target: 'grouped',
      title: depthwise ? t('depthwise') : t('grouped'),
      text: depthwise
        ? t('depthwiseText', { groups })
        : t('groupedText', { groups, count: grouped.weight.groupInputs }),
      weights: count(grouped.weight),
      yours: own !== undefined && own > 1 && own === groups,
      weight: grouped.weight,
      inChannels,
      window: windows.grouped,
      output: results.grouped,
      ...(groupsChoice !== undefined && { control: groupsChoice }),
    }),
    separableCard(context, {
      id: 'separable',
      title: t('separable'),
      text: t('separableText'),
      weights: count(separable.depthwise, separable.pointwise),
      yours: false,
      depthwise: separable.depthwise,
      pointwise: separable.pointwise,
      windows: windows.separable,
      between: results.between,
      output: results.separable,
    }),
  ];
}
