// Whether a model can be trained on a dataset at all: its input takes the images, its output has a class for each label.
import type { SerialisedGraph } from '../../core/graph/graph';
import type { ImageDataset } from '../data/dataset';
import { failure } from './failure';

/** Throws TrainingFailure CL3107 (images) or CL3106 (labels). Sizes that the graph leaves open fit. */
export function requireCompatible(graph: SerialisedGraph, dataset: ImageDataset): void {
  const image = [dataset.channels, dataset.height, dataset.width];
  if (graph.inputs.length !== 1) {
    throw failure('CL3107', { expected: `${graph.inputs.length} inputs`, actual: `one input, ${text(image)}` });
  }
  const input = graph.values[graph.inputs[0]].shape;
  const fits =
    input.length === 4 && image.every((size, i) => typeof input[i + 1] === 'string' || input[i + 1] === size);
  if (!fits)
    throw failure('CL3107', { expected: text(input), actual: text(image) }, 'Choose another dataset or another input.');
  const classes = classesOf(graph);
  if (classes === null) return;
  const index = dataset.labels.findIndex((label) => label >= classes);
  if (index !== -1) throw failure('CL3106', { index, label: dataset.labels[index], classes });
}

/** The number of logits an image has, where the output is N × classes with a known number; else null. */
export function classesOf(graph: SerialisedGraph): number | null {
  if (typeof graph.output !== 'number') return null;
  const { shape } = graph.values[graph.output];
  const last = shape[1];
  return shape.length >= 2 && typeof last === 'number' ? last : null;
}

const text = (shape: readonly (number | string)[]): string => shape.join('×');
