// Convolution over 1, 2 or 3 spatial axes and its transpose as matrix products, a group a product (engine/layers/convolution.ts has
// the sum): by output, by input or by weight, whichever is wanted, with the two other tensors gathered on the way.
//
//     y        [outside × inside·taps] · [inside·taps × items·positions]
//     x        [inside × outside·taps] · [outside·taps × items·positions]
//     weight   [outside × items·positions] · [items·positions × inside·taps]
import { numberOf } from '../../layers/attributes';
import { windows, type Triple, type Windows } from '../../layers/geometry';
import type { GpuContext, GpuRule } from '../context';
import type { StoredRef } from '../kernel';
import type { Nest } from '../nest';
import type { Product } from '../product';

interface Problem {
  readonly w: Windows;
  readonly batch: number;
  readonly groups: number;
  /** Channels a group on the side of x and on the side of y. */
  readonly inside: number;
  readonly outside: number;
}

type Side = 'x' | 'y' | 'weight';
type Tensors = Readonly<Record<Side, StoredRef>>;

const volume = ([d, h, w]: Triple): number => d * h * w;

/** In a transposed convolution the output is on the side of x. */
function problemOf(c: GpuContext, transposed: boolean): Problem {
  const [input, weight, output] = [c.input('input').shape, c.input('weight').shape, c.output().shape];
  const [x, y] = transposed ? [output, input] : [input, output];
  const groups = numberOf(c, 'groups', 1);
  const w = windows(c, { input: x.slice(2), output: y.slice(2), kernel: weight.slice(2) });
  return { w, batch: input[0], groups, inside: x[1] / groups, outside: y[1] / groups };
}

const AXES = [0, 1, 2] as const;

const split = (name: string, extents: Triple, prefix: string): string =>
  `let ${prefix}0 = i32(${name} / ${extents[1] * extents[2]}u); let ${prefix}1 = i32(${name} / ${extents[2]}u % ${extents[1]}u); ` +
  `let ${prefix}2 = i32(${name} % ${extents[2]}u);`;

/** Reads x where the window of output position `p` has tap `tap`, in plane `plane`: 0 in the padding. */
function gatherX({ w }: Problem): string {
  const positions = AXES.map(
    (a) => `let q${a} = p${a} * ${w.stride[a]} - ${w.padding[a]} + k${a} * ${w.dilation[a]};`,
  ).join(' ');
  const outside = AXES.filter((a) => w.input[a] > 1 || w.padding[a] > 0 || w.kernel[a] > 1)
    .map((a) => `q${a} < 0 || q${a} >= ${w.input[a]}`)
    .join(' || ');
  return `fn gather_x(plane: u32, p: u32, tap: u32) -> f32 {
  ${split('p', w.output, 'p')} ${split('tap', w.kernel, 'k')} ${positions}
  ${outside ? `if (${outside}) { return 0.0; }` : ''}
  return ld_x(plane * ${volume(w.input)}u + u32((q0 * ${w.input[1]} + q1) * ${w.input[2]} + q2));
}`;
}

/** Reads y at the output position whose window has tap `tap` at input position `q`: 0 where there is none. */
function gatherY({ w }: Problem): string {
  const steps = AXES.map((a) => {
    const shifted = `let t${a} = q${a} + ${w.padding[a]} - k${a} * ${w.dilation[a]};`;
    const strided = w.stride[a] > 1 ? ` || t${a} % ${w.stride[a]} != 0` : '';
    return `${shifted} if (t${a} < 0${strided} || t${a} >= ${w.output[a] * w.stride[a]}) { return 0.0; } let p${a} = t${a} / ${w.stride[a]};`;
  }).join(' ');
  return `fn gather_y(plane: u32, q: u32, tap: u32) -> f32 {
  ${split('q', w.input, 'q')} ${split('tap', w.kernel, 'k')} ${steps}
  return ld_y(plane * ${volume(w.output)}u + u32((p0 * ${w.output[1]} + p1) * ${w.output[2]} + p2));
}`;
}

