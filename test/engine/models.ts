// Small networks as graphs, the same as in scripts/golden/trajectory.py.
import type { SerialisedGraph, ValueId } from '../../core/graph/graph';
import { GraphBuilder } from './graphs';
import {
  add,
  applyBatchNorm,
  batchNorm,
  batchNormState,
  conv2d,
  elementwise,
  flatten,
  globalAverage,
  linear,
  maxPool2d,
  relu,
} from './layers';

export interface NotesOptions {
  readonly baseChannels: number;
  readonly dilation: number;
  readonly batch?: number;
  readonly size?: number;
}

/** Depthwise separable dilated convolutions: the network of the notes. Both convolutions are made before both norms. */
export function notesNetwork({ baseChannels, dilation, batch = 1, size = 28 }: NotesOptions): SerialisedGraph {
  const b = new GraphBuilder();
  const block = (path: string, x: ValueId, channels: number, d: number): ValueId => {
    const [, inside] = b.shape(x);
    const depthwise = conv2d(b, `${path}.depthwise`, x, inside, { kernel: 3, padding: d, dilation: d, groups: inside });
    return restOfBlock(b, path, depthwise, channels);
  };
  let x = conv2d(b, 'stem.0', b.input([batch, 1, size, size]), baseChannels, { kernel: 3, padding: 1 });
  x = relu(b, batchNorm(b, 'stem.1', x));
  x = maxPool2d(b, block('ds_block1', x, baseChannels * 2, dilation), 2);
  x = maxPool2d(b, block('ds_block2', x, baseChannels * 4, dilation), 2);
  x = block('ds_block3', x, baseChannels * 8, 1);
  x = linear(b, 'fc', flatten(b, globalAverage(b, x)), 10);
  return b.build(x, `DSDilatedNet(base_channels=${baseChannels}, dilation=${dilation})`);
}

/** What follows the depthwise convolution of a block. State order is depthwise, pointwise, bn_dw, bn_pw; execution alternates. */
function restOfBlock(b: GraphBuilder, path: string, depthwise: ValueId, channels: number): ValueId {
  const [batch, inside, height, width] = b.shape(depthwise);
  const bound = 1 / Math.sqrt(inside);
  const weight = b.parameter(`${path}.pointwise.weight`, [channels, inside, 1, 1], {
    kind: 'uniform',
    low: -bound,
    high: bound,
  });
  const before = batchNormState(b, `${path}.bn_dw`, inside);
  const after = batchNormState(b, `${path}.bn_pw`, channels);
  const x = relu(b, applyBatchNorm(b, `${path}.bn_dw`, depthwise, before));
  const attributes = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1 };
  const y = b.operation(
    'conv2d',
    { input: x, weight, bias: null },
    attributes,
    [batch, channels, height, width],
    `${path}.pointwise`,
  );
  return relu(b, applyBatchNorm(b, `${path}.bn_pw`, y, after));
}

/** Two residual blocks, the second with a strided projection. */
export function residualNetwork(batch = 1): SerialisedGraph {
  const b = new GraphBuilder();
  const block = (path: string, x: ValueId, channels: number, stride: number): ValueId => {
    let y = conv2d(b, `${path}.conv1`, x, channels, { kernel: 3, stride, padding: 1 });
    y = relu(b, batchNorm(b, `${path}.bn1`, y));
    y = conv2d(b, `${path}.conv2`, y, channels, { kernel: 3, padding: 1 });
    y = batchNorm(b, `${path}.bn2`, y);
    const shortcut =
      stride === 1
        ? x
        : batchNorm(b, `${path}.down.1`, conv2d(b, `${path}.down.0`, x, channels, { kernel: 1, stride }));
    return relu(b, add(b, y, shortcut));
  };
  let x = conv2d(b, 'stem.0', b.input([batch, 1, 28, 28]), 8, { kernel: 3, padding: 1 });
  x = maxPool2d(b, relu(b, batchNorm(b, 'stem.1', x)), 2);
  x = block('block1', x, 8, 1);
  x = block('block2', x, 16, 2);
  x = linear(b, 'fc', flatten(b, globalAverage(b, x)), 10);
  return b.build(x, 'Residual()');
}

/** Inverted residuals with ReLU6, as MobileNetV2 has them. */
export function invertedNetwork(batch = 1): SerialisedGraph {
  const b = new GraphBuilder();
  const act = (x: ValueId): ValueId => elementwise(b, 'relu6', x);
  const block = (path: string, x: ValueId, channels: number, stride: number, expand: number): ValueId => {
    const inside = b.shape(x)[1];
    const hidden = inside * expand;
    let y = act(batchNorm(b, `${path}.1`, conv2d(b, `${path}.0`, x, hidden, { kernel: 1 })));
    y = conv2d(b, `${path}.3`, y, hidden, { kernel: 3, stride, padding: 1, groups: hidden });
    y = act(batchNorm(b, `${path}.4`, y));
    y = batchNorm(b, `${path}.7`, conv2d(b, `${path}.6`, y, channels, { kernel: 1 }));
    return stride === 1 && channels === inside ? add(b, x, y) : y;
  };
  let x = conv2d(b, 'stem.0', b.input([batch, 1, 28, 28]), 8, { kernel: 3, stride: 2, padding: 1 });
  x = act(batchNorm(b, 'stem.1', x));
  x = block('block1', x, 8, 1, 3);
  x = block('block2', x, 12, 2, 3);
  x = linear(b, 'fc', flatten(b, globalAverage(b, x)), 10);
  return b.build(x, 'Inverted()');
}
