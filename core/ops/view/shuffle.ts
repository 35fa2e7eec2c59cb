// pixel_shuffle, pixel_unshuffle and channel_shuffle: elements moved between channels and positions.
import { floorDivide, multiply } from '../../shape/dim';
import { indivisibleGroups } from '../convolution/groups';
import { F, type Operator } from '../operator';
import { invalidArgument, wrongRank } from '../problems';

/** pixel_shuffle: C·r² channels become an image r times as large (Shi et al. 2016); pixel_unshuffle is its inverse. */
export const pixelShuffle = {
  name: 'pixel_shuffle',
  signature: 'input, upscale_factor',
  functions: [F('pixel_shuffle'), 'torch.pixel_shuffle'],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const factor = a.int('upscale_factor');
    if (shape.length < 3) a.fail(wrongRank(a.operatorName, '3 or more', shape));
    if (factor <= 0) a.fail(invalidArgument(a.operatorName, 'upscale_factor must be positive'));
    const [channels, height, width] = shape.slice(-3);
    if (typeof channels === 'number' && channels % (factor * factor) !== 0) {
      a.fail(
        invalidArgument(
          a.operatorName,
          `${channels} channels are not divisible by the square of upscale_factor = ${factor}`,
          {
            expected: `a multiple of ${factor * factor}`,
            actual: String(channels),
          },
        ),
      );
    }
    const result = [
      ...shape.slice(0, -3),
      floorDivide(channels, factor * factor),
      multiply(height, factor),
      multiply(width, factor),
    ];
    return {
      result: { shape: result, dtype },
      window: {
        kernel: [factor, factor],
        stride: [factor, factor],
        padding: [0, 0],
        dilation: [1, 1],
        transposed: true,
      },
    };
  },
} as const satisfies Operator;

export const pixelUnshuffle = {
  name: 'pixel_unshuffle',
  signature: 'input, downscale_factor',
  functions: [F('pixel_unshuffle'), 'torch.pixel_unshuffle'],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const factor = a.int('downscale_factor');
    if (shape.length < 3) a.fail(wrongRank(a.operatorName, '3 or more', shape));
    if (factor <= 0) a.fail(invalidArgument(a.operatorName, 'downscale_factor must be positive'));
    const [channels, height, width] = shape.slice(-3);
    for (const size of [height, width]) {
      if (typeof size !== 'number' || size % factor === 0) continue;
      a.fail(
        invalidArgument(a.operatorName, `a size of ${size} is not divisible by downscale_factor = ${factor}`, {
          expected: `a multiple of ${factor}`,
          actual: String(size),
        }),
      );
    }
    const result = [
      ...shape.slice(0, -3),
      multiply(channels, factor * factor),
      floorDivide(height, factor),
      floorDivide(width, factor),
    ];
    return {
      result: { shape: result, dtype },
      window: { kernel: [factor, factor], stride: [factor, factor], padding: [0, 0], dilation: [1, 1] },
    };
  },
} as const satisfies Operator;

export const channelShuffle = {
  name: 'channel_shuffle',
  signature: 'input, groups',
  functions: [F('channel_shuffle'), 'torch.channel_shuffle'],
  methods: [],
  infer: (a) => {
    const { shape, dtype } = a.tensor('input');
    const groups = a.int('groups');
    if (shape.length < 3) a.fail(wrongRank(a.operatorName, '3 or more', shape));
    if (groups <= 0) a.fail(invalidArgument(a.operatorName, 'groups must be positive'));
    const channels = shape[1];
    if (typeof channels === 'number' && channels % groups !== 0)
      a.fail(indivisibleGroups('channels', channels, groups));
    return { result: { shape, dtype } };
  },
} as const satisfies Operator;

export const shuffles = [pixelShuffle, pixelUnshuffle, channelShuffle] as const;
