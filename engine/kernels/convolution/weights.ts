// A weight in the kernels' order (assembly/gather.ts): which of its axes are lanes, rows and taps. Packed anew whenever the
// parameters have changed; the gradient is summed in the same order and unpacked at the end.
import type { RunState } from '../../plan/run-state';
import type { FixedBuffer } from '../../plan/task';
import { blocksOf, LANES } from '../blocked';
import type { Bound } from '../unit';
import type { ConvolutionShape } from './shape';

/** Strides in elements. */
export interface Packing {
  readonly key: string;
  readonly parameter: number;
  readonly groups: number;
  readonly groupStride: number;
  readonly lanes: number;
  readonly laneStride: number;
  /** Lanes after which offsets repeat, and lanes of one of the model's groups. */
  readonly laneCycle: number;
  readonly laneGroup: number;
  readonly rows: number;
  readonly rowStride: number;
  readonly rowCycle: number;
  readonly rowGroup: number;
  readonly paddedRows: number;
  readonly taps: readonly number[];
}

const parameterOf = (s: ConvolutionShape): number =>
  s.weight.source.kind === 'parameter' ? s.weight.source.parameter : -1;

const padded = (channels: number): number => blocksOf(channels) * LANES;

/** Lanes are output channels, rows input channels. */
export function densePacking(s: ConvolutionShape, taps: readonly number[]): Packing {
  const inside = s.inside / s.merged;
  return {
    key: `w${s.operation}.dense`,
    parameter: parameterOf(s),
    groups: s.groups,
    groupStride: s.outside * inside * s.kernelArea,
    lanes: s.outside,
    laneStride: inside * s.kernelArea,
    laneCycle: s.outside,
    laneGroup: s.outside / s.merged,
    rows: s.inside,
    rowStride: s.kernelArea,
    rowCycle: inside,
    rowGroup: inside,
    paddedRows: padded(s.inside),
    taps,
  };
}

/** Lanes are input channels, rows output channels: for the gradient of the input. */
export function transposedPacking(s: ConvolutionShape, taps: readonly number[], index: number): Packing {
  const dense = densePacking(s, taps);
  return {
    ...dense,
    key: `w${s.operation}.transposed${index}`,
    lanes: dense.rows,
    laneStride: dense.rowStride,
    laneCycle: dense.rowCycle,
    laneGroup: dense.rowGroup,
    rows: dense.lanes,
    rowStride: dense.laneStride,
    rowCycle: dense.laneCycle,
    rowGroup: dense.laneGroup,
    paddedRows: padded(s.outside),
  };
}

/** Rows are the elements of a patch, `paddedRows` of them. */
export const patchPacking = (s: ConvolutionShape, paddedRows: number): Packing => ({
  ...densePacking(s, [0]),
  key: `w${s.operation}.patch`,
  rows: s.inside * s.kernelArea,
  rowStride: 1,
  rowCycle: paddedRows,
  rowGroup: paddedRows,
  paddedRows,
});

export const depthwisePacking = (s: ConvolutionShape, taps: readonly number[], name: string): Packing => ({
  key: `w${s.operation}.${name}`,
  parameter: parameterOf(s),
  groups: 1,
  groupStride: 0,
  lanes: s.groups,
  laneStride: s.kernelArea,
  laneCycle: s.groups,
  laneGroup: s.groups,
  rows: 1,
  rowStride: 0,
  rowCycle: 1,
  rowGroup: 1,
  paddedRows: 1,
  taps,
});

/** @param channels of the output */
export function biasPacking(s: ConvolutionShape, channels: number): Packing | null {
  if (s.bias?.source.kind !== 'parameter') return null;
  return {
    key: `w${s.operation}.bias`,
    parameter: s.bias.source.parameter,
    groups: 1,
    groupStride: 0,
    lanes: channels,
    laneStride: 1,
    laneCycle: channels,
    laneGroup: channels,
    rows: 1,
    rowStride: 0,
    rowCycle: 1,
    rowGroup: 1,
    paddedRows: 1,
    taps: [0],
  };
}

/** Bytes of one group. */
export const groupBytes = (p: Packing): number => 4 * blocksOf(p.lanes) * LANES * p.taps.length * p.paddedRows;

export const packingBuffers = (p: Packing): readonly FixedBuffer[] => [
  { key: p.key, bytes: p.groups * groupBytes(p) },
  { key: `${p.key}.taps`, bytes: 4 * p.taps.length, contents: Int32Array.from(p.taps) },
];

const layout = (p: Packing): readonly number[] => [
  p.lanes,
  p.laneStride,
  p.laneCycle,
  p.laneGroup,
  p.rows,
  p.rowStride,
  p.rowCycle,
  p.rowGroup,
  p.paddedRows,
];

/**
 * Whether a packed weight is that of the present parameters. Training and evaluation share its memory; in evaluation a scale may be
 * part of it (fold.ts).
 */
export const isCurrent = (run: RunState, key: string, scaled: boolean): boolean =>
  run.derivedAt.get(key) === 2 * run.version + Number(scaled);

export const setCurrent = (run: RunState, key: string, scaled: boolean): void =>
  void run.derivedAt.set(key, 2 * run.version + Number(scaled));

/**
 * Makes sure that the packed weight is that of the present parameters; answers with its address.
 * @param scaled the caller multiplies it by a scale whenever it was packed anew
 */
export function bindPacking({ run, address, kernels }: Bound, p: Packing, scaled = false): () => number {
  const [target, taps, source] = [address(p.key), address(`${p.key}.taps`), run.store.parameter(p.parameter)];
  return () => {
    if (isCurrent(run, p.key, scaled)) return target;
    for (let group = 0; group < p.groups; group++)
      kernels.pack(
        target + group * groupBytes(p),
        source + 4 * group * p.groupStride,
        ...layout(p),
        taps,
        p.taps.length,
      );
    setCurrent(run, p.key, scaled);
    return target;
  };
}

/** The gradient's packed sums at `source` become the parameter's gradient, or are added to it. */
export function bindUnpacking(
  { run, address, kernels }: Bound,
  p: Packing,
  source: number,
  fresh: boolean,
): () => void {
  const taps = address(`${p.key}.taps`);
  const target = run.store.gradient(p.parameter);
  return () => {
    if (target === null) return;
    for (let group = 0; group < p.groups; group++)
      kernels.unpack(
        target + 4 * group * p.groupStride,
        source + group * groupBytes(p),
        ...layout(p),
        taps,
        p.taps.length,
        fresh ? 0 : 1,
      );
  };
}
