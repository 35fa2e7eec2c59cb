// The networks of the benches: that of the notes, and ResNet-18 (He et al. 2016) on images of 3 × 128 × 128.
import type { SerialisedGraph, ValueId } from '../../core/graph/graph';
import { GraphBuilder } from '../../test/engine/graphs';
import { add, batchNorm, conv2d, flatten, globalAverage, linear, relu } from '../../test/engine/layers';
import { notesNetwork } from '../../test/engine/models';

export interface BenchNetwork {
  readonly graph: () => SerialisedGraph;
  /** Elements of one image. */
  readonly elements: number;
  readonly channels: number;
  /** Images a step. */
  readonly train: number;
  readonly predict: number;
}

export const networks = {
  notes: {
    graph: () => notesNetwork({ baseChannels: 32, dilation: 2 }),
    elements: 784,
    channels: 1,
    train: 128,
    predict: 256,
  },
  resnet18: { graph: () => resnet18(128), elements: 3 * 128 * 128, channels: 3, train: 64, predict: 128 },
} satisfies Readonly<Record<string, BenchNetwork>>;

export type NetworkName = keyof typeof networks;

function resnet18(size: number): SerialisedGraph {
  const b = new GraphBuilder();
  const block = (path: string, x: ValueId, channels: number, stride: number): ValueId => {
    let y = conv2d(b, `${path}.conv1`, x, channels, { kernel: 3, stride, padding: 1 });
    y = relu(b, batchNorm(b, `${path}.bn1`, y));
    y = batchNorm(b, `${path}.bn2`, conv2d(b, `${path}.conv2`, y, channels, { kernel: 3, padding: 1 }));
    if (stride === 1) return relu(b, add(b, y, x));
    const shortcut = conv2d(b, `${path}.downsample.0`, x, channels, { kernel: 1, stride });
    return relu(b, add(b, y, batchNorm(b, `${path}.downsample.1`, shortcut)));
  };
  let x = conv2d(b, 'conv1', b.input([1, 3, size, size]), 64, { kernel: 7, stride: 2, padding: 3 });
  x = overlappingPool(b, relu(b, batchNorm(b, 'bn1', x)));
  for (const [stage, channels] of [64, 128, 256, 512].entries())
    for (const [index, stride] of [stage === 0 ? 1 : 2, 1].entries())
      x = block(`layer${stage + 1}.${index}`, x, channels, stride);
  return b.build(linear(b, 'fc', flatten(b, globalAverage(b, x)), 10), 'ResNet18()');
}

function overlappingPool(b: GraphBuilder, x: ValueId): ValueId {
  const [batch, channels, height, width] = b.shape(x);
  const attributes = { kernel_size: [3, 3], stride: [2, 2], padding: [1, 1], dilation: [1, 1], ceil_mode: false };
  const half = (extent: number): number => Math.floor((extent - 1) / 2) + 1;
  return b.operation('max_pool2d', { input: x }, attributes, [batch, channels, half(height), half(width)]);
}
