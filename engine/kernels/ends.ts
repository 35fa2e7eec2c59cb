// Where a unit's input comes from and where its output's gradient comes from: a stored tensor, or a lazy value over one.
import type { Buffer, FixedBuffer } from '../plan/task';
import { blockedBuffer, blockedGradient, type Blocked } from './blocked';
import {
  backwardBuffers,
  forwardBuffers,
  identityBuffers,
  lazyBuffers,
  lazyGradient,
  SUM_BYTES,
  sumBuffers,
  sumsKey,
  type Lazy,
} from './lazy';
import {
  readBlocked,
  readLazy,
  readLazyGradient,
  writeBlocked,
  writeLazyGradient,
  type Placement,
  type Stream,
} from './streams';
import type { Bound } from './unit';

export type Source =
  { readonly kind: 'stored'; readonly tensor: Blocked } | { readonly kind: 'lazy'; readonly lazy: Lazy };

export const sourceHasGradient = (source: Source): boolean =>
  source.kind === 'stored' ? source.tensor.hasGradient : source.lazy.y.hasGradient;

export const fixedOf: readonly FixedBuffer[] = identityBuffers;

export const sourceBuffers = (source: Source): readonly Buffer[] =>
  source.kind === 'stored' ? [blockedBuffer(source.tensor)] : lazyBuffers(source.lazy);

export const readSource = (bound: Bound, source: Source, to: Placement): Stream =>
  source.kind === 'stored'
    ? readBlocked(bound, source.tensor, source.tensor.key, to)
    : readLazy(bound, source.lazy, to);

/** What writing the source's gradient touches, beside reading the source. */
export const sourceGradientBuffers = (source: Source): readonly Buffer[] =>
  source.kind === 'stored'
    ? [blockedGradient(source.tensor)]
    : [...lazyBuffers(source.lazy), lazyGradient(source.lazy), ...sumBuffers(source.lazy)];

export interface GradientWriter {
  /** Before the first image. */
  readonly begin: () => void;
  /** From packed images in scratch memory. */
  readonly write: Stream;
}

/** @param fresh see `Backend.backward`; asked once, when the task is made */
export function writeSourceGradient(bound: Bound, source: Source, fresh: boolean): GradientWriter {
  if (source.kind === 'stored')
    return {
      begin: () => undefined,
      write: writeBlocked(bound, source.tensor, source.tensor.gradientKey, fresh),
    };
  const { norm, y } = source.lazy;
  const sums = norm ? bound.run.memory.doubles(bound.address(sumsKey(norm)), (y.blocks * SUM_BYTES) / 8) : null;
  return { begin: () => void sums?.fill(0), write: writeLazyGradient(bound, source.lazy) };
}

/** The key that `fresh` is asked about. */
export const sourceGradientKey = (source: Source): string =>
  source.kind === 'stored' ? source.tensor.gradientKey : source.lazy.gradientKey;

/** The gradient of a stored output: its own buffer, or by way of the lazy value that alone reads it. */
export type OutputGradient = Source;

export const outputGradientBuffers = (output: OutputGradient): readonly Buffer[] =>
  output.kind === 'stored'
    ? [blockedGradient(output.tensor)]
    : [
        lazyGradient(output.lazy),
        blockedBuffer(output.lazy.y),
        ...forwardBuffers(output.lazy),
        ...backwardBuffers(output.lazy),
      ];

export const readOutputGradient = (bound: Bound, output: OutputGradient, to: Placement): Stream =>
  output.kind === 'stored'
    ? readBlocked(bound, output.tensor, output.tensor.gradientKey, to)
    : readLazyGradient(bound, output.lazy, to);
