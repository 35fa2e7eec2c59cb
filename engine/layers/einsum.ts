// Einstein sums of any number of operands (torch.einsum), by visiting every combination of the letters' values.
import { text } from './attributes';
import { eachElement, rowMajorStrides } from './broadcast';
import { gradientOf } from './compare';
import type { AxisContext, LayerRule, RuleContext, ShapeContext } from './rule';

interface Letters {
  readonly operands: readonly string[];
  readonly output: string;
}

/** Without an arrow the output has the letters that appear once, in alphabetical order. */
export function lettersOf(equation: string): Letters {
  const [left, right] = equation.replaceAll(' ', '').split('->');
  const all = [...left.replaceAll(',', '')];
  const once = [...new Set(all)].filter((letter) => all.filter((other) => other === letter).length === 1).sort();
  return { operands: left.split(','), output: right ?? once.join('') };
}

/** Visits every combination: offsets in the operands, then in the output. */
function eachCombination(c: RuleContext, visit: (offsets: readonly number[]) => void): void {
  const { operands, output } = lettersOf(text(c, 'equation', ''));
  const shapes = c.list('operands').map((view) => view.shape);
  const extents = new Map<string, number>();
  operands.forEach((letters, i) =>
    [...letters].forEach((letter, axis) => extents.set(letter, Math.max(shapes[i][axis], extents.get(letter) ?? 1))),
  );
  const order = [...extents.keys()];
  const stridesOf = (letters: string, shape: readonly number[]): readonly number[] => {
    const strides = rowMajorStrides(shape);
    return order.map((letter) =>
      [...letters].reduce((sum, each, axis) => sum + (each === letter && shape[axis] !== 1 ? strides[axis] : 0), 0),
    );
  };
  const strides = [...operands.map((letters, i) => stridesOf(letters, shapes[i])), stridesOf(output, c.output().shape)];
  eachElement(
    order.map((letter) => extents.get(letter) ?? 1),
    strides,
    (_, offsets) => visit(offsets),
  );
}

export const einsum: LayerRule = {
  reads: { inputs: ['operands'] },
  refuses: (c: ShapeContext) => (text(c, 'equation', '').includes('.') ? 'an ellipsis in the equation' : null),
  forward(c) {
    const operands = c.list('operands').map((view) => view.data);
    const y = c.output().data;
    const sum = new Float64Array(y.length);
    eachCombination(c, (offsets) => {
      let product = 1;
      for (let i = 0; i < operands.length; i++) product *= operands[i][offsets[i]];
      sum[offsets[operands.length]] += product;
    });
    y.set(sum);
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    if (!dy) return;
    const operands = c.list('operands').map((view) => view.data);
    const gradients = c.listGradient('operands').map(gradientOf);
    eachCombination(c, (offsets) => {
      for (let target = 0; target < operands.length; target++) {
        let product = dy[offsets[operands.length]];
        for (let i = 0; i < operands.length; i++) if (i !== target) product *= operands[i][offsets[i]];
        gradients[target]?.add(offsets[target], product);
      }
    });
    for (const gradient of gradients) gradient?.store();
  },
  batchAxis(c: AxisContext) {
    const { operands, output } = lettersOf(String(c.attribute('equation') ?? ''));
    if (c.axis === null) return null;
    const at = output.indexOf(operands.find((letters) => letters.length === c.inputRank)?.[c.axis] ?? '?');
    return at < 0 ? null : at;
  },
};
