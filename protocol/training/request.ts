// What the page asks of the training worker.
import type { SerialisedGraph } from '../../core/graph/graph';
import { serialisedGraph } from '../graph';
import { boolean, buffer, integer, nullable, object, oneOf, record, tagged, type Check } from '../validate';
import { trainingSettings, type TrainingSettings } from './settings';

/** The four files of MNIST and its kin as they lie on disk (IDX, plain or gzip), or digits that the engine draws itself. */
export type TrainingDataset =
  | { readonly kind: 'synthetic' }
  | {
      readonly kind: 'idx';
      readonly trainImages: ArrayBuffer;
      readonly trainLabels: ArrayBuffer;
      readonly testImages: ArrayBuffer;
      readonly testLabels: ArrayBuffer;
    };

export type TrainingRequest =
  | {
      readonly request: 'start';
      readonly graph: SerialisedGraph;
      /** The same model analysed in evaluation mode; null: the training graph serves both. */
      readonly evaluation: SerialisedGraph | null;
      readonly settings: TrainingSettings;
      readonly dataset: TrainingDataset;
      /** The kernels' WebAssembly modules by file name, `kernels-simd.wasm`: the worker picks what the runtime validates. */
      readonly kernels: Readonly<Record<string, ArrayBuffer>>;
      /** A checkpoint of this model to go on from (its epoch, model and optimizer state); null: from the seed. */
      readonly resumeFrom: ArrayBuffer | null;
    }
  | { readonly request: 'pause' }
  | { readonly request: 'resume' }
  /** Ends the run after the step in progress: `checkpoint` (role `last`) if an epoch finished since the last one, then `done`. */
  | { readonly request: 'stop' }
  /** One image as bytes, in the shape of the model's input without the batch. Answered by `prediction`, with the layers if asked. */
  | { readonly request: 'predict'; readonly id: number; readonly image: ArrayBuffer; readonly layers: boolean }
  /** One image of the validation set, counted round it. Answered by `sample`. */
  | { readonly request: 'sample'; readonly id: number; readonly index: number };

const megabyte = 2 ** 20;
const count = integer(0, 1e12);

export const checkpointBytes = buffer(2_048 * megabyte);

const idxFile = buffer(2_048 * megabyte);

export const trainingDataset: Check<TrainingDataset> = tagged<'kind', TrainingDataset>('kind', {
  synthetic: object({ kind: oneOf('synthetic') }),
  idx: object({
    kind: oneOf('idx'),
    trainImages: idxFile,
    trainLabels: idxFile,
    testImages: idxFile,
    testLabels: idxFile,
  }),
});

export const trainingRequest: Check<TrainingRequest> = tagged<'request', TrainingRequest>('request', {
  start: object({
    request: oneOf('start'),
    graph: serialisedGraph,
    evaluation: nullable(serialisedGraph),
    settings: trainingSettings,
    dataset: trainingDataset,
    kernels: record(buffer(64 * megabyte), 32),
    resumeFrom: nullable(checkpointBytes),
  }),
  pause: object({ request: oneOf('pause') }),
  resume: object({ request: oneOf('resume') }),
  stop: object({ request: oneOf('stop') }),
  predict: object({ request: oneOf('predict'), id: count, image: buffer(64 * megabyte), layers: boolean }),
  sample: object({ request: oneOf('sample'), id: count, index: count }),
});
