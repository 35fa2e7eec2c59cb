// The worked example: a 4×4 input of three channels, 3×3 kernels, stride 1, no padding; two outputs by a standard convolution, three
// by a depthwise one, and two by depthwise + pointwise. Small whole numbers, so that every product can be followed by eye.
//
//     standard [[0,5],[9,11]] [[16,10],[9,6]]   depthwise [[1,-1],[2,1]] [[4,4],[3,6]] [[1,1],[3,5]]
//     depthwise + pointwise [[4,2],[6.5,9]] [[4,3],[2.5,4]]                         (equal to PyTorch 2.13)
import { featureMap, kernels } from './tensors';

export const exampleInput = featureMap([
  [
    [1, 0, 2, 1],
    [2, 1, 0, 2],
    [1, 0, 1, 1],
    [0, 1, 2, 0],
  ],
  [
    [2, 1, 1, 0],
    [0, 2, 1, 1],
    [1, 2, 0, 2],
    [1, 0, 1, 1],
  ],
  [
    [0, 1, 0, 1],
    [1, 2, 0, 1],
    [1, 0, 2, 1],
    [2, 1, 0, 1],
  ],
]);

export const exampleStandard = kernels([
  [
    [
      [1, 0, -1],
      [0, 1, 0],
      [1, 1, 0],
    ],
    [
      [0, 1, 0],
      [1, 0, 1],
      [0, -2, 0],
    ],
    [
      [1, 0, 1],
      [0, 1, 0],
      [1, 0, -1],
    ],
  ],
  [
    [
      [0, 0, 0],
      [2, 1, 0],
      [0, 0, 0],
    ],
    [
      [2, 0, 1],
      [0, 2, 0],
      [1, 0, 0],
    ],
    [
      [0, 0, 0],
      [1, 0, 0],
      [0, 0, 0],
    ],
  ],
]);

/** One kernel for each input channel. */
export const exampleDepthwise = kernels([
  [
    [
      [1, 0, -1],
      [0, 1, 0],
      [1, 0, 0],
    ],
  ],
  [
    [
      [0, 1, 0],
      [1, 0, 1],
      [0, 1, 0],
    ],
  ],
  [
    [
      [1, 0, 1],
      [0, 1, 0],
      [1, 0, -1],
    ],
  ],
]);

/** Two outputs, each a weighted sum of the three depthwise ones. */
export const examplePointwise = kernels([
  [[[1]], [[0.5]], [[1]]],
  [[[0.5]], [[1]], [[-0.5]]],
]);
