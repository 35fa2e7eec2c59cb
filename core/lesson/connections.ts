// Which input channels reach which outputs. With `groups` the channels are cut into as many equal runs, and an output sees the run
// of its own group alone: the matrix outputs × inputs is block-diagonal.

/** A run of channels `[first, first + count)`. */
export interface ChannelRun {
  readonly first: number;
  readonly count: number;
}

export interface ChannelGroup {
  readonly inputs: ChannelRun;
  readonly outputs: ChannelRun;
}

export interface Channels {
  readonly inChannels: number;
  readonly outChannels: number;
}

const divisors = (number: number): number[] =>
  Array.from({ length: number }, (_, i) => i + 1).filter((candidate) => number % candidate === 0);

export const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));

/** The legal values of `groups`, ascending: the divisors of both channel counts. The last is depthwise where it is `inChannels`. */
export const legalGroups = ({ inChannels, outChannels }: Channels): readonly number[] =>
  divisors(greatestCommonDivisor(inChannels, outChannels));

export type Grouping = 'standard' | 'grouped' | 'depthwise';

/** A single input channel makes a convolution standard and depthwise at once: it is called standard. */
export const groupingOf = (groups: number, { inChannels }: Channels): Grouping =>
  groups === 1 ? 'standard' : groups === inChannels ? 'depthwise' : 'grouped';

/** `groups` must be legal. */
export function channelGroups({ inChannels, outChannels }: Channels, groups: number): readonly ChannelGroup[] {
  const inputs = inChannels / groups;
  const outputs = outChannels / groups;
  return Array.from({ length: groups }, (_, group) => ({
    inputs: { first: group * inputs, count: inputs },
    outputs: { first: group * outputs, count: outputs },
  }));
}

/** The input channels that an output channel sees. */
export const inputsOf = (output: number, { inChannels, outChannels }: Channels, groups: number): ChannelRun => {
  const count = inChannels / groups;
  return { first: Math.floor(output / (outChannels / groups)) * count, count };
};

/** The output channels that an input channel reaches. */
export const outputsOf = (input: number, { inChannels, outChannels }: Channels, groups: number): ChannelRun =>
  inputsOf(input, { inChannels: outChannels, outChannels: inChannels }, groups);

export const holds = ({ first, count }: ChannelRun, channel: number): boolean =>
  channel >= first && channel < first + count;

/** Row by output, column by input: is there a weight between them? */
export const connectionMatrix = (channels: Channels, groups: number): readonly (readonly boolean[])[] =>
  Array.from({ length: channels.outChannels }, (_, output) => {
    const run = inputsOf(output, channels, groups);
    return Array.from({ length: channels.inChannels }, (__, input) => holds(run, input));
  });
