// A classified set of images in memory: bytes as they lie in the files, normalised only when a batch goes into the engine.

export interface ImageDataset {
  /** For people: `MNIST`, `synthetic digits`. */
  readonly name: string;
  readonly count: number;
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** count × channels × height × width. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly classes: readonly string[];
  /** One a channel; value = (byte / 255 − mean) / std. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

export interface DatasetPair {
  readonly train: ImageDataset;
  readonly validation: ImageDataset;
}

export const digits: readonly string[] = Array.from({ length: 10 }, (_, digit) => String(digit));

/** As the notes' script normalises MNIST. */
export const mnistNormalisation = { mean: [0.1307], std: [0.3081] } as const;

/** The first `limit` images, or all. */
export function limited(dataset: ImageDataset, limit: number | null): ImageDataset {
  if (limit === null || limit >= dataset.count) return dataset;
  const size = dataset.channels * dataset.height * dataset.width;
  return {
    ...dataset,
    count: limit,
    images: dataset.images.subarray(0, limit * size),
    labels: dataset.labels.subarray(0, limit),
  };
}
