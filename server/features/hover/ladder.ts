// What else the layer could be: standard, every legal number of groups, depthwise separable, with params and multiply-accumulates.
// Legal are the divisors of gcd(C_in, C_out) (PyTorch, torch.nn.Conv2d: both must be divisible by groups).
//
//     params = C_out·(C_in/g)·K + C_out (bias)      MACs = C_out·(C_in/g)·K·P, with K kernel elements and P output positions
import { gcd } from './integers';
import type { Convolution } from '../convolution';

export interface Rung {
  readonly kind: 'standard' | 'groups' | 'depthwiseSeparable';
  readonly groups: number;
  readonly params: number;
  /** null: the output's size is not known. */
  readonly macs: number | null;
  /** Weights and products beside the standard form's (biases aside): 1/g, or 1/C_out + 1/K. */
  readonly ratio: number;
  readonly current: boolean;
}

/** Divisors of gcd(C_in, C_out), ascending. */
export function legalGroups(inChannels: number, outChannels: number): readonly number[] {
  const most = gcd(inChannels, outChannels);
  const small: number[] = [];
  for (let divisor = 1; divisor * divisor <= most; divisor++) if (most % divisor === 0) small.push(divisor);
  const large = small.map((divisor) => most / divisor).reverse();
  return [...small, ...(large[0] === small[small.length - 1] ? large.slice(1) : large)];
}

export function ladderOf(convolution: Convolution): readonly Rung[] {
  const { inChannels, outChannels, kernel, bias, groups: own } = convolution;
  const elements = product(kernel);
  const positions = positionsOf(convolution);
  const biases = bias ? outChannels : 0;
  const macsOf = (weights: number): number | null => (positions === null ? null : weights * positions);
  const legal = legalGroups(inChannels, outChannels);
  const choices = convolution.choosesGroups ? legal : legal.filter((groups) => groups === 1 || groups === own);
  const rungs = choices.map((groups): Rung => {
    const weights = (outChannels * inChannels * elements) / groups;
    return {
      kind: groups === 1 ? 'standard' : 'groups',
      groups,
      params: weights + biases,
      macs: macsOf(weights),
      ratio: 1 / groups,
      current: groups === own,
    };
  });
  // One that is depthwise or pointwise already is a half of the separable form, and a transposed one has no such form.
  if (own === inChannels || elements === 1 || convolution.transposed) return rungs;
  const depthwise = inChannels * elements;
  const pointwise = inChannels * outChannels;
  return [
    ...rungs,
    {
      kind: 'depthwiseSeparable',
      groups: inChannels,
      params: depthwise + pointwise + (bias ? inChannels + outChannels : 0),
      macs: macsOf(depthwise + pointwise),
      ratio: (depthwise + pointwise) / (outChannels * inChannels * elements),
      current: false,
    },
  ];
}

/** How often each weight is used: the images times the output's positions; the input's for a transposed convolution. */
function positionsOf({ images, input, output, transposed }: Convolution): number | null {
  const space = transposed ? input : output;
  return space !== null && space.every((length) => typeof length === 'number') ? images * product(space) : null;
}

const product = (values: readonly number[]): number => values.reduce((total, value) => total * value, 1);
