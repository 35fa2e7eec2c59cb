// What follows a convolution in evaluation becomes part of it: a batch norm is one scale and one shift a channel, which weights and
// bias take in, and a clamping activation ends the sums before they are stored. Nothing is left of the three but one kernel.
//
//     clamp(scale · (W x + b) + shift)  =  clamp((scale · W) x + (scale · b + shift))
//
// Each weight is rounded once more, by at most 2⁻²⁴ of itself, where in training the sum is: outputs in evaluation differ from
// those of the separate steps by a few units in the last place, as PyTorch's own do where it folds (torch.nn.utils.fusion).
import type { PlanValue } from '../../plan/ir';
import type { FixedBuffer } from '../../plan/task';
import { blocksOf, LANES } from '../blocked';
import { IDENTITY_FORWARD } from '../lazy';
import { affineOf, type Norm } from '../norm';
import type { Bound } from '../unit';
import type { ConvolutionShape } from './shape';
import { biasPacking, bindPacking, groupBytes, isCurrent, packingBuffers, setCurrent, type Packing } from './weights';

/** What the convolution's last store includes. */
export interface Ending {
  /** Uses running statistics. */
  norm: Norm | null;
  low: number;
  high: number;
}

export const openEnding = (): Ending => ({ norm: null, low: -Infinity, high: Infinity });

export const clampsNothing = ({ low, high }: Ending): boolean => low === -Infinity && high === Infinity;

const boundsKey = (s: ConvolutionShape): string => `c${s.operation}.bounds`;
const biasKey = (s: ConvolutionShape): string => `w${s.operation}.bias`;

/** @param channels of the output */
export function endingBuffers(s: ConvolutionShape, channels: number, ending: Ending): readonly FixedBuffer[] {
  const packing = biasPacking(s, channels);
  return [
    ...(packing ? packingBuffers(packing) : []),
    ...(ending.norm ? [{ key: biasKey(s), bytes: 4 * LANES * blocksOf(channels) }] : []),
    ...(clampsNothing(ending)
      ? []
      : [{ key: boundsKey(s), bytes: 8, contents: Float32Array.of(ending.low, ending.high) }]),
  ];
}

/** Address of the bounds, as the kernels take them; 0: none. */
export const boundsOf = ({ address }: Bound, s: ConvolutionShape, ending: Ending): number =>
  clampsNothing(ending) ? 0 : address(boundsKey(s));

/** Eight zeros. */
export const zerosOf = ({ address }: Bound): number => address(IDENTITY_FORWARD) + 4 * LANES;

/** The packed weight with the norm's scale in it: lanes are output channels. Answers with its address. */
export function bindEndedPacking(bound: Bound, p: Packing, { norm }: Ending): () => number {
  const pack = bindPacking(bound, p, norm !== null);
  if (!norm) return pack;
  const { run, address } = bound;
  const affine = affineOf(run, norm);
  const weights = run.memory.floats(address(p.key), (p.groups * groupBytes(p)) / 4);
  const rows = p.taps.length * p.paddedRows;
  return () => {
    const stale = !isCurrent(run, p.key, true);
    const at = pack();
    if (!stale) return at;
    let i = 0;
    for (let group = 0; group < p.groups; group++)
      for (let first = 0; first < p.lanes; first += LANES) {
        const scales = Float32Array.from({ length: LANES }, (_, lane) =>
          first + lane < p.lanes ? affine(group * p.lanes + first + lane).scale : 0,
        );
        for (let row = 0; row < rows; row++) for (let lane = 0; lane < LANES; lane++) weights[i++] *= scales[lane];
      }
    return at;
  };
}

/** The packed bias with the norm's shift in it; null: there is none. Answers with its address. */
export function bindEndedBias(
  bound: Bound,
  s: ConvolutionShape,
  channels: number,
  { norm }: Ending,
): (() => number) | null {
  const { run, address } = bound;
  if (!norm) {
    const packing = biasPacking(s, channels);
    return packing && bindPacking(bound, packing);
  }
  const affine = affineOf(run, norm);
  const at = address(biasKey(s));
  const target = run.memory.floats(at, channels);
  const bias = s.bias && parameterFloats(bound, s.bias);
  return () => {
    if (isCurrent(run, biasKey(s), true)) return at;
    for (let channel = 0; channel < channels; channel++) {
      const { scale, shift } = affine(channel);
      target[channel] = scale * (bias?.[channel] ?? 0) + shift;
    }
    setCurrent(run, biasKey(s), true);
    return at;
  };
}

const parameterFloats = ({ run }: Bound, value: PlanValue): Float32Array | null =>
  value.source.kind === 'parameter' ? run.memory.floats(run.store.parameter(value.source.parameter), value.size) : null;
