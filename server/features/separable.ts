// The rewrite of a standard convolution as a depthwise separable one, in the user's own words:
//
//     nn.Conv2d(64, 128, 3, padding=1)
//     nn.Sequential(nn.Conv2d(64, 64, 3, padding=1, groups=64), nn.Conv2d(64, 128, 1))
import { findArgument, readCall, type ArgumentText } from './callText';

/** Constructor positions by PyTorch's signature of the convolutions; `groups` is the first of those that follow by name only here. */
const inPosition = 0;
const outPosition = 1;
const biasPosition = 7;
const mostPositional = 6;

/** The text in place of the call; undefined where it cannot be written from what stands there. */
export function separableText(source: string, start: number, end: number): string | undefined {
  const call = readCall(source, start, end);
  if (!call) return undefined;
  const callee = source.slice(start, source.indexOf('(', start)).trim();
  const qualifier = /^([\w.]+\.)Conv[123]d$/.exec(callee)?.[1];
  const input = findArgument(call, 'in_channels', inPosition);
  const output = findArgument(call, 'out_channels', outPosition);
  const positional = call.arguments.filter(({ name }) => name === null);
  const starred = positional.some(({ text }) => text.startsWith('*'));
  const grouped = call.arguments.some(({ name }) => name === 'groups') || positional.length > mostPositional;
  if (qualifier === undefined || !input || !output || starred || grouped) return undefined;
  const own = call.arguments.map((argument) =>
    argument === output ? written({ ...argument, text: input.text }) : written(argument),
  );
  const bias = findArgument(call, 'bias', biasPosition);
  const pointwise = [input.text, output.text, '1', ...(bias ? [`bias=${bias.text}`] : [])];
  const depthwise = `${callee}(${[...own, `groups=${input.text}`].join(', ')})`;
  return `${qualifier}Sequential(${depthwise}, ${callee}(${pointwise.join(', ')}))`;
}

const written = ({ name, text }: ArgumentText): string => (name === null ? text : `${name}=${text}`);
