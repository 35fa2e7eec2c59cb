// torchinfo 1.8: for each leaf module, its weights and biases times the positions they are applied to. Modules with "Conv" in
// their name multiply by batch and output positions — the output's also for transposed convolutions, which is wrong by stride² —
// recurrent ones by the first two sizes of the output, all others by the batch alone, so that a linear layer over several
// positions counts once. Functions count nothing.
import { multiply, product, sum, type Dim } from '../../shape/dim';
import { firstShape, ownParameters, type ConventionRule } from './rule';

export const torchinfo: ConventionRule = {
  call(call, graph) {
    const parameters = ownParameters(call, graph).filter(({ name }) => /weight|bias/.test(name));
    if (parameters.length === 0) return 0;
    const output = firstShape(call.output);
    if (output === null || output.length === 0) return null;
    const figures: Dim[] = [];
    for (const { name, parameter } of parameters) {
      if (parameter.shape === null) return null;
      figures.push(multiply(product(parameter.shape), positions(name, call.type, output)));
    }
    return sum(figures);
  },
  operation: () => 0,
};

function positions(name: string, type: string, output: readonly Dim[]): Dim {
  if (name !== 'weight' && name !== 'bias') return product(output.slice(0, 2));
  return type.includes('Conv') ? multiply(output[0], product(output.slice(2))) : output[0];
}
