// The geometry of the connections: where the channels stand, and the shapes that join the groups. Pure; the section draws it.
import { scaleLinear } from 'd3-scale';
import { area, curveBumpX, linkHorizontal } from 'd3-shape';
import { channelGroups, type ChannelRun, type Channels } from '../../core/lesson/connections';

/** The channel that is pointed at or focused. */
export interface Pointed {
  readonly side: 'input' | 'output';
  readonly channel: number;
}

export interface DiagramSize {
  readonly width: number;
  readonly height: number;
}

export interface Column {
  /** The centre of each channel. */
  readonly centres: readonly number[];
  /** Distance between neighbours of one group. */
  readonly pitch: number;
}

export interface GroupShape {
  readonly group: number;
  readonly inputs: ChannelRun;
  readonly outputs: ChannelRun;
  /** Few channels: one curve a connection. Many: one filled band. */
  readonly path: string;
  readonly filled: boolean;
}

export interface Diagram extends DiagramSize {
  readonly inputs: Column;
  readonly outputs: Column;
  readonly groups: readonly GroupShape[];
  /** x of the two columns. */
  readonly left: number;
  readonly right: number;
}

/** Up to so many channels a column, every connection is its own curve. */
export const fewChannels = 32;

const margin = 34;

/** Channels spread over the height, with a gap of one channel's pitch (at most 14) between groups. */
function column(count: number, groups: number, height: number): Column {
  const gap = Math.min(1, (14 * count) / height);
  const places = scaleLinear()
    .domain([0, count + gap * (groups - 1)])
    .range([0, height]);
  const perGroup = count / groups;
  const centres = Array.from({ length: count }, (_, channel) =>
    places(channel + 0.5 + gap * Math.floor(channel / perGroup)),
  );
  return { centres, pitch: places(1) - places(0) };
}

/** Tall enough for the labels of few channels, no taller than a screen for many. */
export const diagramHeight = ({ inChannels, outChannels }: Channels): number =>
  Math.min(460, Math.max(160, Math.max(inChannels, outChannels) * 26));

export function connectionDiagram(channels: Channels, groups: number, { width, height }: DiagramSize): Diagram {
  const [left, right] = [margin, width - margin];
  const inputs = column(channels.inChannels, groups, height);
  const outputs = column(channels.outChannels, groups, height);
  const few = Math.max(channels.inChannels, channels.outChannels) <= fewChannels;
  const curve = linkHorizontal<unknown, readonly [number, number]>();
  const band = area<readonly [x: number, top: number, bottom: number]>()
    .x(([x]) => x)
    .y0(([, top]) => top)
    .y1(([, , bottom]) => bottom)
    .curve(curveBumpX);
  const edges = ({ centres, pitch }: Column, run: ChannelRun): readonly [number, number] => [
    centres[run.first] - pitch / 2,
    centres[run.first + run.count - 1] + pitch / 2,
  ];
  const indices = ({ first, count }: ChannelRun): number[] => Array.from({ length: count }, (_, i) => first + i);
  const shapes = channelGroups(channels, groups).map(({ inputs: from, outputs: to }, group): GroupShape => {
    const lines = (): string =>
      indices(from)
        .flatMap((i) =>
          indices(to).map(
            (o) => curve({ source: [left, inputs.centres[i]], target: [right, outputs.centres[o]] }) ?? '',
          ),
        )
        .join('');
    const filling = (): string =>
      band([
        [left, ...edges(inputs, from)],
        [right, ...edges(outputs, to)],
      ]) ?? '';
    return { group, inputs: from, outputs: to, filled: !few, path: few ? lines() : filling() };
  });
  return { width, height, left, right, inputs, outputs, groups: shapes };
}

/** The curves from one channel to those of the other side that it is connected to. */
export function linksOf(
  { inputs, outputs, left, right }: Diagram,
  { side, channel }: Pointed,
  reached: ChannelRun,
): string {
  const curve = linkHorizontal<unknown, readonly [number, number]>();
  return Array.from({ length: reached.count }, (_, i) => {
    const [input, output] = side === 'input' ? [channel, reached.first + i] : [reached.first + i, channel];
    return curve({ source: [left, inputs.centres[input]], target: [right, outputs.centres[output]] }) ?? '';
  }).join('');
}

/** `3`, or `4–7`. */
export const runText = ({ first, count }: ChannelRun): string =>
  count === 1 ? String(first) : `${first}–${first + count - 1}`;
