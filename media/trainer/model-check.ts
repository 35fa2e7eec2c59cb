// Whether a model fits the data: one image of 1×28×28 in, scores of at least ten classes out. What is symbolic is left to the engine.
import type { TrainableModel } from '../../protocol/trainer';

type SerialisedGraph = TrainableModel['graph'];

export type Mismatch =
  | { readonly key: 'inputsMismatch'; readonly values: { readonly inputs: number } }
  | { readonly key: 'imageMismatch'; readonly values: { readonly model: string } }
  | { readonly key: 'classMismatch'; readonly values: { readonly outputs: number } };

const image = [1, 28, 28] as const;
const classes = 10;

/** undefined: nothing speaks against it. */
export function mismatch(graph: SerialisedGraph): Mismatch | undefined {
  if (graph.inputs.length !== 1) return { key: 'inputsMismatch', values: { inputs: graph.inputs.length } };
  const shape = graph.values[graph.inputs[0]].shape.slice(1);
  const fits =
    shape.length === image.length && shape.every((size, axis) => typeof size === 'string' || size === image[axis]);
  if (!fits) return { key: 'imageMismatch', values: { model: shape.join('×') } };
  if (typeof graph.output !== 'number') return undefined;
  const outputs = graph.values[graph.output].shape.at(-1);
  return typeof outputs === 'number' && outputs < classes ? { key: 'classMismatch', values: { outputs } } : undefined;
}

/** Multiply-accumulates of one forward pass for one image; undefined where any of them, or the batch, is not a number. */
export function macsPerImage(graph: SerialisedGraph): number | undefined {
  const batch = graph.inputs.length === 0 ? undefined : graph.values[graph.inputs[0]].shape[0];
  if (typeof batch !== 'number' || batch < 1) return undefined;
  let sum = 0;
  for (const { macs } of graph.operations) {
    if (typeof macs !== 'number') return undefined;
    sum += macs;
  }
  return sum / batch;
}
