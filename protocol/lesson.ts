// Messages between the visualiser's page and the worker in which its convolutions run. The page loads a scene, then asks for one
// output position at a time, or for the two proofs. Every request has one reply with the same `id`.
import type { Convolution } from '../core/lesson/convolve';
import type { ChannelTerm, OutputPosition, OutputWindow, WindowCell } from '../core/lesson/output-window';
import type { Proof } from '../core/lesson/proof';
import type { Scene } from '../core/lesson/scene';
import type { SeparableConvolution } from '../core/lesson/separable';
import type { FeatureMap, Kernels } from '../core/lesson/tensors';
import {
  boolean,
  finite,
  integer,
  list,
  nullable,
  object,
  oneOf,
  pair,
  record,
  tagged,
  text,
  type Check,
} from './validate';

export type LessonRequest =
  | { readonly request: 'load'; readonly id: number; readonly scene: Scene }
  /** Of the scene loaded last. */
  | { readonly request: 'window'; readonly id: number; readonly position: OutputPosition }
  | {
      readonly request: 'prove';
      readonly id: number;
      readonly grouped: Convolution;
      readonly separable: SeparableConvolution;
    };

export type LessonReply =
  | {
      readonly reply: 'loaded';
      readonly id: number;
      readonly standard: FeatureMap;
      readonly grouped: FeatureMap;
      /** After the depthwise step. */
      readonly between: FeatureMap;
      readonly separable: FeatureMap;
    }
  | ({ readonly reply: 'window'; readonly id: number } & SceneWindows)
  | { readonly reply: 'proved'; readonly id: number; readonly grouped: Proof; readonly separable: Proof }
  /** The convolution cannot be: the code and facts of core/base/codes.ts. */
  | {
      readonly reply: 'refused';
      readonly id: number;
      readonly code: string;
      readonly details: Readonly<Record<string, string | number>>;
    };

/** One position in each form; null where the form has no such output channel. */
export interface SceneWindows {
  readonly standard: OutputWindow | null;
  readonly grouped: OutputWindow | null;
  /** `depthwise`: one window for each input channel. */
  readonly separable: { readonly depthwise: readonly OutputWindow[]; readonly pointwise: OutputWindow } | null;
}

const id = integer(0, Number.MAX_SAFE_INTEGER);
const extent = integer(1, 1_024);
const offset = integer(-4_096, 4_096);
const number = finite();

/** A float64 array of `count` finite numbers. */
const numbers =
  (count: (holder: Record<string, number>) => number) =>
  <T extends object>(check: Check<T>): Check<T> =>
  (value, at) => {
    const problem = check(value, at);
    if (problem !== undefined) return problem;
    const holder = value as Record<string, number> & { readonly data: Float64Array };
    if (holder.data.length !== count(holder)) return `${at}.data: ${holder.data.length} numbers`;
    return holder.data.every(Number.isFinite) ? undefined : `${at}.data: not finite`;
  };

const data: Check<Float64Array> = (value, at) =>
  Object.prototype.toString.call(value) === '[object Float64Array]' ? undefined : `${at}: not a Float64Array`;

const featureMap: Check<FeatureMap> = numbers((map) => map.channels * map.height * map.width)(
  object({ channels: extent, height: extent, width: extent, data }),
);

const kernels: Check<Kernels> = numbers((k) => k.outChannels * k.groupInputs * k.height * k.width)(
  object({ outChannels: extent, groupInputs: extent, height: extent, width: extent, data }),
);

const bias = nullable(list(number, 1_024));
const edge = integer(0, 1_024);
const motion = {
  stride: pair(extent),
  padding: object({ top: edge, left: edge, bottom: edge, right: edge }),
  dilation: pair(extent),
} as const;

const convolution: Check<Convolution> = object({
  input: featureMap,
  weight: kernels,
  bias,
  settings: object({ ...motion, groups: extent }),
});

const separable: Check<SeparableConvolution> = object({
  input: featureMap,
  depthwise: kernels,
  depthwiseBias: bias,
  pointwise: kernels,
  pointwiseBias: bias,
  settings: object(motion),
});

const index = integer(0, 1_024);
const position: Check<OutputPosition> = object({ channel: index, row: index, column: index });

export const lessonRequest: Check<LessonRequest> = tagged<'request', LessonRequest>('request', {
  load: object({
    request: oneOf('load'),
    id,
    scene: object<Scene>({ standard: convolution, grouped: convolution, separable }),
  }),
  window: object({ request: oneOf('window'), id, position }),
  prove: object({ request: oneOf('prove'), id, grouped: convolution, separable }),
});

const matrix = list(list(number, 1_024), 1_024);
const cell: Check<WindowCell> = object({ row: offset, column: offset, value: number, padding: boolean });
const term: Check<ChannelTerm> = object({
  inputChannel: index,
  cells: list(list(cell, 1_024), 1_024),
  kernel: matrix,
  products: matrix,
  sum: number,
});
const window: Check<OutputWindow> = object({
  position,
  group: index,
  first: index,
  count: extent,
  terms: list(term, 1_024),
  bias: nullable(number),
  total: number,
});
const proof: Check<Proof> = object({ left: featureMap, right: featureMap, largestDifference: finite(0) });
const fact: Check<string | number> = (value, at) => (typeof value === 'number' ? number(value, at) : text()(value, at));

export const lessonReply: Check<LessonReply> = tagged<'reply', LessonReply>('reply', {
  loaded: object({
    reply: oneOf('loaded'),
    id,
    standard: featureMap,
    grouped: featureMap,
    between: featureMap,
    separable: featureMap,
  }),
  window: object({
    reply: oneOf('window'),
    id,
    standard: nullable(window),
    grouped: nullable(window),
    separable: nullable(
      object<NonNullable<SceneWindows['separable']>>({ depthwise: list(window, 1_024), pointwise: window }),
    ),
  }),
  proved: object({ reply: oneOf('proved'), id, grouped: proof, separable: proof }),
  refused: object({ reply: oneOf('refused'), id, code: text(20), details: record(fact, 20) }),
});
