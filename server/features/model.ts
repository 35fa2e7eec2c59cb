// What the trainer asks for: the input of a model for one image, so that its graph can be analysed again in training mode.
import type { ModelOutline } from '../../core/analysis';
import type { Dim } from '../../core/shape/dim';
import { formatShape } from '../../core/shape/shape';

/** `1x1x28x28`, one for each input, the batch set to 1; undefined where a size is not known. */
export function singleImageInputs({ graph }: ModelOutline): readonly string[] | undefined {
  const shapes = graph.inputs.map((id) => graph.values[id].shape);
  const single = shapes.map((shape) => (shape.length >= 2 ? [1, ...shape.slice(1)] : shape));
  const known = single.length > 0 && single.every((shape) => shape.every((dim) => typeof dim === 'number'));
  return known ? single.map(inputText) : undefined;
}

/** `1x1x28x28`, as requests and the directive take it. */
export const inputText = (shape: readonly Dim[]): string => formatShape(shape).replaceAll('×', 'x');
