// Costs for people are those of one image where the batch is a symbol: `225792*N` reads 225,792.
import type { ModelOutline } from '../../core/analysis';
import { isSymbolic, substitute, type Dim } from '../../core/shape/dim';

/** The figure with the batch of the model's first input set to 1, where that batch is a lone symbol. */
export function perImage(figure: Dim | null, { graph }: Pick<ModelOutline, 'graph'>): Dim | null {
  if (!isSymbolic(figure)) return figure;
  const batch = graph.inputs.length > 0 ? graph.values[graph.inputs[0]].shape[0] : undefined;
  const name = isSymbolic(batch) ? String(batch) : '';
  return /^\w+$/.test(name) ? substitute(figure, (symbol) => (symbol === name ? 1 : undefined)) : figure;
}
