// What training keeps of scaled_dot_product_attention on the CPU: one kernel that keeps a number for each row, or, where that one does not
// take the call, products one by one.
import type { Operation } from '../graph/graph';
import { dimEquals, multiply, product, type Dim } from '../shape/dim';
import { keptFactor, rowBytes } from './products';
import type { SavedItem, SavingFacts } from './saving-facts';

export function keptByAttention(f: SavingFacts, { attributes }: Operation<Dim>): readonly SavedItem[] {
  const [query, key, value] = ['query', 'key', 'value'].map((name) => f.each(name)[0]);
  const dropout = attributes.dropout_p;
  const isDropped = typeof dropout === 'number' && dropout > 0;
  const rank = query.shape.length;
  const widths = [query, key, value].map(({ shape }) => shape[shape.length - 1]);
  const isFused =
    !isDropped && rank === 4 && widths.every((width) => dimEquals(width, widths[0])) && !f.needsGradient('attn_mask');
  if (!isFused) {
    // query and key scaled, the weights after the softmax, with dropout its noise and what it leaves, and the value
    const weights = multiply(product(query.shape.slice(0, -1)), multiply(key.shape[rank - 2], f.elementBytes('query')));
    return [query.copy, key.copy, multiply(weights, isDropped ? 3 : 1), keptFactor(value)];
  }
  const mask = f.each('attn_mask').map(({ shape, kept }) =>
    // of truths it makes numbers
    f.elementBytes('attn_mask') === 1 ? multiply(product(shape), f.elementBytes('query')) : kept,
  );
  return [
    ...[query, key, value].map(({ kept }) => kept),
    ...mask,
    ...f.result(),
    rowBytes(f.resultShape(), Math.max(f.elementBytes('query'), 4)),
  ];
}
