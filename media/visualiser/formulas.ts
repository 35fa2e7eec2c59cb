// The formulas of the page as MathML, which the browser sets itself. Names are the code's: C_in, groups, K.
import { html, mathml, type TemplateResult } from 'lit';
import type { LayerSettings } from '../../core/lesson/cost';
import { separableRatio, type Cost } from '../../core/lesson/cost';

type Part = TemplateResult;

const op = (sign: string): Part => mathml`<mo>${sign}</mo>`;
const num = (text: string | number): Part => mathml`<mn>${text}</mn>`;
const word = (text: string): Part => mathml`<mtext>${text}</mtext>`;
const name = (base: string, index?: string): Part =>
  index === undefined ? mathml`<mi>${base}</mi>` : mathml`<msub><mi>${base}</mi><mtext>${index}</mtext></msub>`;
const over = (top: Part, bottom: Part): Part => mathml`<mfrac><mrow>${top}</mrow><mrow>${bottom}</mrow></mfrac>`;
const square = (base: Part): Part => mathml`<msup>${base}<mn>2</mn></msup>`;
const row = (...parts: readonly Part[]): Part => mathml`<mrow>${parts}</mrow>`;
const times = (...factors: readonly Part[]): Part =>
  row(...factors.flatMap((factor, i) => (i === 0 ? [factor] : [op('·'), factor])));

const math = (label: string, ...parts: readonly Part[]): TemplateResult =>
  html`<math display="block" aria-label=${label}>${row(...parts)}</math>`;

/** y[o, r, c] = b[o] + Σ_i Σ_u Σ_v w[o, i, u, v] · x[i, r·s − p + u·d, c·s − p + v·d] */
export function convolutionFormula(label: string): TemplateResult {
  const indexed = (base: string, ...indices: readonly Part[]): Part =>
    mathml`<msub><mi>${base}</mi><mrow>${indices.flatMap((index, i) => (i === 0 ? [index] : [op(','), index]))}</mrow></msub>`;
  const sum = (index: string): Part => mathml`<munder><mo movablelimits="false">∑</mo><mi>${index}</mi></munder>`;
  const [o, r, c, i, u, v] = ['o', 'r', 'c', 'i', 'u', 'v'].map((each) => name(each));
  const place = (position: Part, tap: Part): Part =>
    row(times(position, name('s')), op('−'), name('p'), op('+'), times(tap, name('d')));
  return math(
    label,
    row(indexed('y', o, r, c), op('='), indexed('b', o), op('+'), sum('i'), sum('u'), sum('v')),
    times(indexed('w', o, i, u, v), indexed('x', i, place(r, u), place(c, v))),
  );
}

export interface FormulaWords {
  readonly params: string;
  readonly macs: string;
  readonly ratio: string;
  readonly outputHeight: string;
  readonly format: (value: number) => string;
}

/** The formulas of params, MACs, output height and ratio, in names and in the layer's numbers. */
export function costFormulas(layer: LayerSettings, cost: Cost, words: FormulaWords): readonly TemplateResult[] {
  const { inChannels, outChannels, kernel, stride, padding, dilation, groups, bias, input } = layer;
  const { format } = words;
  const share = separableRatio(outChannels, kernel);
  const output = cost.output;
  const sides = padding.top + padding.bottom;
  const symbols = times(name('C', 'out'), over(name('C', 'in'), word('groups')), name('K', 'h'), name('K', 'w'));
  const numbers = times(num(outChannels), over(num(inChannels), num(groups)), num(kernel[0]), num(kernel[1]));
  const withBias = (part: Part, of: Part): Part => (bias ? row(part, op('+'), of) : part);
  const floor = (part: Part): Part => row(op('⌊'), part, op('⌋'));
  return [
    math(
      words.params,
      word(words.params),
      op('='),
      withBias(symbols, name('C', 'out')),
      op('='),
      withBias(numbers, num(outChannels)),
      op('='),
      num(format(cost.params)),
    ),
    math(
      words.macs,
      word(words.macs),
      op('='),
      times(symbols, name('H', 'out'), name('W', 'out')),
      op('='),
      times(num(format(cost.macs / (output[0] * output[1]))), num(output[0]), num(output[1])),
      op('='),
      num(format(cost.macs)),
    ),
    math(
      words.outputHeight,
      name('H', 'out'),
      op('='),
      floor(
        over(
          row(
            name('H'),
            op('+'),
            times(num(2), name('p')),
            op('−'),
            times(name('d'), row(op('('), name('K', 'h'), op('−'), num(1), op(')'))),
            op('−'),
            num(1),
          ),
          name('s'),
        ),
      ),
      op('+'),
      num(1),
      op('='),
      floor(
        over(
          row(
            num(input[0]),
            op('+'),
            num(sides),
            op('−'),
            times(num(dilation[0]), num(kernel[0] - 1)),
            op('−'),
            num(1),
          ),
          num(stride[0]),
        ),
      ),
      op('+'),
      num(1),
      op('='),
      num(output[0]),
    ),
    math(
      words.ratio,
      over(row(word('depthwise + pointwise')), row(word('standard'))),
      op('='),
      over(num(1), name('C', 'out')),
      op('+'),
      over(num(1), kernel[0] === kernel[1] ? square(name('K')) : times(name('K', 'h'), name('K', 'w'))),
      op('='),
      over(num(1), num(outChannels)),
      op('+'),
      over(num(1), num(kernel[0] * kernel[1])),
      op('='),
      num(share.toPrecision(3)),
    ),
  ];
}
