// Code lenses above the classes of models: totals on the assumed input, and what can be done with the model.
import type { FileOutline, ModelOutline } from '../../core/analysis';
import { formatShape } from '../../core/shape/shape';
import { bytes, compactFigure } from '../text/numbers';
import type { Text } from '../text/text';
import { perImage } from './batch';

export interface Lens {
  /** Character offset of the class's name. */
  readonly offset: number;
  readonly title: string;
  readonly action: 'visualize' | 'train' | 'changeInput';
  readonly expression: string;
}

export function lensesOf(analysis: FileOutline, text: Text): readonly Lens[] {
  const byDefinition = new Map<number, ModelOutline[]>();
  for (const model of analysis.models) {
    if (model.definition?.file !== analysis.file) continue;
    const { start } = model.definition;
    byDefinition.set(start, [...(byDefinition.get(start) ?? []), model]);
  }
  return [...byDefinition].flatMap(([offset, models]) => {
    const [{ expression }] = models;
    const lens = (action: Lens['action'], title: string): Lens => ({ offset, title, action, expression });
    return [
      lens('changeInput', totals(models, text)),
      lens('visualize', text('lensVisualize')),
      lens('train', text('lensTrain')),
      lens('changeInput', text('lensChangeInput')),
    ];
  });
}

const totals = (models: readonly ModelOutline[], text: Text): string => {
  const line = totalsText(models[0], text);
  return models.length > 1 ? `${line} · ${text('lensMore', { count: models.length - 1 })}` : line;
};

/** `49.3K params · 5.44M MACs · 784 KiB activations · 1×1×28×28` */
export function totalsText(model: ModelOutline, text: Text): string {
  const {
    totals: { params, macs, activationBytes },
    graph,
  } = model;
  return text('lensTotals', {
    params: compactFigure(params),
    macs: compactFigure(perImage(macs, model)),
    memory: bytes(perImage(activationBytes.inferencePeak, model)),
    input: graph.inputs.map((id) => formatShape(graph.values[id].shape)).join(', ') || text('unknown'),
  });
}
