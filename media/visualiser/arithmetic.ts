// The arithmetic of one output, written out: `1·1 + 0·0 + 2·(−1) + … = 1`.
import type { ChannelTerm, OutputWindow } from '../../core/lesson/output-window';
import type { SceneWindows } from '../../protocol/lesson';
import { shortNumber, term } from '../shared/numbers';
import type { Translate } from '../shared/strings';
import type { phrases } from './phrases';

type Words = Translate<typeof phrases>;

/** `1·1 + 0·0 + 2·(−1)` */
export const productsText = ({ cells, kernel }: ChannelTerm): string =>
  cells.flatMap((row, u) => row.map((cell, v) => `${term(cell.value)}·${term(kernel[u][v])}`)).join(' + ');

/** ` + bias 2`, or nothing. */
const biasText = (bias: number | null, t: Words): string => (bias === null ? '' : ` + ${t('bias')} ${term(bias)}`);

/** `1 + (−2) + 1`, the bias last where there is one. */
const sumsText = (window: OutputWindow, t: Words): string =>
  window.terms.map(({ sum }, i) => (i === 0 ? shortNumber(sum) : term(sum))).join(' + ') + biasText(window.bias, t);

/** `1 + (−2) + 1 = 0`; a single addend stands alone. */
export function totalText(window: OutputWindow, t: Words): string {
  const text = sumsText(window, t);
  return window.terms.length === 1 && window.bias === null ? text : `${text} = ${shortNumber(window.total)}`;
}

/** `4·0.5`: what each channel between the steps adds to an output of the pointwise one. */
const pointwiseText = (window: OutputWindow, t: Words): string =>
  window.terms.map(productsText).join(' + ') + biasText(window.bias, t);

export const pointwiseTotalText = (window: OutputWindow, t: Words): string =>
  `${pointwiseText(window, t)} = ${shortNumber(window.total)}`;

const headText = ({ position: { channel, row, column } }: OutputWindow, t: Words): string =>
  t('arithmeticHead', { output: channel, row, column });

export function windowLines(window: OutputWindow, t: Words): readonly string[] {
  const channels = window.terms.map((each) =>
    t('arithmeticChannel', {
      channel: each.inputChannel,
      products: productsText(each),
      sum: shortNumber(each.sum),
    }),
  );
  const total = t('arithmeticTotal', { sums: sumsText(window, t), total: shortNumber(window.total) });
  return [headText(window, t), ...channels, total];
}

export function separableLines(
  { depthwise, pointwise }: NonNullable<SceneWindows['separable']>,
  t: Words,
): readonly string[] {
  const channels = depthwise.map((window) => {
    return t('arithmeticDepthwise', {
      channel: window.position.channel,
      products: productsText(window.terms[0]) + biasText(window.bias, t),
      sum: shortNumber(window.total),
    });
  });
  return [
    headText(pointwise, t),
    ...channels,
    t('arithmeticPointwise', { products: pointwiseText(pointwise, t), sum: shortNumber(pointwise.total) }),
  ];
}
