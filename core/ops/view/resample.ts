// interpolate and its older names (https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.interpolate.html):
// size → `size`, or floor(size · scale_factor).
import { type Dim, floorDivide, isSymbolic, multiply } from '../../shape/dim';
import type { Shape } from '../../shape/shape';
import type { ArgumentValue, OperatorArguments } from '../arguments';
import { F, Float, type Inference, type Operator, type WindowMotion } from '../operator';
import { invalidArgument, wrongRank } from '../problems';
import { isList } from '../values';

const interpolate = {
  name: 'interpolate',
  signature:
    "input, size=None, scale_factor=None, mode='nearest', align_corners=None, recompute_scale_factor=None, antialias=False",
  functions: [F('interpolate')],
  methods: [],
  infer: (a) => inferInterpolate(a, a.string('mode')),
} as const satisfies Operator;

const upsample = {
  name: 'upsample',
  signature: "input, size=None, scale_factor=None, mode='nearest', align_corners=None",
  functions: [F('upsample')],
  methods: [],
  infer: (a) => inferInterpolate(a, a.string('mode')),
} as const satisfies Operator;

const upsampleNearest = {
  name: 'upsample_nearest',
  signature: 'input, size=None, scale_factor=None',
  functions: [F('upsample_nearest')],
  methods: [],
  infer: (a) => inferInterpolate(a, 'nearest'),
} as const satisfies Operator;

const upsampleBilinear = {
  name: 'upsample_bilinear',
  signature: 'input, size=None, scale_factor=None',
  functions: [F('upsample_bilinear')],
  methods: [],
  infer: (a) => inferInterpolate(a, 'bilinear'),
} as const satisfies Operator;

export const resamplers = [interpolate, upsample, upsampleNearest, upsampleBilinear] as const;

/** The number of spatial axes that a mode is made for. */
const AXES_OF_MODE: Readonly<Record<string, readonly number[]>> = {
  nearest: [1, 2, 3],
  'nearest-exact': [1, 2, 3],
  area: [1, 2, 3],
  linear: [1],
  bilinear: [2],
  bicubic: [2],
  lanczos: [2],
  trilinear: [3],
};

function inferInterpolate(a: OperatorArguments, mode: string): Inference {
  const { shape, dtype } = a.tensor('input');
  const spatial = shape.slice(2);
  if (!(mode in AXES_OF_MODE)) a.fail(invalidArgument(a.operatorName, `unknown mode ${mode}`));
  if (!AXES_OF_MODE[mode].includes(spatial.length)) {
    const ranks = AXES_OF_MODE[mode].map((n) => n + 2).join(', ');
    a.fail(wrongRank(`${a.operatorName} with mode '${mode}'`, ranks, shape));
  }
  const [size, scale] = [a.raw('size'), a.raw('scale_factor')];
  if ((size === null) === (scale === null)) {
    const reason =
      size === null
        ? 'either size or scale_factor should be defined'
        : 'only one of size or scale_factor should be defined';
    a.fail(invalidArgument(a.operatorName, reason));
  }
  const scales = scale === null ? null : scaleFactors(a, scale, spatial.length);
  const result = scales ? spatial.map((d, i) => scaled(a, d, scales[i])) : sizes(a, spatial.length);
  if (result.some((d) => d === 0)) {
    a.fail({
      code: 'CL1015',
      details: { size: result.join('×') },
      expected: 'at least one element',
      actual: result.join('×'),
    });
  }
  return {
    result: { shape: [...shape.slice(0, 2), ...result], dtype },
    window: motion(a, mode, scales, spatial, result),
  };
}

function sizes(a: OperatorArguments, count: number): Shape {
  const given = a.dims('size');
  if (given.length === count) return given;
  if (!isList(a.raw('size'))) return Array<Dim>(count).fill(given[0]);
  return a.fail(
    invalidArgument(a.operatorName, `the input has ${count} spatial dimensions, but size has ${given.length}`, {
      expected: `${count} sizes`,
      actual: `${given.length} sizes`,
    }),
  );
}

function scaleFactors(a: OperatorArguments, scale: ArgumentValue, count: number): readonly number[] {
  const one = (value: ArgumentValue): number => {
    if (value instanceof Float) return value.value;
    return typeof value === 'number' ? value : a.number('scale_factor');
  };
  if (!isList(scale)) return Array<number>(count).fill(one(scale));
  if (scale.length !== count) {
    const reason = `the input has ${count} spatial dimensions, but scale_factor has ${scale.length}`;
    a.fail(
      invalidArgument(a.operatorName, reason, { expected: `${count} factors`, actual: `${scale.length} factors` }),
    );
  }
  return scale.map(one);
}

/** floor(size · scale), exact for symbols where the scale or its inverse is whole. */
function scaled(a: OperatorArguments, d: Dim, scale: number): Dim {
  if (!isSymbolic(d)) return Math.floor(d * scale);
  if (Number.isInteger(scale)) return multiply(d, scale);
  const [inverse, halves] = [1 / scale, scale * 2];
  // Powers of two are exact in binary, so the floor of the product is the floor of the quotient.
  if (Number.isInteger(Math.log2(inverse))) return floorDivide(d, inverse);
  if (Number.isInteger(halves)) return floorDivide(multiply(d, halves), 2);
  return a.unknown(`${String(d)} times ${scale}`);
}

/** Input pixels that an output is made of, along an axis. */
const TAPS: Readonly<Record<string, number>> = {
  nearest: 1,
  'nearest-exact': 1,
  linear: 2,
  bilinear: 2,
  trilinear: 2,
  bicubic: 4,
};

/** The input's pixels for each of the output's: a rate below 1 enlarges. Output o is made of the pixels around its centre. */
function motion(
  a: OperatorArguments,
  mode: string,
  scales: readonly number[] | null,
  from: Shape,
  to: Shape,
): WindowMotion | 'global' {
  const aligned =
    a.operatorName === 'upsample_bilinear' ||
    (a.operatorName !== 'upsample_nearest' && a.raw('align_corners') === true);
  const rates = to.map((d, i) => {
    const size = from[i];
    if (typeof d === 'number' && typeof size === 'number') {
      if (aligned) return d > 1 ? (size - 1) / (d - 1) : 0;
      if (!scales) return size / d;
    }
    return scales && !aligned ? 1 / scales[i] : 0;
  });
  const isSmoothed = a.operatorName === 'interpolate' && a.raw('antialias') === true;
  const taps = TAPS[mode] as number | undefined;
  if (taps === undefined || isSmoothed || rates.includes(0)) return 'global';
  const ones = rates.map(() => 1);
  const factors = rates.map((rate) => 1 / rate);
  if (mode === 'nearest' && factors.every(Number.isInteger))
    return { kernel: factors, stride: factors, padding: ones.map(() => 0), dilation: ones, transposed: true };
  const centres = rates.map((rate) => centre(mode, rate, aligned));
  return {
    kernel: ones.map(() => taps),
    stride: rates,
    padding: centres.map((at) => (taps - 1) / 2 - at),
    dilation: ones,
  };
}

/** Where the first output lies on the input, between its pixels' centres; of `nearest` on the average. */
function centre(mode: string, rate: number, aligned: boolean): number {
  if (aligned) return 0;
  if (mode === 'nearest') return Number.isInteger(rate) ? 0 : (Math.min(rate, 1) - 1) / 2;
  if (mode === 'nearest-exact' && Number.isInteger(rate)) return Math.floor(rate / 2);
  return (rate - 1) / 2;
}
