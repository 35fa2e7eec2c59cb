// Every operator, by name and by the names under which Python code reaches it.
import { convolutions } from './convolution';
import { elementwiseOperators } from './elementwise';
import { matrixOperators } from './matrix';
import { normalisations } from './normalisation';
import type { Operator } from './operator';
import { pools } from './pooling';
import { views } from './view';

const definitions = [
  ...convolutions,
  ...matrixOperators,
  ...normalisations,
  ...pools,
  ...elementwiseOperators,
  ...views,
] as const;

/** The operators' names, as the graph and the engine know them. */
export type OperatorName = (typeof definitions)[number]['name'];

/** All operators, in the order of the documentation. */
export const allOperators: readonly Operator[] = definitions;

export const operators = Object.fromEntries(allOperators.map((op) => [op.name, op])) as Readonly<
  Record<OperatorName, Operator>
>;

const byKey = (keys: (op: Operator) => readonly string[]): ReadonlyMap<string, Operator> =>
  new Map(allOperators.flatMap((op) => keys(op).map((key) => [key, op] as const)));

/** By qualified function name: `torch.nn.functional.conv2d`. */
export const operatorsByFunction = byKey((op) => op.functions);

/** By method name of a tensor: `view`, `relu_`. */
export const operatorsByMethod = byKey((op) => op.methods);

/** By name of a tensor's attribute: `shape`, `T`. */
export const operatorsByProperty = byKey((op) => op.properties ?? []);
