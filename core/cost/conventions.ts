// Cost by the conventions that people compare with. `macs` is torch.utils.flop_counter / 2 and `flops` that counter itself; the
// others reproduce the named tools' figures, where they are wrong too. A tool that averages over the batch is taken to be fed the
// batch that was analysed.
//
//     Conv2d 16→32 k3 p1 with bias on 28²: macs 3,612,672   flops 7,225,344   torchinfo 3,637,760   BatchNorm2d(16): 0 … 50,176
import type { Convention } from '../analysis';
import type { LeafCall, Operation } from '../graph/graph';
import { DimError, multiply, type Dim } from '../shape/dim';
import { fvcore } from './conventions/fvcore';
import { ptflops } from './conventions/ptflops';
import type { ConventionRule, CountedGraph } from './conventions/rule';
import { thop } from './conventions/thop';
import { torchinfo } from './conventions/torchinfo';
import { sumKnown } from './totals';

const operatorRule = (factor: number): ConventionRule => ({
  call: () => 0,
  operation: ({ macs }) => (macs === null ? null : multiply(factor, macs)),
});

const rules: Readonly<Record<Convention, ConventionRule>> = {
  macs: operatorRule(1),
  flops: operatorRule(2),
  torchinfo,
  fvcore,
  thop,
  ptflops,
};

/** One call of a leaf module, its operations included; null: unknown. */
export function callCost(call: LeafCall<Dim>, graph: CountedGraph, convention: Convention): Dim | null {
  const rule = rules[convention];
  const [from, to] = call.operations;
  // What `call.macs` does not know, no sum over its operations can.
  if (call.macs === null && (convention === 'macs' || convention === 'flops')) return null;
  return sumKnown([
    guarded(() => rule.call(call, graph)),
    ...graph.operations.slice(from, to).map((operation) => operationCost(operation, graph, convention)),
  ]);
}

/** One operation by itself; null: unknown. */
export const operationCost = (operation: Operation<Dim>, graph: CountedGraph, convention: Convention): Dim | null =>
  guarded(() => rules[convention].operation(operation, graph));

/** The whole model; null: unknown. */
export function totalCost(graph: CountedGraph, convention: Convention): Dim | null {
  const rule = rules[convention];
  if (rule.fails?.(graph)) return null;
  return sumKnown([
    ...graph.calls.map((call) => guarded(() => rule.call(call, graph))),
    ...graph.operations.map((operation) => operationCost(operation, graph, convention)),
  ]);
}

/** Past exact arithmetic, a figure is unknown. */
function guarded(compute: () => Dim | null): Dim | null {
  try {
    return compute();
  } catch (error) {
    if (error instanceof DimError) return null;
    throw error;
  }
}
