// Rows of a table by index (torch.nn.functional.embedding). The row `padding_idx` gets no gradient.
import { flag, optionalNumber } from './attributes';
import type { LayerRule } from './rule';

export const embedding: LayerRule = {
  reads: { inputs: ['input'] },
  refuses: (c) =>
    optionalNumber(c, 'max_norm') !== null
      ? 'rows that are shortened to a largest norm'
      : flag(c, 'scale_grad_by_freq', false)
        ? 'gradients divided by how often a row is read'
        : null,
  forward(c) {
    const [indices, table, y] = [c.input('input').data, c.input('weight'), c.output().data];
    const width = table.shape[1];
    for (let i = 0; i < indices.length; i++)
      y.set(table.data.subarray(indices[i] * width, (indices[i] + 1) * width), i * width);
  },
  backward(c) {
    const dy = c.outputGradient()?.data;
    const dTable = c.inputGradient('weight');
    if (!dy || !dTable) return;
    const indices = c.input('input').data;
    const width = dTable.shape[1];
    const padding = optionalNumber(c, 'padding_idx');
    for (let i = 0; i < indices.length; i++) {
      if (indices[i] === padding) continue;
      for (let j = 0; j < width; j++) dTable.data[indices[i] * width + j] += dy[i * width + j];
    }
  },
};