/** The same sums as loops over channels and taps: what depthwise and small convolutions are. */
function directOf(p: Problem, side: Side, tensors: Tensors, add: boolean, bias: StoredRef | null): Nest {
  const { w, batch, groups, inside, outside } = p;
  const [taps, xs, ys] = [volume(w.kernel), volume(w.input), volume(w.output)];
  const refs = Object.fromEntries(Object.entries(tensors).filter(([name]) => name !== side));
  const uses = bias ? { ...refs, bias } : refs;
  const position = (extents: Triple, q: string): string =>
    `(u32(${q}0) * ${extents[1]}u + u32(${q}1)) * ${extents[2]}u + u32(${q}2)`;
  // Input position q, output position y and tap k, whichever is looked for.
  const name = (axis: number, q: string, k: string): string => `let y${axis} = i32(${q}); let k${axis} = i32(${k});`;
  const window = AXES.map(
    (a) =>
      `let q${a} = y${a} * ${w.stride[a]} - ${w.padding[a]} + k${a} * ${w.dilation[a]}; ` +
      (w.input[a] > 1 || w.padding[a] > 0 || w.kernel[a] > 1
        ? `if (q${a} < 0 || q${a} >= ${w.input[a]}) { continue; }`
        : ''),
  ).join(' ');
  const back = AXES.map((a) => {
    const strided = w.stride[a] > 1 ? ` || t${a} % ${w.stride[a]} != 0` : '';
    return `let t${a} = i32(o${a + 2}) + ${w.padding[a]} - i32(r${a + 1}) * ${w.dilation[a]};
  if (t${a} < 0${strided} || t${a} >= ${w.output[a] * w.stride[a]}) { continue; } let y${a} = t${a} / ${w.stride[a]};`;
  }).join(' ');
  const tapOf = (first: number, q: string): string =>
    `(${q}${first} * ${w.kernel[1]}u + ${q}${first + 1}) * ${w.kernel[2]}u + ${q}${first + 2}`;
  const result = { out: tensors[side], add, finish: bias ? 's + ld_bias(o1)' : undefined };
  switch (side) {
    case 'y':
      return {
        shape: [batch, groups * outside, ...w.output],
        reduce: [inside, ...w.kernel],
        uses,
        inner: `${AXES.map((a) => name(a, `o${a + 2}`, `r${a + 1}`)).join(' ')} ${window}
  let x = ld_x(((o0 * ${groups}u + o1 / ${outside}u) * ${inside}u + r0) * ${xs}u + ${position(w.input, 'q')});`,
        results: [{ ...result, value: `x * ld_weight((o1 * ${inside}u + r0) * ${taps}u + ${tapOf(1, 'r')})` }],
      };
    case 'x':
      return {
        shape: [batch, groups * inside, ...w.input],
        reduce: [outside, ...w.kernel],
        uses,
        inner: `${back}
  let channel = o1 / ${inside}u * ${outside}u + r0;
  let y = ld_y((o0 * ${groups * outside}u + channel) * ${ys}u + ${position(w.output, 'y')});`,
        results: [
          { ...result, value: `y * ld_weight((channel * ${inside}u + o1 % ${inside}u) * ${taps}u + ${tapOf(1, 'r')})` },
        ],
      };
    case 'weight':
      return {
        shape: [groups * outside, inside, ...w.kernel],
        reduce: [batch, ...w.output],
        uses,
        inner: `${AXES.map((a) => name(a, `r${a + 1}`, `o${a + 2}`)).join(' ')} ${window}
  let x = ld_x(((r0 * ${groups}u + o0 / ${outside}u) * ${inside}u + o1) * ${xs}u + ${position(w.input, 'q')});`,
        results: [
          {
            ...result,
            value: `x * ld_y((r0 * ${groups * outside}u + o0) * ${ys}u + (r1 * ${w.output[1]}u + r2) * ${w.output[2]}u + r3)`,
          },
        ],
      };
  }
}

/** Taps of a weight's row whose gradients a few passes over x and y yield, and those of one pass: compilers take long over more. */
const MOST_TAPS = 12;
const TAPS_AT_ONCE = 5;

/** The gradient of a weight of few taps a row, as in depthwise convolutions and stems: sums for several taps in one pass. */
function tapsOf(p: Problem, tensors: Tensors, add: boolean): readonly Nest[] {
  const taps = Array.from({ length: p.inside * volume(p.w.kernel) }, (_, tap) => tap);
  const passes = Array.from({ length: Math.ceil(taps.length / TAPS_AT_ONCE) }, (_, pass) => pass * TAPS_AT_ONCE);
  return passes.map((first) => passOf(p, taps.slice(first, first + TAPS_AT_ONCE), tensors, add));
}

function passOf(p: Problem, each: readonly number[], { x, y, weight }: Tensors, add: boolean): Nest {
  const { w, batch, groups, inside, outside } = p;
  const [taps, xs, ys] = [volume(w.kernel), volume(w.input), volume(w.output)];
  const loads = each.map((tap) => {
    const at = tap % taps;
    const k = [
      Math.floor(at / (w.kernel[1] * w.kernel[2])),
      Math.floor(at / w.kernel[2]) % w.kernel[1],
      at % w.kernel[2],
    ];
    const q = AXES.map((a) => `i32(r${a + 1}) * ${w.stride[a]} + ${k[a] * w.dilation[a] - w.padding[a]}`);
    const within = AXES.filter((a) => w.input[a] > 1 || w.padding[a] > 0 || w.kernel[a] > 1)
      .map((a) => `(${q[a]}) >= 0 && (${q[a]}) < ${w.input[a]}`)
      .join(' && ');
    const place = `plane + ${Math.floor(tap / taps) * xs}u + u32(((${q[0]}) * ${w.input[1]} + ${q[1]}) * ${w.input[2]} + ${q[2]})`;
    // Outside of x something else is read and not used: a branch for each tap is more than some compilers take.
    return within
      ? `let in${tap} = ${within}; let x${tap} = select(0.0, ld_x(select(plane, ${place}, in${tap})), in${tap});`
      : `let x${tap} = ld_x(${place});`;
  });
  return {
    shape: [groups * outside],
    reduce: [batch, ...w.output],
    uses: { x, y },
    inner: `let g = ld_y((r0 * ${groups * outside}u + o0) * ${ys}u + (r1 * ${w.output[1]}u + r2) * ${w.output[2]}u + r3);
  let plane = (r0 * ${groups}u + o0 / ${outside}u) * ${inside * xs}u;
  ${loads.join('\n  ')}`,
    results: each.map((tap) => ({ out: weight, add, value: `g * x${tap}`, at: `o0 * ${inside * taps}u + ${tap}u` })),
  };
}

