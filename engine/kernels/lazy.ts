// A value that is not stored: what a batch norm, a clamping activation and a 2×2 maximum make of a stored tensor `y`. Whoever
// reads it computes it on the way into its own scratch memory, and writes the gradient back through the same three.
//
//     value = max over 2×2 of clamp(y · scale + shift)
//     forward coefficients of a block    scale[8] shift[8] mean[8]
//     backward coefficients              A[8] B[8] C[8] mean[8]       dy = A · g + B · (y − mean) + C
//     sums                               Σ g [8] and Σ g · (y − mean) [8], float64
import type { FixedBuffer, Buffer } from '../plan/task';
import { blockedBuffer, LANES, POSITION, type Blocked } from './blocked';

export const FORWARD_BYTES = 96;
export const BACKWARD_BYTES = 128;
export const SUM_BYTES = 128;

export interface Lazy {
  readonly y: Blocked;
  /** null: scale 1, shift 0. */
  readonly norm: { readonly operation: number } | null;
  readonly low: number;
  readonly high: number;
  readonly pooled: boolean;
  /** Of the batch norm's output, one number a window where it is pooled. */
  readonly gradientKey: string;
}

export const plainLazy = (y: Blocked, id: number): Lazy => ({
  y,
  norm: null,
  low: -Infinity,
  high: Infinity,
  pooled: false,
  gradientKey: `z${id}`,
});

/** The extents of the value, as against those of `y`. */
export const lazyHeight = (lazy: Lazy): number => (lazy.pooled ? lazy.y.height / 2 : lazy.y.height);
export const lazyWidth = (lazy: Lazy): number => (lazy.pooled ? lazy.y.width / 2 : lazy.y.width);
export const lazyArea = (lazy: Lazy): number => lazyHeight(lazy) * lazyWidth(lazy);

/** Bytes between two blocks of the gradient. */
export const gradientStride = (lazy: Lazy): number =>
  lazy.pooled ? lazy.y.count * lazyArea(lazy) * POSITION : lazy.y.stride;

export const lazyGradient = (lazy: Lazy): Buffer => ({
  key: lazy.gradientKey,
  bytes: lazy.y.blocks * gradientStride(lazy),
});

export const forwardKey = (norm: { readonly operation: number }): string => `n${norm.operation}.forward`;
export const backwardKey = (norm: { readonly operation: number }): string => `n${norm.operation}.backward`;
export const sumsKey = (norm: { readonly operation: number }): string => `n${norm.operation}.sums`;

/** What reading the value touches. */
export const lazyBuffers = (lazy: Lazy): readonly Buffer[] => [blockedBuffer(lazy.y), ...forwardBuffers(lazy)];

export const forwardBuffers = ({ norm, y }: Lazy): readonly Buffer[] =>
  norm ? [{ key: forwardKey(norm), bytes: y.blocks * FORWARD_BYTES }] : [];

export const backwardBuffers = ({ norm, y }: Lazy): readonly Buffer[] =>
  norm ? [{ key: backwardKey(norm), bytes: y.blocks * BACKWARD_BYTES }] : [];

export const sumBuffers = ({ norm, y }: Lazy): readonly Buffer[] =>
  norm ? [{ key: sumsKey(norm), bytes: y.blocks * SUM_BYTES }] : [];

/** Coefficients of the identity, for tensors without a batch norm: one block serves all. */
export const IDENTITY_FORWARD = 'identity.forward';
export const IDENTITY_BACKWARD = 'identity.backward';
/** Sums that nobody reads. */
export const UNREAD_SUMS = 'unread.sums';

const ones = (rows: number): Float32Array => Float32Array.from({ length: rows * LANES }, (_, i) => (i < LANES ? 1 : 0));

export const identityBuffers: readonly FixedBuffer[] = [
  { key: IDENTITY_FORWARD, bytes: FORWARD_BYTES, contents: ones(3) },
  { key: IDENTITY_BACKWARD, bytes: BACKWARD_BYTES, contents: ones(4) },
  { key: UNREAD_SUMS, bytes: SUM_BYTES },
];