/** The product that yields one side from the two others. */
function productOf(p: Problem, side: Side, tensors: Tensors, add: boolean, bias: StoredRef | null): Product {
  const { w, batch, groups, inside, outside } = p;
  const [taps, xs, ys] = [volume(w.kernel), volume(w.input), volume(w.output)];
  const refs = Object.fromEntries(Object.entries(tensors).filter(([name]) => name !== side));
  const channelX = (item: string, channel: string): string => `(${item} * ${groups}u + n) * ${inside}u + ${channel}`;
  const channelY = (item: string, channel: string): string => `(${item} * ${groups}u + n) * ${outside}u + ${channel}`;
  const finish = bias ? `s + ld_bias(n * ${side === 'x' ? inside : outside}u + i)` : undefined;
  const direct = directOf(p, side, tensors, add, bias);
  const common = { batch: groups, out: tensors[side], add, refs: bias ? { ...refs, bias } : refs, finish, direct };
  switch (side) {
    case 'y':
      return {
        ...common,
        rows: outside,
        columns: batch * ys,
        inner: inside * taps,
        declarations: gatherX(p),
        a: `return ld_weight((n * ${outside}u + i) * ${inside * taps}u + k);`,
        b: `return gather_x(${channelX(`(j / ${ys}u)`, `k / ${taps}u`)}, j % ${ys}u, k % ${taps}u);`,
        at: `(${channelY(`(j / ${ys}u)`, 'i')}) * ${ys}u + j % ${ys}u`,
      };
    case 'x':
      return {
        ...common,
        rows: inside,
        columns: batch * xs,
        inner: outside * taps,
        declarations: gatherY(p),
        a: `return ld_weight(((n * ${outside}u + k / ${taps}u) * ${inside}u + i) * ${taps}u + k % ${taps}u);`,
        b: `return gather_y(${channelY(`(j / ${xs}u)`, `k / ${taps}u`)}, j % ${xs}u, k % ${taps}u);`,
        at: `(${channelX(`(j / ${xs}u)`, 'i')}) * ${xs}u + j % ${xs}u`,
      };
    case 'weight':
      return {
        ...common,
        rows: outside,
        columns: inside * taps,
        inner: batch * ys,
        declarations: gatherX(p),
        a: `return ld_y((${channelY(`(k / ${ys}u)`, 'i')}) * ${ys}u + k % ${ys}u);`,
        b: `return gather_x(${channelX(`(k / ${ys}u)`, `j / ${taps}u`)}, k % ${ys}u, j % ${taps}u);`,
        bRuns: 'k',
        at: `(n * ${outside}u + i) * ${inside * taps}u + j`,
      };
  }
}

/** Σ over items and positions of each channel. */
function biasGradient(c: GpuContext, dy: StoredRef): void {
  const target = c.inputGradient('bias');
  if (!target) return;
  const [batch, channels] = dy.shape;
  const area = dy.size / (batch * channels);
  c.nest({
    shape: [channels],
    reduce: [batch, area],
    reads: { g: { ref: dy, strides: [area, channels * area, 1] } },
    results: [{ ...target, value: 'g' }],
  });
}

const rule = (transposed: boolean): GpuRule => {
  const [from, to]: readonly [Side, Side] = transposed ? ['y', 'x'] : ['x', 'y'];
  return {
    forward(c) {
      const tensors = { [from]: c.input('input'), weight: c.input('weight'), [to]: c.output() } as unknown as Tensors;
      c.product(productOf(problemOf(c, transposed), to, tensors, false, c.optional('bias')));
    },
    backward(c) {
      const dy = c.outputGradient();
      if (!dy) return;
      const p = problemOf(c, transposed);
      const known = { [from]: c.input('input'), weight: c.input('weight'), [to]: dy } as unknown as Tensors;
      const input = c.inputGradient('input');
      if (input) c.product(productOf(p, from, { ...known, [from]: input.out }, input.add, null));
      const weight = c.inputGradient('weight');
      if (weight) {
        const tensors = { ...known, weight: weight.out };
        const together = p.inside * volume(p.w.kernel) <= MOST_TAPS ? tapsOf(p, tensors, weight.add) : undefined;
        c.product({ ...productOf(p, 'weight', tensors, weight.add, null), together });
      }
      biasGradient(c, dy);
    },
  };
};

export const convolution = rule(false);
export const transposedConvolution = rule(true);
